"""The plugin `resilient_quality`."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import click
from ckan import model
from ckan.types import Context
from flask import Blueprint

from ckanext.resilient.content.facets import is_ours
from ckanext.resilient.quality import facets, index, store
from ckanext.resilient.quality.batch import cli, views


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.config_declarations
@tk.blanket.helpers
class ResilientQualityPlugin(p.SingletonPlugin):
    """A rating of every dataset that a lay reader understands and a publisher can act on."""

    p.implements(p.IBlueprint)
    p.implements(p.IClick)
    p.implements(p.IFacets, inherit=True)
    p.implements(p.IPackageController, inherit=True)

    def get_blueprint(self) -> list[Blueprint]:
        """The pages; those that set a field of many datasets hang below the same blueprint."""
        return [views.resilient_quality]

    def get_commands(self) -> list[click.Command]:
        """`ckan resilient quality …`."""
        return [cli.resilient]

    def dataset_facets(self, facets_dict: dict[str, Any], package_type: str) -> dict[str, Any]:
        """The level of quality among the facets of datasets."""
        return (
            facets.with_level(facets_dict)
            if package_type == "dataset" and is_ours("dataset")
            else facets_dict
        )

    def organization_facets(
        self, facets_dict: dict[str, Any], organization_type: str, package_type: str | None
    ) -> dict[str, Any]:
        """The level of quality among the facets of an organisation's datasets."""
        return facets.with_level(facets_dict) if is_ours("dataset") else facets_dict

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Rate what is indexed."""
        return index.document(pkg_dict)

    def after_dataset_search(self, search_results: dict[str, Any], search_params: Any) -> dict[str, Any]:
        """Show levels in words."""
        facets.translate(search_results.get("search_facets", {}))
        return search_results

    def after_dataset_delete(self, context: Context, data_dict: dict[str, Any]) -> None:
        """Forget the score of a dataset that is gone; who deletes it may call it by its name."""
        package = model.Package.get(data_dict["id"])
        store.forget(package.id if package else data_dict["id"])

    def after_dataset_update(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Forget the score of a dataset whose state says that it is gone: it leaves the index without being indexed."""
        package = model.Package.get(pkg_dict["id"])
        if package and package.state != "active":
            store.forget(package.id)
