"""Whether database and search index hold the same datasets, and mending what differs.

Both are read in the order of the ids and compared as they stream by: a large catalogue costs no more
memory than a small one, and only what differs is looked at twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from ckan.lib.search.common import make_connection

ROWS = 1000
_Entry = tuple[str, datetime.datetime]


@dataclass(slots=True)
class Difference:
    """Ids of datasets that the index lacks, has too many, or has in an older state; `checked` were compared."""

    checked: int = 0
    missing: list[str] = field(default_factory=list[str])
    orphaned: list[str] = field(default_factory=list[str])
    outdated: list[str] = field(default_factory=list[str])

    def all(self) -> list[str]:
        """Every id that differs."""
        return [*self.missing, *self.orphaned, *self.outdated]


def compare() -> Difference:
    """How the index differs from the database.

    What a harvest writes meanwhile would look like a difference: each one is looked at once more.

    Raises:
        search.SearchError: the index does not answer.
    """
    first = _merged(_in_database(), _in_index())
    suspects = first.all()
    again = Difference(first.checked)
    for start in range(0, len(suspects), ROWS):
        ids = sorted(suspects[start : start + ROWS])
        part = _merged(_in_database(ids), _in_index(ids))
        again.missing += part.missing
        again.orphaned += part.orphaned
        again.outdated += part.outdated
    return again


def repair(difference: Difference) -> None:
    """Index anew what is missing or outdated, and drop what is not in the database.

    Raises:
        search.SearchIndexError: the index does not answer, or refuses a dataset.
    """
    wanted = [*difference.missing, *difference.outdated]
    for start in range(0, len(wanted), ROWS):
        search.rebuild(package_ids=wanted[start : start + ROWS])
        # Unlike search.commit(), which returns before the change is seen.
        make_connection().commit()
    drop(difference.orphaned)


def drop(package_ids: Sequence[str]) -> None:
    """Drop these datasets from the index, searchable no more when this returns.

    Raises:
        search.SearchIndexError: the index does not answer.
    """
    for start in range(0, len(package_ids), ROWS):
        query = f"{{!terms f=id}}{','.join(package_ids[start : start + ROWS])}"
        try:
            make_connection().delete(q=query, commit=True)
        except Exception as error:
            raise search.SearchIndexError(str(error)) from error


def _merged(database: Iterator[_Entry], index: Iterator[_Entry]) -> Difference:
    found = Difference()
    held, indexed = next(database, None), next(index, None)
    while held is not None or indexed is not None:
        if indexed is None or (held is not None and held[0] < indexed[0]):
            held = _note(held, found.missing, database)
        elif held is None or indexed[0] < held[0]:
            indexed = _note(indexed, found.orphaned, index)
            continue
        else:
            if held[1] != indexed[1]:
                found.outdated.append(held[0])
            held, indexed = next(database, None), next(index, None)
        found.checked += 1
    return found


def _note(entry: _Entry | None, differing: list[str], entries: Iterator[_Entry]) -> _Entry | None:
    if entry is not None:
        differing.append(entry[0])
    return next(entries, None)


def _in_database(ids: Iterable[str] | None = None) -> Iterator[_Entry]:
    wanted = (
        sa.select(model.Package.id, model.Package.metadata_modified)
        .where(model.Package.type == "dataset", model.Package.state == "active")
        # As Solr orders: by code points, whatever the database's language.
        .order_by(sa.collate(model.Package.id, "C"))
        .execution_options(yield_per=ROWS)
    )
    if ids is not None:
        wanted = wanted.where(model.Package.id.in_(list(ids)))
    for row in model.Session.execute(wanted):
        yield row.id, _to_milliseconds(row.metadata_modified)


def _in_index(ids: Iterable[str] | None = None) -> Iterator[_Entry]:
    filters = [f'+site_id:"{tk.config["ckan.site_id"]}"', "+dataset_type:dataset", "+state:active"]
    if ids is not None:
        filters.append(f"{{!terms f=id}}{','.join(ids)}")
    connection = make_connection(decode_dates=False)
    cursor, last = "*", ""
    while cursor != last:
        last = cursor
        answer = _ask(connection, filters, cursor)
        for document in answer.docs:
            yield document["id"], _parsed(document["metadata_modified"])
        cursor = answer.nextCursorMark


def _ask(connection: Any, filters: list[str], cursor: str) -> Any:
    try:
        return connection.search(
            "*:*",
            fq=filters,
            fl="id,metadata_modified",
            sort="id asc,index_id asc",
            rows=ROWS,
            cursorMark=cursor,
            search_handler="select",
            method="POST",
        )
    except Exception as error:
        raise search.SearchError(str(error)) from error


def _parsed(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).replace(tzinfo=None)


def _to_milliseconds(moment: datetime.datetime) -> datetime.datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
