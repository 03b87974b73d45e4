"""What the page of a dataset shows of people: how useful it was to them, and what they suggest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.community import statements, view
from ckanext.resilient.community.suggesting.page import Suggested, suggested
from ckanext.resilient.community.usefulness import ANSWERS
from ckanext.resilient.pages import reader
from ckanext.resilient.svrc.vocabularies import codes, label

_FEW = 3


@dataclass(frozen=True, slots=True)
class Voices:
    """What the page of a dataset shows of people: the sum, the reader's own answer, and the newest words."""

    summary: str
    shares: list[tuple[str, int, str]]
    own: Mapping[str, Any] | None
    answers: list[view.Choice]
    needs: list[view.Choice]
    may_rate: bool
    login_url: str
    comments: list[view.Said]
    suggestions: list[Suggested]
    all_url: str
    suggest_url: str


def voices(package: Mapping[str, Any]) -> Voices:
    """The people's part of a dataset's page."""
    rating = tk.get_action("resilient_rating_show")({}, {"id": package["id"]})
    own = rating["own"]
    comments = _newest(package["id"], statements.RATING)
    suggestions = _newest(package["id"], statements.SUGGESTION)
    more = any(found["count"] > _FEW for found in (comments, suggestions))
    here = tk.h.url_for("dataset.read", id=package["name"])
    return Voices(
        summary=summary(rating),
        shares=_shares(rating),
        own=own,
        answers=[
            view.Choice(str(value), tk._(word), bool(own) and own["value"] == value)
            for value, word in ANSWERS.items()
        ],
        needs=needs(own["need"] if own and "need" in own else ""),
        may_rate=tk.current_user.is_authenticated,
        login_url=tk.h.url_for("user.login", came_from=f"{here}#resilient-voices"),
        comments=[view.said(one) for one in comments["results"]],
        suggestions=[suggested(one) for one in suggestions["results"]],
        all_url=tk.h.url_for("resilient_community.all_voices", name=package["name"]) if more else "",
        suggest_url=tk.h.url_for("resilient_community.suggest", name=package["name"]),
    )


def _newest(package_id: str, kind: str) -> dict[str, Any]:
    return tk.get_action("resilient_statement_list")({}, {"id": package_id, "kind": kind, "limit": _FEW})


def summary(rating: Mapping[str, Any]) -> str:
    """How useful it was, in a sentence."""
    if not rating["votes"]:
        return tk._("Nobody has said yet how useful this is.")
    sentence = tk.ungettext(
        "{mean} of 5: the answer of {number} person.",
        "{mean} of 5: the average of the answers of {number} people.",
        rating["votes"],
    )
    return sentence.format(
        mean=reader.number(round(rating["mean"], 1)), number=reader.number(rating["votes"])
    )


def _shares(rating: Mapping[str, Any]) -> list[tuple[str, int, str]]:
    """Each answer in words, its share in percent, and how many gave it."""
    if not rating["votes"]:
        return []
    counts = {value: rating["answers"].get(value, 0) for value in ANSWERS}
    return [
        (tk._(word), round(100 * counts[value] / rating["votes"]), reader.number(counts[value]))
        for value, word in ANSWERS.items()
    ]


def needs(chosen: str) -> list[view.Choice]:
    """The needs to choose from, by name."""
    found = [
        view.Choice(code, label("social_need", code, reader.locale()), code == chosen)
        for code in codes("social_need")
    ]
    return sorted(found, key=lambda choice: choice.label.casefold())
