"""The sample feeds of Spain and Greece: their paging, and the habits that their records show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib import namespace as ns

from ckanext.resilient.harvesters.samples.catalogue import load

HYDRA = "http://www.w3.org/ns/hydra/core#"
FEEDS = {
    "es-sample": ("/catalogo/federador.rdf", "application/rdf+xml", "xml", "next"),
    "gr-sample": ("/catalog.ttl", "text/turtle; charset=utf-8", "turtle", "nextPage"),
}
both = pytest.mark.parametrize("key", list(FEEDS))


@pytest.fixture(scope="session")
def pages(bases: dict[str, str], ask: Callable[..., Any]) -> dict[str, list[Graph]]:
    """The pages of each feed, read by following its own links from the first."""
    return {key: list(_follow(bases[key], ask, *FEEDS[key])) for key in FEEDS}


def _follow(
    base: str, ask: Callable[..., Any], path: str, media_type: str, syntax: str, following: str
) -> Any:
    url: str | None = base + path
    while url:
        answer = ask(url)
        assert (answer.status, answer.headers["content-type"]) == (200, media_type)
        graph = Graph().parse(data=answer.body, format=syntax)
        yield graph
        url = next((str(target) for target in graph.objects(predicate=URIRef(HYDRA + following))), None)


@pytest.fixture(scope="session")
def spain(pages: dict[str, list[Graph]]) -> Graph:
    """The whole Spanish feed."""
    whole = Graph()
    for page in pages["es-sample"]:
        whole += page
    return whole


@pytest.fixture
def node(bases: dict[str, str]) -> Callable[[str], URIRef]:
    """The node of a Spanish dataset."""
    return lambda name: URIRef(f"{bases['es-sample']}/catalogo/{name}")


@both
def test_following_the_links_gives_every_dataset_once(pages: dict[str, list[Graph]], key: str) -> None:
    subjects = [str(one) for page in pages[key] for one in page.subjects(ns.RDF.type, ns.DCAT.Dataset)]
    assert [len(list(page.subjects(ns.RDF.type, ns.DCAT.Dataset))) for page in pages[key]] == [6, 6, 6, 1]
    assert sorted(one.rpartition("/")[2] for one in subjects) == sorted(d.name for d in load(key).datasets)


@both
def test_every_page_tells_the_same_total(pages: dict[str, list[Graph]], key: str) -> None:
    totals = {
        int(value) for page in pages[key] for value in page.objects(predicate=URIRef(HYDRA + "totalItems"))
    }
    assert totals == {19}


def test_spain_pages_with_a_partial_view_and_greece_with_a_paged_collection(
    pages: dict[str, list[Graph]],
) -> None:
    for key, kind, link, of_type in (
        ("es-sample", "PartialCollectionView", "last", URIRef),
        ("gr-sample", "PagedCollection", "lastPage", Literal),
    ):
        (view,) = pages[key][0].subjects(ns.RDF.type, URIRef(HYDRA + kind))
        last = pages[key][0].value(view, URIRef(HYDRA + link))
        assert isinstance(last, of_type)
        assert str(last).endswith("?page=4")


@pytest.mark.parametrize("page", ["0", "5", "x", "-1", "²"])
def test_a_page_that_does_not_exist_is_not_found(
    bases: dict[str, str], ask: Callable[..., Any], page: str
) -> None:
    assert ask(f"{bases['es-sample']}/catalogo/federador.rdf?page={quote(page)}").status == 404


def test_nti_records_write_literals_where_others_write_links(
    spain: Graph, node: Callable[[str], URIRef]
) -> None:
    old, new = node("ayuda-a-domicilio"), node("residencias-mayores")
    assert set(spain.objects(old, ns.DCTERMS.language)) == {Literal("es")}
    assert {str(theme).rpartition("/")[2] for theme in spain.objects(old, ns.DCAT.theme)} == {
        "sociedad-bienestar",
        "salud",
    }
    assert spain.value(old, ns.DCTERMS.accrualPeriodicity) == Literal("P0Y3M0DT0H0M0S")
    address = spain.value(spain.value(old, ns.DCAT.distribution), ns.DCAT.accessURL)
    assert isinstance(address, Literal)
    assert address.datatype == ns.XSD.anyURI
    assert str(spain.value(new, ns.DCAT.theme)).endswith("/data-theme/SOCI")
    assert isinstance(spain.value(spain.value(new, ns.DCAT.distribution), ns.DCAT.accessURL), URIRef)


def test_a_frequency_may_be_a_duration_description(spain: Graph, node: Callable[[str], URIRef]) -> None:
    frequency = spain.value(node("escoles-bressol"), ns.DCTERMS.accrualPeriodicity)
    duration = spain.value(frequency, ns.RDF.value)
    assert (duration, URIRef("http://www.w3.org/2006/time#years"), None) in spain


def test_licences_stand_on_the_dataset_the_file_or_nowhere(
    spain: Graph, node: Callable[[str], URIRef], bases: dict[str, str]
) -> None:
    def licences(name: str) -> tuple[str | None, str | None]:
        file = spain.value(node(name), ns.DCAT.distribution)
        found = (spain.value(node(name), ns.DCTERMS.license), spain.value(file, ns.DCTERMS.license))
        return tuple(None if one is None else str(one) for one in found)  # pyright: ignore[reportReturnType]

    deed = "https://creativecommons.org/licenses/by/4.0/deed.es"
    assert licences("ayuda-a-domicilio") == (deed, None)
    assert licences("transporte-a-demanda") == (None, deed)
    assert licences("centros-discapacidad") == ("", deed)
    assert licences("acollida-persones-migrades") == (None, None)
    assert licences("centros-de-salud") == (f"{bases['es-sample']}/aviso-legal", None)


def test_titles_are_in_catalan_spanish_or_both(spain: Graph, node: Callable[[str], URIRef]) -> None:
    def languages(name: str) -> set[str | None]:
        return {
            title.language
            for title in spain.objects(node(name), ns.DCTERMS.title)
            if isinstance(title, Literal)
        }

    assert languages("escoles-bressol") == {"ca", "es"}
    assert languages("habitatge-social") == {"ca"}
    assert languages("banco-de-alimentos") == {"es", "en"}
    assert languages("registro-4411") == set()


def test_the_iri_of_spain_keeps_its_letter(spain: Graph, node: Callable[[str], URIRef]) -> None:
    assert str(spain.value(node("huertos-comunitarios"), ns.DCTERMS.spatial)).endswith("/Pais/España")
