"""The plugin `resilient_search`."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.resilient.search import index, query, setup


@tk.blanket.config_declarations
class ResilientSearchPlugin(p.SingletonPlugin):
    """Search in nine languages at once."""

    p.implements(p.IConfigurable)
    p.implements(p.IPackageController, inherit=True)

    def configure(self, config: CKANConfig) -> None:
        """Say when Solr lacks our fields."""
        setup.name_missing_fields()

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Texts by language, and the labels of codes in all languages."""
        return index.with_language_fields(pkg_dict)

    def before_dataset_search(self, search_params: dict[str, Any]) -> dict[str, Any]:
        """Look into all languages."""
        return query.in_all_languages(search_params)
