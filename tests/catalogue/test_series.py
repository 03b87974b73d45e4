"""Series of datasets: a reader and a program find the other members, and one search is enough for it."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.lib.search.query import PackageSearchQuery
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp
from rdflib import DCTERMS, RDF, Graph, Namespace, URIRef

from tests.catalogue.shapes import DCAT_AP_3, results
from tests.templates.conftest import Call, Visit

SITE = "http://test.resilient.example"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
YEARS = (2023, 2021, 2022)


@pytest.fixture
def series(organisation: dict[str, Any]) -> dict[str, Any]:
    """A series of one dataset a year, stored in no order, and a private member."""
    made = factories.Dataset(
        type="dataset_series",
        name="care-places",
        owner_org=organisation["id"],
        title_translated={"en": "Care places by year", "el": "Θέσεις φροντίδας ανά έτος"},
        notes_translated={"en": "Counted every December."},
        contact=[{"name": "Office", "email": "office@example.org"}],
        publisher=[{"name": "Office"}],
    )
    for year in YEARS:
        member(organisation, f"care-{year}", made["name"], year)
    member(organisation, "care-2024", made["id"], 2024, private=True)
    return made


def member(organisation: dict[str, Any], name: str, series_id: str, year: int, **more: Any) -> None:
    factories.Dataset(
        name=name,
        owner_org=organisation["id"],
        title_translated={"en": f"Care places {year}"},
        notes_translated={"en": "One line for each place."},
        temporal_coverage=[{"start": str(year), "end": str(year)}],
        in_series=[series_id],
        **more,
    )


def read(app: CKANTestApp, path: str) -> Graph:
    answer = app.get(path, headers={"Accept": "text/turtle"})
    assert answer.content_type == "text/turtle; charset=utf-8", path
    return Graph().parse(data=answer.data, format="turtle")


def node_of(call: Call, name: str) -> URIRef:
    return URIRef(f"{SITE}/dataset/{call('package_show', id=name)['id']}")


def links(graph: Graph, node: URIRef, *names: str) -> list[list[URIRef]]:
    return [list(graph.objects(node, DCAT[name])) for name in names]


def test_a_reader_goes_from_one_year_to_the_next(series: dict[str, Any], visit: Visit) -> None:
    page = visit("/el/dataset/care-2022")
    (section,) = page.xpath(f"//section[@aria-labelledby='resilient-series-{series['id']}']")
    assert section.xpath("./p/a/@href") == ["/el/dataset_series/care-places"]
    assert section.xpath("./p/a")[0].text_content() == "Θέσεις φροντίδας ανά έτος"
    assert section.xpath(".//a[@rel]/@href") == ["/el/dataset/care-2021", "/el/dataset/care-2023"]
    assert section.xpath(".//a[@rel]/@rel") == ["prev", "next"]
    listed = [entry.text_content().split() for entry in section.xpath(".//ol/li")]
    assert [words[2] for words in listed] == ["2021", "2022", "2023"]
    assert section.xpath(".//*[@aria-current='page']")[0].text_content() == "Care places 2022"
    (last,) = visit("/dataset/care-2023").xpath(
        "//section[starts-with(@aria-labelledby, 'resilient-series-')]"
    )
    assert last.xpath(".//a[@rel]/@rel") == ["prev"]
    overview = visit("/dataset_series/care-places")
    cards = overview.xpath("//section[@aria-labelledby='resilient-members']//h3//a/@href")
    assert cards == ["/dataset/care-2021", "/dataset/care-2022", "/dataset/care-2023"]
    assert "Counted every December." in overview.text_content()
    assert visit("/dataset_series/").xpath("//h3//a/@href") == ["/dataset_series/care-places"]


def test_only_whoever_may_see_a_member_is_led_to_it(
    series: dict[str, Any], app: CKANTestApp, sysadmin_headers: dict[str, str], call: Call
) -> None:
    for path in ("/dataset_series/care-places", "/dataset/care-2023"):
        assert "care-2024" not in app.get(path).body
        assert "care-2024" in app.get(path, headers=sysadmin_headers).body
        # What is given to programs is for everybody, whoever asks.
        asked = {**sysadmin_headers, "Accept": "text/turtle"}
        assert node_of(call, "care-2024").rsplit("/", 1)[1] not in app.get(path, headers=asked).body
    call("package_patch", id=series["id"], private=True)
    assert "Care places by year" not in app.get("/dataset/care-2023").body
    hidden = read(app, "/dataset/care-2023")
    assert links(hidden, node_of(call, "care-2023"), "inSeries", "prev") == [[], []]
    assert not list(read(app, "/catalog").triples((None, DCAT.inSeries, None)))


def test_programs_get_the_same_and_it_conforms(series: dict[str, Any], app: CKANTestApp, call: Call) -> None:
    whole = URIRef(f"{SITE}/dataset/{series['id']}")
    first, second, third = (node_of(call, f"care-{year}") for year in sorted(YEARS))
    for path in ("/dataset/care-2022", "/dataset_series/care-places", "/catalog"):
        graph = read(app, path)
        assert links(graph, second, "inSeries", "prev", "next") == [[whole], [first], [third]], path
        assert links(graph, whole, "first", "last") == [[first], [third]], path
        assert list(graph.objects(whole, RDF.type)) == [DCAT.DatasetSeries], path
        assert {text.language for text in graph.objects(whole, DCTERMS.title)} == {"en", "el"}  # type: ignore[union-attr]
        found = results(graph, DCAT_AP_3)
        assert [one.what for one in found if one.severity == "Violation"] == [], path


def test_the_list_of_series_names_them_with_their_addresses(series: dict[str, Any], app: CKANTestApp) -> None:
    node = URIRef(f"{SITE}/dataset/{series['id']}")
    assert (node, RDF.type, DCAT.DatasetSeries) in read(app, "/dataset_series/")
    assert len(read(app, f"/dataset/{series['id']}.ttl")) == len(read(app, "/dataset_series/care-places"))


def test_a_member_that_comes_is_between_its_neighbours_at_once(
    series: dict[str, Any], organisation: dict[str, Any], app: CKANTestApp, call: Call
) -> None:
    first = app.get("/catalog.ttl")
    member(organisation, "care-2020", series["id"], 2020)
    known = {"If-None-Match": first.headers["ETag"]}
    graph = Graph().parse(data=app.get("/catalog.ttl", headers=known).data, format="turtle")
    assert links(graph, node_of(call, "care-2021"), "prev") == [[node_of(call, "care-2020")]]
    before = app.get("/catalog.ttl").headers["ETag"]
    call("package_patch", id=series["id"], title_translated={"en": "Renamed"})
    assert "Renamed" in app.get("/catalog.ttl", headers={"If-None-Match": before}).body


def test_one_search_however_many_members(
    series: dict[str, Any], organisation: dict[str, Any], app: CKANTestApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    searches: list[Any] = []
    run = PackageSearchQuery.run
    monkeypatch.setattr(
        PackageSearchQuery, "run", lambda *args, **more: searches.append(args) or run(*args, **more)
    )

    def counted(path: str) -> int:
        searches.clear()
        assert app.get(path).status_code == 200
        return len(searches)

    paths = ("/dataset/care-2022", "/dataset_series/care-places", "/catalog.ttl")
    assert app.get("/catalog.ttl").status_code == 200  # the graphs are kept from here on
    few = [counted(path) for path in paths]
    for year in range(2001, 2008):
        member(organisation, f"care-{year}", series["id"], year)
    assert app.get("/catalog.ttl").status_code == 200
    assert [counted(path) for path in paths] == few
    assert few[2] == 1


def test_a_series_that_is_not_there_is_refused(organisation: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="There is no entry “no-such-series” of this kind here"):
        member(organisation, "lonely", "no-such-series", 2020)
