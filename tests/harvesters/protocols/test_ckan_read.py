"""Reading single records of CKAN and DKAN: every value arrives, word for word."""

from typing import Any

import pytest

from ckanext.resilient.errors import RejectRecord, SkipRecord
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.ckan import PROTOCOL
from ckanext.resilient.harvesters.protocols.listing import guid_of
from ckanext.resilient.svrc.record import Agent, Contact, Period, Place, SourceDataset
from tests.harvesters.protocols.fake_ckan import record

PORTAL = Endpoint("https://dati.example/opendata/api/3/action", languages=("it",))


def read(payload: Any, endpoint: Endpoint = PORTAL) -> SourceDataset:
    return PROTOCOL.read_record(RawRecord(guid_of(payload), payload), endpoint)


def made(**more: Any) -> SourceDataset:
    return read(record(1, **more))


def with_extras(**extras: Any) -> SourceDataset:
    return made(extras=[{"key": key, "value": value} for key, value in extras.items()])


def test_a_plain_record_arrives():
    dataset = made()
    assert dataset.guid == "00000000-0000-4000-8000-000000000001"
    assert dataset.title == {"und": "Servizi sociali del quartiere 1"}
    assert dataset.keywords == {"und": ["anziani"]}
    assert dataset.uri == f"https://dati.example/opendata/dataset/{dataset.guid}"
    assert dataset.distributions[0].access_url == "https://dati.example/1.csv"
    assert dataset.extras == {}
    assert dataset.issues == []


def test_texts_by_language_keep_their_language_and_lose_their_gaps():
    dataset = made(
        title={"it": "Asili", "de": "Kitas", "en": ""},
        notes_translated={"it": "Elenco", "pt_BR": "Lista"},
        notes="Elenco",
        tags_translated={"it": ["asili", "nidi"], "de": ["Kitas"]},
        tags=[{"name": "asili"}, {"name": "famiglie", "display_name": "Famiglie"}],
    )
    assert dataset.title == {"it": "Asili", "de": "Kitas"}
    assert dataset.description == {"it": "Elenco", "pt-BR": "Lista"}
    assert dataset.keywords == {"it": ["asili", "nidi"], "de": ["Kitas"], "und": ["Famiglie"]}


@pytest.mark.parametrize(
    "extras",
    [
        [{"key": "frequency", "value": "ANNUAL"}],
        {"frequency": "ANNUAL"},
        '[{"key": "frequency", "value": "ANNUAL"}]',
    ],
)
def test_extras_come_as_pairs_as_an_object_or_as_text(extras: Any):
    assert made(extras=extras).frequency == "ANNUAL"


def test_an_extra_with_the_name_of_a_field_is_not_lost():
    dataset = made(
        theme="HEAL",
        version="2",
        extras=[{"key": "theme", "value": "SOCI"}, {"key": "version", "value": "3"}],
    )
    assert dataset.themes == ["HEAL", "SOCI"]
    assert dataset.version == "2"
    assert dataset.extras == {"version": "3"}


def test_extras_of_ckanext_dcat_arrive_in_their_fields():
    dataset = with_extras(
        publisher_name="Comune A",
        publisher_email="a@dati.example",
        publisher_uri="https://dati.example/org/a",
        publisher_identifier="c_a",
        contact_name="Ufficio sociale",
        contact_email="mailto:sociale@dati.example",
        holder_name="Regione B",
        holder_identifier="r_b",
        creator_name="Ufficio C",
        temporal_start="2020-01-01",
        temporal_end="2020-12-31",
        spatial='{"type": "Point", "coordinates": [11, 46]}',
        spatial_uri="https://dati.example/place",
        spatial_text="Trento",
        theme='["http://data/SOCI"]',
        access_rights="PUBLIC",
        conforms_to='["Standard 1", "Standard 2"]',
        language='["it", "de"]',
        issued="2020-02-03",
        modified="2021-02-03",
        alternate_identifier='["x-1"]',
        provenance="Rilevazione",
        version_notes="Corretto",
        guid="g-1",
    )
    assert dataset.publishers == [
        Agent({"und": "Comune A"}, "https://dati.example/org/a", "c_a", "a@dati.example")
    ]
    assert dataset.contacts == [Contact({"und": "Ufficio sociale"}, email="sociale@dati.example")]
    assert dataset.rights_holders == [Agent({"und": "Regione B"}, identifier="r_b")]
    assert dataset.creators == [Agent({"und": "Ufficio C"})]
    assert dataset.periods == [Period("2020-01-01", "2020-12-31")]
    assert dataset.places == [
        Place("https://dati.example/place", {"und": "Trento"}, '{"type": "Point", "coordinates": [11, 46]}')
    ]
    assert dataset.themes == ["http://data/SOCI"]
    assert dataset.conforms_to == ["Standard 1", "Standard 2"]
    assert dataset.languages == ["it", "de"]
    assert (dataset.issued, dataset.modified) == ("2020-02-03", "2021-02-03")
    assert dataset.alternate_identifiers == ["x-1", "g-1"]
    assert dataset.provenance == {"und": "Rilevazione"}
    assert dataset.version_notes == {"und": "Corretto"}
    assert dataset.extras == {}


@pytest.mark.parametrize(
    ("value", "languages"),
    [
        ("{ITA,DEU}", ["ITA", "DEU"]),
        ("it,de", ["it", "de"]),
        (["it"], ["it"]),
        ('["it", "de"]', ["it", "de"]),
    ],
)
def test_languages_come_in_many_forms(value: Any, languages: list[str]):
    assert made(language=value).languages == languages


@pytest.mark.parametrize(
    ("value", "themes", "subjects"),
    [
        ('[{"theme": "ENVI", "subthemes": ["http://eurovoc/1"]}, {"theme": "SOCI", "subthemes": []}]', 2, 1),
        ('["ENVI", "SOCI"]', 2, 0),
        ("{ENVI,SOCI}", 2, 0),
        ("Istruzione, cultura e sport", 1, 0),
    ],
)
def test_themes_of_dcat_ap_it_come_as_text(value: str, themes: int, subjects: int):
    dataset = with_extras(theme=value)
    assert (len(dataset.themes), len(dataset.subjects)) == (themes, subjects)


def test_json_fields_of_dcat_ap_it_are_read():
    dataset = made(
        temporal_coverage='[{"temporal_start": "2019-01-01", "temporal_end": "2019-12-31"}]',
        conforms_to='[{"identifier": "ISO-1", "title": {"it": "Norma"}, "uri": "https://norma.example/1"}]',
        geographical_name="ITA_TRT",
        alternate_identifier='[{"identifier": "alt-1", "agent": {}}]',
    )
    assert dataset.periods == [Period("2019-01-01", "2019-12-31")]
    assert dataset.conforms_to == ["https://norma.example/1"]
    assert dataset.places == [Place(label={"und": "ITA_TRT"})]
    assert dataset.alternate_identifiers == ["alt-1"]


def test_the_organisation_publishes_unless_somebody_else_is_named():
    organization = {"title": "Provincia", "name": "prov", "description": "long text"}
    assert made(organization=organization).publishers == [Agent({"und": "Provincia"})]
    named = made(organization=organization, publisher_name="Comune")
    assert named.publishers == [Agent({"und": "Comune"})]
    assert named.extras == {"organization": "Provincia"}


def test_maintainer_and_author_become_contact_and_creator():
    dataset = made(
        maintainer="Ufficio", maintainer_email="u@dati.example", author="Istituto", author_email="i@x.example"
    )
    assert dataset.contacts == [Contact({"und": "Ufficio"}, email="u@dati.example")]
    assert dataset.creators == [Agent({"und": "Istituto"}, email="i@x.example")]
    only_author = made(author="Istituto", author_email="i@x.example")
    assert only_author.contacts == [Contact({"und": "Istituto"}, email="i@x.example")]


def test_the_same_contact_in_two_fields_is_one():
    dataset = made(
        contact_point=[{"name": "Ufficio", "email": "u@x.example"}], maintainer="Ufficio", maintainer_email=""
    )
    assert dataset.contacts == [Contact({"und": "Ufficio"}, email="u@x.example")]


def test_groups_become_themes():
    groups = [{"name": "g1", "title": {"de": "Soziales", "it": "Sociale"}}, {"name": "g2"}]
    assert made(groups=groups).themes == ["Sociale", "g2"]


def test_groups_of_users_are_kept_but_are_no_themes():
    groups = [{"name": "glavni_uredniki", "title": "Glavni uredniki"}, {"name": "opazovalci"}]
    roles = Endpoint(PORTAL.url, {"group_themes": False})
    dataset = read(record(1, groups=groups, podrocje="Zdravje"), roles)
    assert dataset.themes == ["Zdravje"]
    assert dataset.extras == {"groups": "Glavni uredniki, opazovalci"}


def test_relative_addresses_start_from_the_portal():
    resources = [{"url": "/datastore/dump/1"}, {"url": "files/2.csv"}, {"url": "https://other.example/3"}]
    found = [one.access_url for one in made(resources=resources).distributions]
    assert found == [
        "https://dati.example/datastore/dump/1",
        "https://dati.example/opendata/files/2.csv",
        "https://other.example/3",
    ]


def test_a_record_that_declares_more_files_than_it_holds_is_reported():
    issues = made(num_resources=4).issues
    assert [issue.code for issue in issues] == ["resources-missing"]
    assert "4" in issues[0].message


def test_values_that_no_field_takes_are_kept_under_the_name_of_the_source():
    dataset = with_extras(
        **{"Data Dictionary": "Campo A", "01_IAEST_Tema estadistico": "Vejez", "langES": "SI"}
    )
    assert dataset.extras == {
        "Data Dictionary": "Campo A",
        "01_IAEST_Tema estadistico": "Vejez",
        "langES": "SI",
    }


def test_extras_of_aragon_arrive():
    dataset = with_extras(
        Frequency="Anual",
        TemporalFrom="2001-01-01",
        TemporalUntil="2002-01-01",
        Spatial="Aragón",
        uriAragopedia="http://opendata.example/recurso/Aragon",
    )
    assert dataset.frequency == "Anual"
    assert dataset.periods == [Period("2001-01-01", "2002-01-01")]
    assert Place(label={"und": "Aragón"}) in dataset.places
    assert Place(uri="http://opendata.example/recurso/Aragon") in dataset.places


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"type": "harvest"}, "record-no-dataset"),
        ({"type": "showcase"}, "record-no-dataset"),
        ({"state": "deleted"}, "record-not-public"),
        ({"state": "draft"}, "record-not-public"),
        ({"private": True}, "record-not-public"),
    ],
)
def test_what_is_no_public_dataset_is_skipped(more: dict[str, Any], code: str):
    with pytest.raises(SkipRecord) as caught:
        made(**more)
    assert caught.value.issue.code == code
    assert caught.value.issue.record == "Servizi sociali del quartiere 1"


@pytest.mark.parametrize("payload", [None, "text", 7, []])
def test_what_is_no_record_is_rejected(payload: Any):
    with pytest.raises(RejectRecord):
        read(payload)


def test_hostile_values_lose_nothing_but_themselves():
    deep = "[" * 50_000
    dataset = made(
        notes=deep,
        tags=[None, 3, {"name": None}, "ok"],
        resources=[None, "x", {"url": None}],
        groups={"a": 1},
        extras=[1],
    )
    assert dataset.title
    assert dataset.keywords == {"und": ["3", "ok"]}
    assert len(dataset.distributions) == 1


def test_a_croatian_record_keeps_all_that_it_says_of_its_licence():
    dataset = made(
        license_id="open-license",
        license_url="https://data.example/id/licence/otvorena-dozvola",
        license_title="Otvorena dozvola",
    )
    assert dataset.licences == [
        "https://data.example/id/licence/otvorena-dozvola",
        "open-license",
        "Otvorena dozvola",
    ]
