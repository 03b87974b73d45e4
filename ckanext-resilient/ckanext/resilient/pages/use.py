"""The answers to "Can I use it?"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import ckan.plugins.toolkit as tk

from ckanext.resilient.display import licences
from ckanext.resilient.display.dates import partial_date
from ckanext.resilient.display.rights import Rights, rights_of
from ckanext.resilient.pages import cards, reader
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.values import Value, link

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that people may do with the data, or may not."""

    word: str
    yes: bool


@dataclass(frozen=True, slots=True)
class Use:
    """Whether and how a dataset may be used; `unknown` is said when there are no answers."""

    answers: list[Answer]
    conditions: list[str]
    unknown: str
    licence: Value | None
    citation: str
    ask: str


def use_of(dataset: Record, title: Text) -> Use:
    """What a reader may do with the dataset."""
    stated = licences.stated_licence(dataset)
    allowed = rights_of(stated)
    return Use(
        answers=_answers(allowed) if allowed else [],
        conditions=_conditions(allowed) if allowed else [],
        unknown=_unknown(dataset, stated),
        licence=_licence(dataset, stated),
        citation=_citation(dataset, title) if allowed and allowed.name_source else "",
        ask="" if allowed else _ask(dataset, title),
    )


def _answers(allowed: Rights) -> list[Answer]:
    change = tk._("You may change it") if allowed.change else tk._("You may not change it")
    sell = tk._("You may earn money with it") if allowed.sell else tk._("You may not earn money with it")
    return [
        Answer(tk._("You may share it"), True),
        Answer(change, allowed.change),
        Answer(sell, allowed.sell),
    ]


def _conditions(allowed: Rights) -> list[str]:
    found: list[str] = []
    if allowed.name_source:
        found.append(tk._("You must name the source."))
    if allowed.same_terms:
        found.append(tk._("What you make of it must have the same licence."))
    return found


def _unknown(dataset: Record, stated: str) -> str:
    if stated:
        return tk._("Read the terms of the licence before you use the data.")
    words = ", ".join(_words_of_the_source(dataset))
    if words:
        template = tk._("The source says “{words}”. Read the terms there before you use the data.")
        return template.format(words=words)
    return tk._("The licence is not stated. Ask before you use the data.")


def _words_of_the_source(dataset: Record) -> list[str]:
    """What the source wrote about the licence of the whole or of its files, each once."""
    of_files = [resource.get("source_license") for resource in dataset.get("resources") or []]
    written = [*(dataset.get("source_license") or []), *of_files]
    return list(dict.fromkeys(str(word) for word in written if word))


def _licence(dataset: Record, stated: str) -> Value | None:
    term = licences.licence_term(stated)
    if term:
        return link(term.uri, term.label(reader.locale()))
    title = str(dataset.get("license_title") or "") if stated else ""
    return link(str(dataset.get("license_url") or ""), title) if title else None


def _citation(dataset: Record, title: Text) -> str:
    publisher = cards.publisher(dataset)
    changed = partial_date(cards.updated(dataset))
    year = f" ({changed.day.year})" if changed else ""
    address = str(dataset.get("url") or "") or tk.h.url_for(
        "dataset.read", id=dataset["name"], _external=True
    )
    return (
        f"{publisher.text}{year}: {title.text}. {address}" if publisher else f"{title.text}{year}. {address}"
    )


def _ask(dataset: Record, title: Text) -> str:
    email = next(
        (str(contact["email"]) for contact in dataset.get("contact") or [] if contact.get("email")), ""
    )
    if not email:
        return ""
    subject = tk._("May I use your dataset “{title}”?").format(title=title.text)
    return f"mailto:{quote(email, safe='@')}?subject={quote(subject)}"
