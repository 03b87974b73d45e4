"""Keeping scores: one row a public dataset, one row of history a day on which its points changed.

Scores are written in a connection of their own: the index document is built when CKAN's session may hold anything.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.resilient.moments import utc_now
from ckanext.resilient.quality.conformance import store as conformance
from ckanext.resilient.quality.findings import State
from ckanext.resilient.quality.model import QualityConformance, QualityHistory, QualityScore, transaction
from ckanext.resilient.quality.mqa import BANDS
from ckanext.resilient.quality.score import Score

Rated = tuple[Mapping[str, Any], Score, Sequence[str]]
"""A dataset, its score, and the codes of its countries."""


def keep(rated: Iterable[Rated]) -> None:
    """Keep the scores of several datasets, in one transaction."""
    # In one order, so that two that keep the same datasets wait for each other and for nothing else.
    rows = sorted(
        (_row(package, score, countries) for package, score, countries in rated),
        key=lambda row: row["package_id"],
    )
    if not rows:
        return
    with transaction() as connection:
        before = _points(connection, [row["package_id"] for row in rows])
        statement = insert(QualityScore)
        changed = {name: statement.excluded[name] for name in rows[0] if name != "package_id"}
        connection.execute(statement.on_conflict_do_update(index_elements=["package_id"], set_=changed), rows)
        _keep_history(connection, [row for row in rows if before.get(row["package_id"]) != row["points"]])


def _row(package: Mapping[str, Any], score: Score, countries: Sequence[str]) -> dict[str, Any]:
    assessment = score.assessment
    return {
        "package_id": package["id"],
        "owner_org": package.get("owner_org") or "",
        "source_portal": package.get("source_portal") or "",
        "countries": list(countries),
        "points": assessment.points,
        "open_points": assessment.open,
        "band": assessment.band,
        "stars": score.stars.count,
        "failed": [one.indicator.id for one in assessment.measured if one.state is State.FAIL],
        "aspects": {answer.aspect: answer.state.value for answer in score.answers},
        "computed": utc_now(),
    }


def _points(connection: sa.Connection, ids: Sequence[str]) -> dict[str, int]:
    rows = connection.execute(
        sa.select(QualityScore.package_id, QualityScore.points).where(QualityScore.package_id.in_(ids))
    )
    return {row.package_id: row.points for row in rows}


def _keep_history(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    history = [_history("dataset", row["package_id"], 1, row["points"], {row["band"]: 1}) for row in rows]
    keep_days(connection, history)


def _history(scope: str, key: str, datasets: int, points: float, bands: Mapping[str, int]) -> dict[str, Any]:
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return {
        "scope": scope, "key": key, "day": today, "datasets": datasets, "points": points, "bands": dict(bands),
    }  # fmt: skip


def keep_days(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep rows of history; a second one of the same day replaces the first."""
    if not rows:
        return
    statement = insert(QualityHistory)
    values = {name: statement.excluded[name] for name in ("datasets", "points", "bands")}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["scope", "key", "day"], set_=values), list(rows)
    )


def forget(package_id: str) -> None:
    """Remove what is kept of a dataset that is no longer public; its history stays."""
    with transaction() as connection:
        for table in (QualityScore, QualityConformance):
            connection.execute(sa.delete(table).where(table.package_id == package_id))


def forget_orphans() -> int:
    """Remove scores of datasets that are no longer public; gives how many."""
    public = sa.text(
        "DELETE FROM resilient_quality_score AS score WHERE NOT EXISTS (SELECT 1 FROM package"
        " WHERE package.id = score.package_id AND package.state = 'active' AND NOT package.private)"
    )
    with transaction() as connection:
        return connection.execute(public).rowcount


def record_day() -> int:
    """Keep today's sums of the catalogue, of each organisation, source and country; gives how many rows.

    Datasets that are gone count no more, however they went: not every way tells plugins (`dataset_purge`).
    """
    forget_orphans()
    conformance.forget_gone()
    scopes = {
        "all": sa.literal(""),
        "organization": QualityScore.owner_org,
        "source": QualityScore.source_portal,
        "country": sa.func.unnest(QualityScore.countries),
    }
    with transaction() as connection:
        rows = [
            _history(scope, row["key"], row["datasets"], row["points"], row["bands"])
            for scope, key in scopes.items()
            for row in _sums(connection, key)
        ]
        keep_days(connection, rows)
    return len(rows)


def _sums(connection: sa.Connection, key: Any) -> list[dict[str, Any]]:
    """Number, average points and datasets in each band, by one key of the datasets."""
    part = sa.select(key.label("key"), QualityScore.points, QualityScore.band).subquery()
    counted = [sa.func.count().filter(part.c.band == band).label(band) for _, band in BANDS]
    rows = connection.execute(
        sa.select(
            part.c.key,
            sa.func.count().label("datasets"),
            sa.func.avg(part.c.points).label("points"),
            *counted,
        )
        .where(part.c.key.is_not(None))
        .group_by(part.c.key)
    )
    return [
        {
            "key": row.key,
            "datasets": row.datasets,
            "points": float(row.points),
            "bands": {band: getattr(row, band) for _, band in BANDS if getattr(row, band)},
        }
        for row in rows
        if row.key or isinstance(key, sa.BindParameter)
    ]


def history(scope: str, key: str) -> list[QualityHistory]:
    """The days of a scope, oldest first."""
    return list(
        model.Session.scalars(
            sa.select(QualityHistory)
            .where(QualityHistory.scope == scope, QualityHistory.key == key)
            .order_by(QualityHistory.day)
        )
    )


def rows_of(package_ids: Sequence[str]) -> dict[str, QualityScore]:
    """The scores of several datasets, by id, in one query."""
    found = model.Session.scalars(sa.select(QualityScore).where(QualityScore.package_id.in_(package_ids)))
    return {row.package_id: row for row in found}
