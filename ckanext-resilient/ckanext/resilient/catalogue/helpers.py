"""Template helpers of the catalogue."""

from __future__ import annotations

from ckanext.resilient.catalogue import negotiation

__all__ = ["resilient_linked_data"]


def resilient_linked_data() -> list[negotiation.Alternate]:
    """The forms of this page for programs; none when it has none."""
    return negotiation.alternates()
