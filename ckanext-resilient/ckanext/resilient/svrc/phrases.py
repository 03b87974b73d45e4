"""Phrases found in texts by the stems of their words, in the languages that our term lists are written in.

Stems come from Snowball (https://snowballstem.org/), which has no Croatian, Slovenian and Albanian: there,
and wherever a stem is too shy, a term's word ends in `*` and stands for all that begin so. Where a stem is
too greedy (Spanish "paro", unemployment, has that of "parada", bus stop), it ends in `!` and stands for
itself alone.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Literal, cast

import snowballstemmer  # pyright: ignore[reportMissingTypeStubs] - the package has no annotations

from ckanext.resilient.svrc.text import fold

_ALGORITHMS: Mapping[str, str] = {
    "ca": "catalan",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
}
_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r"[^\W_]+[*!]?")
_SHORTEST_PREFIX = 3
_LONGEST_TEXT = 20_000

Span = tuple[int, int]
"""First word of a match and the word after its last."""


Part = tuple[Literal["stem", "start", "word"], str]
"""What one word of a phrase asks of a word of a text: its stem, how it begins, or all of it; folded."""


@lru_cache(maxsize=200_000)
def _folded(word: str) -> str:
    return fold(word)


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a word, folded; the folded word itself in a language without a stemmer."""
    algorithm = _ALGORITHMS.get(language)
    if algorithm is None:
        return fold(word)
    with _ONE_AT_A_TIME:
        stemmed = _stemmer(algorithm).stemWord(word.casefold())
    return fold(str(stemmed))


_ONE_AT_A_TIME = threading.Lock()
"""A stemmer keeps the word that it is at: two threads of a web server would mix theirs."""


@cache
def _stemmer(algorithm: str) -> Any:
    return cast("Any", snowballstemmer).stemmer(algorithm)


@dataclass(frozen=True, slots=True)
class Words:
    """A text as phrases are looked for in it: its words as written, their stems and their folded forms."""

    written: tuple[str, ...]
    stems: tuple[str, ...]
    folded: tuple[str, ...]

    def between(self, span: Span) -> str:
        """The words of a match as the text writes them."""
        return " ".join(self.written[span[0] : span[1]])


def words_of(text: str, language: str, ignored: frozenset[str] = frozenset()) -> Words:
    """The words of a text without those that say nothing (`de`, `the`); at most 20,000 characters of it.

    Args:
        text: any text; punctuation and Markdown signs part words.
        language: base code.
        ignored: folded words to leave out.
    """
    composed = unicodedata.normalize("NFC", text[:_LONGEST_TEXT])
    written = [word for word in _WORD.findall(composed) if _folded(word) not in ignored]
    return Words(
        tuple(written),
        tuple(stem(word, language) for word in written),
        tuple(_folded(word) for word in written),
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """One phrase, word by word, and the name it leads to."""

    parts: tuple[Part, ...]
    name: str

    def matches(self, words: Words, start: int) -> bool:
        """Whether the phrase stands at this word of a text."""
        if start + len(self.parts) > len(words.stems):
            return False
        return all(_fits(part, words, start + n) for n, part in enumerate(self.parts))


def _fits(part: Part, words: Words, place: int) -> bool:
    kind, text = part
    if kind == "start":
        return words.folded[place].startswith(text)
    return (words.stems if kind == "stem" else words.folded)[place] == text


@dataclass(slots=True)
class Phrases:
    """Phrases of one language, each leading to a name, to be found together in one pass over a text."""

    language: str
    ignored: frozenset[str] = frozenset()
    _by_first: dict[Part, list[_Entry]] = field(default_factory=dict[Part, list[_Entry]])

    def add(self, phrase: str, name: str) -> None:
        """Look for this phrase, too; its words part where those of a text do: `l'enfance` is two.

        Raises:
            ValueError: the phrase has no word, or one so short before its `*` that it would mean anything.
        """
        parts = [
            self._part(word, phrase) for word in _TERM.findall(phrase) if _folded(word) not in self.ignored
        ]
        if not parts:
            raise ValueError(f"“{phrase}” has no word that says something.")
        self._by_first.setdefault(parts[0], []).append(_Entry(tuple(parts), name))

    def extend(self, phrases: Iterable[str], name: str) -> None:
        """Look for these phrases, too."""
        for phrase in phrases:
            self.add(phrase, name)

    def find(self, words: Words) -> Iterator[tuple[str, Span]]:
        """The name and place of every phrase in a text."""
        for start, found in enumerate(words.stems):
            for part in _offers(found, words.folded[start]):
                for entry in self._by_first.get(part, ()):
                    if entry.matches(words, start):
                        yield entry.name, (start, start + len(entry.parts))

    def in_text(self, text: str) -> bool:
        """Whether any of the phrases stands in a text."""
        return next(self.find(words_of(text, self.language, self.ignored)), None) is not None

    def _part(self, word: str, phrase: str) -> Part:
        bare = _folded(word)
        if word.endswith("!"):
            return "word", bare
        if not word.endswith("*"):
            return "stem", stem(word, self.language)
        if len(bare) < _SHORTEST_PREFIX:
            raise ValueError(f"“{phrase}” cannot be looked for: “{word}” is too short.")
        return "start", bare


@lru_cache(maxsize=200_000)
def _offers(stemmed: str, folded: str) -> tuple[Part, ...]:
    """All that a phrase may ask of this word."""
    starts = (folded[:length] for length in range(_SHORTEST_PREFIX, len(folded) + 1))
    return (("stem", stemmed), ("word", folded), *(("start", start) for start in starts))
