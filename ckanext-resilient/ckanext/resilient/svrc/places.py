"""Places of sources to NUTS 2024 and country addresses, and from there to our partner regions."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import unquote

from ckanext.resilient.svrc.record import UNDECLARED, Place
from ckanext.resilient.svrc.text import fold, is_address, match_key
from ckanext.resilient.svrc.vocabularies import LANGUAGES, authority, crosswalk, data_text, vocabulary

NUTS = "http://data.europa.eu/nuts/code/"
"""Addresses of NUTS regions begin like this."""

COUNTRY = "http://publications.europa.eu/resource/authority/country/"
"""Addresses of countries begin like this."""

_NUTS_ADDRESS = re.compile(
    r"(?:data\.europa\.eu/nuts/(?:code/)?|nuts\.geovocab\.org/id/|ec\.europa\.eu/eurostat/ramon/rdfdata/nuts2008/)"
    r"([A-Z]{2}[0-9A-Z]{0,3})\b",
    re.IGNORECASE,
)
_BARE_NUTS = re.compile(r"(?:NUTS[-_ :]?)?([A-Z]{2}[0-9A-Z]{1,3})$")
_COUNTRY_ADDRESS = re.compile(
    r"publications\.europa\.eu/(?:resource|mdr)/authority/country/([A-Z]{3})\b", re.IGNORECASE
)
_GEONAMES = re.compile(r"geonames\.org/(?:countries/)?(\d+)")
_SPANISH_TERRITORY = re.compile(
    r"(?:datos\.gob\.es/recurso/sector-publico|opendata\.aragon\.es/recurso)/territorio/(\w+)/([^/?#]+)",
    re.IGNORECASE,
)
# A zone of udata as it was on a day: `fr:departement:13@1942-01-01`
_ZONE_DAY = re.compile(r"^((?:fr|country)(?::[\w-]+){1,2})@\d{4}-\d\d-\d\d$", re.IGNORECASE)
_SUBDIVISION = re.compile(r"[A-Z]{2}-[0-9A-Z]{1,3}$")
_PROVINCES = frozenset({"provincia", "citta metropolitana", "departement", "departamento"})
# Folded: "Comunidad Autónoma de Aragón", "Région Sud", "Provincia di Bologna", "Département du Var"
_TITLED = re.compile(
    r"(comunidad autonoma|comunitat autonoma|regi(?:on|one|ao)(?: autonom[ae])?|citta metropolitana|provincia|"
    r"departement|departamento|περιφερεια) "
    r"(?:(?:de las|de los|de la|de l|del|des|de|du|della|dell|delle|degli|di|do|da|d) )?(.+)$"
)
# "Veneto, Italia" and "Aragón (España)": a region, then what it lies in
_WITHIN = re.compile(r"\s*[,()]\s*")
_LONGEST = 500
# Names of NUTS 1 and 2 regions that every country has: which one is meant, the name alone does not say.
_DIRECTIONS = frozenset(
    {
        "centro",
        "continente",
        "este",
        "isole",
        "jug",
        "nord est",
        "nord ovest",
        "noreste",
        "noroeste",
        "norte",
        "oeste",
    }
    | {"qender", "sud", "sur", "veri"}
)
# Greece is EL in NUTS and GR in ISO 3166.
_NUTS_COUNTRY = {"GR": "EL"}
_NUTS_COUNTRIES = re.compile(
    "AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|"
    "AL|BA|CH|IS|LI|ME|MK|NO|RS|TR|UA|UK|XK"
)


@dataclass(frozen=True, slots=True)
class Region:
    """A NUTS 2024 region or country of ours.

    Args:
        code: NUTS code; a country has two letters.
        level: 0 country, 1 to 3 the NUTS levels.
        name: in its own language and script.
        latin: in Latin script.
        box: west, south, east, north in degrees.
    """

    code: str
    level: int
    name: str
    latin: str
    box: tuple[float, float, float, float]

    @property
    def uri(self) -> str:
        """The country's EU address, else the NUTS address."""
        return _country_uri(self.code) if self.level == 0 else NUTS + self.code


@cache
def regions() -> Mapping[str, Region]:
    """All regions of the eight countries by NUTS 2024 code."""
    found: dict[str, Region] = {}
    for row in csv.DictReader(data_text("places.csv").splitlines()):
        box = (float(row["west"]), float(row["south"]), float(row["east"]), float(row["north"]))
        found[row["nuts"]] = Region(row["nuts"], int(row["level"]), row["name"], row["latin"], box)
    return found


@cache
def _country_uris() -> Mapping[str, str]:
    return {
        str(term.attributes["nuts"]): term.uri for term in authority("country") if term.attributes["nuts"]
    }


def _country_uri(nuts: str) -> str:
    return _country_uris().get(_NUTS_COUNTRY.get(nuts, nuts), "")


@cache
def _by_geonames() -> Mapping[str, str]:
    countries = {str(term.attributes["geonames"]): term.uri for term in authority("country")}
    return {
        **countries,
        **{number: _nuts_uri(code) for number, code in crosswalk("geonames").items()},
        "": "",
    }


@cache
def place_names() -> Mapping[str, str]:
    """Folded names to addresses. A name that several levels share means the largest place of that name."""
    found: dict[str, str] = {}
    for term in authority("country"):
        found.update((fold(term.labels[language]), term.uri) for language in LANGUAGES)
    for region in sorted(regions().values(), key=lambda region: (region.level, region.code)):
        for name in (region.name, region.latin, *region.name.split("/"), *_short(region.name)):
            found.setdefault(fold(name), _nuts_uri(_exact(region.code)))
    for term in vocabulary("partner_region"):
        uri = _nuts_uri(_exact(str(term.attributes["nuts"])))
        for language in LANGUAGES:
            found.setdefault(fold(term.labels[language].split(" / ")[0]), uri)
    for word, code in crosswalk("place").items():
        found[word] = _nuts_uri(code)
    return {name: uri for name, uri in found.items() if name not in _DIRECTIONS}


def _short(name: str) -> list[str]:
    """A Croatian county also without the word "county"."""
    return [name.removesuffix(" županija")] if name.endswith(" županija") else []


def _exact(code: str) -> str:
    """NUTS 2 instead of a NUTS 1 region that consists of it alone: FRL0 says more than FRL."""
    below = [other for other in regions() if other.startswith(code) and len(other) == len(code) + 1]
    return below[0] if len(below) == 1 and len(code) == 3 else code


def exact_region(code: str) -> str:
    """The address of a region of ours; of NUTS 2 where a region of NUTS 1 consists of one alone."""
    return _nuts_uri(_exact(code))


def _nuts_uri(code: str) -> str:
    """The address of a NUTS code of any version, "" when it cannot be one."""
    code = _NUTS_COUNTRY.get(code[:2], code[:2]) + code[2:]
    code = crosswalk("nuts").get(fold(code), code)
    if len(code) == 2:
        return _country_uri(code)
    return NUTS + code if code in regions() or _NUTS_COUNTRIES.match(code) else ""


@cache
def _provinces() -> Mapping[str, str]:
    provinces = (region for region in regions().values() if region.level == 3)
    return {fold(name): region.uri for region in provinces for name in (region.name, region.latin)}


def _titled(kind: str, name: str) -> str:
    """The address of a name with what it is: Madrid, Murcia … are a province and a region of the same name."""
    key = fold(unquote(name))
    return (_provinces().get(key) if fold(kind) in _PROVINCES else "") or place_names().get(key, "")


def _written(text: str) -> str:
    """The address of a code or name."""
    match = _BARE_NUTS.match(text)
    if match:
        uri = _nuts_uri(match[1])
        if uri and nuts_of(uri) in regions():
            return uri
    country = authority("country").get(text)
    if country:
        return country.uri
    if len(text) == 2:
        return _country_uri(text)
    if _SUBDIVISION.match(text):
        return _nuts_uri(crosswalk("subdivision").get(fold(text), ""))
    return _named(_ZONE_DAY.sub(r"\1", text))


def _named(text: str) -> str:
    """The address of a name, also of one in several languages or with what it lies in."""
    known = place_names().get(fold(text), "")
    if known:
        return known
    languages = {place_names().get(fold(name), "") for name in text.split("/")} if "/" in text else {""}
    if len(languages - {""}) == 1:
        return (languages - {""}).pop()
    titled = _TITLED.match(fold(text))
    if titled:
        return _titled(titled[1], titled[2])
    first, *around = [place_names().get(fold(name), "") for name in _WITHIN.split(text) if name.strip()] or [
        ""
    ]
    inside = around and all(outer and nuts_of(first).startswith(nuts_of(outer)) for outer in around)
    return first if inside else ""


_ADDRESSES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_NUTS_ADDRESS, lambda found: _nuts_uri(found[1].upper())),
    (_COUNTRY_ADDRESS, lambda found: COUNTRY + found[1].upper()),
    (_GEONAMES, lambda found: _by_geonames().get(found[1], "")),
    (_SPANISH_TERRITORY, lambda found: _titled(found[1], found[2])),
)


def place_uri(value: str) -> str:
    """The NUTS or country address that an address, a code or a name of a source means; "" when unknown."""
    text = value.strip()
    if len(text) > _LONGEST:
        return ""
    if not is_address(text):
        return _written(text)
    for pattern, read in _ADDRESSES:
        match = pattern.search(text)
        if match:
            return read(match)
    return place_names().get(match_key(text), "")


def read_place(place: Place) -> Place:
    """A place with its NUTS or country address where it is certain; what the source says of it is kept.

    A foreign address stays when it is not known; a label moves no further than to an address beside it.
    """
    known = place_uri(place.uri) if place.uri else ""
    if not known and not is_address(place.uri):
        # An address of its own says which place is meant; a name may mean a town or its province.
        known = next((found for text in place.label.values() if (found := place_uri(text))), "")
    uri = known or (place.uri if is_address(place.uri) else "")
    label = dict(place.label)
    if place.uri and not is_address(place.uri) and not known and place.uri not in label.values():
        label.setdefault(UNDECLARED, place.uri)
    return replace(place, uri=uri, label=label)


def nuts_of(uri: str) -> str:
    """The NUTS code in a place's address (two letters for a country), "" when it is not one of ours."""
    if uri.startswith(NUTS):
        return uri.removeprefix(NUTS)
    return next((code for code, address in _country_uris().items() if address == uri), "")


def partner_regions(uris: Iterable[str]) -> list[str]:
    """The codes of the partner regions in which places lie; a whole country lies in none but Albania."""
    nuts = [code for code in map(nuts_of, uris) if code]
    return [
        term.code
        for term in vocabulary("partner_region")
        if any(code.startswith(str(term.attributes["nuts"])) for code in nuts)
    ]
