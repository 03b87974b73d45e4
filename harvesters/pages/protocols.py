"""The protocols as choices of a form."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvesters.pages.plan import Choice
from ckanext.resilient.harvesters.protocols import all_protocols


def protocol_choices(chosen: str) -> list[Choice]:
    """How an address may be read, in the order of the reader's words for it."""
    named = sorted((tk._(one.title), one.name) for one in all_protocols().values())
    return [Choice(name, title, name == chosen) for title, name in named]
