"""Template helpers of the search by place."""

from __future__ import annotations

from ckanext.resilient.spatial import areas

__all__ = ["resilient_area_search"]


def resilient_area_search() -> areas.AreaSearch | None:
    """The choice of an area on the search page; None where nobody searches by place."""
    return areas.area_search()
