"""Pages that programs can read as RDF: which they are, and what each says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from rdflib import Graph

from ckanext.resilient.catalogue import config, skos, syntaxes
from ckanext.resilient.svrc import schemes

Values = Mapping[str, str]
"""The variable parts of an address."""


@dataclass(frozen=True)
class Description:
    """What is said of the subject of a page: N-Triples, and when it changed last, where that is known."""

    ntriples: bytes
    modified: datetime | None = None

    @cached_property
    def version(self) -> str:
        """A text that changes with what is said."""
        return hashlib.sha256(self.ntriples).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Page:
    """A kind of page.

    Args:
        name: names the kind.
        path: its address, as a rule of Flask.
        endpoints: the views that show it to people.
        describe: says what it is about; None when there is no such thing, or not for everybody.
    """

    name: str
    path: str
    endpoints: tuple[str, ...]
    describe: Callable[[Values], Description | None]


def of_graph(graph: Graph, modified: datetime | None = None) -> Description:
    """A description that is held as a graph."""
    return Description(syntaxes.ntriples(graph).encode(), modified)


@lru_cache(maxsize=1)
def _vocabularies(base: str) -> Description:
    """All concepts, which change with the release only."""
    return of_graph(skos.all_schemes(base))


def _vocabulary(values: Values) -> Description | None:
    scheme = schemes.schemes().get(values["name"])
    return of_graph(skos.scheme_graph(config.site_address(), scheme)) if scheme else None


def _concept(values: Values) -> Description | None:
    found = schemes.concept(values["name"], values["code"])
    return of_graph(skos.concept_graph(config.site_address(), found)) if found else None


PAGES: Mapping[str, Page] = {
    page.name: page
    for page in (
        Page(
            "vocabularies",
            "/vocabulary",
            ("resilient_vocabulary.index",),
            lambda _values: _vocabularies(config.site_address()),
        ),
        Page("vocabulary", "/vocabulary/<name>", ("resilient_vocabulary.scheme",), _vocabulary),
        Page("concept", "/vocabulary/<name>/<code>", ("resilient_vocabulary.concept",), _concept),
    )
}
"""All kinds of pages that programs can read."""

_BY_ENDPOINT = {endpoint: page for page in PAGES.values() for endpoint in page.endpoints}


def page_at(endpoint: str | None) -> Page | None:
    """The kind of page that a view shows; None when programs cannot read it."""
    return _BY_ENDPOINT.get(endpoint or "")
