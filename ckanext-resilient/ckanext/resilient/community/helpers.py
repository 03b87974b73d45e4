"""Template helpers of the community."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.community import on_dataset
from ckanext.resilient.community.index import POINTS

__all__ = ["resilient_community_sortings", "resilient_voices"]


def resilient_voices(package: Mapping[str, Any]) -> on_dataset.Voices:
    """What people say about a dataset, for its page."""
    return on_dataset.voices(package)


def resilient_community_sortings() -> list[tuple[str, str]]:
    """The order by usefulness, as label and value, where only datasets are listed: nothing else is rated."""
    if tk.request.endpoint != "dataset.search":
        return []
    return [(tk._("Most useful first"), f"{POINTS} desc, metadata_modified desc")]
