"""Ratings of many datasets: the worst first, and what would help most of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.resilient.quality.indicators import INDICATORS
from ckanext.resilient.quality.model import QualityScore
from ckanext.resilient.quality.mqa import BANDS

_AT_ONCE = 500
"""Lines of a table that are read together."""

_BY_ID = {indicator.id: indicator for indicator in INDICATORS}


@dataclass(frozen=True, slots=True)
class Gap:
    """One indicator that datasets of a scope miss: how many do, and the points that each would gain."""

    indicator: str
    datasets: int
    gain: int

    @property
    def total(self) -> int:
        """Points that all of them together would gain for the effort."""
        return self.datasets * self.gain // _BY_ID[self.indicator].effort


def in_scope(scope: str, key: str) -> sa.ColumnElement[bool]:
    """The condition that a score belongs to a scope."""
    conditions = {
        "organization": QualityScore.owner_org == key,
        "source": QualityScore.source_portal == key,
        "country": QualityScore.countries.contains([key]),
    }
    return conditions.get(scope, sa.true())


def scores(scope: str, key: str, offset: int, limit: int, missing: str = "") -> list[QualityScore]:
    """The ratings of a scope, those with most points to gain first; only what misses an indicator, if one is named."""
    query = sa.select(QualityScore).where(in_scope(scope, key))
    if missing:
        query = query.where(QualityScore.failed.contains([missing]))
    ordered = query.order_by(QualityScore.points, QualityScore.package_id)
    return list(model.Session.scalars(ordered.offset(offset).limit(limit)))


@dataclass(frozen=True, slots=True)
class Line:
    """What a table of ratings says of one dataset; `titles` are those by language, as CKAN stores them."""

    package_id: str
    points: int
    open_points: int
    band: str
    failed: list[str]
    name: str
    title: str
    titles: str | None


def lines(scope: str, key: str) -> Iterator[Line]:
    """All public datasets of a scope in the order of `scores`, a part at a time: never many of them in memory."""
    score, package = QualityScore, model.Package
    place = sa.tuple_(score.points, score.package_id)
    stored: Any = package.extras
    query = (
        sa.select(
            score.package_id, score.points, score.open_points, score.band, score.failed,
            package.name, package.title, stored.op("->>")("title_translated"),
        )
        .join(package, package.id == score.package_id)
        .where(in_scope(scope, key), package.state == "active", package.private.is_(False))
        .order_by(score.points, score.package_id)
        .limit(_AT_ONCE)
    )  # fmt: skip
    part = [Line(*row) for row in model.Session.execute(query)]
    while part:
        yield from part
        last = sa.tuple_(sa.literal(part[-1].points), sa.literal(part[-1].package_id))
        part = [Line(*row) for row in model.Session.execute(query.where(place > last))]


def summary(scope: str, key: str) -> dict[str, Any]:
    """Number of datasets, average points, and how many are in each band."""
    rows = model.Session.execute(
        sa.select(
            QualityScore.band,
            sa.func.count().label("number"),
            sa.func.sum(QualityScore.points).label("points"),
        )
        .where(in_scope(scope, key))
        .group_by(QualityScore.band)
    ).all()
    datasets = sum(row.number for row in rows)
    numbers = {row.band: row.number for row in rows}
    return {
        "datasets": datasets,
        "average": round(sum(row.points for row in rows) / datasets) if datasets else None,
        "bands": {band: numbers.get(band, 0) for _, band in BANDS},
    }


def gaps(scope: str, key: str) -> list[Gap]:
    """What datasets of a scope miss, most points for the effort first; one query."""
    failed = (
        sa.select(sa.func.unnest(QualityScore.failed).label("indicator"))
        .where(in_scope(scope, key))
        .subquery()
    )
    rows = model.Session.execute(
        sa.select(failed.c.indicator, sa.func.count().label("datasets")).group_by(failed.c.indicator)
    )
    found = [
        Gap(row.indicator, row.datasets, _BY_ID[row.indicator].points)
        for row in rows
        if row.indicator in _BY_ID
    ]
    return sorted(found, key=lambda gap: (-gap.total, gap.indicator))


def aspects(scope: str, key: str) -> dict[str, dict[str, int]]:
    """How many datasets of a scope passed each question, in part or not, or were not checked; one query."""
    each = sa.func.jsonb_each_text(QualityScore.aspects).table_valued("name", "state").render_derived()
    query = (
        sa.select(each.c.name, each.c.state, sa.func.count().label("datasets"))
        .select_from(QualityScore)
        .join(each, sa.true())
        .where(in_scope(scope, key))
        .group_by(each.c.name, each.c.state)
    )
    found: dict[str, dict[str, int]] = {}
    for row in model.Session.execute(query):
        found.setdefault(row.name, {})[row.state] = row.datasets
    return found


@dataclass(frozen=True, slots=True)
class Publisher:
    """The datasets of one organisation: how many, their average points, and how many are good or excellent."""

    organization: str
    datasets: int
    average: int
    good: int


def publishers(scope: str, key: str, limit: int) -> list[Publisher]:
    """The organisations of a scope, the best first; one query."""
    average = sa.func.avg(QualityScore.points)
    query = (
        sa.select(
            QualityScore.owner_org.label("organization"),
            sa.func.count().label("datasets"),
            average.label("average"),
            sa.func.count().filter(QualityScore.band.in_(["good", "excellent"])).label("good"),
        )
        .where(in_scope(scope, key), QualityScore.owner_org != "")
        .group_by(QualityScore.owner_org)
        .order_by(average.desc(), QualityScore.owner_org)
        .limit(limit)
    )
    return [
        Publisher(row.organization, row.datasets, round(row.average), row.good)
        for row in model.Session.execute(query)
    ]
