"""Pages of our vocabularies: all of them, one with its terms, one term."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import reader, topics
from ckanext.resilient.pages.search import type_words
from ckanext.resilient.pages.site import exists
from ckanext.resilient.pages.values import FACET_PREFIX, Row, Value, rows, search_url
from ckanext.resilient.svrc import schemes
from ckanext.resilient.svrc.issues import N_
from ckanext.resilient.svrc.languages import content_language, language_name
from ckanext.resilient.svrc.matches import Match
from ckanext.resilient.svrc.schemes import GLOSSARY, Concept, Scheme
from ckanext.resilient.svrc.vocabularies import LANGUAGES

_RELATIONS = {
    "exact": N_("means the same"),
    "close": N_("nearly the same"),
    "broad": N_("wider"),
    "narrow": N_("narrower"),
    "related": N_("has to do with it"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A vocabulary or term in a list."""

    label: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class SchemePage:
    """A vocabulary: its terms, and the kinds of content that it describes."""

    title: str
    terms: list[Listed]
    used_by: list[str]


@dataclass(frozen=True, slots=True)
class ConceptPage:
    """A term: what it means, and rows of names and values."""

    title: str
    definition: str
    trail: list[tuple[str, str]]
    rows: list[Row]


def index() -> list[Listed]:
    """All vocabularies by name, each with the number of its terms."""
    found = [
        Listed(_label(scheme.labels), scheme_url(scheme.name), _number_of_terms(len(scheme.concepts)))
        for scheme in schemes.schemes().values()
    ]
    return sorted(found, key=lambda listed: listed.label.casefold())


def scheme_page(scheme: Scheme) -> SchemePage:
    """One vocabulary."""
    terms = [Listed(_label(one.labels), concept_url(one), _label(one.definitions)) for one in scheme]
    used_by = [type_words(name).list for name in scheme.used_by if exists(f"{name}.search")]
    return SchemePage(_label(scheme.labels), terms, used_by)


def concept_page(concept: Concept) -> ConceptPage:
    """One term."""
    scheme = schemes.schemes()[concept.scheme]
    label = _label(scheme.labels)
    wider = schemes.concept(*concept.broader) if concept.broader else None
    found = rows(
        (
            (tk._("Vocabulary"), [Value(label, scheme_url(scheme.name))]),
            (tk._("Other names"), _other_names(concept)),
            (tk._("Wider term"), _links([wider] if wider else [])),
            (tk._("Narrower terms"), _links(schemes.narrower(concept))),
            (tk._("Used for"), _uses(concept)),
            (tk._("More about it"), _more(concept)),
            (tk._("In other vocabularies"), [_match(match) for match in concept.matches]),
            (tk._("In other languages"), _translations(concept)),
        )
    )
    trail = [
        (tk._("Vocabularies"), tk.h.url_for("resilient_vocabulary.index")),
        (label, scheme_url(scheme.name)),
    ]
    return ConceptPage(_label(concept.labels), _label(concept.definitions), trail, found)


def scheme_url(name: str) -> str:
    """The page of a vocabulary in the reader's language."""
    return tk.h.url_for("resilient_vocabulary.scheme", name=name)


def concept_url(concept: Concept) -> str:
    """The page of a term in the reader's language."""
    return tk.h.url_for("resilient_vocabulary.concept", name=concept.scheme, code=concept.code)


def _language() -> str:
    return content_language(reader.locale())


def _label(labels: Mapping[str, str]) -> str:
    """What stands there in the reader's language; every text of a vocabulary has all of ours, so others get English."""
    return labels.get(_language()) or labels.get("en", "")


def _number_of_terms(number: int) -> str:
    return tk.ungettext("{number} term", "{number} terms", number).format(number=reader.number(number))


def _links(concepts: Iterable[Concept]) -> list[Value]:
    return [Value(_label(concept.labels), concept_url(concept)) for concept in concepts]


def _other_names(concept: Concept) -> list[Value]:
    """What else a term is called; an English word that other languages have taken over stays English to a voice."""
    english = {concept.labels["en"].casefold(), *(name.casefold() for name in concept.others.get("en", ()))}
    return [
        Value(name, lang="en" if name.casefold() in english and _language() != "en" else "")
        for name in concept.others.get(_language(), ())
    ]


def _uses(concept: Concept) -> list[Value]:
    """Kinds of content with the number of entries that carry the term, each a search; one look into the index."""
    field = f"{FACET_PREFIX}{concept.scheme}"
    found = tk.get_action("package_search")(
        {}, {"fq": f'+{field}:"{concept.code}"', "rows": 0, "facet.field": ["dataset_type"]}
    )
    items = found["search_facets"].get("dataset_type", {}).get("items", [])
    return [
        Value(
            type_words(item["name"]).list,
            search_url(item["name"], concept.scheme, concept.code),
            note=reader.number(item["count"]),
        )
        for item in items
        if exists(f"{item['name']}.search")
    ]


def _more(concept: Concept) -> list[Value]:
    """Where the site says more of it: the glossary, or the page of a topic."""
    if concept.scheme == GLOSSARY:
        return [Value(tk._("Glossary"), f"{tk.h.url_for('resilient_site.glossary')}#{concept.code}")]
    kinds = [kind.name for kind in topics.KINDS.values() if kind.field == concept.scheme]
    found = [topics.find(kind, concept.code) for kind in kinds if exists("cluster.search")]
    return [Value(topic.label, topic.url) for topic in found if topic]


def _match(match: Match) -> Value:
    written = "en" if "en" in match.labels else next(iter(match.labels))
    language = _language() if _language() in match.labels else written
    label = match.labels[language]
    lang = "" if language == _language() else language
    return Value(label, match.uri, lang, note=f"{match.title}, {tk._(_RELATIONS[match.relation])}")


def _translations(concept: Concept) -> list[Value]:
    return [
        Value(concept.labels[language], lang=language, note=language_name(language, reader.locale()))
        for language in LANGUAGES
        if language != _language()
    ]
