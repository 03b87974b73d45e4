"""What the pages say before a run is taken back, and before datasets go whose source lists them no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvesters.pages import words
from ckanext.resilient.harvesters.pages.plan import RULES
from ckanext.resilient.pages import reader

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UndoPage:
    """What will happen, line by line; without `url` nothing can be done."""

    trail: list[tuple[str, str]]
    lines: list[str]
    url: str
    back_url: str


@dataclass(frozen=True, slots=True)
class Missing:
    """What an administrator is asked about: the datasets by title, and what becomes of them; who has agreed."""

    sentence: str
    titles: list[str]
    more: str
    rule: str
    agreed: str
    url: str


def undo_page(source: Row, run: Row, would: Row) -> UndoPage:
    """The page that asks before a run is taken back.

    Args:
        source: as `resilient_harvest_status` gives it.
        run: as `resilient_harvest_run_show` gives it.
        would: as `resilient_harvest_undo_show` gives it.
    """
    name, job = source["name"], run["job"]
    address = tk.h.url_for("resilient_sources.run", name=name, job=job)
    title = tk._("Run of {moment}").format(moment=words.moment(run["created"]))
    return UndoPage(
        trail=[
            (tk._("Where the data comes from"), tk.h.url_for("resilient_sources.index")),
            (source["title"], tk.h.url_for("resilient_sources.read", name=name)),
            (title, address),
        ],
        lines=list(_lines(would)),
        url=tk.h.url_for("resilient_sources.undo", name=name, job=job),
        back_url=address,
    )


def _lines(would: Row) -> list[str]:
    back, deleted, edited = would["back"], would["deleted"], would["edited"]
    said = {
        tk.ungettext(
            "{number} dataset goes back to what it was before this run.",
            "{number} datasets go back to what they were before this run.",
            back,
        ): back,
        tk.ungettext(
            "{number} dataset that this run brought in is deleted.",
            "{number} datasets that this run brought in are deleted.",
            deleted,
        ): deleted,
        tk.ungettext(
            "{number} dataset was edited by somebody since and stays as it is.",
            "{number} datasets were edited by somebody since and stay as they are.",
            edited,
        ): edited,
    }
    return [text.format(number=reader.number(number)) for text, number in said.items() if number]


def undone(done: Row) -> str:
    """What taking back a run has done, in a sentence or two."""
    count = done["restored"]
    said = tk.ungettext(
        "The run is taken back. {number} record is as it was before.",
        "The run is taken back. {number} records are as they were before.",
        count,
    ).format(number=reader.number(count))
    failed = len(done["failed"])
    if not failed:
        return said
    rest = tk.ungettext(
        "{number} record could not be restored; try once more.",
        "{number} records could not be restored; try once more.",
        failed,
    ).format(number=reader.number(failed))
    return f"{said} {rest}"


def missing(name: str, asked: Row, rule: str) -> Missing:
    """What is missing at a source, as `resilient_harvest_approval_show` gives it, under its removal rule."""
    count, titles = asked["missing"], [row["title"] or row["guid"] for row in asked["records"]]
    said = tk.ungettext(
        "The source no longer lists {number} dataset. That is a lot at once, so nothing was changed.",
        "The source no longer lists {number} datasets. That is a lot at once, so nothing was changed.",
        count,
    )
    more = count - len(titles)
    label, meaning = RULES[rule]
    agreed = tk._("{name} has agreed. The next run does it.").format(name=asked["approved_by"] or "–")
    return Missing(
        sentence=said.format(number=reader.number(count)),
        titles=titles,
        more=tk.ungettext("and {number} more", "and {number} more", more).format(number=reader.number(more))
        if more > 0
        else "",
        rule=f"{tk._(label)}. {tk._(meaning)}",
        agreed=agreed if asked["approved"] else "",
        url=tk.h.url_for("resilient_sources.agree", name=name),
    )
