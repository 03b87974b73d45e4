"""One address: pages for people, RDF for programs that ask for it."""

from __future__ import annotations

import gzip

from ckan.tests.helpers import CKANTestApp
from lxml import html
from rdflib import RDF, SKOS, Graph, URIRef
from rdflib.compare import isomorphic

SITE = "http://test.resilient.example"
PAGE = "/vocabulary/social_need/housing"
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
FORMS = {
    "ttl": ("text/turtle", "turtle"),
    "rdf": ("application/rdf+xml", "xml"),
    "jsonld": ("application/ld+json", "json-ld"),
    "nt": ("application/n-triples", "nt"),
}


ASKED = [
    (None, "text/html"),
    ("*/*", "text/html"),
    (FIREFOX, "text/html"),
    ("image/png", "text/html"),
    ("application/json", "text/html"),
    ("text/html;q=0.5, text/turtle;q=0.5", "text/html"),
    ("text/turtle;q=0", "text/html"),
    ("text/turtle", "text/turtle"),
    ("text/turtle, */*;q=0.1", "text/turtle"),
    ("text/turtle;q=0.2, application/ld+json;q=0.9, text/html;q=0.1", "application/ld+json"),
    ("application/rdf+xml, text/turtle;q=0.9, */*;q=0.1", "application/rdf+xml"),
    ("application/n-triples", "application/n-triples"),
]


def test_who_asks_gets_what_was_asked_for(clean: None, app: CKANTestApp) -> None:
    for accept, media_type in ASKED:
        answer = app.get(PAGE, headers={"Accept": accept} if accept else {})
        assert (answer.status_code, answer.mimetype) == (200, media_type), accept
        assert "Accept" in answer.headers["Vary"]


def test_each_form_has_an_address_of_its_own(clean: None, app: CKANTestApp) -> None:
    for extension, (media_type, syntax) in FORMS.items():
        answer = app.get(f"{PAGE}.{extension}", headers={"Accept": FIREFOX})
        assert answer.mimetype == media_type
        graph = Graph().parse(data=answer.body, format=syntax)
        assert (URIRef(SITE + PAGE), RDF.type, SKOS.Concept) in graph
        asked = app.get(f"/el{PAGE}", headers={"Accept": media_type})
        assert asked.headers["Content-Location"] == f"{SITE}{PAGE}.{extension}"
        assert isomorphic(Graph().parse(data=asked.body, format=syntax), graph)


def test_a_page_names_its_other_forms(clean: None, app: CKANTestApp) -> None:
    document = html.fromstring(app.get(f"/sl{PAGE}").body)
    links = document.xpath("//head/link[@rel='alternate'][@type]")
    found = {link.get("type"): link.get("href") for link in links}
    assert found == {media_type: f"{SITE}{PAGE}.{extension}" for extension, (media_type, _) in FORMS.items()}


def test_a_page_without_other_forms_names_none(clean: None, app: CKANTestApp) -> None:
    answer = app.get("/take-part", headers={"Accept": "text/turtle"})
    assert answer.mimetype == "text/html"
    assert not html.fromstring(answer.body).xpath("//head/link[@rel='alternate'][@type='text/turtle']")


def test_what_did_not_change_is_not_sent_again(clean: None, app: CKANTestApp) -> None:
    first = app.get("/vocabulary.ttl")
    again = app.get("/vocabulary.ttl", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.body) == (304, "")
    other = app.get("/vocabulary.nt", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_a_large_answer_is_packed_for_those_who_can_unpack(clean: None, app: CKANTestApp) -> None:
    plain = app.get("/vocabulary.nt")
    packed = app.get("/vocabulary.nt", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) * 5 < len(plain.data)
