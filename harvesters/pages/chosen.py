"""The fields of a form about which records of a source come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvesters.pages.plan import Choice
from ckanext.resilient.harvesters.portals.choice import PLACES, PUBLISHERS, THEMES, WITHOUT, WORDS
from ckanext.resilient.pages import reader
from ckanext.resilient.svrc.issues import N_
from ckanext.resilient.svrc.vocabularies import authority

_TEXTS: dict[str, tuple[str, str]] = {
    WORDS: (
        N_("Only with one of these words"),
        N_(
            "In title, description or keywords, with commas. “cooperativ*” stands for all words that begin so."
        ),
    ),
    WITHOUT: (N_("Not with one of these words"), N_("Written in the same way.")),
    PUBLISHERS: (N_("Only of these publishers"), N_("Beginnings of their names, with commas.")),
    PLACES: (
        N_("Only about these places"),
        N_("Names, or codes of countries and regions (NUTS) such as PT or ITH5, with commas."),
    ),
}

_THEME = f"{THEMES}-"

LABELS: dict[str, str] = {
    **{name: label for name, (label, _) in _TEXTS.items()},
    THEMES: N_("Only with one of these themes"),
}
"""What the fields are called."""


@dataclass(frozen=True, slots=True)
class TextField:
    """A field for words with commas."""

    name: str
    label: str
    help: str
    value: str
    error: str


@dataclass(frozen=True, slots=True)
class ChosenFields:
    """The fields; `values` of the themes are the names of their boxes."""

    texts: list[TextField]
    themes: list[Choice]
    themes_label: str
    themes_error: str

    @property
    def is_used(self) -> bool:
        """Whether something stands in them, or is wrong with it."""
        said = any(text.value or text.error for text in self.texts)
        return said or any(theme.chosen for theme in self.themes) or bool(self.themes_error)


def fields(values: Mapping[str, str], errors: Mapping[str, str]) -> ChosenFields:
    """The fields with these values."""
    locale = reader.locale()
    themes = [
        Choice(_THEME + term.code, term.label(locale), bool(values.get(_THEME + term.code)))
        for term in authority("data-theme")
    ]
    return ChosenFields(
        texts=[
            TextField(name, tk._(label), tk._(help_text), values[name], errors.get(name, ""))
            for name, (label, help_text) in _TEXTS.items()
        ],
        themes=sorted(themes, key=lambda theme: theme.label.casefold()),
        themes_label=tk._(LABELS[THEMES]),
        themes_error=errors.get(THEMES, ""),
    )


def typed(given: Mapping[str, str]) -> dict[str, str]:
    """The values of the fields, without what surrounds them."""
    themes = {name: value for name, value in given.items() if name.startswith(_THEME)}
    return {name: given.get(name, "").strip() for name in _TEXTS} | themes


def as_typed(source: Mapping[str, Any]) -> dict[str, str]:
    """The values of a source, as `resilient_harvest_source_show` gives it, as they stand in the form."""
    themes = {_THEME + code: "true" for code in source[THEMES]}
    return {name: ", ".join(source[name]) for name in _TEXTS} | themes


def as_given(values: Mapping[str, str]) -> dict[str, list[str]]:
    """The values as the actions take them."""
    themes = [
        name.removeprefix(_THEME) for name, value in values.items() if name.startswith(_THEME) and value
    ]
    texts = {name: [part.strip() for part in values[name].split(",") if part.strip()] for name in _TEXTS}
    return {**texts, THEMES: sorted(themes)}


def said(values: Mapping[str, str]) -> dict[str, str]:
    """Those values that say something."""
    return {
        name: value for name, value in values.items() if value and (name in _TEXTS or name.startswith(_THEME))
    }
