"""Template helpers of quality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ckanext.resilient.quality import view

__all__ = ["resilient_quality", "resilient_quality_badges"]


def resilient_quality(package: Mapping[str, Any]) -> view.DatasetQuality:
    """The rating of a dataset for its page."""
    return view.dataset_quality(package)


def resilient_quality_badges(packages: Sequence[Mapping[str, Any]]) -> list[view.Badge]:
    """The badges of several datasets for a list, in order."""
    return view.badges(packages)
