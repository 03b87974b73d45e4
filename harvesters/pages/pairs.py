"""Records of two sources that may be the same dataset, for whoever decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvest.duplicates.ahead import OTHER, OWN, TWO
from ckanext.resilient.pages import reader
from ckanext.resilient.svrc.issues import N_

Row = Mapping[str, Any]

SHOWN = 20
"""So many pairs stand on the page; the next come when these are decided."""

LATER = ""
"""Of a pair in a rehearsal nothing is said yet: it stands on the page of the pairs later."""

_FIELD = "pair"
"""What the names of a rehearsal's fields begin with; then comes the number of the pair."""

_FACTS: dict[str, str] = {
    "title": N_("Title"),
    "licence": N_("Licence"),
    "modified": N_("Changed"),
    "files": N_("Files"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the two records: `facts` are those in which they differ; `proposed` is the one that should stay."""

    id: str
    title: str
    url: str
    portal: str
    facts: list[tuple[str, str]]
    proposed: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, why they may be one dataset, and where it is decided; no address for who may not."""

    number: int
    reasons: list[str]
    candidates: list[Candidate]
    decide_url: str


@dataclass(frozen=True, slots=True)
class RehearsedPair:
    """A record that was read and one that is here; no `choices` for who may not decide.

    Args:
        number: of the pair in the form.
        guid: of the record that was read.
        other: id of the one that is here.
        title: of the one that was read.
        reasons: why they may be one dataset.
        candidates: the one that was read, and the one that is here.
        choices: what may be decided: value, words, and whether it is chosen.
    """

    number: int
    guid: str
    other: str
    title: str
    reasons: list[str]
    candidates: list[Candidate]
    choices: list[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class PairsPage:
    """The pairs that are still open; `more` when there are others behind them."""

    trail: list[tuple[str, str]]
    pairs: list[Pair]
    more: bool


def pairs_page(
    rows: Sequence[Row], owners: Mapping[str, str | None], administered: Collection[str] | None
) -> PairsPage:
    """The page of the pairs.

    Args:
        rows: as `resilient_duplicate_list` gives them.
        owners: organisations of the sources, by source id.
        administered: ids of the organisations that the reader administers, None when that is all.
    """
    return PairsPage(
        trail=[(tk._("Where the data comes from"), tk.h.url_for("resilient_sources.index"))],
        pairs=[_pair(row, _may_decide(row["records"], owners, administered)) for row in rows[:SHOWN]],
        more=len(rows) > SHOWN,
    )


def rehearsed_pairs(
    rows: Iterable[Row],
    owners: Mapping[str, str | None],
    administered: Collection[str] | None,
    said: Iterable[Mapping[str, str]],
) -> list[RehearsedPair]:
    """The pairs of a rehearsal.

    Args:
        rows: as `resilient_harvest_rehearse` gives them.
        owners: organisations of the sources of the records that are here, by source id.
        administered: ids of the organisations that the reader administers, None when that is all.
        said: what was decided before, as `said_in` gives it.
    """
    chosen = {(one["guid"], one["other"]): one["keep"] for one in said}
    found: list[RehearsedPair] = []
    for number, row in enumerate(rows):
        read, here = row["records"]
        keep = chosen.get((row["guid"], here["id"]), LATER)
        candidates = [
            replace(_candidate(read, row), portal=tk._("Of this source")),
            _candidate(here, row),
        ]
        choices = _choices(row, here["portal"]) if _may_decide([here], owners, administered) else []
        found.append(
            RehearsedPair(
                number,
                row["guid"],
                here["id"],
                read["title"] or row["guid"],
                row["reasons"],
                candidates,
                [(value, words, value == keep) for value, words in choices],
            )
        )
    return found


def _choices(row: Row, portal: str) -> list[tuple[str, str]]:
    """What may be decided of a pair; where the rules are sure, they decide unless somebody says otherwise."""
    theirs = tk._("Show the one of {portal}").format(portal=portal)
    return [
        (LATER, theirs if row["verdict"] == "same" else tk._("Decide later")),
        *([] if row["verdict"] == "same" else [(OTHER, theirs)]),
        (OWN, tk._("Show the one of this source")),
        (TWO, tk._("They are two datasets")),
    ]


def said_in(form: Mapping[str, str]) -> list[dict[str, str]]:
    """What a form says of the pairs of a rehearsal; those that are left for later are not in it."""
    numbers = [name.removeprefix(f"{_FIELD}-guid-") for name in form if name.startswith(f"{_FIELD}-guid-")]
    given = [
        {part: form.get(f"{_FIELD}-{part}-{number}", "") for part in ("guid", "other", "keep")}
        for number in numbers
    ]
    return [one for one in given if one["keep"]]


def _may_decide(
    records: Iterable[Row], owners: Mapping[str, str | None], administered: Collection[str] | None
) -> bool:
    """As the authorisation of the decision says, without a query a row."""
    return administered is None or all(owners.get(one["source"]) in administered for one in records)


def _pair(row: Row, may: bool) -> Pair:
    return Pair(
        number=row["id"],
        reasons=row["reasons"],
        candidates=[_candidate(record, row) for record in row["records"]],
        decide_url=tk.h.url_for("resilient_sources.decide", number=row["id"]) if may else "",
    )


def _candidate(record: Row, row: Row) -> Candidate:
    return Candidate(
        id=record["id"],
        title=record["title"] or record["id"],
        url=record["url"],
        portal=record["portal"],
        facts=[
            (tk._(_FACTS[name]), _said(name, values.get(record["id"])))
            for name, values in row["differences"].items()
        ],
        proposed=row["proposal"] == record["id"],
    )


def _said(name: str, value: Any) -> str:
    """A fact as the reader writes it."""
    if not value:
        return "–"
    return reader.date(value) or str(value) if name == "modified" else str(value)
