"""What pages show of what people say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient import paging
from ckanext.resilient.community import moderation
from ckanext.resilient.community.statements import RATING
from ckanext.resilient.community.usefulness import ANSWERS
from ckanext.resilient.pages import reader
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.svrc.languages import content_language
from ckanext.resilient.svrc.vocabularies import label


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as readers see it; `lang` is set when its text is in another language than the page."""

    id: str
    name: str
    date: str
    text: str
    lang: str = ""
    answer: str = ""
    need: str = ""
    may_report: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose in a form."""

    value: str
    label: str
    chosen: bool


def said(row: Mapping[str, Any]) -> Said:
    """One statement, as an action gives it."""
    language = content_language(row["language"]) if row["language"] else ""
    return Said(
        id=row["id"],
        name=row["name"] or tk._("A reader"),
        date=reader.date(row["changed"][:10]),
        text=row["text"] or _instead(row["text_state"]),
        lang=language if row["text"] and language != content_language(reader.locale()) else "",
        answer=_answer(row.get("value")) if row["kind"] == RATING else "",
        need=label("social_need", row["need"], reader.locale()) if row.get("need") else "",
        may_report=row["text_state"] in moderation.VISIBLE,
    )


def _answer(value: Any) -> str:
    return tk._(ANSWERS[value])


def _instead(text_state: str) -> str:
    if text_state == moderation.HIDDEN:
        return tk._("This text was hidden by a moderator.")
    return tk._("This text is not shown yet: a moderator looks at it first.") if text_state else ""


@dataclass(frozen=True, slots=True)
class ToModerate:
    """A text that a moderator looks at: whose dataset, why, and what the people are shown if she agrees."""

    said: Said
    dataset: Text
    dataset_url: str
    why: str


def to_moderate(row: Mapping[str, Any]) -> ToModerate:
    """One entry of the moderators' queue."""
    reports = row["reports"]
    if reports:
        why = tk.ungettext("{number} report", "{number} reports", reports).format(
            number=reader.number(reports)
        )
    else:
        why = tk._("From a person without an account")
    return ToModerate(
        said=said(row),
        dataset=title_of_dataset(row),
        dataset_url=tk.h.url_for("dataset.read", id=row["dataset_name"]),
        why=why,
    )


def title_of_dataset(row: Mapping[str, Any]) -> Text:
    """The title of the dataset that a statement of a list is about, for the reader."""
    titles = {"title": row["dataset_title"], "title_translated": row["dataset_title_translated"]}
    return reader.title_of({"name": row["dataset_name"], **titles})


def page_number() -> int:
    """Which page of a list is asked for."""
    return paging.page_number(tk.request.args.get("page", "1")) or 1


def trail(package: Mapping[str, Any]) -> list[tuple[str | Text, str]]:
    """The way to a dataset's page."""
    return [
        (tk._("Data"), tk.h.url_for("dataset.search")),
        (reader.title_of(package), tk.h.url_for("dataset.read", id=package["name"])),
    ]


def dataset_of(name: str) -> dict[str, Any]:
    """The dataset of a page; ends the request where there is none for this reader."""
    try:
        package = tk.get_action("package_show")({}, {"id": name})
    except tk.ObjectNotFound:
        return tk.abort(404)
    except tk.NotAuthorized:
        return tk.abort(403)
    return package if package["type"] == "dataset" else tk.abort(404)
