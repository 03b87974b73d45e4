"""The plugin `resilient`: pages, assets, translations, the command `ckan resilient`."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.lib.plugins import DefaultTranslation
from ckan.types import CKANApp

from ckanext.resilient import history
from ckanext.resilient.security import guard_against_forgery


@tk.blanket.config_declarations
@tk.blanket.blueprints
@tk.blanket.helpers
@tk.blanket.cli
class ResilientPlugin(p.SingletonPlugin, DefaultTranslation):
    """Pages of the open data platform for the social economy, on a stock CKAN or with the whole suite."""

    p.implements(p.IConfigurer)
    p.implements(p.IMiddleware, inherit=True)
    p.implements(p.ITranslation)

    def update_config(self, config: CKANConfig) -> None:
        """Add our templates, public files and assets."""
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
        tk.add_resource("assets", "resilient")

    def make_middleware(self, app: CKANApp, config: CKANConfig) -> CKANApp:
        """Guard the application against forged requests, and the history of entries against visitors."""
        guard_against_forgery(app, dict(config))
        history.close_to_visitors(app)
        return app
