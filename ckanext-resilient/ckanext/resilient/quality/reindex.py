"""Rating many stored datasets anew and showing it in searches, in batches.

A dataset that only gets another rating has not changed: what the index holds of it is what `package_show` would give,
as long as both are of the same revision. Whatever is not is read from the database. Whatever changes meanwhile is
indexed anew by itself.

A batch is kept when the index has taken it: what breaks off before leaves both as they were.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import logic, model
from ckan.lib import search
from ckan.lib.search.common import make_connection
from ckan.types import Context

from ckanext.resilient import indexing
from ckanext.resilient.indexing import Shown
from ckanext.resilient.quality.rating import together

BATCH = 200


def rate_all(ids: Sequence[str], progress: Callable[[int], None] = lambda _: None) -> None:
    """Rate datasets anew and show it in searches; `progress` is told how many were done since it was told last.

    Raises:
        search.SearchIndexError: the index does not answer; or it refused datasets, and all others are done.
    """
    refused: dict[str, str] = {}
    for begin in range(0, len(ids), BATCH):
        batch = ids[begin : begin + BATCH]
        refused |= _rate_batch(batch)
        model.Session.expunge_all()
        progress(len(batch))
    if refused:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in refused.items())
        raise search.SearchIndexError(f"The index refused {len(refused)} datasets: {reasons}")


def _rate_batch(ids: Sequence[str]) -> Mapping[str, str]:
    # As long as they are held here, whoever asks the session for one of them gets it without a query.
    packages = list(model.Session.scalars(sa.select(model.Package).where(*_active(ids))))
    revisions = {package.id: package.metadata_modified for package in packages}
    datasets = _shown(revisions)
    with together(validated for _, validated in datasets) as rated:
        # Building a dataset's index document rates it.
        refused = indexing.add(datasets)
        rated.leave_out(refused)
    model.Session.commit()  # what was read so far is a view of the past
    later = _revisions(ids)
    _index_in_full(package_id for package_id in later if later[package_id] != revisions.get(package_id))
    for package_id in set(revisions) - set(later):
        search.clear(package_id)
    # Unlike search.commit(), which returns before the change is seen.
    make_connection().commit()
    return refused


def _index_in_full(ids: Iterable[str]) -> None:
    wanted = list(ids)
    if wanted:
        search.rebuild(package_ids=wanted, quiet=True)


def _active(ids: Sequence[str]) -> tuple[sa.ColumnElement[bool], ...]:
    return model.Package.id.in_(ids), model.Package.state == "active"


def _revisions(ids: Sequence[str]) -> Mapping[str, dt.datetime]:
    """When each dataset was changed last, by its id; not of those that are gone."""
    query = sa.select(model.Package.id, model.Package.metadata_modified).where(*_active(ids))
    return {row.id: row.metadata_modified for row in model.Session.execute(query)}


def _shown(revisions: Mapping[str, dt.datetime]) -> list[Shown]:
    """Datasets as `package_show` gives them: from the index where it can, from the database otherwise."""
    held = _held(revisions)
    found = (held.get(package_id) or _read(package_id) for package_id in revisions)
    return [shown for shown in found if shown]


def _read(package_id: str) -> Shown | None:
    try:
        return logic.package_show_default_and_custom_schemas(Context(ignore_auth=True), package_id)
    except tk.ObjectNotFound:  # deleted meanwhile
        return None


def _held(revisions: Mapping[str, dt.datetime]) -> dict[str, Shown]:
    """What the index holds of datasets, where it is of the same revision as the database."""
    answer = make_connection().search(
        "*:*",
        fq=[f'+site_id:"{tk.config["ckan.site_id"]}"', f"{{!terms f=id}}{','.join(revisions)}"],
        fl="id,data_dict,validated_data_dict",
        rows=len(revisions),
        search_handler="select",
        method="POST",
    )
    found: dict[str, Shown] = {}
    for document in answer.docs:
        package, validated = json.loads(document["data_dict"]), json.loads(document["validated_data_dict"])
        if package["metadata_modified"] == revisions[package["id"]].isoformat():
            found[package["id"]] = (package, validated)
    return found
