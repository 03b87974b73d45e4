"""A dataset's way out as linked data and back through our own `dcat` protocol."""

from __future__ import annotations

from typing import Any

from rdflib import DCAT, RDF, Graph

from ckanext.resilient.harvest.http import HttpClient, HttpSettings
from ckanext.resilient.harvesters.protocols.base import Endpoint
from ckanext.resilient.harvesters.protocols.dcat import PROTOCOL
from ckanext.resilient.svrc.normalise import Crosswalk, normalise
from ckanext.resilient.svrc.package import package_dict
from tests.harvest.servers import Answer, serving

TYPES = {"turtle": "text/turtle", "xml": "application/rdf+xml", "json-ld": "application/ld+json"}


def harvested(graph: Graph, syntax: str = "turtle") -> dict[str, dict[str, Any]]:
    """What our `dcat` protocol makes of a graph that it fetches over HTTP, by address of the dataset."""
    body = graph.serialize(format=syntax, encoding="utf-8")
    found: dict[str, dict[str, Any]] = {}
    with serving(lambda _asked: Answer(200, body, {"Content-Type": TYPES[syntax]})) as server:
        settings = HttpSettings(allowed_private_hosts=frozenset({server.pair}), retries=0, min_delay=0)
        endpoint = Endpoint(f"{server.url}/catalog")
        with HttpClient(settings) as client:
            for page in PROTOCOL.list_records(endpoint, client):
                for raw in page.records:
                    record = normalise(PROTOCOL.read_record(raw, endpoint), Crosswalk())
                    found[record.uri] = package_dict(record)
    assert set(found) == {str(node) for node in graph.subjects(RDF.type, DCAT.Dataset)}
    return found
