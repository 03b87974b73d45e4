"""What the plugin `resilient_spatial` says when CKAN starts."""

from __future__ import annotations

import logging

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.resilient.spatial.index import INDEXER

log = logging.getLogger(__name__)

OURS = "resilient_spatial"


def name_complaint() -> None:
    """Log what keeps places from being searched."""
    if sentence := complaint():
        log.warning(sentence)


def complaint() -> str:
    """One sentence on why places cannot be searched, or why a broken geometry costs its record; "" when all is well."""
    names = tk.config["ckan.plugins"]
    if not p.plugin_loaded(INDEXER):
        return f"Places are searched by ckanext-spatial: add {INDEXER} to ckan.plugins."
    if names.index(INDEXER) < names.index(OURS):
        return f"Put {OURS} before {INDEXER} in ckan.plugins, or a broken geometry keeps its dataset out of the search."
    return ""
