"""The plugin `resilient_spatial`."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.resilient.spatial import index, setup


@tk.blanket.helpers
class ResilientSpatialPlugin(p.SingletonPlugin):
    """Search by place: regions, countries and geometries in ckanext-spatial's index."""

    p.implements(p.IConfigurable)
    p.implements(p.IPackageController, inherit=True)

    def configure(self, config: CKANConfig) -> None:
        """Say what keeps places from being searched."""
        setup.name_complaint()

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Where a record is about, as ckanext-spatial searches it."""
        return index.with_extent(pkg_dict)
