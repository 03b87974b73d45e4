"""The home page (IA 4): a question, real numbers, scenarios, needs, pilots, examples, training, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient import config
from ckanext.resilient.pages import cards, home_searches, reader, topics
from ckanext.resilient.pages.cards import Card
from ckanext.resilient.pages.home_searches import Found
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.site import exists
from ckanext.resilient.pages.values import Value, search_url
from ckanext.resilient.svrc.vocabularies import Term, vocabulary

Record = Mapping[str, Any]

_NEEDS = (
    "ageing-care", "labour-mismatch", "poverty-exclusion", "unused-spaces", "food-access", "citizen-participation",
)  # fmt: skip
_FILTERS: Mapping[str, tuple[str, str, str]] = {
    "know-needs": ("dataset", "od_category", "demography"),
    "map-services": ("dataset", "ready", "map"),
    "plan-service": ("dataset", "use_stage", "planning"),
    "funding-application": ("dataset", "od_category", "business"),
    "measure-impact": ("dataset", "use_stage", "evaluation"),
    "find-partners": ("cluster", "", ""),
    "jobs-skills": ("dataset", "od_category", "employment"),
    "use-spaces": ("dataset", "social_need", "unused-spaces"),
    "monitor-services": ("dataset", "od_category", "citizenship-participation"),
}
"""Where an intent leads, as far as the index can tell: type of content, field and value (IA 5)."""

_NEWCOMER = "learn"
_MOST_LESSONS = 3


@dataclass(frozen=True, slots=True)
class Link:
    """A label with a number, and where it leads."""

    label: str
    count: str
    url: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """One of the three scenarios: its name, a sentence about it, and what there is for it."""

    label: str
    url: str
    sentence: Text | None
    links: list[Link]


@dataclass(frozen=True, slots=True)
class Example:
    """An example of use with its most telling number."""

    card: Card
    number: str
    meaning: Text | None


@dataclass(frozen=True, slots=True)
class Pilot:
    """A pilot of the project: where it is, what it is, and where to read about it."""

    place: str
    title: Text
    url: str
    card: Card


@dataclass(frozen=True, slots=True)
class Home:
    """What the home page shows in its order; blocks without content are empty."""

    question: str
    intents: list[Value]
    newcomer: list[Value]
    numbers: list[Link]
    updated: str
    scenarios: list[Scenario]
    needs: list[Link]
    pilots: list[Pilot]
    examples: list[Example]
    lessons: list[Card]
    learners: list[Value]
    answered: Card | None
    newest: list[Card]
    sources: list[Link]
    all_sources: str


def home() -> Home:
    """The home page."""
    found = home_searches.search(config.newest_datasets())
    return Home(
        question=_question(),
        intents=_intents(),
        newcomer=_newcomer(found),
        numbers=_numbers(found),
        updated=reader.date(found.updated),
        scenarios=_scenarios(found),
        needs=_needs(found),
        pilots=_pilots(found),
        examples=_examples(found),
        lessons=cards.cards(_lessons(found.training)),
        learners=_learners() if found.training else [],
        answered=cards.card(found.answered[0]) if found.answered else None,
        newest=cards.cards(found.newest),
        sources=_sources(found),
        all_sources=tk.h.url_for(_sources_page()),
    )


def _question() -> str:
    labels = vocabulary("finder_intent").labels
    return labels.get(reader.locale()) or labels["en"]


def _intents() -> list[Value]:
    found: list[Value] = []
    for term in vocabulary("finder_intent"):
        content_type, field, code = _FILTERS.get(term.code, ("", "", ""))
        if content_type and exists(f"{content_type}.search") and exists("cluster.search"):
            url = search_url(content_type, field, code) if field else tk.h.url_for(f"{content_type}.search")
            found.append(Value(term.label(reader.locale()), url))
    return found


def _newcomer(found: Found) -> list[Value]:
    """Where somebody begins for whom all this is new."""
    if not exists("training.search"):
        return []
    term = vocabulary("finder_intent").terms[_NEWCOMER]
    start = Value(term.label(reader.locale()), tk.h.url_for("resilient_content.training_start"))
    if not found.introduction:
        return [start]
    return [
        start,
        Value(tk._("What is open data?"), tk.h.url_for("page.read", id=home_searches.INTRODUCTION)),
    ]


def _numbers(found: Found) -> list[Link]:
    datasets, sources, countries = (
        found.numbers["dataset"],
        found.number_of_sources,
        found.number_of_countries,
    )
    candidates = [
        (datasets, tk.ungettext("dataset", "datasets", datasets), tk.h.url_for("dataset.search")),
        (sources, tk.ungettext("source", "sources", sources), tk.h.url_for(_sources_page())),
        (
            countries,
            tk.ungettext("country", "countries", countries),
            tk.h.url_for("resilient_topics.index", kind="region"),
        ),
    ]
    return [Link(label, reader.number(count), url) for count, label, url in candidates if count]


def _sources_page() -> str:
    return "portal.search" if exists("portal.search") else "organization.index"


def _noun(package_type: str, count: int) -> str:
    if package_type == "cluster":
        return tk.ungettext("cluster", "clusters", count)
    if package_type == "use-case":
        return tk.ungettext("example", "examples", count)
    return tk.ungettext("dataset", "datasets", count)


def _scenarios(found: Found) -> list[Scenario]:
    shown: list[Scenario] = []
    for topic in topics.topics("scenario"):
        text = found.scenario_texts.get(topic.slug)
        links = [
            Link(_noun(name, count), reader.number(count), search_url(name, topic.kind.field, topic.code))
            for name, counts in found.by_scenario.items()
            if (count := counts.get(topic.code))
        ]
        if links or text:
            term = vocabulary("macro_scenario").terms[topic.code]
            sentence = reader.text_of(text, "in_short") if text else None
            label = term.short_label(reader.locale())
            shown.append(Scenario(label, topic.url, sentence or Text(topic.label), links))
    return shown


def _needs(found: Found) -> list[Link]:
    """The six needs of the strip; on a site without our types there is nothing that they could lead to."""
    if not exists("cluster.search"):
        return []
    terms: list[Term] = [vocabulary("social_need").terms[code] for code in _NEEDS]
    return [
        Link(
            term.short_label(reader.locale()),
            reader.number(found.by_need[term.code]) if term.code in found.by_need else "",
            tk.h.url_for("resilient_topics.read", kind="need", code=term.code),
        )
        for term in terms
    ]


def _pilots(found: Found) -> list[Pilot]:
    """Pilots by place; of a use case and a source of the same place the use case, which tells more."""
    by_place: dict[str, Pilot] = {}
    for package in sorted(found.pilots, key=lambda pilot: pilot["type"] != "use-case"):
        card = cards.card(package)
        place = ", ".join(card.places) or card.title.text
        by_place.setdefault(place, Pilot(place, card.title, card.url, card))
    return list(by_place.values())


def _examples(found: Found) -> list[Example]:
    """An example for each scenario, first those that have a result in numbers; none twice."""
    chosen: dict[str, Record] = {}
    for term in vocabulary("macro_scenario"):
        fitting = (use for use in found.use_cases if term.code in (use.get("macro_scenario") or []))
        left = [use for use in fitting if use["name"] not in chosen]
        if left:
            best = min(left, key=lambda use: not use.get("result_numbers"))
            chosen[best["name"]] = best
    return [
        Example(card, *_telling(package))
        for card, package in zip(cards.cards(chosen.values()), chosen.values(), strict=True)
    ]


def _telling(use_case: Record) -> tuple[str, Text | None]:
    numbers = use_case.get("result_numbers") or [{}]
    return str(numbers[0].get("value") or ""), reader.text_of(numbers[0], "meaning")


def _lessons(training: list[Record]) -> list[Record]:
    """The shortest lessons for beginners, in the order in which they came."""
    ranks = {term.code: place for place, term in enumerate(vocabulary("training_minutes"))}
    beginners = [item for item in training if item.get("training_level") == "beginner"]
    others = [item for item in training if item.get("training_level") != "beginner"]

    def length(item: Record) -> int:
        return ranks.get(str(item.get("training_minutes") or ""), len(ranks))

    return [*sorted(beginners, key=length), *sorted(others, key=length)][:_MOST_LESSONS]


def _learners() -> list[Value]:
    start = "resilient_content.training_start"
    return [
        Value(term.label(reader.locale()), f"{tk.h.url_for(start, **{'for': term.code})}#resilient-path")
        for term in vocabulary("training_target_group")
    ]


def _sources(found: Found) -> list[Link]:
    """National portals; on a site without fact sheets the organisations with most datasets."""
    if found.portals:
        return [
            Link(card.title.text, ", ".join(card.places), card.url) for card in cards.cards(found.portals)
        ]
    return [
        Link(
            item["display_name"],
            reader.number(item["count"]),
            tk.h.url_for("organization.read", id=item["name"]),
        )
        for item in found.largest
    ]
