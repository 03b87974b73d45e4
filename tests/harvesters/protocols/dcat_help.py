"""Small DCAT documents for tests, read the way the harvester reads them."""

from __future__ import annotations

from collections.abc import Generator

from ckanext.resilient.harvest.answers import Response
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, ListingEnd, Page, RawRecord
from ckanext.resilient.harvesters.protocols.dcat_find import find_datasets, identities
from ckanext.resilient.harvesters.protocols.dcat_read import DcatPayload, read_record
from ckanext.resilient.harvesters.protocols.rdf_parse import ParsedPage, parse_rdf
from ckanext.resilient.svrc.record import SourceDataset

PAGE = "https://dati.example.org/feed/catalogo.ttl"
DATASET = "https://dati.example.org/dataset/mense"

TURTLE = """
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix dcatapit: <http://dati.gov.it/onto/dcatapit#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix gsp: <http://www.opengis.net/ont/geosparql#> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> .
@prefix locn: <http://www.w3.org/ns/locn#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix time: <http://www.w3.org/2006/time#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def answer(body: str | bytes, content_type: str = "text/turtle", url: str = PAGE) -> Response:
    """An answer as the HTTP client gives it."""
    content = body.encode() if isinstance(body, str) else body
    return Response(url, 200, {"content-type": content_type}, content)


def parsed(body: str, url: str = PAGE) -> ParsedPage:
    """The graph of a Turtle document; the usual prefixes are declared."""
    return parse_rdf(answer(TURTLE + body, url=url))


def read_all(page: ParsedPage, endpoint: Endpoint | None = None) -> list[SourceDataset]:
    """Every dataset of a page, in its order."""
    nodes = find_datasets(page.graph).described
    guids, _ = identities(page.graph, nodes, set())
    where = endpoint or Endpoint(page.url)
    return [
        read_record(RawRecord(guids[node], DcatPayload(page.graph, node, page.url)), where) for node in nodes
    ]


def read_dataset(properties: str, more: str = "", url: str = PAGE) -> SourceDataset:
    """One dataset with a title and these properties, and further nodes of the document."""
    body = f'<{DATASET}> a dcat:Dataset ; dct:title "Mense scolastiche"@it ; {properties} .\n{more}'
    return next(dataset for dataset in read_all(parsed(body, url)) if dataset.guid == DATASET)


def read_file(properties: str, more: str = "", url: str = PAGE) -> SourceDataset:
    """One dataset with one file that has these properties."""
    return read_dataset(f"dcat:distribution [ a dcat:Distribution ; {properties} ]", more, url)


def drained(listing: Listing) -> tuple[list[Page], ListingEnd]:
    """All pages of a listing, and how it ended."""
    ends: list[ListingEnd] = []

    def pages() -> Generator[Page, None, None]:
        ends.append((yield from listing))

    return list(pages()), ends[0]
