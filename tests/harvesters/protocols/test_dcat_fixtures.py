"""Real and specification payloads, served from this machine: what was counted in them by hand arrives."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from rdflib import RDF, BNode, Graph, URIRef
from rdflib.term import Node

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.http import HttpClient, HttpSettings
from ckanext.resilient.harvesters.protocols.base import Endpoint, ListingEnd, RawRecord
from ckanext.resilient.harvesters.protocols.dcat import PROTOCOL
from ckanext.resilient.harvesters.protocols.dcat_read import DcatPayload
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.record import SourceDataset
from tests.harvest.servers import Answer, Asked, serving
from tests.harvesters.protocols.dcat_help import drained
from tests.shared import fixture_path


@dataclass(frozen=True)
class Payload:
    """What reading the file by eye and by counting its elements gave.

    `files` counts files that are described, `bare` those that are only named; `named` counts
    datasets that are listed but not described in the file.
    """

    name: str
    datasets: int
    files: int
    bare: int = 0
    named: int = 0
    languages: str = "und"
    declared: int | None = None
    issues: tuple[str, ...] = ()


PAYLOADS = (
    Payload("ckanext-dcat-catalog.rdf", 2, 5),
    Payload("ckanext-dcat-catalog_datasets_list.rdf", 2, 5),
    Payload("ckanext-dcat-catalog_pod.jsonld", 1, 4, issues=("jsonld-names-unknown",)),
    Payload("ckanext-dcat-catalog_with_at_graph.jsonld", 1, 1),
    Payload("ckanext-dcat-dataset.rdf", 1, 1),
    Payload("ckanext-dcat-dataset.ttl", 2, 1, languages="en nl", issues=("prefix-undeclared", "iri-invalid")),
    Payload("ckanext-dcat-dataset_afs.ttl", 1, 2),
    Payload("ckanext-dcat-dataset_deri.ttl", 1, 1),
    Payload("ckanext-dcat-dataset_gob_es.ttl", 1, 1, languages="es"),
    Payload("ckanext-dcat-dataset_multilingual.ttl", 1, 1, languages="ca en es"),
    Payload("ckanext-dcat-dataset_sweden.rdf", 1, 1, languages="en"),
    Payload("datagouvfr-udata-catalog-opendatasoft-vanves.rdf", 2, 6, declared=2),
    Payload("datara-fr-5a26b0f6.rdf", 1, 1, languages="fr"),
    Payload("es-E_DCAT-AP-ES_Catalog_HVD.rdf", 1, 1, languages="en es"),
    Payload("es-E_DCAT-AP-ES_Catalog_HVD_full.ttl", 1, 3, languages="en es"),
    Payload("es-E_DCAT-AP-ES_full.ttl", 1, 2, languages="en es"),
    Payload("es-E_DCAT-AP-ES_minimal.rdf", 1, 1, languages="es"),
    Payload("es-E_DCAT-AP-ES_minimal.ttl", 1, 1, languages="es"),
    Payload("es-NTI-RISPv1_Catalog.ttl", 0, 0, named=1, languages=""),
    Payload("es-NTI-RISPv1_Dataset.ttl", 1, 0, bare=2, languages="es", issues=("iri-invalid",)),
    Payload("es-ua-alicante-catalog-nti-risp-6datasets.rdf", 6, 6, languages="ca es"),
    Payload("es-ua-alicante-catalogo_base.rdf", 0, 0, languages="", declared=0),
    Payload("gr-certh-hit-catalog.ttl", 0, 0, named=3, languages=""),
    Payload("it-alessandria-catalog.rdf", 5, 20),
    Payload("it-asstovestmi-catalog.rdf", 22, 22, languages="it"),
    Payload("it-dcatapit-cataloghvd.ttl", 1, 1),
    Payload("it-dcatapit-dataset.rdf", 1, 3, languages="de en it"),
    Payload("it-dcatapit-dataset_identifier.rdf", 1, 0, bare=3),
    Payload("it-dcatapit-dati_unibo-catalog.rdf", 12, 50, languages="en it", declared=12),
    Payload("it-pagopa-io-opendata.rdf", 2, 4),
    Payload("it-unicampania-catalog.rdf", 12, 12),
    Payload("opendatasoft-dcat-draft-catalog.ttl", 186, 186),
    Payload(
        "oreme-fr-geonetwork-record.rdf", 1, 0, bare=4, issues=("iri-invalid", "xml-text-beside-resource")
    ),
    Payload("udata-test-catalog.rdf", 4, 8),
    Payload("udata-test-series.rdf", 1, 2, languages="fr"),
)
REFUSED = (
    ("it-dcatapit-esempio_6.rdf", "document-type-refused"),
    ("es-NTI-RISPv1_Distribution.ttl", "not-a-catalogue"),
)
PAGED = ("hydra-paged-collection-1.jsonld", "hydra-paged-collection-2.jsonld")
TYPES = {
    "rdf": "application/rdf+xml",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "xml": "text/xml",
}


@dataclass(frozen=True)
class Harvest:
    """A listing, read."""

    raw: list[RawRecord]
    datasets: list[SourceDataset]
    issues: list[Issue]
    end: ListingEnd


def harvest(*names: str) -> Harvest:
    """Serve files as the pages of a feed, list the feed and read its records."""

    def respond(asked: Asked) -> Answer:
        name = names[int(asked.query.get("page", ["1"])[0]) - 1]
        return Answer(
            body=fixture_path(name).read_bytes(), headers={"Content-Type": TYPES[name.rsplit(".", 1)[1]]}
        )

    with serving(respond) as server:
        settings = HttpSettings(frozenset({server.pair}), retries=0, min_delay=0)
        with HttpClient(settings, resolver=lambda host, _: [host] if host == "127.0.0.1" else []) as client:
            endpoint = Endpoint(f"{server.url}/catalog.rdf")
            pages, end = drained(PROTOCOL.list_records(endpoint, client))
    raw = [record for page in pages for record in page.records]
    datasets = [PROTOCOL.read_record(record, endpoint) for record in raw]
    return Harvest(raw, datasets, [issue for page in pages for issue in page.issues], end)


def texts_of(value: Any) -> Iterator[str]:
    """Every text anywhere in a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_of(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts_of(getattr(value, field.name))


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: payload.name)
def test_everything_that_was_counted_arrives(payload: Payload) -> None:
    found = harvest(f"dcat/{payload.name}")
    files = [file for dataset in found.datasets for file in dataset.distributions]
    opened = [file for file in files if file.access_url or file.download_url]
    assert len(found.datasets) == payload.datasets
    assert (len(opened), len(files) - len(opened)) == (payload.files, payload.bare)
    assert {language for dataset in found.datasets for language in dataset.title} == set(
        payload.languages.split()
    )
    assert found.end.declared == payload.declared
    assert found.end.complete == (payload.named == 0)
    # One for each dataset that is listed but not described, each saying how many there are.
    assert [issue.params["count"] for issue in found.end.issues] == [str(payload.named)] * payload.named
    assert {issue.code for issue in found.issues} == set(payload.issues)
    assert len({record.guid for record in found.raw}) == payload.datasets


@pytest.mark.parametrize(("name", "code"), REFUSED)
def test_what_is_no_catalogue_or_not_safe_is_refused(name: str, code: str) -> None:
    with pytest.raises(FetchError) as caught:
        harvest(f"dcat/{name}")
    assert caught.value.issue.code == code


def test_every_payload_of_the_folder_is_in_one_of_the_lists() -> None:
    known = {payload.name for payload in PAYLOADS} | {name for name, _ in REFUSED} | set(PAGED)
    assert {path.name for path in fixture_path("dcat/" + PAGED[0]).parent.iterdir()} == known


def test_the_two_hydra_pages_are_one_complete_catalogue() -> None:
    found = harvest(*(f"dcat/{name}" for name in PAGED))
    assert [dataset.identifier for dataset in found.datasets] == ["1", "2", "3", "4"]
    assert (found.end.complete, found.end.declared) == (True, 4)
    # Its links name a host that does not exist; the pages were found on the one that answered.
    assert [issue.code for issue in found.end.issues] == ["next-page-moved"]


@pytest.mark.parametrize(("page", "files"), [("1", 6 + 2), ("3", None), ("5", None)])
def test_dcat_inside_csw_answers_is_read(page: str, files: int | None) -> None:
    found = harvest(f"csw/geo2france-dcat-page-{page}.xml")
    assert len(found.datasets) == 2
    assert {
        name for dataset in found.datasets for agent in dataset.publishers for name in agent.name.values()
    }
    if files:
        assert sum(len(dataset.distributions) for dataset in found.datasets) == files


REWRITTEN = {
    # The words are there, but not in one piece or not in this form.
    "temporal": "split into start and end",
    "accrualPeriodicity": "the frequency that the node describes",
    "spatial": "the place that the node describes",
    "format": "the word that became an address, or what the node says",
    "publisher": "the identifier that became an address",
    "rightsHolder": "the identifier that became an address",
    "identifier": "the notation of the node",
    "isPrimaryTopicOf": "identifier and dates of the entry",
}


@pytest.mark.parametrize(
    "payload", [payload for payload in PAYLOADS if payload.datasets], ids=lambda one: one.name
)
def test_no_word_or_address_of_a_dataset_or_its_files_is_lost(payload: Payload) -> None:
    found = harvest(f"dcat/{payload.name}")
    for raw, dataset in zip(found.raw, found.datasets, strict=True):
        place: DcatPayload = raw.payload
        kept = "\n".join(texts_of(dataset))
        lost = [
            (str(predicate), str(value))
            for node in (place.node, *files_of(place.graph, place.node))
            for predicate, value in place.graph.predicate_objects(node)
            if predicate != RDF.type and not isinstance(value, BNode)
            if str(value).strip().removeprefix("mailto:") not in kept
            if local_name(predicate) not in REWRITTEN
        ]
        assert lost == []


def files_of(graph: Graph, node: Node) -> list[Node]:
    return list(graph.objects(node, URIRef("http://www.w3.org/ns/dcat#distribution")))


def local_name(predicate: Node) -> str:
    return str(predicate).replace("#", "/").rsplit("/", 1)[1]


def only(name: str, index: int = 0) -> SourceDataset:
    return harvest(f"dcat/{name}").datasets[index]


def test_alessandria_word_for_word() -> None:
    dataset = only("it-alessandria-catalog.rdf")
    assert dataset.guid == "https://github.com/ComunediAlessandria/open-data/segnalazioni-municipium"
    assert dataset.title == {"und": "Segnalazioni Municipium"}
    assert dataset.identifier == "c_a182:segnalazioni-municipium"
    publisher = dataset.publishers[0]
    assert (publisher.name, publisher.identifier, publisher.uri) == (
        {"und": "Comune di Alessandria"},
        "c_a182",
        "",
    )
    assert dataset.contacts[0].email == "assistenza.sit@comune.alessandria.it"
    assert dataset.licences == ["https://creativecommons.org/licenses/by/4.0/"]
    assert (dataset.issued, dataset.modified) == ("2025-02-06", "2026-02-03")
    assert [file.format for file in dataset.distributions] == ["CSV", "ZIP"]


def test_madrid_word_for_word() -> None:
    dataset = only("ckanext-dcat-dataset_gob_es.ttl")
    assert dataset.frequency == "P1Y"
    assert (dataset.publishers[0].name, dataset.publishers[0].identifier) == (
        {"und": "Ayuntamiento de Madrid"},
        "L01280796",
    )
    assert dataset.licences == ["https://datos.madrid.es/egob/catalogo/aviso-legal"]
    file = dataset.distributions[0]
    assert (file.format, file.media_type, file.byte_size) == ("XLS", "application/vnd.ms-excel", "43008.0")
    assert file.access_url == "https://datos.madrid.es/egob/catalogo/300676-0-deporte-encuesta-escuelas.xlsx"


def test_nti_risp_word_for_word() -> None:
    dataset = only("es-NTI-RISPv1_Dataset.ttl")
    assert dataset.publishers[0].identifier == "E00004401"
    assert (dataset.periods[0].start, dataset.periods[0].end) == ("2012-12-26", "2013-03-26")
    assert dataset.extras["valid"] == "2013-03-26"
    assert dataset.frequency == "P0Y3M0DT0H0M0S"
    assert dataset.languages == ["es", "ga", "en", "ca"]
    assert " nformacion" in dataset.licences[0]
    assert dataset.places[0].uri.endswith("/Pais/España")


def test_bolzano_word_for_word() -> None:
    dataset = only("it-dcatapit-dataset.rdf")
    assert dataset.title == {
        "en": "DCAT_AP-IT test dataset",
        "de": "Dcatapit Test-Dataset",
        "it": "Dataset di test DCAT_AP-IT",
    }
    assert dataset.publishers[0].name == {"und": "bolzano it", "it": "bolzano it it", "en": "bolzano en"}
    assert dataset.contacts[0].email == "geosolutions@geo-solutions.it"
    assert {place.uri for place in dataset.places} == {
        "http://www.geonames.org/3181913",
        "http://publications.europa.eu/resource/authority/place/ITA_BZO",
    }
    assert set(dataset.alternate_identifiers) == {"ISBN:123", "STR ID", "TEST"}
    assert sorted(dataset.conforms_to) == ["CONF1", "CONF2", "CONF3"]


def test_datara_word_for_word() -> None:
    dataset = only("datara-fr-5a26b0f6.rdf")
    assert (dataset.issued, dataset.modified) == ("", "")
    assert (
        json.loads(dataset.places[0].geom)["type"] == json.loads(dataset.places[0].bbox)["type"] == "Polygon"
    )
    assert dataset.rights_holders[0].name == {"fr": "IGN"}
    assert dataset.distributions[0].licences == ["Ayant droit IGN Bénéficiaires du RGE"]
    assert dataset.extras["record.modified"] == "2022-03-22T08:51:36"
    assert "Jules Ferry" not in dataset.extras.get("isPrimaryTopicOf", "")


def test_alicante_has_no_addresses_and_yet_stable_identities() -> None:
    first, second = (harvest("dcat/es-ua-alicante-catalog-nti-risp-6datasets.rdf") for _ in range(2))
    assert [record.guid for record in first.raw] == [record.guid for record in second.raw]
    assert all(record.guid.startswith("sha256:") for record in first.raw)
    assert {dataset.publishers[0].identifier for dataset in first.datasets} == {"U00100001"}
    assert first.datasets[0].distributions[0].format == "XLSX"


def test_bologna_declares_twelve_datasets_with_a_weekly_or_other_frequency() -> None:
    found = harvest("dcat/it-dcatapit-dati_unibo-catalog.rdf")
    assert all(dataset.frequency.startswith("http://publications.europa.eu/") for dataset in found.datasets)
    assert {
        licence for dataset in found.datasets for file in dataset.distributions for licence in file.licences
    } == {"https://creativecommons.org/licenses/by/3.0/it/"}
