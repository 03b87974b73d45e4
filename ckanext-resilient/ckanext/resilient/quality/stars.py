"""Tim Berners-Lee's five stars of open data (https://5stardata.info), from what a file really holds where it is known."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.resilient.display.rights import rights_of
from ckanext.resilient.quality.description import MACHINE_READABLE, NON_PROPRIETARY, Description, File
from ckanext.resilient.quality.findings import Checks

_LINKED = frozenset({"RDF_XML", "RDF_TURTLE", "RDF_N_TRIPLES", "RDF_N_QUADS", "RDF_TRIG", "JSON_LD", "RDFA"})


@dataclass(frozen=True, slots=True)
class Stars:
    """0 to 4 stars, and whether somebody looked into the file: the fifth, links to others' data, cannot be measured."""

    count: int
    looked_into: bool


def stars(description: Description, checks: Checks) -> Stars:
    """The stars of the best file. Without an open licence there is none."""
    found = [_of_file(file, checks) for file in description.files]
    return max(found, key=lambda one: (one.count, one.looked_into), default=Stars(0, looked_into=False))


def _of_file(file: File, checks: Checks) -> Stars:
    profile = checks.profiles.get(file.id)
    looked_into = bool(profile and profile.format)
    code = profile.format if profile and profile.format else file.format_code
    rights = rights_of(file.licence) if file.licence else None
    if rights is None or not (rights.change and rights.sell):
        return Stars(0, looked_into)
    if code in _LINKED:
        return Stars(4, looked_into)
    if code in MACHINE_READABLE and code in NON_PROPRIETARY:
        return Stars(3, looked_into)
    return Stars(2 if code in MACHINE_READABLE else 1, looked_into)
