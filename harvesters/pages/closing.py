"""What the page says before a source is taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import reader

KEEP, DELETE = "keep", "delete"
"""What becomes of the datasets of a source that is taken away."""


@dataclass(frozen=True, slots=True)
class ClosePage:
    """The question, and how many datasets it is about; without any there is nothing to choose."""

    trail: list[tuple[str, str]]
    source: str
    datasets: str
    has_datasets: bool
    url: str
    back_url: str


def close_page(source: Mapping[str, Any]) -> ClosePage:
    """The page that asks before a source is taken away, `source` as `resilient_harvest_status` gives it."""
    address = tk.h.url_for("resilient_sources.read", name=source["name"])
    count = source["records"]
    said = tk.ungettext(
        "{number} dataset came from this source.", "{number} datasets came from this source.", count
    )
    return ClosePage(
        trail=[
            (tk._("Where the data comes from"), tk.h.url_for("resilient_sources.index")),
            (source["title"], address),
        ],
        source=source["title"],
        datasets=said.format(number=reader.number(count)),
        has_datasets=count > 0,
        url=tk.h.url_for("resilient_sources.close", name=source["name"]),
        back_url=address,
    )


def closed(done: Mapping[str, Any]) -> str:
    """What taking a source away has done."""
    if done["deleting"] and done["datasets"]:
        return tk._("The source is taken away. Its datasets are being deleted; that may take a while.")
    return tk._("The source is taken away. It is read no more.")
