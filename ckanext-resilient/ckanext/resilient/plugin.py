"""The plugin `resilient`: pages, assets, translations, the command `ckan resilient`."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.lib.plugins import DefaultTranslation
from ckan.types import CKANApp

from ckanext.resilient import history, login_limit
from ckanext.resilient.security import guard_against_forgery


@tk.blanket.config_declarations
@tk.blanket.blueprints
@tk.blanket.helpers
@tk.blanket.cli
class ResilientPlugin(p.SingletonPlugin, DefaultTranslation):
    """Pages of the open data platform for the social economy, on a stock CKAN or with the whole suite."""

    p.implements(p.IAuthenticator, inherit=True)
    p.implements(p.IConfigurer)
    p.implements(p.IMiddleware, inherit=True)
    p.implements(p.ITranslation)

    def update_config(self, config: CKANConfig) -> None:
        """Add our templates, public files and assets."""
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
        tk.add_resource("assets", "resilient")

    def make_middleware(self, app: CKANApp, config: CKANConfig) -> CKANApp:
        """Guard the application against forged requests, passwords that are guessed, and curious visitors."""
        guard_against_forgery(app)
        login_limit.listen_for_success()
        history.close_to_visitors(app)
        return app

    def authenticate(self, identity: dict[str, Any]) -> None:
        """Refuse a password that was tried too often; whether it is right is CKAN's to say."""
        login_limit.count_try(identity)
