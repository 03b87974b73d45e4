"""Topics that have a page: scenarios, countries, regions, needs and collections, and the lists of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import reader
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.values import FACET_PREFIX
from ckanext.resilient.svrc.issues import N_
from ckanext.resilient.svrc.vocabularies import Term, Vocabulary, authority, vocabulary

Record = Mapping[str, Any]

COLLECTION = "collection"
_MOST_PAGES = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of topic: the field of the index that holds its codes, and words for the list of them."""

    name: str
    field: str
    title: str
    intro: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "scenario",
            "macro_scenario",
            N_("Scenarios"),
            N_("Three ways in which open data helps people who work in the social economy."),
        ),
        Kind("country", "country", N_("Countries"), ""),
        Kind(
            "region",
            "partner_region",
            N_("Countries and regions"),
            N_("What there is for the eight countries and ten regions of the project."),
        ),
        Kind(
            "need",
            "social_need",
            N_("Social needs"),
            N_("Start from what people need, and see which data, examples and partners there are."),
        ),
        Kind(
            COLLECTION, "", N_("Collections"), N_("Data and examples that we put together around one topic.")
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: its code in the index, its name in addresses, and its name for the reader."""

    kind: Kind
    code: str
    slug: str
    label: str

    @property
    def url(self) -> str:
        """The address of its page."""
        return tk.h.url_for("resilient_topics.read", kind=self.kind.name, code=self.slug)


@dataclass(frozen=True, slots=True)
class Item:
    """A topic in a list: name, one sentence, how many datasets there are, and the topics within it."""

    title: Text
    url: str
    sentence: Text | None
    count: str
    within: list[Item]


@dataclass(frozen=True, slots=True)
class Index:
    """The list of the topics of a kind."""

    title: str
    intro: str
    items: list[Item]
    mapped: bool = False


def topics(kind: str) -> list[Topic]:
    """All topics of a kind that has a vocabulary, in its order."""
    return [_topic(KINDS[kind], term) for term in _terms(kind)]


def find(kind: str, code: str) -> Topic | None:
    """The topic that an address names, in whatever case; None when there is no such topic."""
    return next((topic for topic in topics(kind) if topic.slug == code.lower()), None)


def page_place(page: Record) -> tuple[str, dict[str, str]]:
    """Where an editorial page is to be found: with its topic when it is the text of one.

    Returns:
        endpoint and values, for an address in whichever language.
    """
    kind, name = str(page.get("page_kind") or ""), str(page["name"])
    if kind == COLLECTION:
        return "resilient_topics.read", {"kind": kind, "code": name}
    topic = find(kind, str(page.get("subject") or "")) if kind in KINDS else None
    if topic:
        return "resilient_topics.read", {"kind": kind, "code": topic.slug}
    return ("home.about", {}) if name == "about" else ("page.read", {"id": name})


def page_address(page: Record) -> str:
    """The address of an editorial page in the reader's language."""
    endpoint, values = page_place(page)
    return tk.h.url_for(endpoint, **values)


def texts(kind: str) -> dict[str, Record]:
    """The editorial pages about topics of a kind, by what they are about."""
    found = tk.get_action("package_search")(
        {},
        {
            "fq": f'+dataset_type:page +{FACET_PREFIX}page_kind:"{kind}"',
            "rows": _MOST_PAGES,
            "sort": "metadata_modified desc",
        },
    )["results"]
    return {about(page): page for page in reversed(found)}


def about(page: Record) -> str:
    """What an editorial page is about, as in addresses."""
    return str(page["name"] if page.get("page_kind") == COLLECTION else page.get("subject") or "").lower()


def index(kind: str) -> Index:
    """The list of the topics of a kind; regions stand with their countries."""
    words = KINDS[kind]
    title, intro = tk._(words.title), tk._(words.intro) if words.intro else ""
    if kind == COLLECTION:
        return Index(title, intro, _collections())
    counts = _counts([words.field, KINDS["country"].field])
    if kind == "region":
        return Index(title, intro, _by_country(counts), mapped=True)
    return Index(title, intro, _items(topics(kind), texts(kind), counts[words.field]))


def countries() -> list[Term]:
    """The eight countries of the project."""
    return [term for term in authority("country") if term.attributes["nuts"]]


def country_of(region: Topic) -> Topic | None:
    """The country in which a region of the project lies."""
    nuts = str(vocabulary("partner_region").terms[region.code].attributes["nuts"])[:2]
    return next((topic for topic in topics("country") if _nuts(topic) == nuts), None)


def regions_of(country: Topic) -> list[Topic]:
    """The regions of the project that lie in a country."""
    return [region for region in topics("region") if country_of(region) == country]


def count_words(count: int) -> str:
    """How many datasets there are; empty for none."""
    words = tk.ungettext("{number} dataset", "{number} datasets", count)
    return words.format(number=reader.number(count)) if count else ""


def _terms(kind: str) -> Iterable[Term]:
    if kind == "country":
        return countries()
    field = KINDS[kind].field
    return vocabulary(field) if field else Vocabulary(kind, {})


def _topic(kind: Kind, term: Term) -> Topic:
    return Topic(kind, term.code, term.code.lower(), term.label(reader.locale()))


def _nuts(country: Topic) -> str:
    return str(authority("country").terms[country.code].attributes["nuts"])


def _counts(fields: list[str]) -> dict[str, dict[str, int]]:
    """How many datasets carry each code of these fields, by one search."""
    names = [f"{FACET_PREFIX}{field}" for field in dict.fromkeys(fields)]
    found = tk.get_action("package_search")(
        {}, {"fq": "+dataset_type:dataset", "rows": 0, "facet.field": names, "facet.limit": -1}
    )["search_facets"]
    return {
        name.removeprefix(FACET_PREFIX): {
            item["name"]: item["count"] for item in found.get(name, {}).get("items", [])
        }
        for name in names
    }


def _items(several: list[Topic], pages: Mapping[str, Record], counts: Mapping[str, int]) -> list[Item]:
    return [_item(topic, pages.get(topic.slug), counts.get(topic.code, 0)) for topic in several]


def _item(topic: Topic, page: Record | None, count: int, within: list[Item] | None = None) -> Item:
    sentence = reader.text_of(page, "in_short") if page else None
    return Item(Text(topic.label), topic.url, sentence, count_words(count), within or [])


def _by_country(counts: Mapping[str, Mapping[str, int]]) -> list[Item]:
    in_country, in_region = counts[KINDS["country"].field], counts[KINDS["region"].field]
    return [
        _item(
            country,
            None,
            in_country.get(country.code, 0),
            [_item(region, None, in_region.get(region.code, 0)) for region in regions_of(country)],
        )
        for country in topics("country")
    ]


def _collections() -> list[Item]:
    pages = sorted(
        texts(COLLECTION).values(), key=lambda page: (int(page.get("position") or 999), page["name"])
    )
    return [
        Item(reader.title_of(page), page_address(page), reader.text_of(page, "in_short"), "", [])
        for page in pages
    ]
