"""Conditions in ISO 19139: which sentence is a licence, which one says who may see the data.

Catalogues put both into `useLimitation` and `otherConstraints`, in words of their own. A sentence counts
as a licence when it names one; every other one is kept as rights, word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ckanext.resilient.harvesters.protocols.csw_xml import Node
from ckanext.resilient.harvesters.protocols.iso_values import Speech, codes, href_of, text_of
from ckanext.resilient.harvesters.protocols.values import merged
from ckanext.resilient.svrc.access import access_right_uri
from ckanext.resilient.svrc.licences import licence_code
from ckanext.resilient.svrc.record import SourceDataset, Text

_CONSTRAINTS = "identificationInfo/*/resourceConstraints"
_LIMITATIONS = "/LimitationsOnPublicAccess/"
_CONDITIONS = "/ConditionsApplyingToAccessAndUse/"
# What names a licence in our languages; a longer text only mentions one.
_NAMES_LICENCE = re.compile(
    r"\b(licen[cs]e|licencia|llicència|licença|licenza|licenca|licencë|dozvola|άδεια)\b|\bcc[ -]by\b|\bcc0\b",
    re.IGNORECASE,
)
_LONGEST_NAME = 250
_SAYS_NOTHING = frozenset({"otherRestrictions", "unclassified", "license", "licence"})


def read_rights(record: Node, speech: Speech, dataset: SourceDataset) -> None:
    """Put the constraints of a record into licences, access rights and rights."""
    found: list[Text] = []
    for block in (block for node in record.find(_CONSTRAINTS) for block in node.children):
        for name in ("accessConstraints", "useConstraints", "classification"):
            said = [code for code in codes(block.find(name)) if code not in _SAYS_NOTHING]
            keep(dataset, name, said)
        only_access = bool(block.find("accessConstraints")) and not block.find("useConstraints")
        for node in [*block.find("useLimitation"), *block.find("otherConstraints")]:
            is_access = only_access and node.name == "otherConstraints"
            if not _placed(text_of(node), href_of(node), dataset, is_access=is_access):
                found.append(speech.text([node]))
    dataset.rights = joined([dataset.rights, *found])


def place_sentence(text: str, dataset: SourceDataset) -> bool:
    """Whether a sentence was taken as a licence or an access right."""
    return _placed(text, "", dataset, is_access=False)


def keep(dataset: SourceDataset, name: str, values: Iterable[str]) -> None:
    """Put values into the extras, beside what is there under this name."""
    known = dataset.extras.get(name, "").split("; ")
    new = [value for value in dict.fromkeys(values) if value and value not in known]
    if new:
        dataset.extras[name] = "; ".join(filter(None, [dataset.extras.get(name, ""), *new]))


def joined(found: Iterable[Text]) -> Text:
    """Texts by language, those of one language as paragraphs."""
    paragraphs: dict[str, list[str]] = {}
    for text in found:
        for language, said in text.items():
            if said not in paragraphs.setdefault(language, []):
                paragraphs[language].append(said)
    return merged(*({language: "\n\n".join(said)} for language, said in paragraphs.items()))


def _placed(text: str, href: str, dataset: SourceDataset, *, is_access: bool) -> bool:
    """Whether one constraint was taken as an access right or a licence."""
    if not text and not href:
        return True
    if _LIMITATIONS.casefold() in href.casefold() or access_right_uri(href or text):
        return _set_access(href or text, dataset)
    if _CONDITIONS.casefold() in href.casefold():
        return False
    if licence_code(href)[0] or licence_code(text)[0]:
        _add_licence(href if licence_code(href)[0] else text, dataset)
        return True
    if len(text) <= _LONGEST_NAME and _NAMES_LICENCE.search(text):
        _add_licence(href or text, dataset)
        return True
    return is_access and not dataset.access_rights and _set_access(href or text, dataset)


def _set_access(value: str, dataset: SourceDataset) -> bool:
    """Take an access right; a second, different one stays among the rights."""
    known = access_right_uri(dataset.access_rights)
    if dataset.access_rights and known and access_right_uri(value) != known:
        return False
    if not known:
        keep(dataset, "accessRights", [dataset.access_rights])
        dataset.access_rights = value
    return True


def _add_licence(value: str, dataset: SourceDataset) -> None:
    if value not in dataset.licences:
        dataset.licences.append(value)
