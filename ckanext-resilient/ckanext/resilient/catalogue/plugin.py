"""The plugin `resilient_catalogue`."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.types import CKANApp

from ckanext.resilient.catalogue import subscriptions
from ckanext.resilient.catalogue.negotiation import negotiate


@tk.blanket.blueprints
@tk.blanket.cli
@tk.blanket.config_declarations
@tk.blanket.helpers
class ResilientCataloguePlugin(p.SingletonPlugin):
    """The catalogue for programs: every page as RDF, vocabularies, feed and dumps."""

    p.implements(p.IMiddleware, inherit=True)
    p.implements(p.ISignal)

    def make_middleware(self, app: CKANApp, config: CKANConfig) -> CKANApp:
        """Answer programs at the addresses of pages."""
        negotiate(app)
        return app

    def get_signal_subscriptions(self) -> dict[Any, list[Any]]:
        """What makes graphs out of date."""
        return subscriptions.subscriptions()
