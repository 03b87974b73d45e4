"""What the page of a scope says of all its datasets together: the eight questions, and its publishers side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from babel.numbers import format_percent
from ckan import model

from ckanext.resilient.pages import reader
from ckanext.resilient.pages.cards import titles_in
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.quality import listing
from ckanext.resilient.quality.aspects import ASPECTS
from ckanext.resilient.quality.findings import State
from ckanext.resilient.quality.mqa import MAXIMUM

PUBLISHERS = 20
"""Publishers that a page compares."""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One of the eight questions: how many datasets passed it, in part, or not, and how many nobody checked."""

    title: str
    passed: str
    partial: str
    failed: str
    not_checked: str


@dataclass(frozen=True, slots=True)
class PublisherRow:
    """One publisher: datasets, average points, that as a share of all points for a bar, and the share of good ones."""

    title: Text
    url: str
    datasets: str
    average: int
    bar: int
    good: str


def questions(scope: str, key: str) -> list[QuestionRow]:
    """The eight questions over the datasets of a scope; one query."""
    found = listing.aspects(scope, key)
    return [_question(title, found.get(name, {})) for name, title, _ in ASPECTS]


def _question(title: str, numbers: dict[str, int]) -> QuestionRow:
    states = (State.PASS, State.PARTIAL, State.FAIL, State.NOT_CHECKED)
    return QuestionRow(tk._(title), *(reader.number(numbers.get(state.value, 0)) for state in states))


def publishers(scope: str, key: str) -> list[PublisherRow]:
    """The publishers of a scope, the best first; two queries. None where there is only one."""
    found = listing.publishers(scope, key, PUBLISHERS)
    if len(found) < 2:
        return []
    known = _organisations([one.organization for one in found])
    return [_publisher(one, known[one.organization]) for one in found if one.organization in known]


def _organisations(ids: list[str]) -> dict[str, dict[str, Any]]:
    groups = model.group_table
    columns = (groups.c.id, groups.c.name, groups.c.title, groups.c.extras)
    query = sa.select(*columns).where(groups.c.id.in_(ids), groups.c.state == "active")
    return {
        key: {"name": name, "title": title, **titles_in(extras)}
        for key, name, title, extras in model.Session.execute(query)
    }


def _publisher(one: listing.Publisher, organisation: dict[str, Any]) -> PublisherRow:
    return PublisherRow(
        reader.title_of(organisation),
        tk.h.url_for("resilient_quality.overview", kind="organization", name=organisation["name"]),
        reader.number(one.datasets),
        one.average,
        round(100 * one.average / MAXIMUM),
        format_percent(one.good / one.datasets, locale=reader.locale()),
    )
