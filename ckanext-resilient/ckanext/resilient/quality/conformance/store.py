"""The table of conformance: which datasets are due, what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.resilient.catalogue.checks import VIOLATION, Issue
from ckanext.resilient.moments import utc_now
from ckanext.resilient.quality.model import QualityConformance, transaction

LOCK = 0x727368617065
"""Names the check of conformance among the works that only one process does at a time."""

MOST_FINDINGS = 50
_LONGEST_VALUE = 200

_PUBLIC = sa.and_(
    model.Package.type == "dataset", model.Package.state == "active", model.Package.private.is_(False)
)


@dataclass(frozen=True, slots=True)
class Due:
    """A dataset to check in a revision, and whether it conformed before; None when it was not checked."""

    package_id: str
    revision: str
    conformed: bool | None


def due(method: str, limit: int) -> list[Due]:
    """Public datasets that changed, or that were checked in another way or never."""
    package = model.Package
    return _read(_due(method).order_by(package.metadata_modified, package.id).limit(limit))


def number_due(method: str) -> int:
    """How many they are."""
    due_now = sa.select(sa.func.count()).select_from(_due(method).subquery())
    return model.Session.scalar(due_now) or 0


def several(ids: Sequence[str]) -> list[Due]:
    """These datasets, those that are public, checked or not."""
    return _read(_query().where(model.Package.id.in_(ids)).order_by(model.Package.id))


def _due(method: str) -> sa.Select[Any]:
    found = QualityConformance
    checked = sa.and_(
        found.method == method, sa.cast(found.revision, sa.DateTime) == model.Package.metadata_modified
    )
    return _query().where(sa.or_(found.package_id.is_(None), sa.not_(checked)))


def _query() -> sa.Select[Any]:
    found, package = QualityConformance, model.Package
    columns = (package.id, package.metadata_modified, found.revision, found.conforms)
    return sa.select(*columns).join(found, found.package_id == package.id, isouter=True).where(_PUBLIC)


def _read(query: sa.Select[Any]) -> list[Due]:
    return [
        Due(row.id, revision, row.conforms if row.revision == revision else None)
        for row in model.Session.execute(query)
        if (revision := row.metadata_modified.isoformat())
    ]


def keep(checked: Mapping[str, tuple[str, Sequence[Issue]]], method: str) -> None:
    """Keep what was found of the revisions of datasets, by id, in one transaction."""
    if not checked:
        return
    rows = [
        _row(package_id, revision, issues) | {"method": method}
        for package_id, (revision, issues) in sorted(checked.items())
    ]
    statement = insert(QualityConformance)
    changed = {name: statement.excluded[name] for name in rows[0] if name != "package_id"}
    with transaction() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=["package_id"], set_=changed), rows)


def _row(package_id: str, revision: str, issues: Sequence[Issue]) -> dict[str, Any]:
    violations = sum(issue.severity == VIOLATION for issue in issues)
    return {
        "package_id": package_id,
        "revision": revision,
        "conforms": not violations,
        "violations": violations,
        "warnings": len(issues) - violations,
        "findings": [
            asdict(issue) | {"value": issue.value[:_LONGEST_VALUE]} for issue in issues[:MOST_FINDINGS]
        ],
        "checked": utc_now(),
    }


def found(package_id: str) -> QualityConformance | None:
    """What the last check found of a dataset, whatever revision that was."""
    query = sa.select(QualityConformance).where(QualityConformance.package_id == package_id)
    return model.Session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def forget_gone() -> int:
    """Remove what is kept of datasets that are no longer public; gives how many."""
    there = sa.select(model.Package.id).where(_PUBLIC)
    with transaction() as connection:
        gone = sa.delete(QualityConformance).where(QualityConformance.package_id.not_in(there))
        return connection.execute(gone).rowcount
