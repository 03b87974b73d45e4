"""Findings with one cause: how grave, what is wrong, what helps, and some of the records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvesters.pages.words import Word
from ckanext.resilient.pages import reader
from ckanext.resilient.svrc.issues import KINDS, N_

Row = Mapping[str, Any]

_SEVERITIES: dict[str, tuple[str, str]] = {
    "error": (N_("Costs records"), "ask"),
    "warning": (N_("Costs or doubts a value"), "ask"),
    "info": (N_("Good to know"), ""),
}


@dataclass(frozen=True, slots=True)
class Example:
    """One record that a finding concerns; `detail` only where it differs from the finding's own sentence."""

    record: str
    detail: str


@dataclass(frozen=True, slots=True)
class CauseCard:
    """Findings with one cause: what is wrong, what helps, and some of the records."""

    code: str
    severity: Word
    count: str
    field: str
    message: str
    remedy: str
    examples: list[Example]
    more: str


def cause_card(cause: Row) -> CauseCard:
    """A cause as `resilient_harvest_run_show` gives it, with at least one example."""
    first = cause["examples"][0]
    word, colour = _SEVERITIES[KINDS[cause["code"]].severity]
    count, shown = cause["count"], len(cause["examples"])
    return CauseCard(
        code=cause["code"],
        severity=Word(first["severity"], tk._(word), "", colour),
        count=tk.ungettext("{number} time", "{number} times", count).format(number=reader.number(count)),
        field=cause["field"],
        message=first["message"],
        remedy=first["remedy"],
        examples=_examples(cause["examples"], first["message"]),
        more=_more(count - shown),
    )


def _examples(issues: Iterable[Row], said: str) -> list[Example]:
    return [
        Example(issue["record"], issue["message"] if issue["message"] != said else "")
        for issue in issues
        if issue["record"]
    ]


def _more(count: int) -> str:
    if count <= 0:
        return ""
    return tk.ungettext("and {number} more", "and {number} more", count).format(number=reader.number(count))
