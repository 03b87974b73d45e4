"""The texts of one record under language codes, whatever its source says of their language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from ckanext.resilient.svrc.detection import COMPANIONS, detect, guess
from ckanext.resilient.svrc.languages import base_codes, language_uri, text_code
from ckanext.resilient.svrc.markdown import to_markdown, to_plain
from ckanext.resilient.svrc.record import UNDECLARED, Keywords, SourceDataset, Text
from ckanext.resilient.svrc.text import is_address, one_line
from ckanext.resilient.svrc.values import Findings

T = TypeVar("T")

TITLE_LIMIT = 1000
DESCRIPTION_LIMIT = 100_000
_KEYWORD_LIMIT = 200
_MARKUP_SHARE = 5
_AUTHORITY = "publications.europa.eu/resource/authority/language/"


@dataclass(frozen=True, slots=True)
class UndeclaredLanguage:
    """The language that texts without a language tag get, and whether it was found by reading them."""

    code: str
    detected: bool = False


def declared_languages(source: SourceDataset) -> tuple[str, ...]:
    """The base codes of the languages that a record declares, in its order."""
    return tuple(dict.fromkeys(code for value in source.languages for code in base_codes(value)))


def undeclared_language(source: SourceDataset, portal: Sequence[str]) -> UndeclaredLanguage:
    """The language of a record's untagged texts: the one it declares, else the portal's, else what they show.

    Where a record or a portal has several languages, the texts decide among those; in doubt the first counts.
    """
    declared = declared_languages(source)
    candidates = declared or tuple(portal)
    if len(candidates) == 1 and (declared or candidates[0] not in COMPANIONS):
        return UndeclaredLanguage(candidates[0])
    sample = ". ".join(
        to_plain(text)
        for texts in (source.title, source.description)
        for tag, text in texts.items()
        if text_code(tag) == UNDECLARED
    )
    found = _language_of_twin(source) or detect(sample, candidates)
    if found:
        return UndeclaredLanguage(found, detected=bool(sample))
    if candidates:
        preferred = next((code for code in portal if code in candidates), candidates[0])
        return UndeclaredLanguage(preferred)
    return UndeclaredLanguage(guess(sample), detected=True)


def _language_of_twin(source: SourceDataset) -> str:
    """The language of a tagged text that says the same as the untagged one beside it, "" if there is none."""
    for texts in (source.title, source.description):
        codes = {text_code(tag): one_line(text) for tag, text in texts.items()}
        untagged = codes.pop(UNDECLARED, "")
        twins = [code for code, text in codes.items() if untagged and text == untagged]
        if len(twins) == 1:
            return twins[0]
    return ""


def _tagged_first(texts: dict[str, T]) -> list[tuple[str, T]]:
    return sorted(texts.items(), key=lambda item: text_code(item[0]) == UNDECLARED)


@dataclass(slots=True)
class Wording:
    """Turns the texts of one record into stored ones.

    Args:
        undeclared: language of texts without a tag.
        findings: where to note what is wrong.
        preferred: languages in the order in which texts are stored; the first counts as the original.
        page: address of the record's page at its source; relative links in its texts start there.
        spare: what has no place of its own, by field: texts whose language was taken already by another text of
            the field, words that no table knows.
    """

    undeclared: str
    findings: Findings
    preferred: tuple[str, ...] = ()
    page: str = ""
    spare: dict[str, str] = field(default_factory=dict[str, str])

    def line(self, text: Text, where: str) -> Text:
        """A one-line text: title, name, label."""
        return self._read(text, where, to_plain, TITLE_LIMIT)

    def block(self, text: Text, where: str) -> Text:
        """A text of several lines as safe Markdown."""
        return self._read(text, where, partial(to_markdown, base=self.page), DESCRIPTION_LIMIT)

    def keywords(self, keywords: Keywords) -> Keywords:
        """Keywords by language, each once whatever its case, without markup."""
        found: dict[str, dict[str, str]] = {}
        for tag, words in _tagged_first(keywords):
            kept = found.setdefault(self._code(tag), {})
            for word in words:
                plain = to_plain(word)[:_KEYWORD_LIMIT]
                if plain:
                    kept.setdefault(plain.casefold(), plain)
        return {code: list(found[code].values()) for code in sorted(found, key=self._rank) if found[code]}

    def language_uris(self, values: Iterable[str], where: str) -> list[str]:
        """The EU addresses of declared languages; an address of the EU's table stays even without code."""
        found: list[str] = []
        for value in (value.strip() for value in values if value.strip()):
            said = self.findings.meanings.uri("language", value)
            uris = [language_uri(code) for code in base_codes(value)] if said is None else [said]
            if not any(uris) and is_address(value) and _AUTHORITY in value:
                uris = [value]
            found += uris
            if not any(uris):
                self.findings.unknown("language-unknown", where, value)
        return list(dict.fromkeys(filter(None, found)))

    def _code(self, tag: str) -> str:
        code = text_code(tag)
        return self.undeclared if code == UNDECLARED else code

    def _read(self, text: Text, where: str, convert: Callable[[str], str], limit: int) -> Text:
        """Tagged texts first, so that an untagged one never takes a tagged one's place."""
        read: Text = {}
        for tag, raw in _tagged_first(text):
            # Markup may be many times the text in it, but not without end.
            value = self._limited(convert(raw[: limit * _MARKUP_SHARE]), where, limit)
            code = self._code(tag)
            if not value or read.get(code) == value:
                continue
            if code in read:
                self.spare[f"{where} ({tag})"] = value
            else:
                read[code] = value
        return {code: read[code] for code in sorted(read, key=self._rank)}

    def _rank(self, code: str) -> tuple[int, str]:
        """Graphs give texts in any order; stored, it must be the same at every harvest."""
        return (self.preferred.index(code) if code in self.preferred else len(self.preferred), code)

    def _limited(self, value: str, where: str, limit: int) -> str:
        if len(value) <= limit:
            return value
        self.findings.add("text-shortened", where, limit=str(limit))
        return value[: limit - 1].rsplit(" ", 1)[0] + "…"
