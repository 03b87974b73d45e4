"""JSON-LD without any reading of foreign addresses or files.

A document may name its context by address (https://www.w3.org/TR/json-ld11/#remote-documents),
and rdflib opens every such address, `file:` included. Here all contexts are looked at before
rdflib sees the document: those we know by name are replaced with our own tables, others refused.
"""

# rdflib's JSON-LD parser is untyped inside, and JSON is `Any` by nature.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportIncompatibleMethodOverride=false

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from rdflib.graph import Graph
from rdflib.plugins.parsers.jsonld import Parser
from rdflib.plugins.shared.jsonld.context import Context
from rdflib.term import Literal

from ckanext.resilient.harvesters.protocols.rdf_terms import DCAT, DCT, FOAF, WELL_KNOWN_PREFIXES

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_DCT_NAMES = (
    "accrualPeriodicity", "conformsTo", "creator", "description", "format", "identifier", "issued",
    "language", "license", "modified", "provenance", "publisher", "rights", "spatial", "temporal", "title",
)  # fmt: skip
_UDATA: dict[str, Any] = {
    **WELL_KNOWN_PREFIXES,
    "@vocab": DCAT,
    **{name: DCT + name for name in _DCT_NAMES},
    **{
        name: {"@id": DCAT + name, "@type": "@id"}
        for name in ("accessURL", "dataset", "distribution", "downloadURL")
    },
    "publisher": {"@id": f"{DCT}publisher", "@type": "@id"},
    "homepage": {"@id": f"{FOAF}homepage", "@type": "@id"},
    "name": f"{FOAF}name",
    "label": "rdfs:label",
    "fn": "vcard:fn",
    "hasEmail": "vcard:hasEmail",
    "startDate": "schema:startDate",
    "endDate": "schema:endDate",
    "checksum": "spdx:checksum",
    "checksumValue": "spdx:checksumValue",
    "algorithm": {"@id": "spdx:algorithm", "@type": "@id"},
    **{
        name: {"@id": f"hydra:{name}", "@type": "@id"}
        for name in ("view", "first", "last", "next", "previous")
    },
    "totalItems": "hydra:totalItems",
}
_KNOWN_CONTEXTS: tuple[tuple[re.Pattern[str], dict[str, Any]], ...] = (
    # data.gouv.fr, dados.gov.pt and other udata portals name their own address.
    (re.compile(r"https?://[^/]+/api/1/site/context\.jsonld"), _UDATA),
    (re.compile(r"https?://schema\.org/?(docs/jsonldcontext\.jsonld)?"), {"@vocab": "http://schema.org/"}),
)
"""Addresses of contexts that we know, with what they mean for a catalogue."""


class ForeignContextRefused(Exception):
    """The document's context stands at an address that is not read; the address is its only argument."""


def parse_jsonld(text: str, graph: Graph, base: str, mended: Callable[[str, str], None]) -> None:
    """Put the triples of a document into `graph`; named graphs are read as one.

    Args:
        text: the document, decoded.
        graph: receives the triples.
        base: address of the document, for relative addresses in it.
        mended: told the issue code and the spot of what was mended or could not be understood.

    Raises:
        ForeignContextRefused: the context stands elsewhere and is not one that we know.
        ValueError, TypeError, KeyError, AttributeError: the document is not JSON-LD.
        RecursionError: it is nested deeper than any catalogue.
    """
    data = _with_own_contexts(json.loads(text.lstrip("\ufeff")), mended)
    if not isinstance(data, (dict, list)):
        raise TypeError("neither an object nor a list")
    parser = _NotingParser()
    parser.parse(data, Context(base=base), graph)
    if parser.unknown:
        mended("jsonld-names-unknown", ", ".join(sorted(parser.unknown)))


def _with_own_contexts(value: Any, mended: Callable[[str, str], None]) -> Any:
    if isinstance(value, list):
        return [_with_own_contexts(item, mended) for item in value]
    if not isinstance(value, dict):
        return value
    if "@import" in value:
        raise ForeignContextRefused(str(value["@import"]))
    result = {key: _with_own_contexts(item, mended) for key, item in value.items()}
    if "@context" in result:
        result["@context"] = _own_context(result["@context"])
    language = result.get("@language")
    if isinstance(language, str) and not _LANGUAGE.fullmatch(language):
        mended("language-tag-invalid", language)
        hyphens = language.strip().replace("_", "-")
        result["@language"] = hyphens if _LANGUAGE.fullmatch(hyphens) else None
    return result


def _own_context(context: Any) -> Any:
    if isinstance(context, list):
        return [_own_context(part) for part in context]
    if not isinstance(context, str):
        return context
    for address, table in _KNOWN_CONTEXTS:
        if address.fullmatch(context):
            return table
    raise ForeignContextRefused(context)


class _NotingParser(Parser):
    """Remembers the names that no context explains: JSON-LD drops their values without a word."""

    def __init__(self) -> None:
        super().__init__()
        self.unknown: set[str] = set()

    def _key_to_graph(
        self, dataset: Any, graph: Any, context: Any, subj: Any, key: Any, obj: Any, *rest: Any, **named: Any
    ) -> None:
        if not key.startswith("@") and not named.get("reverse"):
            term = context.terms.get(key)
            meaning = term.id if term else context.expand(key)
            if not isinstance(meaning, str) or (":" not in meaning and not meaning.startswith("@")):
                self.unknown.add(key)
        super()._key_to_graph(dataset, graph, context, subj, key, obj, *rest, **named)

    def _to_object(
        self, dataset: Any, graph: Any, context: Any, term: Any, node: Any, inlist: bool = False
    ) -> Any:
        value = super()._to_object(dataset, graph, context, term, node, inlist)
        said = context.get_value(node) if isinstance(node, dict) else node
        if isinstance(value, Literal) and value.datatype is not None and isinstance(said, str):
            # rdflib would rewrite the value in its datatype's canonical form.
            return Literal(said, datatype=value.datatype, normalize=False)
        return value
