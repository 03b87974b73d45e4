"""The page of all datasets of a scope: how good they are, what would help most, and where to begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import reader
from ckanext.resilient.pages.cards import titles_in
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.permitted import caller
from ckanext.resilient.quality import comparison, listing, store
from ckanext.resilient.quality.batch import choose, fields
from ckanext.resilient.quality.chart import Chart, chart
from ckanext.resilient.quality.comparison import PublisherRow, QuestionRow
from ckanext.resilient.quality.indicators import INDICATORS
from ckanext.resilient.quality.method import LevelRow, level_rows
from ckanext.resilient.quality.model import QualityHistory, QualityScore
from ckanext.resilient.quality.mqa import BANDS, MAXIMUM, Band
from ckanext.resilient.quality.view import Badge, badge
from ckanext.resilient.svrc.vocabularies import authority

PER_PAGE = 50
_GAPS = 8
_BY_ID = {indicator.id: indicator for indicator in INDICATORS}


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: `all`, an `organization`, a `source` or a `country`.

    Args:
        kind: one of these words.
        key: as in the table of scores: id of the organisation, key of the portal, code of the country.
        name: as in addresses of pages.
        title: for people.
        asked: what a search must be asked to find its datasets.
    """

    kind: str
    key: str
    name: str
    title: Text
    asked: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GapRow:
    """One thing that datasets miss: how many do, what it would bring each, and where they are listed.

    `set_url` is where it is set for many of them; "" where it cannot be, or the reader may not.
    """

    text: str
    fix: str
    datasets: str
    gain: int
    url: str
    set_url: str


@dataclass(frozen=True, slots=True)
class DatasetRow:
    """One dataset: its level, points, and the three things that would help most; `edit_url` only for who may."""

    title: Text
    url: str
    badge: Badge
    points: int
    missing: list[str]
    edit_url: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the history."""

    date: str
    datasets: str
    points: str


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page shows.

    `missing` is the indicator that the listed datasets lack, in words, if one was chosen. `also` are fields that no
    points are given for and that the reader can set for many datasets, each with the address of that page.
    """

    title: Text | None
    datasets: int
    average: int | None
    most: int
    levels: list[LevelRow]
    gaps: list[GapRow]
    also: list[tuple[str, str]]
    rows: list[DatasetRow]
    missing: str
    whole_url: str
    next_url: str
    csv_url: str
    report_url: str
    chart: Chart | None
    days: list[Day]
    questions: list[QuestionRow]
    publishers: list[PublisherRow]


def scope_of(kind: str, name: str) -> Scope:
    """The scope that an address names.

    Raises:
        tk.ObjectNotFound: there is none.
    """
    if kind == "all":
        return Scope("all", "", "", Text(""), {})
    if kind == "organization":
        shown = tk.get_action("organization_show")({}, {"id": name, "include_dataset_count": False})
        asked = {"organization": str(shown["name"])}
        return Scope(kind, shown["id"], shown["name"], reader.title_of(shown), asked)
    if kind == "country":
        term = authority("country").get(name)
        if term is None:
            raise tk.ObjectNotFound(tk._("There is no country with this code."))
        return Scope(
            kind, term.code, term.code, Text(term.label(reader.locale())), {"vocab_country": term.code}
        )
    if kind == "source" and listing.summary("source", name)["datasets"]:
        return Scope(kind, name, name, Text(_portal_title(name)), {"source_portal": name})
    raise tk.ObjectNotFound(tk._("There is nothing at this address."))


def _portal_title(key: str) -> str:
    """A portal's title where the plugin of the harvest knows it, else its key."""
    try:
        portals = tk.get_action("resilient_portal_list")({"ignore_auth": True}, {})
    except KeyError:
        return key
    return next((str(portal["title"]) for portal in portals if portal["key"] == key), key)


def overview(scope: Scope, missing: str, page: int) -> Overview:
    """The page of a scope; a handful of queries, however many datasets there are.

    Args:
        scope: what is looked at.
        missing: id of an indicator, to list only datasets that miss it; "" for all.
        page: from 1.
    """
    indicator = _BY_ID.get(missing)
    wanted = indicator.id if indicator else ""
    summary = listing.summary(scope.kind, scope.key)
    scores = listing.scores(scope.kind, scope.key, (page - 1) * PER_PAGE, PER_PAGE + 1, wanted)
    history = store.history(scope.kind, scope.key)
    asked = {"scope": scope.kind, "key": scope.key}
    may_set = tk.h.check_access("resilient_quality_batch_preview", asked)
    return Overview(
        title=scope.title if scope.kind != "all" else None,
        datasets=summary["datasets"],
        average=summary["average"],
        most=MAXIMUM,
        levels=level_rows(summary, scope.asked),
        gaps=gap_rows(scope, _GAPS, may_set=may_set),
        also=[(fields.label(field), _set_url(scope, field)) for field in fields.without_points()]
        if may_set
        else [],
        rows=_rows(scores[:PER_PAGE]),
        missing=tk._(indicator.failed) if indicator else "",
        whole_url=url_of(scope),
        next_url=url_of(scope, missing=wanted, page=page + 1) if len(scores) > PER_PAGE else "",
        csv_url=url_of(scope, "table"),
        report_url=url_of(scope, "report"),
        chart=course(history),
        days=[
            Day(
                reader.date(row.day.isoformat()),
                reader.number(row.datasets),
                reader.number(round(row.points)),
            )
            for row in reversed(history)
        ],
        questions=comparison.questions(scope.kind, scope.key),
        publishers=comparison.publishers(scope.kind, scope.key),
    )


def course(history: Sequence[QualityHistory]) -> Chart | None:
    """The average points day by day, over the points from which each level begins."""
    days = [(row.day, row.points) for row in history]
    return chart(days, MAXIMUM, [least for least, _ in BANDS if least])


def url_of(scope: Scope, view: str = "overview", **asked: Any) -> str:
    """The address of a page of a scope; what is asked of it is left out where it is nothing."""
    given = {name: value for name, value in asked.items() if value}
    if scope.kind == "all":
        return tk.h.url_for(f"resilient_quality.{view}_of_all", **given)
    return tk.h.url_for(f"resilient_quality.{view}", kind=scope.kind, name=scope.name, **given)


def gap_rows(scope: Scope, number: int, *, may_set: bool) -> list[GapRow]:
    """What the datasets of a scope miss, most points for the effort first; one query."""
    return [_gap(scope, gap, may_set=may_set) for gap in listing.gaps(scope.kind, scope.key)[:number]]


def _gap(scope: Scope, gap: listing.Gap, *, may_set: bool) -> GapRow:
    indicator = _BY_ID[gap.indicator]
    field = fields.by_indicator(gap.indicator) if may_set else None
    return GapRow(
        tk._(indicator.failed),
        tk._(indicator.fix),
        reader.number(gap.datasets),
        gap.gain,
        f"{url_of(scope, missing=gap.indicator)}#datasets",
        _set_url(scope, field) if field else "",
    )


def _set_url(scope: Scope, field: fields.Field) -> str:
    kind = {} if scope.kind == "all" else {"kind": scope.kind, "name": scope.name}
    return tk.h.url_for("resilient_quality.set_for_many", field=field.name, **kind)


def _rows(scores: Sequence[QualityScore]) -> list[DatasetRow]:
    packages = _packages([row.package_id for row in scores])
    mine = choose.editable(caller(), list(packages.values())) if tk.current_user.is_authenticated else []
    editable = {package["id"] for package in mine}
    return [
        _row(row, packages[row.package_id], may_edit=row.package_id in editable)
        for row in scores
        if row.package_id in packages
    ]


def _packages(ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Datasets by id, in one search."""
    if not ids:
        return {}
    found = tk.get_action("package_search")(
        {}, {"fq": f"id:({' OR '.join(ids)})", "rows": len(ids), "facet": False}
    )
    return {package["id"]: package for package in found["results"]}


def _row(score: QualityScore, package: Mapping[str, Any], *, may_edit: bool) -> DatasetRow:
    return DatasetRow(
        reader.title_of(package),
        tk.h.url_for("dataset.read", id=package["name"]),
        badge(cast("Band", score.band), provisional=score.open_points > 0),
        score.points,
        [tk._(_BY_ID[name].fix) for name in _by_gain(score.failed)[:3]],
        tk.h.url_for("dataset.edit", id=package["name"]) if may_edit else "",
    )


def _by_gain(failed: Sequence[str]) -> list[str]:
    known = [name for name in failed if name in _BY_ID]
    return sorted(known, key=lambda name: (-_BY_ID[name].points / _BY_ID[name].effort, name))


def table(scope: Scope) -> Iterator[list[object]]:
    """All datasets of a scope as rows of a table, those with most to gain first."""
    yield [
        tk._("Dataset"), tk._("Address"), tk._("Level"), tk._("Points"), tk._("Points still to be checked"),
        tk._("What is missing"),
    ]  # fmt: skip
    yield from map(_line, listing.lines(scope.kind, scope.key))


def _line(line: listing.Line) -> list[object]:
    found = badge(cast("Band", line.band), provisional=line.open_points > 0)
    missing = [tk._(_BY_ID[name].failed) for name in _by_gain(line.failed)]
    named = {"name": line.name, "title": line.title, **titles_in({"title_translated": line.titles})}
    return [
        reader.title_of(named).text,
        tk.h.url_for("dataset.read", id=line.name, qualified=True),
        found.word,
        line.points,
        line.open_points,
        " ".join(missing),
    ]
