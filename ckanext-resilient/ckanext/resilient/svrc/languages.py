"""Languages: codes of sources to ours, and the order in which a reader gets a text.

Content carries BCP 47 base codes (`pt`, `ca`); the interface CKAN's locales (`pt_PT`). A text that a
machine translated is kept under `xx-t-yy` (https://www.rfc-editor.org/rfc/rfc6497).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from ckanext.resilient.svrc.record import UNDECLARED
from ckanext.resilient.svrc.text import fold, is_address, last_segment
from ckanext.resilient.svrc.vocabularies import NAMED_LOCALES, Term, authority

_NO_LANGUAGE = {"zxx", "und", "mul", "mis", "op_datpro"}
_OTHER_NAMES = {
    "castellano": "es",
    "castella": "es",
    "castilian": "es",
    "spanish castilian": "es",
    "catalan valencian": "ca",
    "valenciano": "ca",
    "valencia": "ca",
    "vasco": "eu",
    "euskera": "eu",
    "gallego": "gl",
    "aragones": "an",
    "modern greek": "el",
    "νεα ελληνικα": "el",
    "sqip": "sq",
    "portugues": "pt",
    "portugues europeu": "pt",
    "greek modern 1453": "el",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """The text that a reader gets, with what must be said about it.

    Args:
        text: the text, empty when there is none in any language.
        language: BCP 47 base code for the page's `lang` attribute.
        is_fallback: it is not in the reader's language.
        is_machine: a machine translated it.
    """

    text: str
    language: str
    is_fallback: bool = False
    is_machine: bool = False


def content_language(locale: str) -> str:
    """The content code of an interface locale: `pt_PT` to `pt`."""
    return re.split(r"[-_@]", locale)[0].lower()


def locale_of(language: str) -> str:
    """The interface locale of a content code: `pt` to `pt_PT`."""
    return NAMED_LOCALES.get(language, language)


@cache
def _bases() -> Mapping[str, str]:
    known = dict(_OTHER_NAMES)
    for term in authority("language"):
        base: str = term.attributes["base"]
        names = [*term.attributes["codes"], term.attributes["native"], *term.labels.values()]
        known.update((fold(name), base) for name in names)
    return known


def base_code(value: str) -> str:
    """The base code that a source's value means (`ITA`, `fre`, `it-IT`, an address, "Italiano").

    "" when it is none: `zxx` (no language) and unknown values.
    """
    word = last_segment(value) if is_address(value) else value.strip()
    if fold(word) in _NO_LANGUAGE:
        return ""
    return _bases().get(fold(word)) or _bases().get(fold(re.split(r"[-_]", word)[0]), "")


def base_codes(value: str) -> list[str]:
    """The base codes in a source's value: usually one, several where it lists them ("es/ca", "ITA;ENG").

    Empty as soon as one of them is none.
    """
    whole = base_code(value)
    if whole or is_address(value):
        return [whole] if whole else []
    parts = [base_code(part) for part in re.split(r"[;,/|]", value) if part.strip()]
    return list(dict.fromkeys(parts)) if all(parts) else []


def text_code(tag: str) -> str:
    """The code under which a text with a source's language tag is kept; `und` when the tag says nothing."""
    if re.fullmatch(r"[a-z]{2,3}-t-[a-z]{2,3}", tag):
        return tag
    known = base_code(tag)
    if known or tag == UNDECLARED:
        return known or UNDECLARED
    # A well-formed tag of a language outside our table (an, ast, co …) is the publisher's word: keep it.
    primary = re.split(r"[-_]", tag)[0].lower()
    return primary if re.fullmatch(r"[a-z]{2,3}", primary) and primary not in _NO_LANGUAGE else UNDECLARED


@cache
def _terms() -> Mapping[str, Term]:
    return {term.attributes["base"]: term for term in authority("language")}


def language_uri(base: str) -> str:
    """The EU authority address of a base code, "" when the table has none."""
    term = _terms().get(base)
    return term.uri if term else ""


def language_name(base: str, language: str) -> str:
    """A language's name in a reader's language; the code itself when the table has none."""
    term = _terms().get(base)
    return term.label(language) if term else base


def machine_tag(target: str, source: str) -> str:
    """The tag of a text that a machine translated from `source` to `target`."""
    return f"{target}-t-{source}"


def is_machine(tag: str) -> bool:
    """Whether a tag marks a machine's translation."""
    return "-t-" in tag


def reading_order(user: str, available: Iterable[str], original: str | None = None) -> list[str]:
    """The tags of a text in the order in which a reader wants them.

    The reader's own language, then English, then the original (else the first language there is), then the
    rest; within a language a person's text before a machine's.
    """
    tags = list(available)
    first_written = next((tag for tag in tags if not is_machine(tag)), "")
    wanted = (content_language(user), "en", original or first_written)

    def rank(tag: str) -> tuple[int, bool]:
        base = content_language(tag)
        return (wanted.index(base) if base in wanted else len(wanted), is_machine(tag))

    return sorted(tags, key=rank)


def resolve(text: Mapping[str, str], language: str, original: str | None = None) -> Reading:
    """The text for a reader: the one place where the reading order is applied."""
    user = content_language(language)
    for tag in reading_order(user, (tag for tag, value in text.items() if value), original):
        base = content_language(tag)
        return Reading(text[tag], base, is_fallback=base != user, is_machine=is_machine(tag))
    return Reading("", user)
