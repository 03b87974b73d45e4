"""Licences of sources to codes of the EU licence table; what is not certain stays unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ckanext.resilient.svrc.text import fold, is_address, word_key
from ckanext.resilient.svrc.vocabularies import authority, find

NOT_SPECIFIED = "notspecified"
"""CKAN's own licence id for "not stated"."""

_CC_ADDRESS = re.compile(
    r"creativecommons\.org/licen[sc]es/(?P<parts>by(?:-(?:nc|nd|sa)){0,2})(?:/(?P<version>\d\.\d))?"
    r"(?:/(?P<port>[a-z]{2}(?![a-z])))?",
    re.IGNORECASE,
)
_CC_ZERO = re.compile(r"creativecommons\.org/publicdomain/(?P<kind>zero|mark)/1\.0", re.IGNORECASE)
_W3ID_ITALY = re.compile(
    r"controlled-vocabulary/licences/[A-C]\d+_CC(?P<parts>BY(?:NC|ND|SA)*)(?P<version>\d\d)(?P<port>IT)?",
    re.IGNORECASE,
)
_CC_OTHER_HOSTS = re.compile(
    r"(?:opendefinition\.org|spdx\.org|dcat-ap\.de/def)/licenses?/cc-(?P<parts>by(?:-(?:nc|nd|sa)){0,2})"
    r"(?:[-/](?P<version>\d\.\d))?",
    re.IGNORECASE,
)
_LONGEST = 5000
_LINK = re.compile(r"https?://[^\s<>\"')]+")
_CC_MARK = re.compile(r"\bcc\b|\bcreative\s*commons\b|κοινα δημιουργικα")
# Words for the parts of a Creative Commons licence, in our languages, folded (see text.fold).
_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "NC",
        re.compile(
            r"\bnc\b|non ?commercial|no ?comercial|nao ?comercial|pas d utilisation commerciale|"
            r"non commerciale|μη εμπορικη|nekomercijalno|nekomercialno|jokomercial|jo komercial"
        ),
    ),
    (
        "ND",
        re.compile(
            r"\bnd\b|no ?deriv|non opere derivate|sem ?derivac|sin ?(?:obra )?derivad|pas de modification|"
            r"οχι παραγωγα|bez prerada|brez predelav|pa derivate"
        ),
    ),
    (
        "SA",
        re.compile(
            r"\bsa\b|share ?alike|compartilha|partilha|compartir ?igual|partage dans les memes|"
            r"meme condition|condividi allo stesso|παρομοια διανομη|dijeli pod istim|"
            r"deljenje pod enakimi|shperndarje"
        ),
    ),
    (
        "BY",
        re.compile(
            r"\bby\b|attribution|atribuic|atribucion|reconocimiento|reconeixement|paternite|attribuzione|"
            r"αναφορα|imenovanje|priznanje avtorstva|atribuim"
        ),
    ),
)
# A national adaptation: "CC BY 3.0 IT", "Attribuzione 3.0 Italia". Version 4.0 has none.
_PORTED = re.compile(
    r"\b[123] \d (?:it|italia|italy|es|espana|spain|fr|france|pt|portugal|gr|hr|croatia|si)\b"
)
# Another licence in the same name: "CC BY-SA 4.0 / ODbL" is two.
_OTHER_LICENCE = re.compile(
    r"\b(?:odbl|iodl|lov?2?|licence ouverte|etalab|gpl|gfdl|ogl|pddl|open database licen[cs]e|otvorena dozvola)\b"
)
_VERSION = re.compile(r"\b(\d)(?: (\d))?\b")


@dataclass(slots=True)
class Licence:
    """What the licences of a source came to.

    Args:
        code: of the EU licence table, or `notspecified`.
        unknown: values that no table knows, and adapted licences (`by/3.0/it`) whose own text counts.
        contradictory: several different licences were given; `unknown` holds all of them.
    """

    code: str = NOT_SPECIFIED
    unknown: list[str] = field(default_factory=list[str])
    contradictory: bool = False


def _cc_code(parts: Iterable[str], version: str) -> str:
    """The EU code of a Creative Commons licence, without a version when the source says none."""
    wanted = {part.upper() for part in parts}
    name = "".join(part for part in ("BY", "NC", "ND", "SA") if part in wanted)
    code = f"CC_{name}" + (f"_{version.replace('.', '_')}" if version else "")
    return code if authority("licence").get(code) else ""


def _address_code(address: str) -> tuple[str, bool]:
    """The code of a licence address and whether it is an adapted ("ported") one."""
    compact = re.sub(r"\s+", "", address)
    zero = _CC_ZERO.search(compact)
    if zero:
        return ("CC0" if zero["kind"].lower() == "zero" else "CC_PDM_1_0"), False
    italian = _W3ID_ITALY.search(compact)
    if italian:
        parts = re.findall(r"BY|NC|ND|SA", italian["parts"].upper())
        return _cc_code(parts, ".".join(italian["version"])), bool(italian["port"])
    for pattern in (_CC_ADDRESS, _CC_OTHER_HOSTS):
        match = pattern.search(compact)
        if match:
            groups = match.groupdict()
            return _cc_code(match["parts"].split("-"), match["version"] or ""), bool(groups.get("port"))
    term = find("licence", compact)
    return (term.code if term else ""), False


def _name_code(name: str) -> str:
    folded = fold(name)
    term = find("licence", name)
    if term:
        return term.code
    rest = _CC_MARK.sub(" ", folded)
    if rest == folded or _OTHER_LICENCE.search(rest):
        return ""
    parts = [part for part, pattern in _PARTS if pattern.search(rest)]
    if re.search(r"\b(?:cc0|zero|0|publicdomain|public domain)\b", rest) and not parts:
        return "CC0"
    if "BY" not in parts:
        return ""
    versions = {f"{match[1]}.{match[2] or 0}" for match in _VERSION.finditer(rest)}
    if len(versions) > 1:
        return ""
    return _cc_code(parts, next(iter(versions), ""))


def licence_code(value: str, own: Mapping[str, str] | None = None) -> tuple[str, bool]:
    """The EU code that one licence value means ("" when unknown), and whether it is an adapted one.

    Args:
        value: an address, an id of CKAN or udata, or a name in any of our languages.
        own: the portal's own words (`word_key`) to codes; they go first, and "" leaves the word unknown.
    """
    text = value.strip()[:_LONGEST]
    own_code = (own or {}).get(word_key(text))
    if own_code is not None:
        return own_code, False
    if is_address(text):
        return _address_code(text)
    code = _name_code(text)
    if code:
        return code, bool(_PORTED.search(fold(text)))
    # "Licence Ouverte 2.0 https://…/ETALAB-Licence-Ouverte-v2.0.pdf": the address in the text says it
    found = {_address_code(link.rstrip(".,;")) for link in _LINK.findall(text)}
    known = {item for item in found if item[0]}
    return known.pop() if len(known) == 1 else ("", False)


def read_licences(values: Iterable[str], own: Mapping[str, str] | None = None) -> Licence:
    """The licence that a source's values mean: the most exact one of them, with what stays unknown beside it.

    Several different licences of one thing contradict each other: none is chosen, all are kept.
    """
    result = Licence()
    found: list[str] = []
    for value in dict.fromkeys(value.strip() for value in values if value.strip()):
        code, adapted = licence_code(value, own)
        if code and code != NOT_SPECIFIED:
            found.append(code)
        if (not code) or adapted:
            result.unknown.append(value)
    exact = [code for code in dict.fromkeys(found) if not any(_refines(other, code) for other in found)]
    if len(exact) == 1:
        result.code = exact[0]
    elif exact:
        result.contradictory = True
        result.unknown = list(dict.fromkeys(value.strip() for value in values if value.strip()))
    return result


def _refines(other: str, code: str) -> bool:
    """Whether `other` is `code` with its version: `CC_BY_4_0` says more than `CC_BY`."""
    return re.fullmatch(re.escape(code) + r"_\d_\d(?:_[A-Z]{2})?", other) is not None


def licence_uri(code: str) -> str:
    """The EU address of a licence code, "" for `notspecified` and unknown codes."""
    term = authority("licence").get(code)
    return term.uri if term else ""
