"""Catalogues of geodata: all pages of a source that misbehaves, and never a part taken for the whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ckanext.resilient.errors import FetchError, RejectRecord
from ckanext.resilient.harvesters.protocols.base import Endpoint
from ckanext.resilient.harvesters.protocols.csw import PROTOCOL
from ckanext.resilient.svrc.record import SourceDataset
from tests.harvest.servers import Answer, Asked
from tests.harvesters.protocols.fake_csw import (
    FakeCsw,
    Iso,
    capabilities,
    page,
    question,
    rdf,
    refusal,
    result,
    search,
    sent,
)
from tests.harvesters.protocols.reading import Listed, listed

SEARCH = "/RNDT/rest/metadata/search"
BOMB = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]>'


def records(count: int) -> list[object]:
    return [Iso(guid=f"it-{number}", title=f"Servizi {number}") for number in range(count)]


def read(respond: Callable[[Asked], Answer], path: str = "/csw", **more: Any) -> Listed:
    return listed(PROTOCOL, respond, path, **more)


def datasets(result: Listed) -> list[SourceDataset]:
    return [PROTOCOL.read_record(raw, Endpoint("https://geo.example/csw")) for raw in result.records]


def code(respond: Callable[[Asked], Answer], path: str = "/csw", **more: Any) -> str:
    with pytest.raises(FetchError) as caught:
        read(respond, path, **more)
    assert caught.value.issue.remedy
    return caught.value.issue.code


def test_full_records_come_page_by_page_with_one_request_a_page() -> None:
    found = read(FakeCsw(records(5)))
    assert (found.guids, found.end.complete, found.codes) == ([f"it-{n}" for n in range(5)], True, [])
    assert [asked.method for asked in found.asked] == ["POST"] * 3
    asked = [question(one) for one in found.asked]
    assert [(one.start, one.size, one.version) for one in asked] == [(n, 100, "2.0.2") for n in (1, 3, 5)]
    assert {one.schema for one in asked} == {"http://www.isotc211.org/2005/gmd"}
    assert "<csw:ElementSetName>full</csw:ElementSetName>" in asked[0].body
    assert 'resultType="results"' in asked[0].body


def test_a_catalogue_that_takes_no_post_is_asked_by_get_from_then_on() -> None:
    found = read(FakeCsw(records(5), methods=("GET",)))
    assert (len(found.guids), found.end.complete) == (5, True)
    assert [asked.method for asked in found.asked] == ["POST", "GET", "GET", "GET"]
    assert found.asked[1].query["elementSetName"] == ["full"]


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_catalogue_that_says_it_speaks_csw_3_is_asked_in_it(method: str) -> None:
    found = read(FakeCsw(records(3), versions=("3.0.0",), methods=("GET", method)))
    assert (len(found.guids), found.end.complete, found.codes) == (3, True, [])
    assert question(found.asked[-1]).version == "3.0.0"


def test_a_catalogue_that_knows_only_the_general_kind_of_record_is_asked_for_that() -> None:
    def respond(asked: Asked) -> Answer:
        if b'typeNames="csw:Record"' in asked.body:
            return FakeCsw(records(3))(asked)
        return refusal("gmd:MD_Metadata", locator="typeNames")

    found = read(respond)
    assert (len(found.guids), found.end.complete) == (3, True)
    assert [asked.method for asked in found.asked] == ["POST", "GET", "POST", "POST"]


def test_the_version_that_an_administrator_names_is_the_only_one_asked_for() -> None:
    found = read(FakeCsw(records(3), versions=("3.0.0",)), version="3.0.0")
    assert len(found.guids) == 3
    assert {question(asked).version for asked in found.asked} == {"3.0.0"}


def test_addresses_that_a_catalogue_advertises_are_never_asked() -> None:
    def respond(asked: Asked) -> Answer:
        if question(asked).request == "GetCapabilities":
            return capabilities("2.0.2", "3.0.0", host="http://10.0.0.1/csw")
        return FakeCsw(records(1), versions=("3.0.0",))(asked)

    found = read(respond, "/geo/csw")
    assert {asked.path for asked in found.asked} == {"/geo/csw"}
    assert found.guids == ["it-0"]


@pytest.mark.parametrize("status", [200, 400, 500])
def test_an_error_report_is_told_in_the_catalogues_own_words(status: int) -> None:
    with pytest.raises(FetchError) as caught:
        read(lambda asked: refusal("dcat is not supported", status=status))
    assert caught.value.issue.code == "csw-refused"
    assert "InvalidParameterValue outputSchema: dcat is not supported" in caught.value.issue.message


def test_what_the_catalogue_says_itself_goes_before_an_answer_of_another_kind() -> None:
    def respond(asked: Asked) -> Answer:
        return (
            Answer(200, b"<html>no POST here</html>") if asked.method == "POST" else refusal("wrong schema")
        )

    assert code(respond) == "csw-refused"


def test_a_version_that_a_catalogue_does_not_offer_is_not_tried() -> None:
    tried: list[str] = []

    def respond(asked: Asked) -> Answer:
        if question(asked).request == "GetCapabilities":
            return capabilities("2.0.2")
        tried.append(question(asked).version)
        return refusal("wrong schema")

    assert code(respond) == "csw-refused"
    assert tried == ["2.0.2", "2.0.2"]


@pytest.mark.parametrize("following", [0, 3, 1, 99, None])
def test_the_last_page_is_the_last_whatever_it_says_of_the_next_record(following: object) -> None:
    catalogue = FakeCsw(records(4), following={3: following})
    found = read(catalogue)
    assert (len(found.guids), found.end.complete, len(found.asked)) == (4, True, 2)


@pytest.mark.parametrize("following", [None, 3])
def test_a_catalogue_that_says_nothing_of_the_next_record_is_read_by_its_total(following: object) -> None:
    found = read(FakeCsw(records(4), following={1: following}))
    assert (len(found.guids), found.end.complete) == (4, True)


@pytest.mark.parametrize("following", [0, 1])
def test_an_end_before_the_total_is_believed_but_nothing_counts_as_vanished(following: int) -> None:
    found = read(FakeCsw(records(4), following={1: following}))
    assert (len(found.guids), found.end.complete, found.codes) == (2, False, ["count-differs"])


def test_without_any_totals_it_goes_on_until_a_page_is_not_full() -> None:
    def respond(asked: Asked) -> Answer:
        start = question(asked).start
        return page(*records(5)[start - 1 : start + 1])

    found = read(respond, page_size=2)
    assert (len(found.guids), found.end.complete) == (5, True)


def test_a_total_that_is_too_high_ends_at_the_empty_page_and_is_told() -> None:
    catalogue = FakeCsw(records(4), matched=9, following={3: 5})
    found = read(catalogue)
    assert (len(found.guids), found.end.declared, found.end.complete) == (4, 9, False)
    assert found.codes == ["count-differs"]
    assert len(found.asked) == 3


def test_pages_that_repeat_end_and_are_told() -> None:
    found = read(lambda asked: page(*records(2), matched=40, following=question(asked).start + 2))
    assert (found.guids, found.end.complete, len(found.asked)) == (["it-0", "it-1"], False, 2)
    assert "page-repeats" in found.codes


@pytest.mark.parametrize(
    "lost", [Answer(500), sent("<csw:GetRecordsResponse"), refusal("busy"), Answer(200, b"<html>busy</html>")]
)
def test_a_page_that_is_lost_keeps_what_came_before_and_nothing_vanishes(lost: Answer) -> None:
    def respond(asked: Asked) -> Answer:
        return lost if question(asked).start > 1 else FakeCsw(records(4))(asked)

    found = read(respond)
    assert (found.guids, found.end.complete, found.codes) == (["it-0", "it-1"], False, ["page-lost"])


def test_an_empty_catalogue_is_whole() -> None:
    found = read(lambda asked: page(matched=0, following=0))
    assert (found.guids, found.end.complete, found.end.declared) == ([], True, 0)


def test_a_limit_asks_for_no_more_than_it_needs() -> None:
    found = read(FakeCsw(records(9), at_once=100), limit=3)
    assert (len(found.guids), found.end.complete) == (3, False)
    assert question(found.asked[0]).size == 3


@pytest.mark.parametrize("size", [(0, 100), (50, 50), (90_000, 5000)])
def test_the_size_of_a_page_can_be_set_within_reason(size: tuple[int, int]) -> None:
    found = read(FakeCsw(records(1)), page_size=size[0])
    assert question(found.asked[0]).size == size[1]


def test_parameters_of_a_pasted_address_are_ours_to_set_and_others_stay() -> None:
    pasted = "/csw?SERVICE=CSW&VERSION=2.0.2&REQUEST=GetCapabilities&map=comune"
    found = read(FakeCsw(records(1), methods=("GET",)), pasted)
    assert found.guids == ["it-0"]
    assert [asked.query["map"] for asked in found.asked] == [["comune"]] * 2
    assert found.asked[1].query["request"] == ["GetRecords"]
    assert "REQUEST" not in found.asked[1].query


def test_what_geonetwork_puts_before_the_results_is_passed_over() -> None:
    before = (
        '<geonet:Summary xmlns:geonet="http://www.fao.org/geonetwork" count="168"><types/></geonet:Summary>'
    )
    found = read(lambda asked: page(*records(2), matched=2, following=0, before=before))
    assert (len(found.guids), found.end.complete) == (2, True)


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_only_changes_are_asked_for_since_a_day_and_the_rest_has_not_vanished(method: str) -> None:
    found = read(FakeCsw(records(1), methods=("GET", method)), since="2026-01-31")
    assert (found.guids, found.end.complete) == (["it-0"], False)
    asked = found.asked[-1]
    if method == "POST":
        assert "<fes:PropertyName>apiso:Modified</fes:PropertyName>" in asked.body.decode()
        assert "<fes:Literal>2026-01-31</fes:Literal>" in asked.body.decode()
    else:
        assert asked.query["constraint"] == ["apiso:Modified >= '2026-01-31'"]


@pytest.mark.parametrize(
    ("lists", "name"),
    [
        ({"SupportedISOQueryables": ["Title", "Modified"]}, "Modified"),
        (
            {"SupportedDublinCoreQueryables": ["dct:modified"], "SupportedISOQueryables": ["apiso:Modified"]},
            "apiso:Modified",
        ),
        ({"SupportedDublinCoreQueryables": ["dct:modified"]}, "dct:modified"),
        ({"SupportedISOQueryables": ["LastModifiedBy"]}, "apiso:Modified"),
    ],
    ids=["geonetwork", "pycsw", "dublin core", "none"],
)
def test_the_date_of_change_has_the_name_that_the_catalogue_gives_it(
    lists: dict[str, list[str]], name: str
) -> None:
    listed_names = "".join(
        f'<ows:Constraint name="{kind}">{"".join(f"<ows:Value>{one}</ows:Value>" for one in names)}</ows:Constraint>'
        for kind, names in lists.items()
    )

    def respond(asked: Asked) -> Answer:
        if question(asked).request == "GetCapabilities":
            return capabilities("2.0.2", more=listed_names)
        return FakeCsw(records(3))(asked)

    found = read(respond, since="2026-01-31")
    first, *pages = found.asked
    assert question(first).request == "GetCapabilities"
    assert [f"<fes:PropertyName>{name}</fes:PropertyName>" in one.body.decode() for one in pages] == [
        True,
        True,
    ]


@pytest.mark.parametrize("answer", [Answer(404), sent("<rss/>"), Answer(200, b"{}")])
def test_a_catalogue_that_does_not_describe_itself_is_asked_all_the_same(answer: Answer) -> None:
    found = read(
        lambda asked: answer if asked.method == "GET" else FakeCsw(records(1))(asked),
        since="2026-01-31",
    )
    assert found.guids == ["it-0"]


def test_the_filter_of_csw_3_names_its_property_in_its_own_way() -> None:
    found = read(FakeCsw(records(1), versions=("3.0.0",)), version="3.0.0", since="<2026>")
    body = found.asked[-1].body.decode()
    assert (
        "<fes:ValueReference>apiso:Modified</fes:ValueReference><fes:Literal>&lt;2026&gt;</fes:Literal>"
        in body
    )
    assert 'xmlns:fes="http://www.opengis.net/fes/2.0"' in body


@pytest.mark.parametrize(("version", "name"), [("2.0.2", "PropertyName"), ("3.0.0", "ValueReference")])
def test_records_can_be_sorted_so_that_pages_do_not_overlap(version: str, name: str) -> None:
    catalogue = FakeCsw(records(1), versions=(version,))
    posted = read(catalogue, version=version, sort_by="identifier").asked[0].body.decode()
    assert f"<fes:SortProperty><fes:{name}>identifier</fes:{name}><fes:SortOrder>ASC" in posted
    catalogue.methods = ("GET",)
    assert read(catalogue, version=version, sort_by="identifier").asked[-1].query["sortBy"] == [
        "identifier:A"
    ]
    assert b"SortBy" not in read(FakeCsw(records(1))).asked[0].body


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("iso", "http://www.isotc211.org/2005/gmd"),
        ("dcat", "http://www.w3.org/ns/dcat#"),
        ("geodcat", "http://data.europa.eu/930/"),
        ("http://own.example/form", "http://own.example/form"),
    ],
)
def test_the_form_of_the_records_can_be_chosen(name: str, address: str) -> None:
    found = read(FakeCsw(records(1)), output_schema=name)
    assert question(found.asked[0]).schema == address


def test_records_in_rdf_are_read_as_dcat_and_a_service_among_them_costs_nothing() -> None:
    found = read(FakeCsw([rdf("a"), rdf("b", kind="DataService"), rdf("c")]), output_schema="dcat")
    assert (found.guids, found.end.complete) == (["https://geo.example/a", "https://geo.example/c"], True)
    assert [dataset.title for dataset in datasets(found)] == [{"it": "Servizi"}] * 2


def test_what_one_record_in_rdf_says_of_a_publisher_stays_with_it() -> None:
    agent = (
        '<dct:publisher><foaf:Agent xmlns:foaf="http://xmlns.com/foaf/0.1/" rdf:about="https://geo.example/org">'
        '<foaf:name xml:lang="it">{}</foaf:name></foaf:Agent></dct:publisher></dcat:Dataset>'
    )
    both = [
        rdf(name).replace("</dcat:Dataset>", agent.format(said))
        for name, said in (("a", "Comune"), ("b", "Il Comune"))
    ]
    first, second = datasets(read(FakeCsw(list(both)), output_schema="dcat"))
    assert (first.publishers[0].name, second.publishers[0].name) == ({"it": "Comune"}, {"it": "Il Comune"})


def test_a_record_in_damaged_rdf_is_named_and_the_others_arrive() -> None:
    damaged = rdf("b").replace("<dct:title", "<rdf:li rdf:parseType='x' rdf:resource='y'/><dct:title")
    found = read(FakeCsw([rdf("a"), damaged, rdf("c")]), output_schema="dcat")
    assert (len(found.guids), found.end.complete) == (3, True)
    with pytest.raises(RejectRecord) as caught:
        datasets(found)
    assert caught.value.issue.code == "record-lost"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (sent(BOMB + "<a>&c;</a>"), "document-type-refused"),
        (Answer(body=b"<!-- x --><!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"), "document-type-refused"),
        (sent("<a>" * 300 + "</a>" * 300), "xml-unreadable"),
        (sent("<rss/>"), "not-csw"),
        (Answer(body=b"<html><body>Benvenuti</body></html>"), "looks-like-html"),
        (Answer(body=b" \n"), "answer-empty"),
    ],
    ids=["bomb", "foreign file", "deep", "other xml", "web page", "nothing"],
)
def test_what_is_no_catalogue_is_refused_in_plain_words(answer: Answer, told: str) -> None:
    assert code(lambda asked: answer) == told


def test_an_entity_that_nobody_declared_costs_no_memory() -> None:
    assert (
        code(lambda asked: sent("<csw:GetRecordsResponse xmlns:csw='c'>&b;</csw:GetRecordsResponse>"))
        == "xml-unreadable"
    )


def test_characters_that_xml_forbids_are_left_out_and_told() -> None:
    found = read(FakeCsw([Iso(title="Asili\x0bnido")]))
    assert found.codes == ["xml-control-characters"]
    assert datasets(found)[0].title == {"ita": "Asilinido"}


def test_a_character_set_that_the_prolog_names_wrongly_does_no_harm() -> None:
    def respond(asked: Asked) -> Answer:
        answer = FakeCsw([Iso(title="Qualità dell’aria")])(asked)
        return Answer(body=answer.body.replace(b'encoding="UTF-8"', b'encoding="ISO-8859-15"'))

    assert datasets(read(respond))[0].title == {"ita": "Qualità dell’aria"}


@pytest.mark.parametrize("answer", [sent(str(Iso())), sent(rdf("a"))], ids=["iso", "rdf"])
def test_the_address_of_a_single_record_is_read_as_one(answer: Answer) -> None:
    found = read(lambda asked: answer, "/records/1/formatters/xml")
    assert (len(found.guids), found.end.complete) == (1, True)


def test_a_record_without_a_name_of_its_own_has_that_of_its_dataset_or_a_stable_one() -> None:
    named = "<gmd:identifier><gmd:MD_Identifier><gmd:code><gco:CharacterString>asili</gco:CharacterString></gmd:code></gmd:MD_Identifier></gmd:identifier>"
    catalogue = FakeCsw([Iso(guid="", citation=named), Iso(guid="", title="Altro")])
    first, second = read(catalogue).guids, read(catalogue).guids
    assert first == second
    assert first[0] == "asili"
    assert first[1].startswith("sha256:")
    assert [issue.code for issue in datasets(read(catalogue))[1].issues] == ["identifier-missing"]


def test_a_record_that_comes_twice_is_read_once() -> None:
    found = read(FakeCsw([*records(2), records(1)[0]], at_once=3))
    assert (found.guids, found.codes) == (["it-0", "it-1"], ["record-repeated", "count-differs"])


# The search of Esri Geoportal Server


def esri(asked: Asked) -> Answer:
    start = int(asked.query["start"][0])
    held = [result(f"c_001:{n}", Iso(guid=f"other-{n}", title=f"Servizi {n}")) for n in range(3)]
    return search(*held[start - 1 : start + 1], total=3, following=start + 2 if start < 2 else 0)


def test_the_search_is_read_to_its_end_and_its_links_are_not_followed() -> None:
    found = read(esri, SEARCH + "?q=asili&start=7")
    assert (found.guids, found.end.complete) == (["c_001:0", "c_001:1", "c_001:2"], True)
    assert {asked.path for asked in found.asked} == {SEARCH}
    assert [(asked.query["q"], asked.query["start"]) for asked in found.asked] == [
        (["asili"], ["1"]),
        (["asili"], ["3"]),
    ]
    assert [dataset.title for dataset in datasets(found)] == [{"ita": f"Servizi {n}"} for n in range(3)]


def test_the_search_can_be_asked_for_changes_only() -> None:
    found = read(esri, SEARCH, since="2026-01-31")
    assert found.asked[0].query["filter"] == ["apiso_Modified_dt:[2026-01-31 TO *]"]
    assert not found.end.complete


@pytest.mark.parametrize("xml", ["", "<gmd:MD_Metadata", BOMB + "<a/>", "<a/>"])
def test_a_result_whose_record_is_damaged_is_named_and_keeps_its_place(xml: str) -> None:
    found = read(lambda asked: search(result("c_001:1", xml), total=1), SEARCH)
    assert (found.guids, found.end.complete) == (["c_001:1"], True)
    with pytest.raises(RejectRecord) as caught:
        datasets(found)
    assert caught.value.issue.record == "c_001:1"
    assert caught.value.issue.code == ("record-unreadable" if xml == "<a/>" else "record-lost")


def test_a_record_that_the_search_does_not_find_is_no_empty_catalogue() -> None:
    missing = Answer(body=b'{"_id": "x", "found": false}')
    assert code(lambda asked: missing, "/RNDT/rest/metadata/item/x") == "not-csw"


def test_one_record_of_the_search_is_read_from_its_own_address() -> None:
    body = b'{"_id": "c_001:1", "found": true, "_source": {"sys_xml_clob": "%s"}}'
    xml = str(Iso(guid="c_001:1")).replace('"', '\\"').encode()
    found = read(lambda asked: Answer(body=body % xml), "/RNDT/rest/metadata/item/c_001%3A1")
    assert (found.guids, found.end.complete) == (["c_001:1"], True)


@pytest.mark.parametrize("body", [b"{}", b'{"results": 1}', b"[]"])
def test_an_answer_that_is_no_search_is_refused(body: bytes) -> None:
    assert code(lambda asked: Answer(body=body), SEARCH) == "not-csw"
