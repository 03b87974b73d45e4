"""Records of two sources that may be the same dataset, for whoever decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import reader
from ckanext.resilient.svrc.issues import N_

Row = Mapping[str, Any]

SHOWN = 20
"""So many pairs stand on the page; the next come when these are decided."""

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
        pairs=[_pair(row, _may_decide(row, owners, administered)) for row in rows[:SHOWN]],
        more=len(rows) > SHOWN,
    )


def _may_decide(row: Row, owners: Mapping[str, str | None], administered: Collection[str] | None) -> bool:
    """As the authorisation of the decision says, without a query a row."""
    return administered is None or all(owners.get(one["source"]) in administered for one in row["records"])


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
