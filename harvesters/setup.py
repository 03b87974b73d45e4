"""What the plugin `resilient_harvest` says when CKAN starts."""

from __future__ import annotations

import logging

import ckan.plugins.toolkit as tk

log = logging.getLogger(__name__)

OURS, STOCK = "resilient_harvest", "harvest"


def name_complaint() -> None:
    """Log what lets sources be read that nobody has approved."""
    if sentence := complaint():
        log.warning(sentence)


def complaint() -> str:
    """One sentence on why a source that is moved does not wait for approval; "" when all is well."""
    names = tk.config["ckan.plugins"]
    # ckanext-harvest would write the new address over the one that was approved before we can compare.
    if STOCK in names and names.index(STOCK) < names.index(OURS):
        return f"Put {OURS} before {STOCK} in ckan.plugins, or a source that is moved does not wait for approval."
    return ""
