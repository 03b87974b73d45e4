"""The page of a source with its runs, and the page of one run: what happened, why, and what helps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvest.wording import NUMBERS
from ckanext.resilient.harvesters.pages import words
from ckanext.resilient.harvesters.pages.causes import CauseCard, cause_card
from ckanext.resilient.harvesters.pages.plan import said_window
from ckanext.resilient.harvesters.pages.safety import Missing, missing
from ckanext.resilient.harvesters.pages.words import Word
from ckanext.resilient.pages import reader
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.values import Value, link
from ckanext.resilient.svrc.meanings import field_of

Row = Mapping[str, Any]

RUNS_A_PAGE = 20
"""So many runs of a source stand on one page."""

EXAMPLES = 5
"""So many examples of each cause stand on the page of a run."""

_OPEN = ("New", "Running")
_IN_THE_TABLE = ("new", "changed", "unchanged", "vanished", "rejected", "duplicates")


@dataclass(frozen=True, slots=True)
class Count:
    """One number of a run with its word and meaning."""

    word: str
    meaning: str
    number: str


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in the table of its source."""

    url: str
    started: str
    result: Word
    numbers: list[str]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A source with its runs; an address is empty where there is nothing to do or to see."""

    trail: list[tuple[str, str]]
    title: Text
    website: Value
    organisation: str
    organisation_url: str
    result: Word
    freshness: Word
    last_read: str
    next_run: str
    frequency: str
    records: str
    waiting: bool
    approve_url: str
    edit_url: str
    meanings_url: str
    window: str
    missing: Missing | None
    columns: list[str]
    runs: list[RunLine]
    start_url: str
    retry_url: str
    open_url: str
    newer_url: str
    older_url: str
    close_url: str


@dataclass(frozen=True, slots=True)
class ProgressBar:
    """How far a run is; without `most` nobody knows yet how much there will be."""

    url: str
    page_url: str
    sentence: str
    done: int
    most: int


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run; `progress` is there while it runs, an address is empty where there is nothing to do."""

    trail: list[tuple[str, str]]
    title: str
    source: Text
    result: Word
    started: str
    finished: str
    note: str
    counts: list[Count]
    causes: list[CauseCard]
    progress: ProgressBar | None
    start_url: str
    retry_url: str
    cancel_url: str
    undo_url: str
    changes_url: str
    meanings_url: str
    owners_url: str
    csv_url: str


def source_page(
    source: Row,
    runs: Sequence[Row],
    total: int,
    page: int,
    *,
    may_approve: bool,
    asked: Row | None = None,
) -> SourcePage:
    """The page of a source.

    Args:
        source: as `resilient_harvest_status` gives it, with `active`, `next_run`, `window` and `removal`.
        runs: its runs, as `resilient_harvest_run_list` gives them.
        total: how many runs there are.
        page: which part of them `runs` is, from 1.
        may_approve: the reader may let a source be read that waits for approval.
        asked: what the guard asks about it, as `resilient_harvest_approval_show` gives it.
    """
    name, count = source["name"], source["records"]
    is_open = source["state"] in _OPEN
    may_start = source["active"] and not source["waiting"] and not is_open
    organisation = source["organisation"]
    return SourcePage(
        trail=[_all_sources()],
        title=words.source_title(source["title"], source["language"]),
        website=link(source["url"]),
        organisation=organisation["title"] or organisation["name"],
        organisation_url=_organisation_url(organisation["name"]),
        result=words.outcome_word(source["outcome"]),
        freshness=words.freshness_word(source["freshness"]),
        last_read=words.moment(source["last_read"]),
        next_run="" if source["frequency"] == "MANUAL" else words.moment(source["next_run"]),
        frequency=words.frequency_word(source["frequency"]),
        records=tk.ungettext("{number} dataset", "{number} datasets", count).format(
            number=reader.number(count)
        ),
        waiting=source["waiting"],
        approve_url=tk.h.url_for("resilient_sources.approve", name=name)
        if source["waiting"] and may_approve
        else "",
        edit_url=_url("edit", name),
        meanings_url=_url("meanings", name),
        window=said_window(source["window"]),
        missing=missing(name, asked, source["removal"]) if asked else None,
        columns=[tk._(NUMBERS[key][0]) for key in _IN_THE_TABLE],
        runs=[_line(name, run) for run in runs],
        start_url=_url("start", name) if may_start else "",
        retry_url=_retry_url(name, runs[0]) if runs and page == 1 and may_start else "",
        open_url=_url("run", name, job=source["job"]) if is_open else "",
        newer_url=_url("read", name, page=page - 1) if page > 1 else "",
        older_url=_url("read", name, page=page + 1) if page * RUNS_A_PAGE < total else "",
        close_url=_url("close", name) if source["active"] and not is_open else "",
    )


def run_page(source: Row, run: Row, *, may_undo: bool = False, has_owners: bool = False) -> RunPage:
    """The page of a run.

    Args:
        source: as for `source_page`.
        run: as `resilient_harvest_run_show` gives it.
        may_undo: it is the run that can be taken back.
        has_owners: something was found in records whose owner can be told.
    """
    name, job = source["name"], run["job"]
    is_open = run["state"] in _OPEN
    title = words.source_title(source["title"], source["language"])
    may_start = source["active"] and not source["waiting"] and source["state"] not in _OPEN
    return RunPage(
        trail=[_all_sources(), (source["title"], _url("read", name))],
        title=tk._("Run of {moment}").format(moment=words.moment(run["created"])),
        source=title,
        result=words.outcome_word(run["outcome"]),
        started=words.moment(run["created"]),
        finished=words.moment(run["finished"]),
        note=_note(run),
        counts=_counts(run),
        causes=[cause_card(cause) for cause in run["causes"]],
        progress=progress_bar(name, run) if is_open else None,
        start_url=_url("start", name) if may_start else "",
        retry_url=_retry_url(name, run) if may_start else "",
        cancel_url=_url("cancel", name, job=job) if is_open else "",
        undo_url=_url("undo", name, job=job) if may_undo and source["state"] not in _OPEN else "",
        changes_url=_url("changes", name, job=job) if run["counts"].get("changed") else "",
        meanings_url=_url("meanings", name) if any(map(_has_words, run["causes"])) else "",
        owners_url=_url("owners", name, job=job) if has_owners and not is_open else "",
        csv_url=_url("findings_file", name, job=job) if run["causes"] else "",
    )


def progress_bar(name: str, run: Row) -> ProgressBar:
    """How far a run is, in words and as a bar."""
    job, done, prepared = run["job"], run["done"], run["prepared"]
    if run["state"] == "New":
        sentence = words.outcome_word("waiting").sentence
    elif run["reading"]:
        sentence = tk.ungettext(
            "The source is being read. {number} record is prepared so far.",
            "The source is being read. {number} records are prepared so far.",
            prepared,
        ).format(number=reader.number(prepared))
    else:
        sentence = tk._("{done} of {all} records are done.").format(
            done=reader.number(done), all=reader.number(prepared)
        )
    most = 0 if run["reading"] or run["state"] == "New" else prepared
    return ProgressBar(
        _url("progress", name, job=job), _url("run", name, job=job), sentence, min(done, most), most
    )


def is_running(run: Row) -> bool:
    """Whether a run is still waiting or under way."""
    return run["state"] in _OPEN


def _url(view: str, name: str, **values: Any) -> str:
    return tk.h.url_for(f"resilient_sources.{view}", name=name, **values)


def _all_sources() -> tuple[str, str]:
    return tk._("Where the data comes from"), tk.h.url_for("resilient_sources.index")


def _organisation_url(name: str) -> str:
    return tk.h.url_for("organization.read", id=name) if name else ""


def _retry_url(name: str, run: Row) -> str:
    return _url("retry", name, job=run["job"]) if run["failed"] and run["state"] not in _OPEN else ""


def _line(name: str, run: Row) -> RunLine:
    counts = run["counts"]
    return RunLine(
        url=_url("run", name, job=run["job"]),
        started=words.moment(run["created"]),
        result=words.outcome_word(run["outcome"]),
        numbers=[reader.number(counts[key]) if key in counts else "–" for key in _IN_THE_TABLE],
    )


def _has_words(cause: Row) -> bool:
    """Whether a cause reports words of which somebody may say what they mean."""
    return field_of(cause["code"], cause["field"]) is not None


def _note(run: Row) -> str:
    """What was asked of the source, when that was not everything, and that the run was taken back."""
    if run["undone"]:
        return tk._("It was taken back: {moment}.").format(moment=words.moment(run["undone"]))
    if run["only_failed_of"]:
        return tk._("Only the records that failed in an earlier run were collected again.")
    if run["partial"]:
        return tk._("Only what changed since the run before was asked for.")
    return ""


def _counts(run: Row) -> list[Count]:
    numbers = {**run["counts"], **({"unwritten": run["unwritten"]} if run["unwritten"] else {})}
    return [
        Count(tk._(NUMBERS[key][0]), tk._(NUMBERS[key][1]), reader.number(number))
        for key, number in numbers.items()
    ]
