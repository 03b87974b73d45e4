"""The plugin `resilient_multilingual`."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.types import Context, PFeedFactory

from ckanext.resilient.multilingual import feed, reading


@tk.blanket.helpers
@tk.blanket.validators
class ResilientMultilingualPlugin(p.SingletonPlugin):
    """Texts in many languages: fields for them, and the reading order wherever they are shown."""

    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IFeed, inherit=True)

    def after_dataset_show(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Add the texts in the reader's language, except to what is indexed or kept by `activity`."""
        if context.get("validate", True) and context.get("for_view") is not False:
            pkg_dict["reading"] = reading.of_dataset(pkg_dict)

    def after_dataset_search(self, search_results: dict[str, Any], search_params: Any) -> dict[str, Any]:
        """Add the texts in the reader's language to each result."""
        for dataset in search_results["results"]:
            if "title" in dataset:
                dataset["reading"] = reading.of_dataset(dataset)
        return search_results

    def get_feed_class(self) -> PFeedFactory:
        """Entries in the reader's language."""
        return feed.MultilingualFeed

    def get_item_additional_fields(self, dataset_dict: dict[str, Any]) -> dict[str, Any]:
        """The texts of an entry."""
        return feed.item_texts(dataset_dict)
