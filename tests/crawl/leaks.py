"""What must not stand on a page in another language: English interface text, unmarked content, raw codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel.support import Translations
from lxml import html

from ckanext.resilient.svrc import vocabularies
from ckanext.resilient.svrc.vocabularies import LANGUAGES, NAMED_LOCALES

LOCALES = tuple(NAMED_LOCALES.get(language, language) for language in LANGUAGES)
_SILENT = ("title", "script", "style", "template", "svg", "code", "pre", "noscript", "textarea")
_ATTRIBUTES = ("alt", "title", "aria-label", "placeholder", "aria-description")
_NAMES = ("name", "operator", "leading_org")
_BLANKS = re.compile(r"\s+")
_HOLE = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%s|%d")
_FEW_LETTERS = 12
"""A message with fewer fixed characters than this says too little to be recognised around its holes."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A text on a page with the language that the page says it has."""

    text: str
    lang: str


def base(tag: str) -> str:
    """`pt` for `pt_PT` and `pt-PT`."""
    return re.split("[-_]", tag)[0]


def shown(page: html.HtmlElement) -> Iterator[Shown]:
    """Every text that a reader meets: of elements, and of attributes that are read out."""
    yield from _within(page, base(page.get("lang") or ""))


def _within(element: html.HtmlElement, outer: str) -> Iterator[Shown]:
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return
    lang = base(element.get("lang") or "") or outer
    texts = [element.text, *(child.tail for child in element)]
    if element.tag != "meta" or element.get("name") != "description":  # it has no place for its language
        texts += [element.get(name) for name in _ATTRIBUTES]
    if element.tag == "input" and element.get("type") in ("submit", "button", "reset"):
        texts.append(element.get("value"))
    for text in texts:
        clean = _BLANKS.sub(" ", text or "").strip()
        if clean:
            yield Shown(clean, lang)
    for child in element:
        yield from _within(child, lang)


class Interface:
    """The English texts that a page in one language must not show."""

    def __init__(self, locale: str, catalogues: list[Translations]) -> None:
        self.language = base(locale)
        self.texts: set[str] = set()
        self.own: set[str] = set()
        """What the interface says in this language: “Data” is English, and Portuguese for a date."""
        self._known: dict[str, bool] = {}
        self.patterns: list[re.Pattern[str]] = []
        for message, translated in _messages(catalogues):
            self.own.add(_BLANKS.sub(" ", translated).strip())
            if _BLANKS.sub(" ", translated) != _BLANKS.sub(" ", message):
                self._add(message)
        for term_labels in _labels():
            self.own.add(term_labels[self.language])
            if term_labels[self.language] != term_labels["en"]:
                self.texts.add(term_labels["en"])

    def _add(self, message: str) -> None:
        clean = _BLANKS.sub(" ", re.sub("<[^>]+>", " ", message)).strip()
        if not _HOLE.search(clean):
            self.texts.add(clean)
        elif len(_HOLE.sub("", clean)) >= _FEW_LETTERS:
            parts = (re.escape(part) for part in _HOLE.split(clean))
            self.patterns.append(re.compile("^" + ".+".join(parts) + "$"))

    def leaks(self, text: str) -> bool:
        """Whether the text is one of the English interface."""
        if text not in self._known:
            self._known[text] = self._leaks(text)
        return self._known[text]

    def _leaks(self, text: str) -> bool:
        return text not in self.own and (
            text in self.texts or any(pattern.match(text) for pattern in self.patterns)
        )


def _messages(catalogues: list[Translations]) -> Iterator[tuple[str, str]]:
    for catalogue in catalogues:
        for message, translated in catalogue._catalog.items():
            original = message[0] if isinstance(message, tuple) else message
            if original and isinstance(translated, str):
                yield original.split("\x04")[-1], translated


@cache
def _labels() -> tuple[Mapping[str, str], ...]:
    own = [term.labels for name in vocabularies.vocabulary_names() for term in vocabularies.vocabulary(name)]
    names = [vocabularies.vocabulary(name).labels for name in vocabularies.vocabulary_names()]
    tables = [term.labels for name in vocabularies.authority_names() for term in vocabularies.authority(name)]
    return (*own, *names, *tables)


@cache
def codes() -> frozenset[str]:
    """Codes of our vocabularies that are no words, and addresses of EU tables: nobody reads these."""
    own = {term.code for name in vocabularies.vocabulary_names() for term in vocabularies.vocabulary(name)}
    tables = {term.uri for name in vocabularies.authority_names() for term in vocabularies.authority(name)}
    return frozenset({code for code in own if "-" in code or code[-1].isdigit()} | tables) - {""}


class Content:
    """The texts of stored entries with the languages they are in."""

    def __init__(self) -> None:
        self.languages: dict[str, set[str]] = {}
        self.names: set[str] = set()
        """Names that stand in a record without a language: https://www.w3.org/TR/WCAG22/#language-of-parts exempts them."""

    def add(self, record: Any) -> None:
        """Take in the multilingual texts of a record, however deep."""
        if isinstance(record, list):
            for entry in record:
                self.add(entry)
        elif isinstance(record, dict):
            is_text = bool(record) and all(base(str(key)) in LANGUAGES for key in record)
            for key, value in record.items():
                if is_text and isinstance(value, str):
                    for line in value.splitlines():
                        self.languages.setdefault(_BLANKS.sub(" ", line).strip(), set()).add(base(key))
                elif key in _NAMES and isinstance(value, str):
                    self.names.add(value)
                else:
                    self.add(value)

    def is_unmarked(self, one: Shown) -> bool:
        """Whether a text is shown as if it were in a language that it is not in."""
        known = self.languages.get(one.text)
        return bool(known) and one.text not in self.names and one.lang not in known
