"""Template helpers of quality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.quality import view
from ckanext.resilient.quality.index import POINTS

__all__ = ["resilient_quality", "resilient_quality_badges", "resilient_quality_sortings"]


def resilient_quality(package: Mapping[str, Any]) -> view.DatasetQuality:
    """The rating of a dataset for its page."""
    return view.dataset_quality(package)


def resilient_quality_badges(packages: Sequence[Mapping[str, Any]]) -> list[view.Badge]:
    """The badges of several datasets for a list, in order."""
    return view.badges(packages)


def resilient_quality_sortings() -> list[tuple[str, str]]:
    """The order by quality, as label and value, where only datasets are listed: nothing else is rated."""
    if tk.request.endpoint != "dataset.search":
        return []
    return [(tk._("Best quality first"), f"{POINTS} desc, metadata_modified desc")]
