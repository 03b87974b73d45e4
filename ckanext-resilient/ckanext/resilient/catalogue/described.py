"""Pages that programs can read as RDF: which they are, and what each says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import ckan.plugins.toolkit as tk

from ckanext.resilient.catalogue import entries, feed, options, rated, skos, stored
from ckanext.resilient.catalogue.concepts import authority_term
from ckanext.resilient.catalogue.datasets import SERIES
from ckanext.resilient.catalogue.description import Description, of_graph
from ckanext.resilient.catalogue.namespaces import DCTERMS, new_graph
from ckanext.resilient.pages import topics
from ckanext.resilient.svrc import schemes

Values = Mapping[str, str]
"""The variable parts of an address."""


@dataclass(frozen=True, slots=True)
class Page:
    """A kind of page.

    Args:
        name: names the kind.
        path: its address, as a rule of Flask.
        endpoints: the views that show it to people.
        describe: says what it is about; None when there is no such thing, or not for everybody.
        parameters: what of the query belongs to its address.
    """

    name: str
    path: str
    endpoints: tuple[str, ...]
    describe: Callable[[Values], Description | None]
    parameters: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _vocabularies(base: str) -> Description:
    """All concepts, which change with the release only."""
    return of_graph(skos.all_schemes(base))


def _vocabulary(values: Values) -> Description | None:
    scheme = schemes.schemes().get(values["name"])
    return of_graph(skos.scheme_graph(options.site_address(), scheme)) if scheme else None


def _concept(values: Values) -> Description | None:
    found = schemes.concept(values["name"], values["code"])
    return of_graph(skos.concept_graph(options.site_address(), found)) if found else None


def _entry(*content_types: str) -> Callable[[Values], Description | None]:
    """How entries of these types are described."""

    def describe(values: Values) -> Description | None:
        found = stored.entry_graph(values["id"], *content_types)
        return of_graph(*found) if found else None

    return describe


def _file(values: Values) -> Description | None:
    """A file is described with its dataset, of which it is a part."""
    of_dataset = stored.has_file(values["id"], values["resource_id"])
    return _entry(*_DATASET)(values) if of_dataset else None


def _quality(values: Values) -> Description | None:
    """The rating of a public dataset."""
    found = rated.rating_graph(values["id"])
    return of_graph(*found) if found else None


def _organisation(values: Values) -> Description | None:
    graph = stored.organisation_graph(values["id"])
    return of_graph(graph) if graph is not None else None


def _topic(values: Values) -> Description | None:
    """A topic is a term of a vocabulary that has a page with more on it, or a text of its own."""
    kind, code = values["kind"], values["code"]
    if kind == topics.COLLECTION:
        return _entry("page")({"id": code})
    topic = topics.find(kind, code)
    if topic is None:
        return None
    return (
        _country(topic.code)
        if kind == "country"
        else _concept({"name": topic.kind.field, "code": topic.code})
    )


def _country(code: str) -> Description:
    graph = new_graph()
    authority_term(graph, "country", code, DCTERMS.Location)
    return of_graph(graph)


def _list(content_type: str) -> Callable[[Values], Description | None]:
    """How the list of a type is described; a search in it is for people."""
    return lambda _values: None if tk.request.args else of_graph(stored.list_graph(content_type))


def _datasets(values: Values) -> Description | None:
    """The list of datasets is the feed."""
    return None if set(tk.request.args) - {feed.PAGE, feed.SINCE} else feed.describe(values)


def _topics(values: Values) -> Description | None:
    """The topics of a kind are the terms of a vocabulary, or texts."""
    kind = topics.KINDS[values["kind"]]
    return _vocabulary({"name": kind.field}) if kind.field else _list("page")(values)


_DATASET = ("dataset", SERIES)

PAGES: Mapping[str, Page] = {
    page.name: page
    for page in (
        Page(
            "catalogue",
            "/catalog",
            (feed.FEED, "resilient_site.home", "home.index"),
            feed.describe,
            (feed.PAGE, feed.SINCE),
        ),
        Page(
            "vocabularies",
            "/vocabulary",
            ("resilient_vocabulary.index",),
            lambda _values: _vocabularies(options.site_address()),
        ),
        Page("vocabulary", "/vocabulary/<name>", ("resilient_vocabulary.scheme",), _vocabulary),
        Page("concept", "/vocabulary/<name>/<code>", ("resilient_vocabulary.concept",), _concept),
        Page("dataset", "/dataset/<id>", tuple(f"{name}.read" for name in _DATASET), _entry(*_DATASET)),
        Page("quality", "/dataset/<id>/quality", (rated.PAGE,), _quality),
        Page(
            "file",
            "/dataset/<id>/resource/<resource_id>",
            ("resource.read", "dataset_resource.read"),
            _file,
        ),
        *(Page(name, f"/{name}/<id>", (f"{name}.read",), _entry(name)) for name in entries.KINDS),
        Page("datasets", "/dataset", ("dataset.search",), _datasets, (feed.PAGE, feed.SINCE)),
        *(
            Page(f"{name}_list", f"/{name}", (f"{name}.search",), _list(name))
            for name in (*entries.KINDS, SERIES)
        ),
        Page("about", "/about", ("home.about",), lambda _values: _entry("page")({"id": "about"})),
        Page(
            "glossary",
            "/glossary",
            ("resilient_site.glossary",),
            lambda _values: _vocabulary({"name": schemes.GLOSSARY}),
        ),
        Page("organizations", "/organization", ("organization.index",), _list("organization")),
        Page(
            "topics", "/<any(scenario, region, need, collection):kind>", ("resilient_topics.index",), _topics
        ),
        Page("organization", "/organization/<id>", ("organization.read",), _organisation),
        Page(
            "topic",
            "/<any(scenario, country, region, need, collection):kind>/<code>",
            ("resilient_topics.read",),
            _topic,
        ),
    )
}
"""All kinds of pages that programs can read."""

_BY_ENDPOINT = {endpoint: page for page in PAGES.values() for endpoint in page.endpoints}


def page_at(endpoint: str | None) -> Page | None:
    """The kind of page that a view shows; None when programs cannot read it."""
    return _BY_ENDPOINT.get(endpoint or "")
