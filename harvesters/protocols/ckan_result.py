"""What the result of an action holds: datasets, in one of many forms, and perhaps a count."""

from __future__ import annotations

from typing import Any, cast

from ckanext.resilient.harvesters.protocols.values import Json


def count_of(result: Any) -> int | None:
    """How many datasets the source says there are."""
    if not isinstance(result, dict):
        return None
    count = cast("Json", result).get("count")
    return count if isinstance(count, int) and not isinstance(count, bool) else None


def packages(result: Any) -> list[Any]:
    """The datasets in a result: a search's, a list (DKAN nests it once more), or a single one."""
    if isinstance(result, dict):
        found = cast("Json", result)
        for key in ("results", "dataset", "datasets"):
            if isinstance(found.get(key), list):
                return cast("list[Any]", found[key])
        return [found]
    if not isinstance(result, list):
        return []
    listed = cast("list[Any]", result)
    return cast("list[Any]", listed[0]) if len(listed) == 1 and isinstance(listed[0], list) else listed


def is_listing(result: Any) -> bool:
    """Whether a result holds datasets, or is an empty search."""
    if count_of(result) is not None and isinstance(cast("Json", result).get("results"), list):
        return True
    return any(_is_package(item) for item in packages(result))


def _is_package(item: Any) -> bool:
    if not isinstance(item, dict):
        return False
    keys = cast("Json", item).keys()
    return "resources" in keys or "distribution" in keys or {"name", "title", "notes"} <= keys
