"""Values of ISO 19139 in the many shapes that catalogues give them. Pure functions, nothing is guessed.

https://schemas.isotc211.org/19139/ describes the encoding. A gap (`gco:nilReason`, a link to elsewhere, an
empty element) is no value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ckanext.resilient.harvesters.protocols.csw_xml import Node
from ckanext.resilient.svrc.record import UNDECLARED, Keywords, Text

_FREE_TEXT = "PT_FreeText"
_LOCALISED = "LocalisedCharacterString"


def text_of(node: Node) -> str:
    """The text of an element or of the value inside it, in its main language; lines are kept."""
    own = "\n".join(" ".join(line.split()) for line in node.text.strip().splitlines()).strip()
    if own:
        return own
    inner = (text_of(child) for child in node.children if child.name != _FREE_TEXT)
    return next(filter(None, inner), "")


def href_of(node: Node) -> str:
    """The address behind a value (gmx:Anchor), empty when it has none."""
    return next((child.attributes["href"].strip() for child in node.children if _is_anchor(child)), "")


def _is_anchor(node: Node) -> bool:
    return node.name == "Anchor" and bool(node.attributes.get("href", "").strip())


def code_of(node: Node) -> str:
    """The value of a code list inside an element: its code, else its text."""
    found = (child.attributes.get("codeListValue", "").strip() or text_of(child) for child in node.children)
    return next(filter(None, found), "")


def first(nodes: Iterable[Node]) -> str:
    """The first text that there is."""
    return next(iter(texts(nodes)), "")


def texts(nodes: Iterable[Node]) -> list[str]:
    """All texts, each once."""
    return list(dict.fromkeys(filter(None, map(text_of, nodes))))


def codes(nodes: Iterable[Node]) -> list[str]:
    """All codes, each once."""
    return list(dict.fromkeys(filter(None, map(code_of, nodes))))


def first_code(nodes: Iterable[Node]) -> str:
    """The first code that there is."""
    return next(iter(codes(nodes)), "")


def word(node: Node) -> str:
    """The address behind a value, else its text."""
    return href_of(node) or text_of(node)


@dataclass(frozen=True, slots=True)
class Speech:
    """In which languages a record is written.

    Args:
        main: language of its plain texts, as the record says it.
        others: name of a locale to its language.
    """

    main: str = UNDECLARED
    others: Mapping[str, str] | None = None

    def text(self, nodes: Iterable[Node], joined: str = "\n\n") -> Text:
        """The texts of elements by language; several of one language stand after each other."""
        found: dict[str, list[str]] = {}
        for node in nodes:
            for language, text in self._pairs(node):
                if text not in found.setdefault(language, []):
                    found[language].append(text)
        return {language: joined.join(said) for language, said in found.items()}

    def keywords(self, nodes: Iterable[Node]) -> Keywords:
        """Keywords by language, each once."""
        found: Keywords = {}
        for node in nodes:
            for language, text in self._pairs(node):
                one_line = " ".join(text.split())
                if one_line not in found.setdefault(language, []):
                    found[language].append(one_line)
        return found

    def _pairs(self, node: Node) -> list[tuple[str, str]]:
        pairs = [(self.main, text_of(node))]
        pairs += [
            (self._language(group.attributes.get("locale", "")), text_of(group))
            for group in node.find(f"{_FREE_TEXT}/textGroup/{_LOCALISED}")
        ]
        return [pair for pair in dict.fromkeys(pairs) if pair[1]]

    def _language(self, locale: str) -> str:
        name = locale.lstrip("#").strip()
        return (self.others or {}).get(name.casefold(), name.casefold()) or UNDECLARED


def speech_of(record: Node) -> Speech:
    """The languages that a record declares for its own texts."""
    declared = language_codes(record.find("language"))
    others: dict[str, str] = {}
    for locale in record.find("locale/PT_Locale"):
        language = next(iter(language_codes(locale.find("languageCode"))), "")
        name = locale.attributes.get("id", "").strip()
        if name and language:
            others[name.casefold()] = language
    return Speech(declared[0] if declared else UNDECLARED, others)


def language_codes(nodes: Iterable[Node]) -> list[str]:
    """Languages as the record writes them: `fre`, `ita`, `en`, an address."""
    return list(dict.fromkeys(code.casefold() for code in codes(nodes)))
