"""The glossary for readers: all words on one page, and one word with its meaning for a hint beside it."""

from __future__ import annotations

from dataclasses import dataclass

import ckan.plugins.toolkit as tk
from flask import g

from ckanext.resilient.pages import reader
from ckanext.resilient.svrc import glossary
from ckanext.resilient.svrc.languages import content_language
from ckanext.resilient.svrc.text import fold


@dataclass(frozen=True, slots=True)
class Word:
    """A word in the reader's language: name, meaning, other names, and where it stands in the glossary."""

    code: str
    label: str
    definition: str
    others: str
    url: str
    hint: str


_JARGON = ("svrc", "four-helix", "ris3", "dcat-ap", "metadata", "harvesting")
"""Words that stand on a page only with their meaning beside them (IA 15)."""


def words() -> list[Word]:
    """All words in the order of the reader's alphabet."""
    return sorted((word(code) for code in glossary.words()), key=lambda found: fold(found.label))


def word(code: str) -> Word:
    """One word.

    Raises:
        KeyError: when the glossary has no such word.
    """
    found = glossary.words()[code]
    language = content_language(reader.locale())
    if language not in found.labels:
        language = "en"
    return Word(
        code=code,
        label=found.labels[language],
        definition=found.definitions[language],
        others=", ".join(other for other in found.synonyms[language] if other not in found.labels[language]),
        url=f"{tk.h.url_for('resilient_site.glossary')}#{code}",
        hint=f"resilient-term-{code}-{_next_number()}",
    )


def jargon_in(text: str) -> str:
    """The code of the first word that needs explaining in a short text of the reader's language; else empty."""
    words_of_text = f" {fold(text)} "
    language = content_language(reader.locale())
    for code in _JARGON:
        names = glossary.words()[code].synonyms.get(language, ())
        if any(f" {fold(name)} " in words_of_text for name in names):
            return code
    return ""


def _next_number() -> int:
    """Tells the hints of a page apart."""
    g.resilient_hints = g.get("resilient_hints", 0) + 1
    return g.resilient_hints
