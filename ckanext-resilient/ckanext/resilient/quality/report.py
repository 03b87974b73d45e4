"""One sheet of paper about the datasets of a scope, for publishers and for those who decide."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.resilient.pages import reader
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.quality import listing, store
from ckanext.resilient.quality.chart import Chart
from ckanext.resilient.quality.method import LevelRow, level_rows
from ckanext.resilient.quality.mqa import MAXIMUM
from ckanext.resilient.quality.overview import GapRow, Scope, course, gap_rows, url_of
from ckanext.resilient.quality.rating import today

GAPS = 5
"""Things to mend that the sheet has room for."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the sheet says. `first` and `last` are the days between which the chart runs; `url` is the whole overview."""

    title: Text | None
    day: str
    datasets: int
    average: int | None
    most: int
    levels: list[LevelRow]
    gaps: list[GapRow]
    chart: Chart | None
    first: str
    last: str
    url: str


def report(scope: Scope) -> Report:
    """The sheet of a scope as it is today; three queries."""
    summary = listing.summary(scope.kind, scope.key)
    history = store.history(scope.kind, scope.key)
    days = [reader.date(row.day.isoformat()) for row in history]
    return Report(
        title=scope.title if scope.kind != "all" else None,
        day=reader.date(today().isoformat()),
        datasets=summary["datasets"],
        average=summary["average"],
        most=MAXIMUM,
        levels=level_rows(summary, scope.asked),
        gaps=gap_rows(scope, GAPS, may_set=False),
        chart=course(history),
        first=days[0] if days else "",
        last=days[-1] if days else "",
        url=url_of(scope, qualified=True),
    )
