"""Terms of vocabularies as SKOS: EU authority tables, lists of ADMS, IANA's media types and our own.

Official shapes ask whether a term is a skos:Concept, is in its scheme and has a label; nobody fetches the tables
to know. So each term that a graph uses brings these facts with it.
"""

from __future__ import annotations

import re
from functools import cache

from rdflib import Graph
from rdflib.term import BNode, Identifier, Literal, URIRef

from ckanext.resilient.catalogue.namespaces import DCTERMS, RDF, RDFS, SKOS
from ckanext.resilient.catalogue.nodes import add, iri, plain, text
from ckanext.resilient.catalogue.site import Site
from ckanext.resilient.svrc.text import last_segment
from ckanext.resilient.svrc.vocabularies import EU, LANGUAGES, Term, address_in, authority, vocabulary

IANA = "http://www.iana.org/assignments/media-types/"
"""As data.europa.eu's own table of media types writes it."""

_SCHEMES = {
    "access-right": "Access right",
    "country": "Country",
    "data-theme": "Data theme",
    "dataset-type": "Dataset type",
    "distribution-status": "Distribution status",
    "file-type": "File type",
    "frequency": "Frequency",
    "hvd-category": "High-value dataset categories",
    "language": "Language",
    "licence": "Licence",
    "planned-availability": "Planned availability",
}
"""The authority tables that graphs refer to, with their titles."""

_OWN_ADDRESS = {"hvd-category": "http://data.europa.eu/bna/asd487ae75"}
"""Schemes that are not addressed like the other tables."""

_ADMS = "http://purl.org/adms/"
_PUBLISHER_TYPES = {
    "Academia-ScientificOrganisation": "Academia/Scientific organisation",
    "Company": "Company",
    "IndustryConsortium": "Industry consortium",
    "LocalAuthority": "Local Authority",
    "NationalAuthority": "National authority",
    "NonGovernmentalOrganisation": "Non-Governmental Organisation",
    "NonProfitOrganisation": "Non-Profit Organisation",
    "PrivateIndividual": "Private Individual(s)",
    "RegionalAuthority": "Regional authority",
    "StandardisationBody": "Standardisation body",
    "SupraNationalAuthority": "Supra-national authority",
}
_LICENCE_TYPES = (
    (re.compile(r"CC0|CC_PDM|ODC_PDDL|UNLICENSE"), "PublicDomain", "Public domain"),
    (re.compile(r"CC_BY_?NC"), "NonCommercialUseOnly", "Non-commercial use only"),
    (re.compile(r"CC_BY_?ND"), "NoDerivativeWork", "No derivative work"),
    (re.compile(r"CC_BY_?SA|ODC_BL|A?GPL"), "ViralEffect-ShareAlike", "Viral effect (a.k.a. Share-alike)"),
    (re.compile(r"CC_BY|ODC_BY|ETALAB|OGL"), "Attribution", "Attribution"),
)
"""What licences ask for, by their EU codes, strictest demand first; of others we do not say."""

_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9!$&_.+-]*", re.IGNORECASE | re.ASCII)


def scheme_of(table: str) -> URIRef:
    """The concept scheme of an EU authority table."""
    return URIRef(_OWN_ADDRESS.get(table, EU + table))


def describe_scheme(graph: Graph, table: str) -> URIRef:
    """The concept scheme of an EU authority table, described."""
    return _scheme(graph, scheme_of(table), _SCHEMES[table])


def authority_term(graph: Graph, table: str, value: object, *classes: URIRef) -> URIRef | None:
    """A term of an EU authority table, described; None for what is no address and no code of it.

    Our copies of long tables hold what our portals use: of another term of the table we know its code.

    Args:
        graph: to describe it in.
        table: the name of the table, such as `frequency`.
        value: an address in the table or a code of it.
        classes: what DCAT-AP calls it beside a concept, such as dct:Frequency.
    """
    address = address_in(table, value)
    if not address:
        return None
    node, term = URIRef(address), authority(table).by_uri(address)
    labels = _labels(table, term.code) if term else (Literal(last_segment(address)),)
    _concept(graph, node, describe_scheme(graph, table), labels)
    for kind in classes:
        graph.add((node, RDF.type, kind))
    return node


@cache
def _labels(table: str, code: str) -> tuple[Literal, ...]:
    return _distinct(authority(table).terms[code])


@cache
def _own_labels(name: str, code: str) -> tuple[Literal, ...]:
    return _distinct(vocabulary(name).terms[code])


def _distinct(term: Term) -> tuple[Literal, ...]:
    """The labels of a term; a name that is the same in all languages has none."""
    spoken = {language: term.labels[language] for language in LANGUAGES if language in term.labels}
    if len(set(spoken.values())) == 1 and len(spoken) > 1:
        return (Literal(next(iter(spoken.values()))),)
    return tuple(Literal(label, lang=language) for language, label in spoken.items())


def own_term(graph: Graph, site: Site, name: str, code: str) -> URIRef | None:
    """A term of one of our vocabularies, described; None when it has no such code."""
    if vocabulary(name).get(code) is None:
        return None
    node = site.concept(name, code)
    _concept(graph, node, _own_scheme(graph, site, name), _own_labels(name, code))
    graph.add((node, SKOS.notation, Literal(code)))
    return node


def _own_scheme(graph: Graph, site: Site, name: str) -> URIRef:
    scheme = site.scheme(name)
    if (scheme, RDF.type, SKOS.ConceptScheme) not in graph:
        graph.add((scheme, RDF.type, SKOS.ConceptScheme))
        titles = vocabulary(name).labels
        add(graph, scheme, DCTERMS.title, *(Literal(titles[code], lang=code) for code in LANGUAGES))
    return scheme


def word_or_address(graph: Graph, value: object) -> Identifier | None:
    """A term of somebody else's list: its address with its last part as label, or a node with the word."""
    word = plain(value)
    node = iri(word)
    label = text(last_segment(word) if node else word)
    if label is None:
        return None
    node = node or BNode()
    graph.add((node, RDF.type, SKOS.Concept))
    graph.add((node, SKOS.prefLabel, label))
    return node


def publisher_type(graph: Graph, value: object) -> Identifier | None:
    """The kind of an organisation: of ADMS' list where it is one, else as its source says it."""
    word = plain(value)
    code = word.removeprefix(f"{_ADMS}publishertype/")
    if code not in _PUBLISHER_TYPES:
        return word_or_address(graph, word) if word else None
    node = URIRef(f"{_ADMS}publishertype/{code}")
    scheme = _scheme(graph, URIRef(f"{_ADMS}publishertype/1.0"), "Publisher type")
    _concept(graph, node, scheme, (Literal(_PUBLISHER_TYPES[code], lang="en"),))
    return node


def change_type(graph: Graph, code: str) -> URIRef:
    """What happened last to an entry of a catalogue: `created` or `updated`, of ADMS' list."""
    node = URIRef(f"{_ADMS}changetype/{code}")
    scheme = _scheme(graph, URIRef(f"{_ADMS}changetype/1.0"), "Change type")
    _concept(graph, node, scheme, (Literal(code.capitalize(), lang="en"),))
    return node


def dataset_type(graph: Graph, value: object) -> Identifier | None:
    """The kind of a dataset: an EU address is put into its scheme, anything else is as its source says it."""
    node = word_or_address(graph, value)
    if node is not None and str(node).startswith(f"{EU}dataset-type/"):
        graph.add((node, SKOS.inScheme, describe_scheme(graph, "dataset-type")))
    return node


def licence(graph: Graph, value: object) -> URIRef | None:
    """A licence of the EU table with what it asks for; None when it is not in the table."""
    node = authority_term(graph, "licence", value, DCTERMS.LicenseDocument)
    if node is None:
        return None
    code = last_segment(str(node))
    for pattern, kind, label in _LICENCE_TYPES:
        if pattern.match(code):
            scheme = _scheme(graph, URIRef(f"{_ADMS}licencetype/1.0"), "Licence type")
            found = URIRef(f"{_ADMS}licencetype/{kind}")
            _concept(graph, found, scheme, (Literal(label, lang="en"),))
            graph.add((node, DCTERMS.type, found))
            break
    return node


def foreign_licence(graph: Graph, value: object) -> Identifier | None:
    """A licence that no table knows, by its address or in the words of its source."""
    word = plain(value)
    if not word:
        return None
    address = iri(word)
    node = address or BNode()
    graph.add((node, RDF.type, DCTERMS.LicenseDocument))
    if address is None:
        graph.add((node, RDFS.label, Literal(word)))
    return node


def media_type_name(value: object) -> str:
    """A media type without parameters and address; "" when it does not look like one."""
    word = plain(value).partition(";")[0].strip()
    bare = re.sub(r"^https?://www\.iana\.org/assignments/media-types/", "", word)
    return bare if _MEDIA_TYPE.fullmatch(bare) else ""


def media_type(graph: Graph, value: object) -> URIRef | None:
    """A media type at its address at IANA; None when it does not look like one."""
    bare = media_type_name(value)
    if not bare:
        return None
    node = URIRef(IANA + bare)
    graph.add((node, RDF.type, DCTERMS.MediaType))
    return node


def _scheme(graph: Graph, node: URIRef, title: str) -> URIRef:
    graph.add((node, RDF.type, SKOS.ConceptScheme))
    graph.add((node, DCTERMS.title, Literal(title, lang="en")))
    return node


def _concept(graph: Graph, node: URIRef, scheme: URIRef, labels: tuple[Literal, ...]) -> None:
    if (node, SKOS.inScheme, scheme) in graph:
        return
    graph.add((node, RDF.type, SKOS.Concept))
    graph.add((node, SKOS.inScheme, scheme))
    add(graph, node, SKOS.prefLabel, *labels)
