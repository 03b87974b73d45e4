"""Options of ckanext-spatial that decide what its index looks like; it reads them, but declares none."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

DEFAULT_BACKEND = "solr-bbox"
"""What ckanext-spatial takes when nothing is set."""


def search_backend() -> str:
    """Name of the index that ckanext-spatial searches: `solr-bbox` or `solr-spatial-field`."""
    return str(tk.config.get("ckanext.spatial.search_backend") or DEFAULT_BACKEND)


def geometry_field() -> str:
    """Solr's field for the geometries of `solr-spatial-field`."""
    return str(tk.config.get("ckanext.spatial.solr_geom_field_name") or "spatial_geom")
