"""Many datasets out of a few: rows and index documents of one that CKAN stored are copied under other ids and numbers.

A copy differs from a dataset that `package_create` stored in nothing but its ids and its number.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib.plugins import get_permission_labels
from ckan.lib.search.common import make_connection

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_OWNED = {"package": "id", "resource": "package_id", "package_tag": "package_id", "member": "table_id"}
"""Tables with rows of a dataset, in the order of their foreign keys, and the column with its id."""

_BATCH = 500


def copies(template_id: str, marker: str, numbers: list[str]) -> None:
    """Store and index copies of a dataset.

    Args:
        template_id: the dataset, stored and indexed.
        marker: what stands for its number in all its texts.
        numbers: what stands there in the copies, one each.
    """
    rows = {table: _rows(table, column, template_id) for table, column in _OWNED.items()}
    document = _document(template_id)
    own = {template_id, *(row["id"] for found in rows.values() for row in json.loads(found))}
    for begin in range(0, len(numbers), _BATCH):
        batch = numbers[begin : begin + _BATCH]
        for table, found in rows.items():
            together = [row for number in batch for row in json.loads(_copied(found, marker, number, own))]
            model.Session.execute(
                sa.text(f"INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, :rows)"),  # noqa: S608
                {"rows": json.dumps(together)},
            )
        model.repo.commit_and_remove()
        make_connection().add(list(_indexed(document, marker, batch, own)), commit=True)


def _rows(table: str, column: str, package_id: str) -> str:
    query = sa.text(f"SELECT json_agg(t)::text FROM {table} t WHERE {column} = :id")  # noqa: S608
    return model.Session.scalar(query, {"id": package_id}) or "[]"


def _document(package_id: str) -> str:
    """What the index keeps of the dataset, and who may see it, which it does not give back."""
    found: dict[str, Any] = next(iter(make_connection().search(f"id:{package_id}", rows=1)))
    kept = {name: value for name, value in found.items() if name != "_version_"}
    kept["permission_labels"] = get_permission_labels().get_dataset_labels(model.Package.get(package_id))
    return json.dumps(kept, default=lambda moment: f"{moment.isoformat()}Z")


def _copied(text: str, marker: str, number: str, own: set[str]) -> str:
    def renamed(found: re.Match[str]) -> str:
        return str(uuid5(NAMESPACE_OID, found[0] + number)) if found[0] in own else found[0]

    return _UUID.sub(renamed, text.replace(marker, number))


def _indexed(document: str, marker: str, numbers: list[str], own: set[str]) -> Iterator[dict[str, Any]]:
    for number in numbers:
        copy = json.loads(_copied(document, marker, number, own))
        unique = f"{copy['id']}{tk.config['ckan.site_id']}"  # as ckan.lib.search.index makes it
        yield {**copy, "index_id": hashlib.md5(unique.encode(), usedforsecurity=False).hexdigest()}
