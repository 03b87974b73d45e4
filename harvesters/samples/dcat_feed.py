"""A paged DCAT feed over a sample catalogue: DCAT-AP, DCAT-AP-ES or NTI-RISP records, in RDF/XML or Turtle.

Paging is one of two that portals use: `hydra:PagedCollection` as ckanext-dcat writes it, or
`hydra:PartialCollectionView` (https://www.hydra-cg.com/spec/latest/core/#collections).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import quote

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD

from ckanext.resilient.harvesters.samples.catalogue import (
    Body,
    Catalogue,
    Licence,
    SampleDataset,
    SampleFile,
    absolute,
    load,
)
from ckanext.resilient.harvesters.samples.flat_rdfxml import serialise
from ckanext.resilient.harvesters.samples.messages import Request, Response

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
TIME = Namespace("http://www.w3.org/2006/time#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
LOCN = Namespace("http://www.w3.org/ns/locn#")
EU = "http://publications.europa.eu/resource/authority/"
_WKT = URIRef("http://www.opengis.net/ont/geosparql#wktLiteral")
_LANGUAGES = {"es": "SPA", "ca": "CAT", "en": "ENG", "el": "ELL", "it": "ITA"}
_MEDIA_TYPES = {"xml": "application/rdf+xml", "turtle": "text/turtle; charset=utf-8"}
_DURATION = re.compile(r"(years|months) (\d+)")


def answer(catalogue: Catalogue, request: Request) -> Response | None:
    """The page of the feed that is asked for, or None when the path is not the feed's."""
    if not catalogue.feed or request.path != catalogue.feed["path"]:
        return None
    page = request.query.get("page", "1")
    if not page.isdecimal() or not 1 <= int(page) <= _last_page(catalogue):
        return Response(404, "text/plain; charset=utf-8", b"No such page\n")
    body = _document(catalogue.key, int(page), request.base)
    return Response(200, _MEDIA_TYPES[catalogue.feed["format"]], body)


def _last_page(catalogue: Catalogue) -> int:
    return -(-len(catalogue.datasets) // catalogue.feed["page_size"])


@lru_cache(maxsize=32)
def _document(key: str, page: int, base: str) -> bytes:
    """The serialised page. Remembered because rdflib needs a tenth of a second for it."""
    catalogue = load(key)
    graph, size = Graph(bind_namespaces="none"), catalogue.feed["page_size"]
    for prefix, namespace in _PREFIXES.items():
        graph.bind(prefix, namespace)
    root = URIRef(f"{base}/catalogo" if catalogue.country == "es" else f"{base}/")
    _describe_catalogue(graph, root, catalogue, base)
    for dataset in catalogue.datasets[(page - 1) * size : page * size]:
        _describe_dataset(graph, root, dataset, catalogue, base)
    PAGINGS[catalogue.feed["paging"]](graph, root, f"{base}{catalogue.feed['path']}?page=", page, catalogue)
    if catalogue.feed["format"] == "xml":
        return serialise(graph, _PREFIXES)
    return graph.serialize(format="turtle", encoding="utf-8")


_PREFIXES: Mapping[str, str] = {
    "dcat": str(DCAT),
    "dct": str(DCTERMS),
    "foaf": str(FOAF),
    "hydra": str(HYDRA),
    "locn": str(LOCN),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "time": str(TIME),
    "vcard": str(VCARD),
    "xsd": str(XSD),
}


def _describe_catalogue(graph: Graph, root: URIRef, catalogue: Catalogue, base: str) -> None:
    graph.add((root, RDF.type, DCAT.Catalog))
    _texts(graph, root, DCTERMS.title, catalogue.title)
    _texts(graph, root, DCTERMS.description, catalogue.description)
    graph.add((root, FOAF.homepage, URIRef(f"{base}/")))
    graph.add((root, DCTERMS.modified, _date(catalogue.last_change)))
    graph.add((root, DCTERMS.language, URIRef(f"{EU}language/{_LANGUAGES[catalogue.language]}")))


def _paged_collection(graph: Graph, root: URIRef, stem: str, page: int, catalogue: Catalogue) -> None:
    """ckanext-dcat's way: addresses as literals, one node per page."""
    node, last = URIRef(f"{stem}{page}"), _last_page(catalogue)
    graph.add((node, RDF.type, HYDRA.PagedCollection))
    graph.add((node, HYDRA.totalItems, Literal(len(catalogue.datasets))))
    graph.add((node, HYDRA.itemsPerPage, Literal(catalogue.feed["page_size"])))
    for name, number in (
        ("firstPage", 1),
        ("previousPage", page - 1),
        ("nextPage", page + 1),
        ("lastPage", last),
    ):
        if 1 <= number <= last:
            graph.add((node, HYDRA[name], Literal(f"{stem}{number}")))


def _partial_view(graph: Graph, root: URIRef, stem: str, page: int, catalogue: Catalogue) -> None:
    """Hydra's present way: the catalogue is the collection, the page a view of it."""
    view, last = URIRef(f"{stem}{page}"), _last_page(catalogue)
    graph.add((root, RDF.type, HYDRA.Collection))
    graph.add((root, HYDRA.totalItems, Literal(len(catalogue.datasets))))
    graph.add((root, HYDRA.view, view))
    graph.add((view, RDF.type, HYDRA.PartialCollectionView))
    for name, number in (("first", 1), ("previous", page - 1), ("next", page + 1), ("last", last)):
        if 1 <= number <= last:
            graph.add((view, HYDRA[name], URIRef(f"{stem}{number}")))


PAGINGS: Mapping[str, Callable[[Graph, URIRef, str, int, Catalogue], None]] = {
    "paged-collection": _paged_collection,
    "partial-view": _partial_view,
}
"""How a feed tells its next page, by the name that the YAML file gives."""


def _describe_dataset(
    graph: Graph, root: URIRef, dataset: SampleDataset, catalogue: Catalogue, base: str
) -> None:
    node = URIRef(f"{base}{catalogue.dataset_path}{dataset.name}")
    nti = dataset.profile == "nti-risp"
    graph.add((root, DCAT.dataset, node))
    graph.add((node, RDF.type, DCAT.Dataset))
    graph.add((node, DCTERMS.identifier, Literal(f"{dataset.body.identifier}-{dataset.name}")))
    _texts(graph, node, DCTERMS.title, dataset.title)
    _texts(graph, node, DCTERMS.description, dataset.notes)
    for code, words in dataset.keywords.items():
        for word in words:
            graph.add((node, DCAT.keyword, Literal(word, lang=code)))
    for word in dataset.themes:
        iri = f"{catalogue.theme_prefix}{word}" if nti else f"{EU}data-theme/{catalogue.theme_code(word)}"
        graph.add((node, DCAT.theme, URIRef(iri)))
    for code in dataset.languages:
        graph.add(
            (node, DCTERMS.language, Literal(code) if nti else URIRef(f"{EU}language/{_LANGUAGES[code]}"))
        )
    graph.add((node, DCTERMS.issued, _date(dataset.issued)))
    graph.add((node, DCTERMS.modified, _date(dataset.modified)))
    graph.add((node, DCAT.landingPage, node))
    _frequency(graph, node, dataset)
    _place_and_period(graph, node, dataset)
    _publisher(graph, node, dataset.body, dataset)
    if nti and dataset.licence:
        _licence(graph, node, dataset.licence, base)
    for file in dataset.files:
        _describe_file(graph, node, file, dataset, base)


def _texts(graph: Graph, node: URIRef, predicate: URIRef, texts: Mapping[str, str]) -> None:
    for code, text in texts.items():
        graph.add((node, predicate, Literal(text, lang=code)))


def _date(iso: str) -> Literal:
    return Literal(iso, datatype=XSD.dateTime if "T" in iso else XSD.date, normalize=False)


def _blank(owner: URIRef, role: str) -> BNode:
    """A blank node named by what it describes, so that the same page is always the same bytes."""
    return BNode(role + re.sub(r"\W", "", owner.rpartition("/")[2]))


def _frequency(graph: Graph, node: URIRef, dataset: SampleDataset) -> None:
    written, duration = dataset.frequency_as, _DURATION.fullmatch(dataset.frequency_as)
    if duration:
        frequency, span = _blank(node, "frequency"), _blank(node, "duration")
        graph.add((node, DCTERMS.accrualPeriodicity, frequency))
        graph.add((frequency, RDF.type, DCTERMS.Frequency))
        graph.add((frequency, RDF.value, span))
        graph.add((span, RDF.type, TIME.DurationDescription))
        graph.add((span, TIME[duration[1]], Literal(duration[2], datatype=XSD.decimal, normalize=False)))
    else:
        value = Literal(written) if written else URIRef(f"{EU}frequency/{dataset.frequency}")
        graph.add((node, DCTERMS.accrualPeriodicity, value))


def _place_and_period(graph: Graph, node: URIRef, dataset: SampleDataset) -> None:
    # NTI-RISP feeds write the IRI of Spain with its ñ as it is.
    iri = dataset.place.uri if dataset.profile == "nti-risp" else quote(dataset.place.uri, safe=":/?#%")
    graph.add((node, DCTERMS.spatial, URIRef(iri)))
    if dataset.geometry:
        west, south, east, north = dataset.place.bbox
        ring = f"{west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}"
        area = _blank(node, "place")
        graph.add((node, DCTERMS.spatial, area))
        graph.add((area, RDF.type, DCTERMS.Location))
        graph.add((area, LOCN.geometry, Literal(f"POLYGON(({ring}))", datatype=_WKT)))
    if dataset.start:
        period = _blank(node, "period")
        graph.add((node, DCTERMS.temporal, period))
        graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        graph.add((period, DCAT.startDate, _date(dataset.start)))
        graph.add((period, DCAT.endDate, _date(dataset.end)))


def _publisher(graph: Graph, node: URIRef, body: Body, dataset: SampleDataset) -> None:
    agent: URIRef | BNode = URIRef(body.uri) if body.uri else _blank(node, "publisher")
    graph.add((node, DCTERMS.publisher, agent))
    graph.add((agent, RDF.type, FOAF.Organization if body.uri else FOAF.Agent))
    for code, name in body.name.items():
        graph.add((agent, FOAF.name, Literal(name, lang=code)))
    graph.add((agent, DCTERMS.identifier, Literal(body.identifier)))
    if dataset.profile != "nti-risp":  # NTI-RISP has no contact point
        card = _blank(node, "contact")
        graph.add((node, DCAT.contactPoint, card))
        graph.add((card, RDF.type, VCARD.Organization))
        graph.add((card, VCARD.fn, Literal(next(iter(body.name.values())))))
        graph.add((card, VCARD.hasEmail, URIRef(f"mailto:{body.email}")))


def _licence(graph: Graph, node: URIRef, licence: Licence, base: str) -> None:
    """A link to the licence, or the empty element that several production feeds write."""
    graph.add((node, DCTERMS.license, URIRef(absolute(licence.url, base)) if licence.url else Literal("")))


def _describe_file(
    graph: Graph, dataset_node: URIRef, file: SampleFile, dataset: SampleDataset, base: str
) -> None:
    node, address = URIRef(f"{dataset_node}/{file.id}"), file.address(base)
    graph.add((dataset_node, DCAT.distribution, node))
    graph.add((node, RDF.type, DCAT.Distribution))
    _texts(graph, node, DCTERMS.title, file.title)
    _texts(graph, node, DCTERMS.description, file.description)
    graph.add(
        (node, DCAT.accessURL, Literal(address, datatype=XSD.anyURI) if file.literal else URIRef(address))
    )
    licence = dataset.file_licence or (dataset.licence if dataset.profile != "nti-risp" else None)
    if dataset.profile == "nti-risp":
        media_type = _blank(node, "format")
        graph.add((node, DCTERMS.format, media_type))
        graph.add((media_type, RDF.type, DCTERMS.IMT))
        graph.add((media_type, RDF.value, Literal(file.format)))
        graph.add((media_type, RDFS.label, Literal(file.format.rpartition("/")[2].upper())))
    else:
        graph.add((node, DCTERMS.format, URIRef(f"{EU}file-type/{file.format.upper()}")))
        graph.add((node, DCAT.downloadURL, URIRef(address)))
    if licence:
        _licence(graph, node, licence, base)
    if file.file:
        graph.add(
            (node, DCAT.byteSize, Literal(str(len(file.content())), datatype=XSD.decimal, normalize=False))
        )
