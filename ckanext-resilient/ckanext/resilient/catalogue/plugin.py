"""The plugin `resilient_catalogue`."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.types import CKANApp

from ckanext.resilient.catalogue.negotiation import negotiate


@tk.blanket.blueprints
@tk.blanket.helpers
class ResilientCataloguePlugin(p.SingletonPlugin):
    """The catalogue for programs: every page as RDF, vocabularies, feed and dumps."""

    p.implements(p.IMiddleware, inherit=True)

    def make_middleware(self, app: CKANApp, config: CKANConfig) -> CKANApp:
        """Answer programs at the addresses of pages."""
        negotiate(app)
        return app
