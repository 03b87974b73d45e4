"""The page of a topic: its text, and what on this site carries its term, by two searches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import cards, reader, topic_search, topics
from ckanext.resilient.pages.cards import Card
from ckanext.resilient.pages.editorial import terms
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.search import TYPES, type_words
from ckanext.resilient.pages.sections import Notice, Picture, language_notice, picture
from ckanext.resilient.pages.site import exists
from ckanext.resilient.pages.topic_search import NEWEST, SHOWN, Asked, Found
from ckanext.resilient.pages.topics import COLLECTION, KINDS, Topic
from ckanext.resilient.pages.values import FACET_PREFIX, Row, Value, rows, term_label
from ckanext.resilient.svrc.vocabularies import vocabulary

Record = Mapping[str, Any]
Counts = Mapping[str, Mapping[str, int]]

_UNANSWERED = ("open", "in-review")


@dataclass(frozen=True, slots=True)
class Block:
    """Entries of one type: how many there are, the first ones as cards, and the list of all."""

    content_type: str
    title: str
    count: str
    cards: list[Card]
    all_url: str


@dataclass(frozen=True, slots=True)
class TopicPage:
    """What the page of a topic shows, in its order."""

    trail: list[tuple[str, str]]
    kind: str
    title: Text
    in_short: Text | None
    notice: Notice | None
    picture: Picture | None
    body: Text | None
    action: Value
    counts: list[Value]
    blocks: list[Block]
    links: list[Row]
    gaps: list[Value]
    reviewed: str
    text: Record | None


def topic_page(topic: Topic) -> TopicPage:
    """The page of a topic that has a term in a vocabulary."""
    asked = topic_search.of_topic(topic)
    found = topic_search.find(asked, topic)
    return _page(topic.kind.name, Text(topic.label), found.text, asked, found, _links(topic, found))


def collection_page(page: Record) -> TopicPage:
    """The page of a collection: what its text names, then what carries its terms."""
    asked = topic_search.of_collection(page)
    found = topic_search.find(asked)
    values = [
        Value(term_label(field, code), topic.url)
        for field, code in terms(page)
        if (topic := _of_term(field, code))
    ]
    links = rows([(tk._("More about"), values)])
    return _page(COLLECTION, reader.title_of(page), page, asked, found, links)


def _page(
    kind: str, title: Text, text: Record | None, asked: Asked, found: Found, links: list[Row]
) -> TopicPage:
    body = reader.text_of(text, "notes") if text else None
    own = reader.title_of(text) if text else title
    return TopicPage(
        trail=_trail(kind),
        kind=kind,
        title=own,
        in_short=reader.text_of(text, "in_short") if text else None,
        notice=language_notice(text, own, body) if text else None,
        picture=picture(text) if text else None,
        body=body,
        action=_action(asked, found),
        counts=_count_values(asked, found),
        blocks=_blocks(asked, found),
        links=links,
        gaps=_gaps(found) if kind in ("country", "region") else [],
        reviewed=reader.date(text.get("reviewed_on")) if text else "",
        text=text,
    )


def _trail(kind: str) -> list[tuple[str, str]]:
    listed = "region" if kind == "country" else kind
    return [(tk._(KINDS[listed].title), tk.h.url_for("resilient_topics.index", kind=listed))]


def _of_term(field: str, code: str) -> Topic | None:
    """The topic that a term has a page of its own as."""
    kind = next((kind.name for kind in KINDS.values() if kind.field == field), "")
    return topics.find(kind, code) if kind else None


def _action(asked: Asked, found: Found) -> Value:
    """The one main thing to do: see the data, or ask for it where there is none."""
    if found.counts["dataset"] or not exists("data-request.search"):
        return Value(tk._("See the data"), asked.all_url("dataset") or "#resilient-block-dataset")
    return Value(tk._("Ask for data"), tk.h.url_for("resilient_site.take_part"))


def _count_values(asked: Asked, found: Found) -> list[Value]:
    return [
        Value(f"{type_words(name).list}: {reader.number(count)}", asked.all_url(name))
        for name in TYPES
        if (count := found.counts.get(name)) and name != "page"
    ]


def _blocks(asked: Asked, found: Found) -> list[Block]:
    blocks: list[Block] = []
    for name, shown in {"dataset": NEWEST, **SHOWN}.items():
        entries = found.entries.get(name, [])
        if name == "data-request":
            entries = [entry for entry in entries if entry.get("request_status") in _UNANSWERED]
        if entries:
            count = found.counts.get(name, len(entries))
            more = asked.all_url(name) if count > len(entries[:shown]) else ""
            blocks.append(
                Block(
                    name,
                    type_words(name).list,
                    reader.number(count),
                    cards.cards(entries[:shown]),
                    more,
                )
            )
    return blocks


def _links(topic: Topic, found: Found) -> list[Row]:
    """Where to go on: from a need to countries, from a place to its neighbours, from all to needs."""
    kind = topic.kind.name
    candidates: list[Row] = []
    if kind != "need":
        candidates.append((tk._("Needs that this data is about"), _together(topic, found, "need")))
    if kind != "country":
        title = tk._("The same need elsewhere") if kind == "need" else tk._("By country")
        candidates.append((title, _together(topic, found, "country") if kind != "region" else []))
    if kind == "country":
        regions = [Value(region.label, region.url) for region in topics.regions_of(topic)]
        candidates.append((tk._("Regions of the project"), regions))
        candidates.append((tk._("Other countries"), _others(topic)))
    if kind == "region":
        country = topics.country_of(topic)
        candidates.append((tk._("Country"), [Value(country.label, country.url)] if country else []))
    if kind in ("region", "scenario"):
        title = tk._("Other regions") if kind == "region" else tk._("Other scenarios")
        candidates.append((title, _others(topic)))
    return rows(candidates)


def _others(topic: Topic) -> list[Value]:
    several = topics.topics(topic.kind.name)
    return [Value(other.label, other.url) for other in several if other.slug != topic.slug]


def _together(topic: Topic, found: Found, kind: str) -> list[Value]:
    """The topics of another kind that the data carries as well, each as a search for both."""
    field = KINDS[kind].field
    counts = found.facets[FACET_PREFIX + field]
    own = {FACET_PREFIX + topic.kind.field: topic.code}
    return [
        Value(
            f"{other.label} ({reader.number(counts[other.code])})",
            tk.h.url_for("dataset.search", **own, **{FACET_PREFIX + field: other.code}),
        )
        for other in topics.topics(kind)
        if other.code in counts
    ]


def _gaps(found: Found) -> list[Value]:
    """Needs about which there is no data here yet."""
    counts = found.facets[FACET_PREFIX + KINDS["need"].field]
    missing = [term for term in vocabulary("social_need") if term.code not in counts]
    return [Value(term.short_label(reader.locale()), _need_url(term.code)) for term in missing]


def _need_url(code: str) -> str:
    topic = topics.find("need", code)
    return topic.url if topic else ""
