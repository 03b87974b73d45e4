"""Rating many stored datasets anew and showing it in searches, without reading each from the database again.

A dataset that only gets another rating has not changed: what the index holds of it is what `package_show` would give,
as long as both are of the same revision. Whatever is not, or changes meanwhile, is read and indexed anew in full.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import logic, model
from ckan.lib import search
from ckan.lib.search.common import make_connection

from ckanext.resilient.quality.rating import together

BATCH = 200

Held = tuple[dict[str, Any], dict[str, Any]]
"""A dataset in CKAN's own schema and in ours, as `package_show` gives both."""


def rate_all(ids: Sequence[str], progress: Callable[[int], None] = lambda _: None) -> None:
    """Rate datasets anew and show it in searches; `progress` is told how many were done since it was told last."""
    for begin in range(0, len(ids), BATCH):
        batch = ids[begin : begin + BATCH]
        _rate_batch(batch)
        model.Session.expunge_all()
        progress(len(batch))


def _rate_batch(ids: Sequence[str]) -> None:
    revisions = _revisions(ids)
    held = _held(ids, revisions)
    with together(validated for _, validated in held.values()):
        for package, validated in held.values():
            # Building a dataset's index document rates it.
            logic.index_update_package_dicts((package, validated), defer_commit=True)
        _index_in_full(package_id for package_id in revisions if package_id not in held)
    model.Session.commit()  # what was read so far is a view of the past
    later = _revisions(ids)
    _index_in_full(package_id for package_id in later if later[package_id] != revisions.get(package_id))
    for package_id in set(revisions) - set(later):
        search.clear(package_id)
    # Unlike search.commit(), which returns before the change is seen.
    make_connection().commit()


def _index_in_full(ids: Iterable[str]) -> None:
    wanted = list(ids)
    if wanted:
        search.rebuild(package_ids=wanted, quiet=True)


def _revisions(ids: Sequence[str]) -> Mapping[str, dt.datetime]:
    """When each dataset was changed last, by its id; not of those that are gone."""
    query = sa.select(model.Package.id, model.Package.metadata_modified).where(
        model.Package.id.in_(ids), model.Package.state == "active"
    )
    return {row.id: row.metadata_modified for row in model.Session.execute(query)}


def _held(ids: Sequence[str], revisions: Mapping[str, dt.datetime]) -> dict[str, Held]:
    """What the index holds of datasets, where it is of the same revision as the database."""
    answer = make_connection().search(
        "*:*",
        fq=[f'+site_id:"{tk.config["ckan.site_id"]}"', f"{{!terms f=id}}{','.join(ids)}"],
        fl="id,data_dict,validated_data_dict",
        rows=len(ids),
    )
    found: dict[str, Held] = {}
    for document in answer.docs:
        package, validated = json.loads(document["data_dict"]), json.loads(document["validated_data_dict"])
        revision = revisions.get(package["id"])
        if revision and package["metadata_modified"] == revision.isoformat():
            found[package["id"]] = (package, validated)
    return found
