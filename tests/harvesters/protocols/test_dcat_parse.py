"""Parsing RDF: every syntax that feeds use, slips mended and told, nothing opened that was not asked for."""

from __future__ import annotations

import json
import logging
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvesters.protocols.rdf_parse import detect_format, parse_rdf, quiet_rdflib
from ckanext.resilient.svrc.issues import Issue
from tests.harvest.servers import Answer, serving
from tests.harvesters.protocols.dcat_help import PAGE, TURTLE, answer, parsed, read_all

RDF_XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/"'
    ' xmlns:dcat="http://www.w3.org/ns/dcat#">{}</rdf:RDF>'
)
ONE_XML = '<dcat:Dataset rdf:about="http://x.example/1"><dct:title>Nidi</dct:title>{}</dcat:Dataset>'


def refusal(body: str | bytes, content_type: str = "application/rdf+xml", **limits: Any) -> Issue:
    with pytest.raises(FetchError) as caught:
        parse_rdf(answer(body, content_type), **limits)
    assert caught.value.issue.message
    return caught.value.issue


def codes(issues: tuple[Issue, ...]) -> list[str]:
    return [issue.code for issue in issues]


def titles(body: str | bytes, content_type: str, url: str = PAGE) -> list[str]:
    page = parse_rdf(answer(body, content_type, url))
    return [text for dataset in read_all(page) for text in dataset.title.values()]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (RDF_XML.format(ONE_XML.format("")), "application/rdf+xml"),
        (RDF_XML.format(ONE_XML.format("")), "text/html"),
        ('<?xml version="1.0"?>\n<!-- feed -->' + RDF_XML.format(ONE_XML.format("")), "text/plain"),
        ('@prefix d: <http://www.w3.org/ns/dcat#> . <http://x/1> a d:Dataset ; '
         '<http://purl.org/dc/terms/title> "Nidi" .', "text/turtle"),
        ('PREFIX d: <http://www.w3.org/ns/dcat#>\n<http://x/1> a d:Dataset ; '
         '<http://purl.org/dc/terms/title> "Nidi" .', "application/octet-stream"),
        ('<http://x/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> '
         '<http://www.w3.org/ns/dcat#Dataset> .\n'
         '<http://x/1> <http://purl.org/dc/terms/title> "Nidi" .', "application/n-triples"),
        ('{"@id": "http://x/1", "@type": "http://www.w3.org/ns/dcat#Dataset",'
         ' "http://purl.org/dc/terms/title": "Nidi"}', "application/ld+json"),
        ('[{"@id": "http://x/1", "@type": ["http://www.w3.org/ns/dcat#Dataset"],'
         ' "http://purl.org/dc/terms/title": [{"@value": "Nidi"}]}]', "application/rdf+xml"),
    ],
)  # fmt: skip
def test_every_syntax_is_recognised_even_under_a_wrong_label(body: str, content_type: str) -> None:
    assert titles(body, content_type) == ["Nidi"]


def test_a_document_that_looks_like_nothing_is_read_by_its_label_or_its_name() -> None:
    assert detect_format(answer("_:a <http://p> _:b .", "text/plain", "http://x/feed.jsonld")) == "jsonld"
    assert detect_format(answer("_:a <http://p> _:b .", "text/n3", "http://x/feed.jsonld")) == "turtle"
    assert detect_format(answer("_:a <http://p> _:b .", "", "http://x/feed")) == "turtle"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-7"])
def test_texts_survive_in_every_character_set(charset: str) -> None:
    xml = RDF_XML.format(ONE_XML.replace("Nidi", "Παιδικοί σταθμοί").format(""))
    declared = f'<?xml version="1.0" encoding="{charset.removesuffix("-sig")}"?>{xml}'
    assert titles(declared.encode(charset), "application/rdf+xml") == ["Παιδικοί σταθμοί"]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "iso-8859-1"])
def test_a_document_type_is_refused_in_every_character_set_within_moments(charset: str) -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = (
        f'<?xml version="1.0" encoding="{charset.removesuffix("-sig")}"?><!-- calm -->\n'
        f'<!DOCTYPE rdf [<!ENTITY a0 "ha">{laughs}]>' + RDF_XML.format(ONE_XML.format("&a11;"))
    )
    start = time.perf_counter()
    assert refusal(bomb.encode(charset)).code == "document-type-refused"
    assert time.perf_counter() - start < 0.5


def test_a_document_type_behind_a_lying_charset_never_reaches_its_entities() -> None:
    body = "<!DOCTYPE r [<!ENTITY a 'x'>]>" + RDF_XML.format("")
    prolog = '<?xml version="1.0" encoding="utf-7"?>'
    assert refusal(prolog + body).code == "document-type-refused"
    assert refusal(body.encode("utf-16-le")).code == "document-type-refused"


def test_a_text_about_document_types_is_no_document_type() -> None:
    page = RDF_XML.format(
        ONE_XML.format("<dct:description><![CDATA[<!DOCTYPE html> is HTML]]></dct:description>")
    )
    dataset = read_all(parse_rdf(answer(page, "application/rdf+xml")))[0]
    assert dataset.description == {"und": "<!DOCTYPE html> is HTML"}


def test_no_foreign_context_is_opened_wherever_it_is_named(tmp_path: Path) -> None:
    hidden = tmp_path / "context.jsonld"
    hidden.write_text('{"@context": {"title": "http://purl.org/dc/terms/title"}}')
    with serving(lambda _: Answer(body=hidden.read_bytes())) as server:
        for address in (
            f"{server.url}/c.jsonld",
            hidden.as_uri(),
            str(hidden),
            "//evil.example/c",
            "c.jsonld",
        ):
            for context in (
                address,
                [{"a": "http://a/"}, address],
                {"@import": address},
                {"term": {"@id": "http://t/", "@context": address}},
                {"term": {"@id": "http://t/", "@context": [{"@context": address}]}},
            ):
                document = {
                    "@context": context,
                    "@type": "http://www.w3.org/ns/dcat#Catalog",
                    "term": {"a": 1},
                }
                assert refusal(json.dumps(document), "application/ld+json").code == "foreign-context-refused"
            inner = {"http://www.w3.org/ns/dcat#dataset": {"@context": address, "title": "Nidi"}}
            assert refusal(json.dumps(inner), "application/ld+json").code == "foreign-context-refused"
        assert server.asked == []


def test_the_context_of_udata_portals_is_known_without_being_opened() -> None:
    document = {
        "@context": "https://dados.example.org/api/1/site/context.jsonld",
        "@graph": [
            {
                "@id": "https://dados.example.org/c",
                "@type": "Catalog",
                "dataset": ["https://dados.example.org/1"],
            },
            {
                "@id": "https://dados.example.org/1",
                "@type": "Dataset",
                "title": "Creches",
                "keyword": "infância",
                "distribution": {"@type": "Distribution", "downloadURL": "https://dados.example.org/1.csv"},
            },
        ],
    }
    dataset = read_all(parse_rdf(answer(json.dumps(document), "application/ld+json")))[0]
    assert dataset.title == {"und": "Creches"}
    assert dataset.keywords == {"und": ["infância"]}
    assert dataset.distributions[0].download_url == "https://dados.example.org/1.csv"


def test_names_that_no_context_explains_are_told() -> None:
    document = {
        "@context": {"title": "http://purl.org/dc/terms/title"},
        "@type": "http://www.w3.org/ns/dcat#Dataset",
        "title": "Nidi",
        "accessLevel": "public",
    }
    page = parse_rdf(answer(json.dumps(document), "application/ld+json"))
    assert codes(page.issues) == ["jsonld-names-unknown"]
    assert "accessLevel" in page.issues[0].message


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<rdf:RDF", "application/rdf+xml"),
        (RDF_XML.format("<dcat:Dataset>"), "application/rdf+xml"),
        ("@prefix x: <http://x/> . x:a x:b", "text/turtle"),
        ('{"@id": ', "application/ld+json"),
        ('{"@type": "http://a/", "@reverse": []}', "application/ld+json"),
        (
            '{"@id": "x", "@type": 5, "@graph": {"@graph": [3]}, "@language": ["it"]}' * 2,
            "application/ld+json",
        ),
        ("[" * 100_000, "application/ld+json"),
        ("@prefix x: <http://x/> . x:a x:b " + "[ x:b " * 20_000, "text/turtle"),
    ],
)
def test_broken_documents_are_named_with_a_reason(body: str, content_type: str) -> None:
    issue = refusal(body, content_type)
    assert issue.code == "rdf-unreadable"
    assert PAGE in issue.message


def test_a_web_page_or_nothing_at_all_is_called_what_it_is() -> None:
    assert refusal("<!DOCTYPE html><html></html>").code == "looks-like-html"
    assert refusal("\ufeff \n").code == "answer-empty"


def test_more_triples_or_time_than_allowed_end_the_reading() -> None:
    triples = TURTLE + "".join(f'<http://x/{n}> dct:title "{n}" .\n' for n in range(600))
    assert refusal(triples, "text/turtle", max_triples=599).code == "rdf-too-large"
    assert refusal(triples, "text/turtle", max_seconds=-1).code == "rdf-too-large"
    assert len(parse_rdf(answer(triples), max_triples=600).graph) == 600


def test_a_known_prefix_that_was_not_declared_gets_its_usual_meaning() -> None:
    body = (
        "@prefix dct: <http://purl.org/dc/terms/> .\n"
        '<http://x/1> a dcat:Dataset ; dct:title "Nidi" ; dct:publisher [ foaf:name "Comune" ] .'
    )
    page = parse_rdf(answer(body))
    dataset = read_all(page)[0]
    assert (dataset.title, dataset.publishers[0].name) == ({"und": "Nidi"}, {"und": "Comune"})
    assert codes(page.issues) == ["prefix-undeclared"]
    assert page.issues[0].params["count"] == "2"


def test_an_unknown_prefix_is_named_with_its_line() -> None:
    issue = refusal(
        '@prefix dct: <http://purl.org/dc/terms/> .\n<http://x/1> dct:title "a" ;\n foo:bar 1 .',
        "text/turtle",
    )
    assert issue.code == "rdf-unreadable"
    assert "“foo:” of line 3" in issue.params["reason"]


def test_relative_addresses_are_relative_to_the_page() -> None:
    page = parse_rdf(
        answer("<dataset/1> a <http://www.w3.org/ns/dcat#Dataset> .", url="https://x.example/a/b.ttl")
    )
    assert {str(node) for node in page.graph.subjects()} == {"https://x.example/a/dataset/1"}
    page = parse_rdf(answer("<?p=2> a <http://d/D> .", url="https://x.example/a/b.ttl"))
    assert {str(node) for node in page.graph.subjects()} == {"https://x.example/a/b.ttl?p=2"}
    page = parse_rdf(answer("<1> a <http://d/D> . <?p=2> a <#d> .", url="https://x.example/a/b?q=http://y/z"))
    assert {str(node) for node in page.graph.all_nodes()} == {
        "https://x.example/a/1",
        "http://d/D",
        "https://x.example/a/b?p=2",
        "https://x.example/a/b?q=http://y/z#d",
    }
    page = parse_rdf(answer(RDF_XML.format('<dcat:Dataset rdf:about="1"/>'), "", "https://x.example/a/b.rdf"))
    assert {str(node) for node in page.graph.subjects()} == {"https://x.example/a/1"}


def test_literals_keep_the_words_of_the_source() -> None:
    odd = "2022-03-22T08:51:36"
    xml = f'<dct:modified rdf:datatype="http://www.w3.org/2001/XMLSchema#date">{odd}</dct:modified>'
    typed = {"@type": "http://www.w3.org/2001/XMLSchema#date", "@value": odd}
    documents = [
        (RDF_XML.format(ONE_XML.format(xml)), "application/rdf+xml"),
        (TURTLE + f'<x> a dcat:Dataset ; dct:title "a" ; dct:modified "{odd}"^^xsd:date .', "text/turtle"),
        (json.dumps({"@type": "http://www.w3.org/ns/dcat#Dataset", "http://purl.org/dc/terms/title": "a",
                     "http://purl.org/dc/terms/modified": typed}), "application/ld+json"),
    ]  # fmt: skip
    assert {read_all(parse_rdf(answer(*document)))[0].modified for document in documents} == {odd}


def test_an_empty_typed_literal_costs_nothing() -> None:
    body = '<x> a dcat:Dataset ; dct:title "Nidi" ; dct:issued ""^^xsd:date ; dct:modified "?"^^xsd:date .'
    dataset = read_all(parsed(body))[0]
    assert (dataset.issued, dataset.modified, dataset.issues) == ("", "?", [])


def test_addresses_with_blanks_and_letters_beyond_ascii_stay_as_they_are() -> None:
    page = parsed('<http://x/a b/España> a dcat:Dataset ; dct:title "Nidi" .')
    assert read_all(page)[0].uri == "http://x/a b/España"
    assert codes(page.issues) == ["iri-invalid"]


def test_rdflibs_warnings_are_silent_here_and_heard_elsewhere(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("rdflib.term")
    # CKAN's logging set-up may have switched it off.
    logger.disabled = False
    with caplog.at_level(logging.DEBUG, "rdflib.term"):
        parsed('<http://x/a b> dct:title ""^^xsd:date .')
        with quiet_rdflib():
            logger.warning("http://x/a b does not look like a valid URI")
            logger.warning("a literal without sense")
            logger.error("a real error")
            other = threading.Thread(target=logger.warning, args=("another thread",))
            other.start()
            other.join()
        logger.warning("afterwards")
    assert [record.getMessage() for record in caplog.records] == [
        "a real error",
        "another thread",
        "afterwards",
    ]


def test_an_invalid_address_is_noted_though_rdflibs_logger_is_off() -> None:
    logger = logging.getLogger("rdflib.term")
    logger.disabled = True
    try:
        page = parsed('<http://x/a b> a dcat:Dataset ; dct:title "Nidi" .')
    finally:
        logger.disabled = False
    assert codes(page.issues) == ["iri-invalid"]


def test_text_beside_an_address_is_its_label() -> None:
    theme = '<dcat:theme rdf:resource="http://t.example/834">biogeochemistry</dcat:theme>'
    theme += "<dcat:keyword>k</dcat:keyword>"
    page = parse_rdf(answer(RDF_XML.format(ONE_XML.format(theme * 2)), "application/rdf+xml"))
    dataset = read_all(page)[0]
    assert dataset.themes == ["http://t.example/834"]
    assert dataset.extras == {"theme.label": "biogeochemistry"}
    assert codes(page.issues) == ["xml-text-beside-resource"]


def test_several_nodes_in_one_property_are_several_values() -> None:
    files = "".join(
        f'<dcat:Distribution><dcat:accessURL rdf:resource="http://x.example/{n}"/></dcat:Distribution>'
        for n in "abc"
    )
    page = parse_rdf(
        answer(RDF_XML.format(ONE_XML.format(f"<dcat:distribution>{files}</dcat:distribution>")), "")
    )
    found = [file.access_url for file in read_all(page)[0].distributions]
    assert found == ["http://x.example/a", "http://x.example/b", "http://x.example/c"]
    assert codes(page.issues) == ["xml-several-nodes"]


def test_language_tags_that_are_none_cost_no_page() -> None:
    extra = '<dct:description xml:lang="pt_PT">Creches</dct:description>'
    extra += '<dct:rights xml:lang="???">livre</dct:rights>'
    page = parse_rdf(answer(RDF_XML.format(ONE_XML.format(extra)), ""))
    dataset = read_all(page)[0]
    assert dataset.description == {"pt-pt": "Creches"}
    assert dataset.rights == {"und": "livre"}
    assert codes(page.issues) == ["language-tag-invalid"]
    document = {"http://purl.org/dc/terms/title": {"@value": "Nidi", "@language": "it_IT"},
                "@type": "http://www.w3.org/ns/dcat#Dataset"}  # fmt: skip
    page = parse_rdf(answer(json.dumps(document), "application/ld+json"))
    assert read_all(page)[0].title == {"it-it": "Nidi"}


def test_node_names_and_control_characters_that_xml_forbids_cost_no_page() -> None:
    body = ONE_XML.format('<dct:publisher rdf:nodeID="1"/>').replace("Nidi", "Nidi\x0b!")
    body += '<rdf:Description rdf:nodeID="1"><dct:title>Comune</dct:title></rdf:Description>'
    page = parse_rdf(answer(RDF_XML.format(body), ""))
    dataset = read_all(page)[0]
    assert (dataset.title, dataset.publishers[0].name) == ({"und": "Nidi!"}, {"und": "Comune"})
    assert codes(page.issues) == ["xml-control-characters"]


def test_rdf_inside_a_csw_answer_is_read() -> None:
    inside = RDF_XML.format(ONE_XML.format("")) + RDF_XML.format(ONE_XML.format("").replace("/1", "/2"))
    body = (
        '<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"><csw:SearchStatus/>'
        f"<csw:SearchResults>\n{inside}\n</csw:SearchResults></csw:GetRecordsResponse>"
    )
    assert titles(body, "application/xml") == ["Nidi", "Nidi"]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (RDF_XML.format(ONE_XML.format('<dct:spatial rdf:parseType="Resource"/>')), "application/rdf+xml"),
        ('@prefix d: <http://d/> . <1> a d:D ; d:t """x\n"""@it, 1.5, [ d:y ( 1 "2" ) ] .', "text/turtle"),
        ('{"@context": {"t": {"@id": "http://t/", "@language": "it"}}, "@graph": [{"t": ["x"]}]}', ""),
    ],
)
def test_a_document_that_breaks_off_anywhere_is_read_or_refused(body: str, content_type: str) -> None:
    outcomes = {outcome(body[:length], content_type) for length in range(1, len(body))}
    assert "rdf-unreadable" in outcomes
    assert outcomes <= {"read", "rdf-unreadable"}


def outcome(body: str, content_type: str) -> str:
    try:
        parse_rdf(answer(body, content_type))
    except FetchError as error:
        return error.issue.code
    return "read"
