"""Whether what a payload states arrives in the datasets that we would store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.payload_facts.facts import GEOMETRY, Facts, plain, same_address, words
from tests.payloads import Payload, meanings

_TABLES = (
    "http://publications.europa.eu/resource/authority/",
    "http://www.iana.org/assignments/media-types/",
    "https://www.iana.org/assignments/media-types/",
    "http://127.0.0.1:",  # a relative address: `rdf:resource="CSV"`
)
_LONGEST_NAME = 20
"""Words; a licence with more is the text itself."""

Miss = tuple[str, str]
"""Field and value of something that did not arrive."""


@dataclass(frozen=True)
class Arrived:
    """A dataset as we would store it, with what was said about it on the way (issues as `rehearse` prints them)."""

    guid: str
    package: Mapping[str, Any]
    issues: Sequence[Mapping[str, str]]

    def several(self, name: str) -> list[Any]:
        return self.package.get(name, [])

    @property
    def titles(self) -> Mapping[str, str]:
        return self.package.get("title_translated", {})

    @property
    def descriptions(self) -> Mapping[str, str]:
        return self.package.get("notes_translated", {})

    @property
    def languages(self) -> set[str]:
        """The languages of its title and description."""
        return {*self.titles, *self.descriptions}

    @property
    def kept_beside(self) -> str:
        """Everything that has no field of its own, as one text."""
        return "\n".join(str(extra["value"]) for extra in self.several("source_extra"))

    def reported(self, value: str) -> bool:
        """Whether an issue names the value and says what to do."""
        return any(issue["remedy"] and value in issue["message"] for issue in self.issues)


def found_among(datasets: Iterable[Arrived], guid: str, titles: Iterable[str]) -> Arrived | None:
    """The dataset with an identity or, where the source gives none, with a title."""
    if guid:
        return next((one for one in datasets if same_address(one.guid) == same_address(guid)), None)
    wanted = {plain(title) for title in titles}
    return next((one for one in datasets if wanted & {plain(title) for title in one.titles.values()}), None)


def missing(facts: Facts, arrived: Arrived) -> list[Miss]:
    """Field and value of everything that the payload states of a dataset and that did not arrive."""
    return [
        *_titles(facts.titles, arrived),
        *_descriptions(facts.descriptions, arrived),
        *_names("publisher", facts.publishers, _said_of(arrived.several("publisher"), "uri", "url")),
        *_licences(facts.licences, arrived),
        *_dates("issued", facts.issued, arrived),
        *_dates("modified", facts.modified, arrived),
        *_places(facts.places, arrived),
        *_languages(facts.languages, arrived),
        *_names("contact", facts.contacts, _said_of(arrived.several("contact"), "email")),
        *_files(facts.files, arrived),
        *_keywords(facts.keywords, arrived),
        *_coded("theme", facts.themes, arrived, meanings("themes")),
        *_coded("frequency", facts.frequencies, arrived, meanings("frequencies")),
        *_formats(facts.formats, arrived),
        *_file_names(facts.file_names, arrived),
        *_pages(facts.pages, arrived),
        *_sources(facts.sources, arrived),
        *_periods(facts.period, arrived),
    ]


def _is_missing(language: str, text: str, arrived: Arrived) -> bool:
    """Whether a title is not there in its language; `…` at its end stands for the rest."""
    found = plain(arrived.titles.get(language, ""))
    wanted = plain(text)
    return not (found.startswith(wanted[:-1]) if wanted.endswith("…") else found == wanted)


def _titles(texts: list[tuple[str, str]], arrived: Arrived) -> list[Miss]:
    found = [plain(text) for text in arrived.titles.values()]
    return [
        ("title", text)
        for tag, text in texts
        if (_is_missing(_base(tag), text, arrived) if tag else plain(text) not in found)
    ]


def _descriptions(texts: list[tuple[str, str]], arrived: Arrived) -> list[Miss]:
    misses: list[Miss] = []
    for tag, text in texts:
        found = arrived.descriptions.get(_base(tag), "") if tag else "\n".join(arrived.descriptions.values())
        lost = Counter(words(text)) - Counter(words(found))
        misses += [("description", " ".join(lost))] if lost else []
    return misses


def _said_of(parties: Iterable[Mapping[str, Any]], *parts: str) -> set[str]:
    """The names of parties in every language, and other parts of theirs."""
    found: set[str] = set()
    for party in parties:
        texts = [party.get("name", ""), *party.get("name_translated", {}).values()]
        # One source names a party twice: both names are kept, with a stroke between.
        found |= {name for text in texts for name in (text, *text.split(" / "))}
        found |= {same_address(party.get(part, "")) for part in parts}
    return found


def _holds(texts: list[str], value: str) -> bool:
    return any(not Counter(words(value)) - Counter(words(text)) for text in texts)


def _names(field: str, values: list[str], found: set[str]) -> list[Miss]:
    return [(field, value) for value in values if not {plain(value), same_address(value)} & found]


def _licences(values: list[str], arrived: Arrived) -> list[Miss]:
    resources = arrived.several("resources")
    codes = {one.get("license", "").rpartition("/")[2] for one in resources} | {
        arrived.package.get("license_id")
    }
    own_words = [*arrived.several("source_license"), *(one.get("source_license", "") for one in resources)]
    kept = {same_address(text) for text in [*own_words, *arrived.kept_beside.splitlines()]}
    known, limits = meanings("licences"), meanings("limits of access")

    def is_there(value: str) -> bool:
        if value in limits:  # said where a licence is expected, but it says who may see the data
            return str(arrived.package.get("access_rights", "")).endswith(f"/{limits[value]}")
        if value in known:
            return known[value] in codes
        is_text = len(words(value)) > _LONGEST_NAME  # whole terms of use: their marks may have changed
        return same_address(value) in kept or (is_text and _holds(own_words, value))

    return [("licence", value) for value in values if not is_there(value)]


def _dates(field: str, values: list[str], arrived: Arrived) -> list[Miss]:
    found = str(arrived.package.get(field, ""))[:10]
    known = meanings("dates")
    lost = [value for value in values if str(known.get(value, value))[:10] != found]
    if len(lost) < len(values):  # only one date is foreseen: the others are kept beside it
        lost = [value for value in lost if value not in arrived.kept_beside]
    return [(field, value) for value in lost if not arrived.reported(value)]


def _places(values: list[str], arrived: Arrived) -> list[Miss]:
    places = arrived.several("spatial_coverage")
    found = {word for place in places for word in (same_address(place.get("uri", "")), place.get("text", ""))}
    codes = {address.rpartition("/")[2].upper() for address in found}
    has_shape = any(place.get(name) for place in places for name in ("geom", "bbox", "centroid"))
    known = meanings("places")
    misses: list[Miss] = []
    for value in values:
        there = has_shape if value == GEOMETRY else value in found or same_address(value) in found
        if not there and known.get(value) not in codes:
            misses.append(("place", value))
    return misses


def _languages(values: list[str], arrived: Arrived) -> list[Miss]:
    codes = {address.rpartition("/")[2] for address in arrived.several("language")}
    known = meanings("languages")
    return [
        ("language", value)
        for value in values
        if known.get(value, value.rpartition("/")[2]) not in codes and not arrived.reported(value)
    ]


def _files(files: list[list[str]], arrived: Arrived) -> list[Miss]:
    resources = arrived.several("resources")
    misses: list[Miss] = [
        ("file", url)
        for urls in files
        for url in urls
        if not any(_is_at(url, resource) for resource in resources) and not arrived.reported(url)
    ]
    if len(resources) != len(files):
        misses.append(("files", f"{len(resources)} of {len(files)}"))
    return misses


def _keywords(values: list[str], arrived: Arrived) -> list[Miss]:
    found = {
        plain(word).casefold()
        for words in arrived.package.get("tags_translated", {}).values()
        for word in words
    }
    return [("keyword", value) for value in values if plain(value).casefold() not in found]


def _coded(field: str, values: list[str], arrived: Arrived, known: Mapping[str, str]) -> list[Miss]:
    """Those that arrived neither as the EU code that they mean nor word for word as the source's own."""
    codes = {address.rpartition("/")[2] for address in _listed(arrived.package.get(field))}
    own_words = set(_listed(arrived.package.get(f"source_{field}")))
    own_words |= {*arrived.several("subject"), *arrived.several("hvd_category")}
    kept = arrived.kept_beside
    return [
        (field, value)
        for value in values
        if value not in own_words and value not in kept and _code(value, known) not in codes
    ]


def _formats(values: list[tuple[str, str]], arrived: Arrived) -> list[Miss]:
    known, kept = meanings("formats"), arrived.kept_beside
    misses: list[Miss] = []
    for address, value in values:
        of_the_file = [one for one in arrived.several("resources") if _is_at(address, one)]
        found = {
            str(resource.get(name, "")).casefold()
            for resource in of_the_file
            for name in ("format", "source_format", "mimetype")
        }
        if not {value.casefold(), _code(value, known).casefold()} & found and value not in kept:
            misses.append(("format", value))
    return misses


def _is_at(address: str, resource: Mapping[str, Any]) -> bool:
    found = {same_address(resource.get(name, "")) for name in ("url", "access_url", "download_url")}
    return not address or same_address(address) in found


def _file_names(values: list[str], arrived: Arrived) -> list[Miss]:
    resources = arrived.several("resources")
    found = {plain(text) for one in resources for text in one.get("name_translated", {}).values()}
    return [("file name", value) for value in values if plain(value) not in found]


def _code(value: str, known: Mapping[str, str]) -> str:
    """What a value means: as listed, or the end of its address in a public table or on the source itself."""
    table = next((start for start in _TABLES if value.startswith(start)), "")
    end = value.removeprefix(table).rstrip("/")
    return known.get(value) or (end if "media-types" in table else end.rpartition("/")[2] if table else value)


def _pages(values: list[str], arrived: Arrived) -> list[Miss]:
    known = [arrived.package.get("url", ""), *arrived.several("documentation")]
    found = {same_address(address) for address in known}
    kept = arrived.kept_beside
    return [("page", value) for value in values if same_address(value) not in found and value not in kept]


def _sources(values: list[str], arrived: Arrived) -> list[Miss]:
    found = {plain(text) for text in arrived.package.get("provenance", {}).values()}
    return [("source", value) for value in values if plain(value) not in found]


def _periods(period: list[str], arrived: Arrived) -> list[Miss]:
    found = [
        [str(one.get("start", "")), str(one.get("end", ""))] for one in arrived.several("temporal_coverage")
    ]
    return [("period", "–".join(period))] if period and period not in found else []


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _base(tag: str) -> str:
    return tag.partition("-")[0].lower()


def lost(misses: Iterable[Miss], payload: Payload, arrived: Arrived) -> list[tuple[str, str, str]]:
    """Those of the misses that the payload does not list as impossible to carry, with the dataset's name."""
    known = [(given["field"], given["value"]) for given in payload.get("not_carried", [])]
    return [
        (arrived.guid, field, value)
        for field, value in misses
        if not any(field == known_field and part in value for known_field, part in known)
    ]
