"""Options of feed, dumps and checks, read by typed getters; declared in config_declaration.yaml."""

from __future__ import annotations

from pathlib import Path

import ckan.plugins.toolkit as tk

_OURS = "ckanext.resilient.catalogue."


def page_size() -> int:
    """How many datasets a page of the feed has."""
    return max(1, int(tk.config[f"{_OURS}page_size"]))


def dump_folder() -> Path | None:
    """The folder with the dumps that are offered; None where none are."""
    folder = str(tk.config[f"{_OURS}dump_folder"] or "")
    return Path(folder) if folder else None


def shapes() -> list[Path]:
    """Files with shapes of the operator's."""
    return [Path(name) for name in tk.config[f"{_OURS}shapes"]]
