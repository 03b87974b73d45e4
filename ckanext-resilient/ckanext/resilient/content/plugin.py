"""The plugin `resilient_schema`."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.types import Context

from ckanext.resilient.content import facets, index, setup, withheld


@tk.blanket.config_declarations
@tk.blanket.helpers
@tk.blanket.validators
@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.cli
class ResilientSchemaPlugin(p.SingletonPlugin):
    """Content types dataset, cluster and organisation with their vocabularies, facets and index."""

    p.implements(p.IConfigurer)
    p.implements(p.IConfigurable)
    p.implements(p.IFacets, inherit=True)
    p.implements(p.IPackageController, inherit=True)

    def update_config(self, config: CKANConfig) -> None:
        """Use our licence register unless the site names another."""
        setup.use_licences(config)

    def configure(self, config: CKANConfig) -> None:
        """Say which plugins are needed beside this one."""
        setup.name_missing_plugins()

    def dataset_facets(self, facets_dict: dict[str, Any], package_type: str) -> dict[str, Any]:
        """The facets of a content type, in its order."""
        return facets.of_type(facets_dict, package_type)

    def organization_facets(
        self, facets_dict: dict[str, Any], organization_type: str, package_type: str | None
    ) -> dict[str, Any]:
        """The facets of an organisation's datasets."""
        return facets.of_organization(facets_dict)

    def after_dataset_show(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """What is not for everybody, only to who may edit the entry."""
        withheld.for_reader(context, pkg_dict)

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Codes for facets, and nothing that Solr would refuse."""
        return index.document(pkg_dict)

    def after_dataset_search(self, search_results: dict[str, Any], search_params: Any) -> dict[str, Any]:
        """Show labels for the codes of the facets."""
        facets.translate(search_results.get("search_facets", {}))
        return search_results
