"""A large DCAT document says the same as a small one, and keeps what stands before a fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest import documents
from ckanext.resilient.harvesters.protocols import all_protocols, rdf_store
from ckanext.resilient.harvesters.protocols.base import Endpoint
from ckanext.resilient.svrc.record import SourceDataset
from tests.harvest.servers import Answer
from tests.harvesters.protocols.dcat_help import TURTLE
from tests.harvesters.protocols.reading import Listed, listed

DCAT = all_protocols()["dcat"]
FEED = (
    TURTLE
    + """
<https://dati.example/> a dcat:Catalog ; dcat:dataset <https://dati.example/1>, <https://dati.example/2>, _:third .
<https://dati.example/1> a dcat:Dataset ; dct:title "Asili"@it, "Kindergartens"@en ; dct:description "Posti"@it ;
    dcat:keyword "infanzia"@it, "nidi"@it ; dct:publisher <https://dati.example/comune> ;
    dct:issued "2024-05-31T10:00:00"^^xsd:dateTime ; dct:spatial [ a dct:Location ; locn:geometry "POINT(1 2)"^^gsp:wktLiteral ] ;
    dcat:contactPoint [ a vcard:Organization ; vcard:fn "Ufficio" ; vcard:hasEmail <mailto:a@dati.example> ] ;
    dct:relation <https://dati.example/2> ;
    dcat:distribution <https://dati.example/1/csv> .
<https://dati.example/1/csv> a dcat:Distribution ; dcat:accessURL <https://dati.example/1.csv> ; dct:format "CSV" ;
    dct:license <https://dati.example/licence> ; spdx:checksum [ spdx:checksumValue "abc" ] .
<https://dati.example/licence> a dct:LicenseDocument ; dct:title "Licenza"@it .
<https://dati.example/comune> a foaf:Organization ; foaf:name "Comune"@it, "Municipality"@en .
<https://dati.example/2> a dcat:Dataset ; dct:title "Mense"@it ; dct:publisher <https://dati.example/comune> .
<https://dati.example/api> a dcat:DataService ; dct:title "Servizio"@it ; dcat:servesDataset <https://dati.example/2> ;
    dcat:endpointURL <https://dati.example/api> .
<https://dati.example/record> a dcat:CatalogRecord ; foaf:primaryTopic <https://dati.example/2> ; dct:modified "2024-06-01" .
_:third a dcat:Dataset ; dct:identifier "terzo" ; dct:title "Anziani"@it .
"""
)
FORMATS = {
    "turtle": "text/turtle",
    "nt": "application/n-triples",
    "xml": "application/rdf+xml",
    "pretty-xml": "application/rdf+xml",
    "json-ld": "application/ld+json",
}


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(documents, "STREAMED_ABOVE", -1)


def sent(text: str | bytes, media_type: str) -> Answer:
    body = text.encode() if isinstance(text, str) else text
    return Answer(body=body, headers={"Content-Type": media_type})


def read(answer: Answer, **options: Any) -> tuple[Listed, dict[str, SourceDataset]]:
    result = listed(DCAT, lambda asked: answer, "/feed", **options)
    return result, {raw.guid: DCAT.read_record(raw, Endpoint("https://x.example")) for raw in result.records}


def both(answer: Answer, monkeypatch: pytest.MonkeyPatch, **options: Any) -> Iterator[Any]:
    for limit in (documents.STREAMED_ABOVE, -1):
        monkeypatch.setattr(documents, "STREAMED_ABOVE", limit)
        yield read(answer, **options)


def comparable(dataset: SourceDataset) -> Any:
    """A dataset without the order of things that have none in RDF, and without what a server's port changes."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return sorted((key, plain(item)) for key, item in value.items())
        if isinstance(value, (list, tuple)):
            return sorted(map(repr, map(plain, value)))
        if hasattr(value, "__dataclass_fields__"):
            return [(name, plain(getattr(value, name))) for name in value.__dataclass_fields__]
        return sorted(value.split("; ")) if isinstance(value, str) else value

    return plain(dataset)


@pytest.mark.parametrize("syntax", FORMATS)
def test_a_large_document_says_the_same_as_a_small_one(syntax: str, monkeypatch: pytest.MonkeyPatch):
    text = Graph().parse(data=FEED, format="turtle").serialize(format=syntax)
    (small, expected), (large, found) = both(sent(text, FORMATS[syntax]), monkeypatch)
    assert found.keys() == expected.keys() == {"https://dati.example/1", "https://dati.example/2", "terzo"}
    assert [comparable(found[guid]) for guid in expected] == [comparable(expected[guid]) for guid in expected]
    assert (large.end.complete, large.codes) == (small.end.complete, small.codes) == (True, [])


def test_the_records_come_in_the_order_of_the_document(everything_is_large: None):
    body = TURTLE + "".join(
        f'<https://dati.example/{n}> a dcat:Dataset ; dct:title "n" .\n' for n in range(250, 0, -1)
    )
    result, _ = read(sent(body, "text/turtle"))
    assert result.guids == [f"https://dati.example/{n}" for n in range(250, 0, -1)]
    assert [len(page.records) for page in result.pages] == [100, 100, 50]


@pytest.mark.parametrize("syntax", FORMATS)
def test_a_fault_costs_only_what_follows_it_and_is_told(
    syntax: str, everything_is_large: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rdf_store, "_WRITTEN_AT_ONCE", 10)
    text = str(Graph().parse(data=FEED, format="turtle").serialize(format=syntax))
    # Not at the end of a statement: Turtle that ends there is whole as far as anyone can tell.
    result, _ = read(sent(text[: len(text) * 9 // 10].rstrip(" .\n"), FORMATS[syntax]))
    assert result.guids
    assert not result.end.complete
    assert "document-broken" in result.codes


@pytest.mark.parametrize("cut", ["</dcat:Dataset>", "</dct:title>", '"/2">', "Asili"])
def test_xml_that_ends_between_two_tags_is_not_taken_for_whole(everything_is_large: None, cut: str):
    names = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"'
    datasets = "".join(
        f'<dcat:Dataset rdf:about="/{n}"><dct:title>Asili</dct:title></dcat:Dataset>' for n in (1, 2)
    )
    text = f'<rdf:RDF {names} xmlns:dct="http://purl.org/dc/terms/">{datasets}</rdf:RDF>'
    assert read(sent(text + "\n<!-- 12 ms -->\n", "application/rdf+xml"))[0].end.complete
    broken, _ = read(sent(text[: text.rindex(cut) + len(cut)], "application/rdf+xml"))
    assert not broken.end.complete
    assert "document-broken" in broken.codes


def test_a_prefix_that_was_forgotten_has_its_usual_meaning(everything_is_large: None):
    body = '<https://dati.example/1> a dcat:Dataset ; dct:title "Asili"@it .'
    assert read(sent(body, "text/turtle"))[0].guids == ["https://dati.example/1"]


@pytest.mark.parametrize(
    ("body", "media_type", "code"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><rdf:RDF/>', "application/rdf+xml", "document-type-refused"),
        ("<!DOCTYPE html><html><body>busy</body></html>", "text/html", "looks-like-html"),
        (
            '{"@context": "https://evil.example/", "@graph": [{"@id": "a"}]}',
            "application/ld+json",
            "foreign-context-refused",
        ),
        ("<https://a.example> <https://b.example> 1 .", "text/turtle", "not-a-catalogue"),
        ("{}", "application/ld+json", "not-a-catalogue"),
        ("<rdf:RDF", "application/rdf+xml", "rdf-unreadable"),
        ("", "text/turtle", "not-a-catalogue"),
    ],
)
def test_what_is_refused_of_a_small_document_is_refused_of_a_large_one(
    everything_is_large: None, body: str, media_type: str, code: str
):
    with pytest.raises(FetchError) as caught:
        read(sent(body, media_type))
    assert caught.value.issue.code == code


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "utf-16"])
def test_letters_arrive_whatever_character_set_an_xml_document_is_in(everything_is_large: None, charset: str):
    text = str(Graph().parse(data=FEED.replace("Asili", "Città"), format="turtle").serialize(format="xml"))
    body = text.replace('encoding="utf-8"', f'encoding="{charset}"').encode(charset)
    _, found = read(sent(body, "application/rdf+xml"))
    assert found["https://dati.example/1"].title["it"] == "Città"


def test_datasets_without_an_address_that_share_an_identifier_get_names_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
):
    body = TURTLE + "".join(
        f'[] a dcat:Dataset ; dct:identifier "same" ; dct:title "Numero {n}" .\n' for n in range(150)
    )
    (small, _), (large, _) = both(sent(body, "text/turtle"), monkeypatch)
    assert set(small.guids) == set(large.guids)
    assert len(large.guids) == 150
    assert "identifier-shared" in large.codes


def test_a_limit_is_kept(everything_is_large: None):
    result, _ = read(sent(FEED, "text/turtle"), limit=2)
    assert (len(result.guids), result.end.complete) == (2, False)


def test_what_is_listed_and_not_described_is_told(everything_is_large: None):
    body = FEED + "<https://dati.example/> dcat:dataset <https://dati.example/9> ."
    result, _ = read(sent(body, "text/turtle"))
    assert (result.end.complete, result.codes) == (False, ["dataset-not-described"])


def test_pages_of_a_large_feed_are_followed(everything_is_large: None):
    def respond(asked: Any) -> Answer:
        number = int(asked.query.get("page", ["1"])[0])
        link = f"<> <http://www.w3.org/ns/hydra/core#nextPage> <?page={number + 1}> ." if number < 3 else ""
        described = f'<https://dati.example/{number}> a dcat:Dataset ; dct:title "n" .'
        return sent(f"{TURTLE} {link} {described}", "text/turtle")

    result = listed(DCAT, respond, "/feed")
    assert (result.guids, result.end.complete) == ([f"https://dati.example/{n}" for n in (1, 2, 3)], True)


def test_nothing_is_left_on_disk(everything_is_large: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read(sent(FEED, "text/turtle"))
    assert list(tmp_path.iterdir()) == []
