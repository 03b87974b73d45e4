"""Where else a dataset is listed."""

from __future__ import annotations

from ckanext.resilient.harvest import stock
from ckanext.resilient.harvest.duplicates import store


def also_at(package_id: str) -> list[dict[str, str]]:
    """The other portals that list a dataset: `title` and `url` of the record there, and `portal`."""
    behind = store.records_behind(package_id)
    titles = stock.source_titles({held.source_id for held in behind}) if behind else {}
    return [
        {
            "title": held.profile.facts.title,
            "url": held.profile.facts.page,
            "portal": titles.get(held.source_id, ""),
        }
        for held in behind
    ]
