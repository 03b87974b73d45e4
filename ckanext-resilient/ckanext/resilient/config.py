"""Options of the pages, read by typed getters; declared in config_declaration.yaml."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def newest_datasets() -> int:
    """How many of the latest datasets the home page shows."""
    return tk.config["ckanext.resilient.pages.newest_datasets"]
