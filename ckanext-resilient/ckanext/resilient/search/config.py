"""Options of the plugin `resilient_search`."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def title_weight(own: bool) -> int:
    """Weight of a word in a title, in the reader's own language or in another."""
    return tk.config[f"ckanext.resilient.search.weight_title_{'own' if own else 'other'}"]


def text_weight(own: bool) -> int:
    """Weight of a word in any other text, in the reader's own language or in another."""
    return tk.config[f"ckanext.resilient.search.weight_text_{'own' if own else 'other'}"]
