"""datos.gob.es: all pages of its interface, every value in each of the shapes that it may have."""

import re
from typing import Any

import pytest

from ckanext.resilient.errors import FetchError, RejectRecord
from ckanext.resilient.harvesters.protocols.base import Endpoint, ListingEnd, RawRecord
from ckanext.resilient.harvesters.protocols.datosgobes import PROTOCOL
from ckanext.resilient.harvesters.protocols.datosgobes_read import named_record
from ckanext.resilient.svrc.normalise import Crosswalk, normalise
from ckanext.resilient.svrc.record import Agent, Contact, Period, Place, SourceDataset, SourceDistribution
from tests.harvest.servers import Answer, Asked, Respond
from tests.harvesters.protocols.fake_datosgobes import DATASETS, PROTECTED, FakeDatosgobes, item
from tests.harvesters.protocols.reading import Listed, listed

Json = dict[str, Any]
PORTAL = Endpoint("https://datos.gob.es")
BROKEN = Answer(500, b"{E211} relative URIs")


def read(respond: Respond, path: str = "", **more: Any) -> Listed:
    return listed(PROTOCOL, respond, path, **more)


def items(count: int) -> list[Json]:
    return [item(number) for number in range(count)]


def made(**properties: Any) -> SourceDataset:
    payload = named_record(item(1, **properties))
    return PROTOCOL.read_record(RawRecord(payload["id"], payload), PORTAL)


def file_of(node: Any) -> SourceDistribution:
    (found,) = made(distribution=node).distributions
    return found


def changes(respond: Respond, **options: Any) -> tuple[list[Asked], ListingEnd]:
    """What is asked for when only changes are wanted, and how that listing ends."""
    result = listed(PROTOCOL, respond, since="2026-05-01T10:30:59Z", **options)
    return result.asked, result.end


# Listing


@pytest.mark.parametrize("path", ["", "/", "/es/catalogo", "/apidata", DATASETS, f"{DATASETS}.json?_page=7"])
@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_all_pages_are_read_from_0_until_none_follows(path: str, count: int):
    result = read(FakeDatosgobes(*items(count)), path, page_size=2)
    assert result.guids == [one["_about"] for one in items(count)]
    assert (result.end.complete, result.codes) == (True, [])
    assert [asked.query["_page"] for asked in result.asked] == [[str(n)] for n in range(len(result.asked))]
    assert {asked.query["_sort"][0] for asked in result.asked} == {"-modified"}
    assert {asked.path for asked in result.asked} == {f"{DATASETS}.json"}


@pytest.mark.parametrize("told", [0, 2, 113_000, "many", None])
def test_totals_are_not_relied_on(told: Any):
    result = read(FakeDatosgobes(*items(3), totalItems=told, totalResults=told), page_size=2)
    assert (len(result.guids), result.end.complete, result.end.declared) == (3, True, None)


def test_the_next_page_is_asked_for_by_our_own_count_and_at_the_same_host():
    result = read(FakeDatosgobes(*items(5)), page_size=2)
    assert len(result.asked) == 3  # its `next` leads to datos.gob.es itself


@pytest.mark.parametrize("count", [0, 3])
def test_a_next_page_beyond_the_end_ends_the_listing_as_incomplete(count: int):
    result = read(FakeDatosgobes(*items(count), endless=True), page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (count, False, ["page-repeats"])


def test_pages_that_repeat_end():
    class Repeating(FakeDatosgobes):
        def _page(self, found: list[Any], number: int, size: int) -> Answer:
            return super()._page(found, 0, size)

    result = read(Repeating(*items(5)), page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (2, False, ["page-repeats"])


def test_a_dataset_that_moved_to_another_page_is_told_once():
    result = read(FakeDatosgobes(item(0), item(1), item(1), item(2)), page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (3, True, ["record-repeated"])


@pytest.mark.parametrize("broken", [0, 1])
def test_a_page_that_the_portal_fails_to_make_costs_only_itself(broken: int):
    result = read(FakeDatosgobes(*items(6), faults={broken: BROKEN}), page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (4, False, ["page-lost"])


def test_a_portal_that_fails_at_every_page_is_left_soon():
    with pytest.raises(FetchError) as caught:
        read(lambda asked: BROKEN)
    assert caught.value.issue.code == "http-status"
    result = read(
        FakeDatosgobes(*items(9), faults=dict.fromkeys(range(1, 99), BROKEN), endless=True), page_size=2
    )
    assert (len(result.guids), len(result.asked), result.end.complete) == (2, 4, False)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, PROTECTED),
        Answer(200, b"Request unsuccessful. Incapsula incident ID: 0-0"),
        Answer(503, b"<html>wait</html>", {"x-cdn": "Imperva"}),
        Answer(403, b"<HTML><H1>Access Denied</H1></HTML>"),
    ],
    ids=["page", "text", "header", "refusal"],
)
def test_a_portal_whose_protection_keeps_us_out_is_told_in_plain_words(answer: Answer):
    with pytest.raises(FetchError) as caught:
        read(lambda asked: answer)
    assert caught.value.issue.code == "kept-out"
    assert "http://127.0.0.1" in caught.value.issue.message
    result = read(FakeDatosgobes(*items(6), faults={1: answer}), page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (2, False, ["page-lost"])
    assert "protection" in result.end.issues[0].message


def test_a_web_page_without_a_sign_of_protection_is_told_as_such():
    with pytest.raises(FetchError) as caught:
        read(lambda asked: Answer(200, b"<!DOCTYPE html><html><body>Bienvenido</body></html>"))
    assert caught.value.issue.code == "looks-like-html"


def test_one_dataset_by_its_address_and_an_unknown_one_that_answers_with_nothing():
    portal = FakeDatosgobes(lists={"uno": [item(1)]})
    assert read(portal, f"{DATASETS}/uno.json").guids == [item(1)["_about"]]
    nothing = read(portal, f"{DATASETS}/otro")
    assert (nothing.guids, nothing.end.complete) == ([], True)


def test_a_single_dataset_may_stand_alone():
    assert read(FakeDatosgobes(items=item(1))).guids == [item(1)["_about"]]


@pytest.mark.parametrize(
    ("options", "paths"),
    [
        ({"region": "Aragon"}, ["/spatial/Autonomia/Aragon"]),
        ({"region": "Provincia/Zaragoza"}, ["/spatial/Provincia/Zaragoza"]),
        (
            {"region": "Pais-Vasco, Cataluña"},
            ["/spatial/Autonomia/Pais-Vasco", "/spatial/Autonomia/Catalu%C3%B1a"],
        ),
        ({"publisher": "A02002834"}, ["/publisher/A02002834"]),
        ({"theme": "sociedad-bienestar", "keyword": "a/b"}, ["/theme/sociedad-bienestar", "/keyword/a%2Fb"]),
    ],
)
def test_filters_are_paths_and_each_is_read(options: Json, paths: list[str]):
    result = read(FakeDatosgobes(), **options)
    assert [asked.path for asked in result.asked] == [f"{DATASETS}{path}.json" for path in paths]
    assert result.end.complete


def test_what_two_filters_find_is_listed_once_and_is_no_fault():
    lists = {"theme/salud": items(3), "publisher/A1": [item(2), item(7)]}
    result = read(FakeDatosgobes(lists=lists), theme="salud", publisher="A1", page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (4, True, [])


def test_a_limit_holds_over_all_filters():
    lists = {"publisher/A1": items(3), "theme/salud": [item(7)]}
    result = read(FakeDatosgobes(lists=lists), limit=2, theme="salud", publisher="A1")
    assert (len(result.guids), len(result.asked), result.end.complete) == (2, 1, False)


def test_only_changes_are_asked_for_by_their_window():
    asked, end = changes(FakeDatosgobes(lists={"modified": items(2)}))
    assert re.fullmatch(
        rf"{DATASETS}/modified/begin/2026-05-01T10:30Z/end/\d{{4}}-\d\d-\d\dT\d\d:\d\dZ\.json", asked[0].path
    )
    assert (end.complete, end.partial) == (False, True)


def test_changes_of_a_filter_cannot_be_told_so_all_that_it_finds_is_read():
    asked, end = changes(FakeDatosgobes(lists={"theme/salud": items(2)}), theme="salud")
    assert asked[0].path == f"{DATASETS}/theme/salud.json"
    assert (end.complete, end.partial) == (True, False)


@pytest.mark.parametrize("size", [(None, "50"), (0, "50"), (500, "200"), (-3, "1"), (7, "7")])
def test_the_size_of_a_page_is_one_that_the_portal_gives(size: tuple[int | None, str]):
    assert read(FakeDatosgobes(), page_size=size[0]).asked[0].query["_pageSize"] == [size[1]]


def test_what_is_no_dataset_is_listed_and_rejected():
    result = read(FakeDatosgobes(item(0), None, "text", ["list"], {}, {"_about": "https://x.example"}))
    assert len(set(result.guids)) == 6
    for raw, code in zip(
        result.records[1:], [*["record-unreadable"] * 3, *["title-missing"] * 2], strict=True
    ):
        with pytest.raises(RejectRecord) as caught:
            PROTOCOL.read_record(raw, PORTAL)
        assert caught.value.issue.code == code


# Reading


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Centros", {"und": "Centros"}),
        ({"_value": "Centros", "_lang": "es"}, {"es": "Centros"}),
        (
            [{"_value": "Centros", "_lang": "es"}, {"_value": "Centres", "_lang": "ca"}],
            {"es": "Centros", "ca": "Centres"},
        ),
        ([{"_value": "Uno", "_lang": "es"}, {"_value": "Dos", "_lang": "es"}], {"es": "Uno\n\nDos"}),
        (["Centros", "Centros"], {"und": "Centros"}),
        ({"_value": "Centros"}, {"und": "Centros"}),
    ],
)
def test_texts_have_many_shapes(value: Any, text: dict[str, str]):
    assert made(title=value).title == text
    assert made(description=value).description == text


@pytest.mark.parametrize(
    ("value", "keywords"),
    [
        ("mayores, empleo", {"und": ["mayores", "empleo"]}),
        (["mayores", "empleo", "mayores"], {"und": ["mayores", "empleo"]}),
        (
            [{"_value": "mayores", "_lang": "es"}, {"_value": "gent gran", "_lang": "ca"}],
            {"es": ["mayores"], "ca": ["gent gran"]},
        ),
        ({"_value": "mayores", "_lang": "es"}, {"es": ["mayores"]}),
    ],
)
def test_keywords_have_many_shapes(value: Any, keywords: Any):
    assert made(keyword=value).keywords == keywords


SECTOR = "http://datos.gob.es/kos/sector-publico/sector/sociedad-bienestar"


@pytest.mark.parametrize(
    "value",
    [SECTOR, [SECTOR], {"_about": SECTOR}, [{"_about": SECTOR, "prefLabel": [{"_value": "Sociedad"}]}]],
)
def test_themes_are_addresses_in_many_shapes_and_known(value: Any):
    found = made(theme=value)
    assert found.themes == [SECTOR]
    assert normalise(found, Crosswalk()).themes == [
        "http://publications.europa.eu/resource/authority/data-theme/SOCI"
    ]


BODY = "http://datos.gob.es/recurso/sector-publico/org/Organismo/A02002834"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (BODY, {}),
        (
            {"_about": BODY, "prefLabel": {"_value": "Gobierno de Aragón", "_lang": "es"}},
            {"es": "Gobierno de Aragón"},
        ),
        ([{"_about": BODY, "notation": "A02002834", "prefLabel": "Aragón"}], {"und": "Aragón"}),
    ],
)
def test_a_publisher_is_known_by_its_dir3_code(value: Any, name: dict[str, str]):
    assert made(publisher=value).publishers == [Agent(name, uri=BODY, identifier="A02002834")]


TERRITORY = "http://datos.gob.es/recurso/sector-publico/territorio/"


def test_territories_are_places_of_the_eu():
    found = made(spatial=[f"{TERRITORY}Autonomia/Aragon", {"_about": f"{TERRITORY}Pais/España"}, "Teruel"])
    assert found.places[0] == Place(uri=f"{TERRITORY}Autonomia/Aragon")
    assert found.places[2] == Place(label={"und": "Teruel"})
    places = normalise(found, Crosswalk()).places
    assert [place.uri.rpartition("/")[2] for place in places[:2]] == ["ES24", "ESP"]


@pytest.mark.parametrize(
    ("value", "frequency"),
    [
        ({"_about": "…/Frequency", "value": {"_about": "…/DurationDescription", "years": 1}}, "P1Y"),
        ({"value": {"months": "3", "days": 0}}, "P3M"),
        ({"value": {"hours": 1}}, "PT1H"),
        ({"value": "P0Y3M0DT0H0M0S"}, "P0Y3M0DT0H0M0S"),
        ("P1M", "P1M"),
        ("http://publications.europa.eu/resource/authority/frequency/ANNUAL",) * 2,
        (
            {"_about": "http://publications.europa.eu/resource/authority/frequency/ANNUAL"},
            "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
        ),
        ([{"value": {"weeks": 1}}], "P1W"),
    ],
)
def test_the_frequency_is_a_duration_or_an_address(value: Any, frequency: str):
    found = made(accrualPeriodicity=value)
    assert found.frequency == frequency
    assert normalise(found, Crosswalk()).frequency


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("Mon, 15 Apr 2024 07:08:02 GMT+0000", "2024-04-15T07:08:02+00:00"),
        ("2024-04-15T07:08:02Z", "2024-04-15T07:08:02+00:00"),
        ({"_value": "2024-04-15", "_datatype": "date"}, "2024-04-15"),
        (
            [{"_value": "Wed, 01 May 2024 00:00:00 GMT+0200", "_datatype": "dateTime"}],
            "2024-05-01T00:00:00+02:00",
        ),
    ],
)
def test_dates_are_written_in_many_ways(value: Any, date: str):
    assert normalise(made(modified=value, issued=value), Crosswalk()).modified == date


@pytest.mark.parametrize(
    ("value", "period"),
    [
        (
            {"startDate": "2020-01-01", "endDate": {"_value": "2021-12-31"}},
            Period("2020-01-01", "2021-12-31"),
        ),
        (
            [{"hasBeginning": {"_about": "…/b", "inXSDDateTime": "2020-01-01T00:00:00"}}],
            Period("2020-01-01T00:00:00", ""),
        ),
        ({"beginning": {"inXSDDate": "2020"}, "end": {"inXSDDate": "2021"}}, Period("2020", "2021")),
    ],
)
def test_spans_of_time_have_many_shapes(value: Any, period: Period):
    assert made(temporal=value).periods == [period]


def test_a_time_that_is_no_object_is_read_or_kept():
    found = made(temporal=["2020-01-01/2021-12-31", "Curso 2020", {"_about": "http://time.example/2020"}])
    assert found.periods == [Period("2020-01-01", "2021-12-31")]
    assert found.extras == {"temporal": "Curso 2020; http://time.example/2020"}


def test_a_contact_that_is_only_named_is_kept():
    assert made(contactPoint=BODY).contacts == [Contact(uri=BODY)]


def test_contacts_licence_and_dcat_ap_es_fields_are_read():
    found = made(
        contactPoint={"fn": {"_value": "Oficina", "_lang": "es"}, "hasEmail": "mailto:datos@aragon.example"},
        license="https://datos.aragon.example/aviso la i nformacion",
        hvdCategory={"_about": "http://data.europa.eu/bna/c_1"},
        applicableLegislation="http://data.europa.eu/eli/reg_impl/2023/138/oj",
        accessRights={"_about": "http://publications.europa.eu/resource/authority/access-right/PUBLIC"},
        references=["https://a.example", "https://b.example"],
        conformsTo="https://norma.example",
        identifier="x-1",
        language=["es", {"_about": "http://publications.europa.eu/resource/authority/language/CAT"}],
        valid="2030-01-01",
    )
    assert found.contacts == [Contact({"es": "Oficina"}, email="datos@aragon.example")]
    assert found.licences == ["https://datos.aragon.example/aviso la i nformacion"]
    assert found.hvd_categories == ["http://data.europa.eu/bna/c_1"]
    assert found.applicable_legislation == ["http://data.europa.eu/eli/reg_impl/2023/138/oj"]
    assert found.access_rights.endswith("/PUBLIC")
    assert found.related == ["https://a.example", "https://b.example"]
    assert (found.conforms_to, found.identifier) == (["https://norma.example"], "x-1")
    assert found.languages == ["es", "http://publications.europa.eu/resource/authority/language/CAT"]
    assert found.uri == found.landing_page == item(1)["_about"]
    assert found.extras == {"valid": "2030-01-01"}


# Files


def test_a_file_is_read_word_for_word():
    node = {
        "_about": "https://datos.gob.es/r/1",
        "accessURL": "https://a.example/centros.csv",
        "byteSize": 43008,
        "format": {"_about": "https://datos.gob.es/r/1/format", "value": "text/csv", "label": "CSV"},
        "title": [{"_value": "Centros", "_lang": "es"}],
        "type": "http://www.w3.org/ns/dcat#Distribution",
    }
    assert file_of([node]) == file_of(node)
    assert file_of(node) == SourceDistribution(
        uri="https://datos.gob.es/r/1",
        title={"es": "Centros"},
        access_url="https://a.example/centros.csv",
        format="CSV",
        media_type="text/csv",
        byte_size="43008",
    )


@pytest.mark.parametrize(
    ("value", "media_type", "written"),
    [
        ({"value": "application/json"}, "application/json", ""),
        ("text/csv", "text/csv", ""),
        ("CSV", "", "CSV"),
        (
            {"_about": "http://publications.europa.eu/resource/authority/file-type/CSV"},
            "",
            "http://publications.europa.eu/resource/authority/file-type/CSV",
        ),
        ([{"value": "text/csv"}], "text/csv", ""),
        (None, "", ""),
    ],
)
def test_a_format_has_many_shapes(value: Any, media_type: str, written: str):
    file = file_of({"accessURL": "https://a.example/x", "format": value})
    assert (file.media_type, file.format) == (media_type, written)


def test_a_file_that_is_only_named_leads_to_its_page():
    assert file_of("https://datos.gob.es/r/1").access_url == "https://datos.gob.es/r/1"
    assert file_of({"accessURL": {"_value": "https://a.example/x"}}).access_url == "https://a.example/x"
    assert file_of({"downloadURL": "https://a.example/y"}).access_url == "https://a.example/y"
    assert [
        file.uri
        for file in made(
            distribution=["https://r.example/1", {"_about": "https://r.example/2"}]
        ).distributions
    ] == [
        "https://r.example/1",
        "https://r.example/2",
    ]


@pytest.mark.parametrize(
    "value", [None, 7, [], {}, [None], {"a": None}, "x" * 50_000, True, [["x"]], {"_value": []}]
)
@pytest.mark.parametrize(
    "name",
    [
        *("title", "keyword", "theme", "publisher", "spatial", "temporal", "distribution", "license"),
        *("accrualPeriodicity", "issued", "contactPoint", "language", "identifier", "creator", "format"),
    ],
)
def test_no_value_of_a_property_costs_the_record(name: str, value: Any):
    found = made(**{name: value})
    normalise(found, Crosswalk())
    assert found.description == {"es": "Centros y horarios."}
