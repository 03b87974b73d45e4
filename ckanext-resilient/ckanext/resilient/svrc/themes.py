"""Themes of sources to EU data themes and to our topics (`od_category`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from ckanext.resilient.svrc.text import fold, is_address, last_segment, match_key, word_key
from ckanext.resilient.svrc.vocabularies import LANGUAGES, authority, crosswalk, find, vocabulary

OTHER = "other"
"""The topic of a theme that none of our topics covers."""

_NO_THEME = "/id/theme/"
"""Opendatasoft makes an address of an empty theme, too."""

_TOPIC_OF_THEME = {
    "AGRI": "agriculture",
    "ECON": "business",
    "EDUC": "education",
    "ENER": OTHER,
    "ENVI": "environment",
    "GOVE": "citizenship-participation",
    "HEAL": "health-social-services",
    "INTR": OTHER,
    "JUST": OTHER,
    "OP_DATPRO": OTHER,
    "REGI": OTHER,
    "SOCI": "demography",
    "TECH": "science-technology",
    "TRAN": "transport",
}


@dataclass(slots=True)
class Themes:
    """What themes of a source came to: EU codes, our topics, and what no table knows."""

    codes: list[str] = field(default_factory=list[str])
    topics: list[str] = field(default_factory=list[str])
    unknown: list[str] = field(default_factory=list[str])

    @property
    def uris(self) -> list[str]:
        """The EU addresses of the codes."""
        table = authority("data-theme")
        return [term.uri for code in self.codes if (term := table.get(code))]


def topic_of(theme: str) -> str:
    """Our topic for an EU data theme code; `other` when none of ours covers it."""
    return _TOPIC_OF_THEME.get(theme, OTHER)


@cache
def _topics_by_label() -> Mapping[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for term in vocabulary("od_category"):
        theme = str(term.attributes.get("eu_theme", ""))
        if theme:
            names = [term.code, *(term.labels[language] for language in LANGUAGES)]
            found.update((fold(name), (theme, term.code)) for name in names)
    return found


def _listed(value: str) -> list[str]:
    """The themes in one value: Italian portals write a JSON list as text, others a delimited string."""
    text = value.strip()
    if not text or text.endswith(_NO_THEME):
        return []
    if text[0] not in "[{":
        return [text]
    try:
        loaded: Any = json.loads(text)
    except (ValueError, RecursionError):
        return [part for part in re.split(r"[\[\]{},\"']+", text) if part.strip()]
    return list(_words(loaded))


def _words(loaded: Any) -> Iterable[str]:
    if isinstance(loaded, str):
        yield loaded
    elif isinstance(loaded, list):
        for item in cast(list[Any], loaded):
            yield from _words(item)
    elif isinstance(loaded, dict):
        # '[{"theme": "ENVI", "subthemes": ["http://eurovoc.europa.eu/…"]}]': the theme is what is asked for
        yield from _words(cast(dict[str, Any], loaded).get("theme", ""))


def theme_code(value: str, own: Mapping[str, str] | None = None) -> tuple[str, str]:
    """The EU theme code and our topic that one word or address of a source means; ("", "") when unknown."""
    own_code = (own or {}).get(word_key(value))
    if own_code is not None:
        return own_code, topic_of(own_code) if own_code else ""
    specific = crosswalk("theme").get(match_key(value)) or crosswalk("theme").get(_namesake(value))
    if specific:
        code, _, topic = specific.partition(":")
        return code, topic or topic_of(code)
    term = find("data-theme", value)
    if term:
        return term.code, topic_of(term.code)
    return _topics_by_label().get(fold(value), ("", ""))


def _namesake(value: str) -> str:
    """Opendatasoft makes addresses of its theme names: the name is what counts."""
    return fold(last_segment(value)) if is_address(value) and _NO_THEME in value else ""


def read_themes(values: Iterable[str], own: Mapping[str, str] | None = None) -> Themes:
    """The EU themes and our topics of a source's themes, each once, in the source's order."""
    result = Themes()
    for word in (word for value in values for word in _listed(value)):
        code, topic = theme_code(word, own)
        if not code:
            result.unknown.append(word)
            continue
        result.codes.append(code)
        result.topics.append(topic)
    result.codes = list(dict.fromkeys(result.codes))
    topics = list(dict.fromkeys(result.topics))
    result.topics = [topic for topic in topics if topic != OTHER] or topics
    result.unknown = list(dict.fromkeys(result.unknown))
    return result
