"""Reading one dataset: every rule of DCAT-AP, its national profiles and the slips of real feeds."""

from __future__ import annotations

import pytest

from ckanext.resilient.harvesters.protocols.base import Endpoint
from ckanext.resilient.svrc.record import Agent, Contact, Period, Place, SourceDataset
from tests.harvesters.protocols.dcat_help import DATASET, PAGE, parsed, read_all, read_dataset, read_file

EU = "http://publications.europa.eu/resource/authority"


def issue_codes(dataset: SourceDataset) -> list[str]:
    return [issue.code for issue in dataset.issues]


def test_texts_keep_every_language() -> None:
    dataset = read_dataset(
        'dct:title "School canteens"@en, "Mense"@it-IT ; dct:description "Pasti"@it, "Meals"@en, "Obroki" ;'
        ' dcat:keyword "pasti"@it, "scuola"@it, "meals"@en, "cibo" ; adms:versionNotes "Nuovo"@it, "New"@en'
    )
    assert dataset.title == {"it": "Mense scolastiche", "en": "School canteens", "it-it": "Mense"}
    assert dataset.description == {"it": "Pasti", "en": "Meals", "und": "Obroki"}
    assert dataset.keywords == {"it": ["pasti", "scuola"], "en": ["meals"], "und": ["cibo"]}
    assert dataset.version_notes == {"it": "Nuovo", "en": "New"}
    assert dataset.issues == []


def test_an_undeclared_text_that_repeats_a_declared_one_is_not_kept_twice() -> None:
    assert read_dataset('dct:title "Mense scolastiche"').title == {"it": "Mense scolastiche"}


def test_a_second_title_in_one_language_is_kept_aside_and_told() -> None:
    dataset = read_dataset('dct:title "Refezione"@it')
    assert dataset.title == {"it": "Mense scolastiche"}
    assert dataset.extras == {"title": "Refezione"}
    assert [(issue.code, issue.field, issue.record) for issue in dataset.issues] == [
        ("value-several", "title", "Mense scolastiche")
    ]


def test_several_descriptions_in_one_language_become_one() -> None:
    assert read_dataset('dct:description "Uno", "Due"').description == {"und": "Uno\n\nDue"}


@pytest.mark.parametrize("name", ["rdfs:label", "skos:prefLabel", "<http://purl.org/dc/elements/1.1/title>"])
def test_a_title_may_come_under_another_name(name: str) -> None:
    assert read_all(parsed(f'<{DATASET}> a dcat:Dataset ; {name} "Mense" .'))[0].title == {"und": "Mense"}


def test_a_dataset_without_title_is_read_and_named_by_its_address() -> None:
    page = parsed(
        f'<{DATASET}> a dcat:Dataset ; dct:title " " ; dct:description "Pasti" ; dct:type "a", "b" .'
    )
    dataset = read_all(page)[0]
    assert (dataset.title, dataset.description) == ({}, {"und": "Pasti"})
    assert dataset.issues[0].record == DATASET


def test_issues_name_the_record_in_the_portals_language() -> None:
    page = parsed(f'<{DATASET}> a dcat:Dataset ; dct:title "Canteens"@en, "Mense"@it ; dct:type "a", "b" .')
    dataset = read_all(page, Endpoint(PAGE, languages=("it",)))[0]
    assert dataset.issues[0].record == "Mense"


def test_dct_abstract_stands_for_a_missing_description_and_beside_one_in_the_extras() -> None:
    assert read_dataset('dct:abstract "<b>Pasti</b>"').description == {"und": "<b>Pasti</b>"}
    assert read_dataset('dct:abstract "Breve" ; dct:description "Lungo"').extras == {"abstract": "Breve"}


def test_identifiers_are_all_kept() -> None:
    dataset = read_dataset(
        'dct:identifier "c_a182:mense", "altro" ; adms:identifier "STR ID", " ",'
        ' [ skos:notation "ISBN:1" ; adms:schemaAgency "Agenzia" ], [ dct:identifier "77" ],'
        " <http://ids.example/9>"
    )
    assert dataset.identifier == "c_a182:mense"
    assert dataset.alternate_identifiers == ["altro", "STR ID", "ISBN:1", "77", "http://ids.example/9"]
    assert dataset.extras == {"alternateIdentifier.schemaAgency": "Agenzia"}


def test_an_agent_is_read_with_all_that_it_says() -> None:
    dataset = read_dataset(
        "dct:publisher <http://org.example/1> ; dct:rightsHolder <http://org.example/1>",
        '<http://org.example/1> a foaf:Agent ; foaf:name "Comune"@it, "Gemeinde"@de ; dct:identifier "c_a182" ;'
        ' foaf:mbox <mailto:info@org.example> ; foaf:homepage "http://www.org.example" ;'
        ' dct:type <http://purl.org/adms/publishertype/LocalAuthority> ; foaf:fax "1" .',
    )
    agent = Agent(
        name={"it": "Comune", "de": "Gemeinde"},
        uri="http://org.example/1",
        identifier="c_a182",
        email="info@org.example",
        url="http://www.org.example",
        type="http://purl.org/adms/publishertype/LocalAuthority",
    )
    assert (dataset.publishers, dataset.rights_holders) == ([agent], [agent])
    assert dataset.extras == {"publisher.fax": "1"}


@pytest.mark.parametrize(
    ("value", "agent"),
    [
        ('"Comune di Prato"@it', Agent(name={"it": "Comune di Prato"})),
        ('"http://org.example/1"', Agent(uri="http://org.example/1")),
        ("<http://org.example/1>", Agent(uri="http://org.example/1")),
        ('[ rdfs:label "Ufficio" ]', Agent(name={"und": "Ufficio"})),
        ('[ foaf:givenName "Ada" ; foaf:familyName "Rossi" ]', Agent(name={"und": "Ada Rossi"})),
        ('[ vcard:fn "Ufficio" ; vcard:email "MAILTO: a@b.example" ]',
         Agent(name={"und": "Ufficio"}, email="a@b.example")),
        ("<http://datos.gob.es/recurso/sector-publico/org/Organismo/E00004401>",
         Agent(uri="http://datos.gob.es/recurso/sector-publico/org/Organismo/E00004401",
               identifier="E00004401")),
    ],
)  # fmt: skip
def test_an_agent_may_be_a_name_an_address_or_a_node(value: str, agent: Agent) -> None:
    assert read_dataset(f"dct:publisher {value} ; dct:creator {value}").publishers == [agent]


def test_an_empty_agent_is_no_agent() -> None:
    assert read_dataset('dct:creator [ a foaf:Agent ; foaf:name "" ; dct:identifier "" ]').creators == []


def test_an_identifier_that_became_an_address_is_taken_back() -> None:
    dataset = read_dataset(
        "dct:publisher <c_a182>", '<c_a182> foaf:name "Comune" ; dct:identifier "c_a182" .'
    )
    assert dataset.publishers == [Agent(name={"und": "Comune"}, identifier="c_a182")]


def test_two_names_of_one_agent_are_both_shown() -> None:
    assert read_dataset('dct:publisher [ foaf:name "App IO", "PagoPA" ]').publishers[0].name == {
        "und": "App IO / PagoPA"
    }


def test_a_contact_is_read_from_old_and_new_vcards() -> None:
    new = read_dataset(
        "dcat:contactPoint <http://c.example/1>",
        '<http://c.example/1> a vcard:Kind ; vcard:fn "Sportello"@it ; vcard:hasEmail <mailto:a@c.example> ;'
        ' vcard:hasTelephone [ vcard:hasValue <tel:0131> ] ; vcard:hasURL <http://c.example> ; vcard:hasUID "7" .',
    )
    contact = Contact(
        name={"it": "Sportello"},
        uri="http://c.example/1",
        email="a@c.example",
        url="http://c.example",
        phone="0131",
        identifier="7",
    )
    assert new.contacts == [contact]
    old = read_dataset(
        'adms:contactPoint [ vcard:fn "Sportello" ; vcard:hasEmail "a@c.example" ; vcard:tel "0131" ]'
    )
    assert old.contacts == [Contact(name={"und": "Sportello"}, email="a@c.example", phone="0131")]


@pytest.mark.parametrize(
    ("value", "contact"),
    [
        ('"Sportello"', Contact(name={"und": "Sportello"})),
        ('"a@c.example"', Contact(email="a@c.example")),
        ("<mailto:a@c.example>", Contact(email="a@c.example")),
        ('"https://c.example/"', Contact(url="https://c.example/")),
        ('[ vcard:fn "Sportello" ; foaf:name "Sportello" ]', Contact(name={"und": "Sportello"})),
        ("[ vcard:hasEmail <opendata@c.example> ]", Contact(email="opendata@c.example")),
        ("[ vcard:hasEmail [ vcard:hasValue <mailto:a@c.example> ] ]", Contact(email="a@c.example")),
    ],
)
def test_a_contact_may_be_little_or_written_wrongly(value: str, contact: Contact) -> None:
    dataset = read_dataset(f"dcat:contactPoint {value}")
    assert (dataset.contacts, dataset.extras) == ([contact], {})


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (f"<{EU}/country/ITA>", Place(uri=f"{EU}/country/ITA")),
        ('"Piemonte"@it', Place(label={"it": "Piemonte"})),
        ('"http://sws.geonames.org/3"', Place(uri="http://sws.geonames.org/3")),
        ('"POLYGON((1 2, 3 4, 5 6, 1 2))"', Place(geom="POLYGON((1 2, 3 4, 5 6, 1 2))")),
        ('[ skos:prefLabel "Bozen"@de, "Bolzano"@it ]', Place(label={"de": "Bozen", "it": "Bolzano"})),
        ('[ dcatapit:geographicalIdentifier "http://www.geonames.org/3181913" ]',
         Place(uri="http://www.geonames.org/3181913")),
        ('[ locn:geographicalName "Prato" ]', Place(label={"und": "Prato"})),
        ('[ locn:geometry "POINT(1 2)"^^gsp:wktLiteral ; dcat:bbox "POLYGON((1 2, 3 4, 5 6, 1 2))" ]',
         Place(geom="POINT(1 2)", bbox="POLYGON((1 2, 3 4, 5 6, 1 2))")),
        ('[ locn:geometry [ gsp:asWKT "POINT(1 2)" ] ; dcat:centroid "POINT(3 4)" ]',
         Place(geom="POINT(1 2)", centroid="POINT(3 4)")),
        ('[ <http://www.opengis.net/rdf#asWKT> "POINT(1 2)" ]', Place(geom="POINT(1 2)")),
        ('[ <http://www.w3.org/2003/01/geo/wgs84_pos#lat> "45.1" ;'
         ' <http://www.w3.org/2003/01/geo/wgs84_pos#long> "7.6" ]', Place(centroid="POINT(7.6 45.1)")),
    ],
)  # fmt: skip
def test_a_place_is_read_in_every_form(value: str, place: Place) -> None:
    dataset = read_dataset(f"dct:spatial {value}")
    assert (dataset.places, dataset.extras, dataset.issues) == ([place], {}, [])


def test_of_one_shape_in_several_notations_geojson_is_kept() -> None:
    shapes = '"POINT(1 2)", "<gml:Point/>", "{\\"type\\": \\"Point\\", \\"coordinates\\": [1, 2]}"'
    dataset = read_dataset(f"dct:spatial [ locn:geometry {shapes} ]")
    assert dataset.places == [Place(geom='{"type": "Point", "coordinates": [1, 2]}')]
    assert dataset.issues == []


def test_two_shapes_in_one_notation_are_told() -> None:
    dataset = read_dataset('dct:spatial [ locn:geometry "POINT(1 2)", "POINT(3 4)" ]')
    assert dataset.places == [Place(geom="POINT(1 2)")]
    assert (issue_codes(dataset), dataset.extras) == (["value-several"], {"spatial.geometry": "POINT(3 4)"})


def test_the_name_of_a_place_may_stand_at_another_address() -> None:
    dataset = read_dataset(
        f"dct:spatial [ locn:geographicalName <{EU}/place/ITA_BZO> ]",
        f'<{EU}/place/ITA_BZO> skos:prefLabel "Bozen"@de .',
    )
    assert dataset.places == [Place(uri=f"{EU}/place/ITA_BZO", label={"de": "Bozen"})]


@pytest.mark.parametrize(
    ("value", "period"),
    [
        ('[ dcat:startDate "2020-01-01"^^xsd:date ; dcat:endDate "2020-12-31"^^xsd:date ]',
         Period("2020-01-01", "2020-12-31")),
        ('[ schema:startDate "2020-01-01" ]', Period("2020-01-01", "")),
        ('[ <https://schema.org/endDate> "2020-01-01" ]', Period("", "2020-01-01")),
        ('[ dcatapit:startDate "2020" ; dcat:startDate "2020" ; dcatapit:endDate "2021" ]',
         Period("2020", "2021")),
        ('[ time:hasBeginning [ time:inXSDDateTime "2012-12-26"^^xsd:date ] ;'
         ' time:hasEnd [ time:inXSDDate "2013-03-26" ] ]', Period("2012-12-26", "2013-03-26")),
        ('"2004-11-03T00:00:00+01:00\\n   /\\n  2005-03-30"',
         Period("2004-11-03T00:00:00+01:00", "2005-03-30")),
        ('"2004/.."', Period("2004", "")),
        ('"start=2004; end=2006; scheme=W3C-DTF"', Period("2004", "2006")),
        ('"2019"', Period("2019", "2019")),
    ],
)  # fmt: skip
def test_a_period_is_read_in_every_form(value: str, period: Period) -> None:
    dataset = read_dataset(f"dct:temporal {value}")
    assert (dataset.periods, dataset.extras, dataset.issues) == ([period], {}, [])


@pytest.mark.parametrize("value", ['"da sempre"', "<http://reference.example/id/year/2010>"])
def test_a_period_that_says_no_date_is_kept_and_told(value: str) -> None:
    dataset = read_dataset(f"dct:temporal {value}")
    assert (dataset.periods, issue_codes(dataset)) == ([], ["period-unreadable"])
    assert dataset.extras["temporal"] in value


@pytest.mark.parametrize(
    ("value", "frequency"),
    [
        (f"<{EU}/frequency/ANNUAL>", f"{EU}/frequency/ANNUAL"),
        ('"Annual"', "Annual"),
        ('[ a dct:Frequency ; rdf:value "P0Y3M0DT0H0M0S" ]', "P0Y3M0DT0H0M0S"),
        ("[ rdf:value [ a time:DurationDescription ; time:years 1.0 ] ]", "P1Y"),
        ("[ a time:DurationDescription ; time:days 2 ; time:hours 6 ]", "P2DT6H"),
        ('[ rdfs:label "Ogni anno" ]', "Ogni anno"),
        ("<http://f.example/1>", "http://f.example/1"),
    ],
)
def test_a_frequency_is_read_in_every_form(value: str, frequency: str) -> None:
    assert read_dataset(f"dct:accrualPeriodicity {value}").frequency == frequency


def test_a_frequency_described_elsewhere_is_followed() -> None:
    dataset = read_dataset(
        "dct:accrualPeriodicity <http://d.example/F>",
        "<http://d.example/F> rdf:value <http://d.example/D> . <http://d.example/D> time:months 6 .",
    )
    assert dataset.frequency == "P6M"


def test_the_latest_of_several_dates_of_change_is_taken_and_the_others_told() -> None:
    dataset = read_dataset(
        'dct:modified "2019-05-01", ""^^xsd:date, "2021-01-01T10:00:00", "ieri", "2020-02-02"'
    )
    assert dataset.modified == "2021-01-01T10:00:00"
    assert issue_codes(dataset) == ["value-several"]
    assert dataset.extras == {"modified": "2020-02-02; 2019-05-01; ieri"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("<https://creativecommons.org/licenses/by/4.0/>", ["https://creativecommons.org/licenses/by/4.0/"]),
        ('"Licence Ouverte 2.0"', ["Licence Ouverte 2.0"]),
        ('[ a dct:LicenseDocument ; rdfs:label "Ayant droit" ]', ["Ayant droit"]),
        ('<https://l.example/a b>, ""', ["https://l.example/a b"]),
    ],
)
def test_licences_are_read_in_every_form(value: str, expected: list[str]) -> None:
    assert read_dataset(f"dct:license {value}").licences == expected
    assert (
        read_file(f"dct:license {value} ; dcat:accessURL <http://f/1>").distributions[0].licences == expected
    )


def test_what_else_a_licence_says_is_kept_aside() -> None:
    dataset = read_dataset(
        "dct:license <http://l.example/by>",
        '<http://l.example/by> foaf:name "CC BY" ; dct:type <http://purl.org/adms/licencetype/Attribution> ;'
        ' owl:versionInfo "3.0 ITA" .',
    )
    assert dataset.licences == ["http://l.example/by"]
    assert dataset.extras == {
        "license.name": "CC BY",
        "license.type": "http://purl.org/adms/licencetype/Attribution",
        "license.version": "3.0 ITA",
    }


def test_rights_and_access_rights() -> None:
    dataset = read_dataset(
        f'dct:accessRights <{EU}/access-right/PUBLIC> ; dct:rights [ rdfs:label "Libero"@it, "Free"@en ]'
    )
    assert dataset.access_rights == f"{EU}/access-right/PUBLIC"
    assert dataset.rights == {"it": "Libero", "en": "Free"}
    assert read_dataset('dct:accessRights [ rdfs:label "pubblico" ]').access_rights == "pubblico"
    assert read_dataset('dct:rights "a", "b"').rights == {"und": "a\nb"}


def test_themes_subjects_and_categories() -> None:
    dataset = read_dataset(
        f'dcat:theme <{EU}/data-theme/EDUC>, "educacion", [ skos:prefLabel "Rischi"@it ] ;'
        " dct:subject <http://eurovoc.europa.eu/1> ; dcatap:hvdCategory <http://data.europa.eu/bna/c_1> ;"
        " dcatap:applicableLegislation <http://data.europa.eu/eli/reg_impl/2023/138/oj>",
        f'<{EU}/data-theme/EDUC> skos:prefLabel "Istruzione"@it .'
        ' <http://eurovoc.europa.eu/1> skos:prefLabel "scuola"@it .',
    )
    assert dataset.themes == [f"{EU}/data-theme/EDUC", "educacion", "Rischi"]
    assert dataset.subjects == ["http://eurovoc.europa.eu/1"]
    assert dataset.hvd_categories == ["http://data.europa.eu/bna/c_1"]
    assert dataset.applicable_legislation == ["http://data.europa.eu/eli/reg_impl/2023/138/oj"]
    assert dataset.extras == {"subject.prefLabel": "scuola (it)"}


def test_the_other_properties_of_a_dataset() -> None:
    dataset = read_dataset(
        f'dcat:landingPage "http://d.example/mense" ; dct:language "it", <{EU}/language/SLV>, [ rdfs:label "de" ] ;'
        ' dct:issued "2020-01-01" ; owl:versionInfo "2" ; dct:type [ skos:prefLabel "Statistica" ] ;'
        ' dct:conformsTo <http://s.example/1>, [ dct:identifier "CONF1" ], "", "Norma" ;'
        ' foaf:page <http://p.example/1>, [ rdfs:label "Guida" ; foaf:homepage <http://p.example/2> ] ;'
        ' dct:provenance [ a dct:ProvenanceStatement ; rdfs:label "Da moduli"@it ], "ante 2020" ;'
        ' dcat:temporalResolution "P1D" ; dcat:spatialResolutionInMeters "10"'
    )
    assert dataset.landing_page == "http://d.example/mense"
    assert dataset.languages == ["it", f"{EU}/language/SLV", "de"]
    assert (dataset.issued, dataset.version, dataset.dataset_type) == ("2020-01-01", "2", "Statistica")
    assert dataset.conforms_to == ["http://s.example/1", "CONF1", "Norma"]
    assert dataset.documentation == ["http://p.example/1", "http://p.example/2"]
    assert dataset.provenance == {"it": "Da moduli", "und": "ante 2020"}
    assert (dataset.temporal_resolution, dataset.spatial_resolution) == ("P1D", "10")
    assert dataset.extras == {"page.label": "Guida"}


@pytest.mark.parametrize(
    "name",
    [
        "dcat:landingPage",
        "dct:landingpage",
        "dcat:landindPage",
        "foaf:homepage",
        "<https://www.w3.org/ns/dcat#landingPage>",
    ],
)
def test_a_landing_page_is_known_by_its_misprints(name: str) -> None:
    assert read_dataset(f"{name} <http://d.example/mense>").landing_page == "http://d.example/mense"


def test_relations_are_kept_with_their_role() -> None:
    dataset = read_dataset(
        "dct:relation <http://r/1> ; dct:source <http://r/2> ; dct:isVersionOf <http://r/3> ;"
        " dcat:inSeries <http://r/4>"
    )
    assert dataset.related == ["http://r/1", "http://r/2", "http://r/3", "http://r/4"]
    assert dataset.extras == {"source": "http://r/2", "isVersionOf": "http://r/3", "inSeries": "http://r/4"}


def test_a_series_is_a_record_and_its_members_only_name_it() -> None:
    page = parsed(
        '<http://s/1> a dcat:DatasetSeries ; dct:title "Serie" ; dct:description "Tutti gli anni" .'
        '<http://d/1> a dcat:Dataset ; dct:title "Anno 1" ; dcat:inSeries <http://s/1> .'
    )
    member, series = read_all(page)
    assert (member.related, member.extras) == (["http://s/1"], {"inSeries": "http://s/1"})
    assert (series.title, series.extras) == ({"und": "Serie"}, {"class": "dcat:DatasetSeries"})


def test_what_has_no_field_goes_to_the_extras_under_its_own_name() -> None:
    dataset = read_dataset(
        'dct:valid "2013-03-26" ; dct:issued "2013-03-26" ; dcat:granularity "Comune" ;'
        ' <http://other.example/ns#title> "Straniero" ;'
        " dcat:qualifiedRelation [ dct:relation <http://r/1> ; dcat:hadRole <http://role/1> ]"
    )
    assert dataset.extras == {
        "valid": "2013-03-26",
        "granularity": "Comune",
        "title": "Straniero",
        "qualifiedRelation": "relation: http://r/1, hadRole: http://role/1",
    }


def test_an_endless_extra_is_cut_and_told() -> None:
    dataset = read_dataset(f'dcat:dataQuality "{"x" * 9000}"')
    assert (len(dataset.extras["dataQuality"]), issue_codes(dataset)) == (8000, ["value-cut"])


@pytest.mark.parametrize(
    "name", ["dct:title", "dct:license", "dct:accrualPeriodicity", "dct:spatial", "dct:type"]
)
def test_nodes_that_stand_for_each_other_end(name: str) -> None:
    knot = "_:a rdfs:label _:b ; rdf:value _:b . _:b rdfs:label _:a ; rdf:value _:a ."
    assert read_dataset(f"{name} _:a", knot).title["it"] == "Mense scolastiche"


def test_nodes_that_describe_each_other_end() -> None:
    dataset = read_dataset(
        "<http://o/knows> _:a", '_:a <http://o/knows> _:b . _:b <http://o/knows> _:a ; rdfs:label "B" .'
    )
    assert "label: B" in dataset.extras["knows"]


def test_the_entry_in_the_sources_catalogue_gives_its_identifier_and_dates_only() -> None:
    dataset = read_dataset(
        'foaf:isPrimaryTopicOf [ a dcat:CatalogRecord ; dct:identifier "r1" ; dct:modified "2024-01-01" ;'
        ' dcat:contactPoint [ vcard:fn "Ada" ] ]',
        f'<http://r/2> a dcat:CatalogRecord ; foaf:primaryTopic <{DATASET}> ; dct:issued "2023-01-01" .',
    )
    assert dataset.extras == {
        "record.identifier": "r1",
        "record.modified": "2024-01-01",
        "record.issued": "2023-01-01",
    }


def test_services_are_kept_with_the_datasets_that_they_serve() -> None:
    dataset = read_dataset(
        "dcat:distribution [ dcat:accessURL <http://f/1> ; dcat:accessService [ dcat:endpointURL <http://wms/> ] ]",
        f'<http://api/1> a dcat:DataService ; dct:title "API" ; dcat:endpointURL <http://api/v1> ;'
        f" dcat:servesDataset <{DATASET}>, <http://d.example/other> .",
    )
    assert dataset.extras == {
        "service": "http://api/v1",
        "service.title": "http://api/1 = API",
        "distribution.1.accessService": "endpointURL: http://wms/",
    }


def test_a_file_is_read_with_all_that_it_says() -> None:
    dataset = read_dataset(
        "dcat:distribution <http://d.example/mense/csv>",
        '<http://d.example/mense/csv> a dcatapit:Distribution ; dct:title "File"@it, "Datei"@de ;'
        ' dct:description "Righe"@it ; dcat:accessURL "http://f/page" ;'
        ' dcat:downloadURL "http://f/1.csv"^^xsd:anyURI ;'
        f" dct:format <{EU}/file-type/CSV> ;"
        " dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ;"
        ' dct:license <http://l/1> ; dct:rights "libero" ; dct:issued "2020" ; dct:modified "2021" ;'
        ' dcat:byteSize "12.0"^^xsd:decimal ; spdx:checksum [ spdx:checksumValue "ab" ;'
        " spdx:algorithm spdx:checksumAlgorithm_sha1 ] ;"
        f' dct:language "it" ; adms:status <{EU}/distribution-status/COMPLETED> ;'
        f' dcatap:availability "{EU}/planned-availability/STABLE" ; dct:conformsTo <http://s/1> ;'
        " foaf:page <http://p/1> ;"
        ' dcatap:applicableLegislation <http://a/1> ; dcat:compressFormat "gzip" ; dcat:packageFormat "tar" ;'
        ' dcat:temporalResolution "P1D" ; dcat:spatialResolutionInMeters 5 .',
    )
    file = dataset.distributions[0]
    assert file.uri == "http://d.example/mense/csv"
    assert (file.title, file.description) == ({"it": "File", "de": "Datei"}, {"it": "Righe"})
    assert (file.access_url, file.download_url) == ("http://f/page", "http://f/1.csv")
    assert file.format == f"{EU}/file-type/CSV"
    assert file.media_type == "https://www.iana.org/assignments/media-types/text/csv"
    assert (file.licences, file.rights) == (["http://l/1"], {"und": "libero"})
    assert (file.issued, file.modified, file.byte_size) == ("2020", "2021", "12.0")
    assert (file.checksum, file.checksum_algorithm) == (
        "ab",
        "http://spdx.org/rdf/terms#checksumAlgorithm_sha1",
    )
    assert (file.languages, file.status) == (["it"], f"{EU}/distribution-status/COMPLETED")
    assert file.availability == f"{EU}/planned-availability/STABLE"
    assert (file.conforms_to, file.documentation) == (["http://s/1"], ["http://p/1"])
    assert (file.applicable_legislation, file.compress_format, file.package_format) == (
        ["http://a/1"],
        "gzip",
        "tar",
    )
    assert (file.temporal_resolution, file.spatial_resolution) == ("P1D", "5")
    assert (dataset.extras, dataset.issues) == ({}, [])


@pytest.mark.parametrize(
    ("value", "file_format", "media_type"),
    [
        ('"CSV"', "CSV", ""),
        ("<CSV>", "CSV", ""),
        ('[ a dct:IMT ; rdf:value "text/csv" ; rdfs:label "CSV" ]', "CSV", "text/csv"),
        ('[ a dct:IMT ; rdf:value "application/pdf" ]', "application/pdf", "application/pdf"),
        ('[ a dct:MediaTypeOrExtent ; rdfs:label "Shapefile" ]', "Shapefile", ""),
        (f"<{EU}/file-type/JSON>", f"{EU}/file-type/JSON", ""),
        ("<http://d.example/format>", "XLS", "application/vnd.ms-excel"),
    ],
)
def test_a_format_is_read_in_every_form(value: str, file_format: str, media_type: str) -> None:
    more = '<http://d.example/format> a dct:IMT ; rdfs:label "XLS" ; rdf:value "application/vnd.ms-excel" .'
    dataset = read_file(f"dct:format {value} ; dcat:accessURL <http://f/1>", more)
    file = dataset.distributions[0]
    assert (file.format, file.media_type, dataset.extras) == (file_format, media_type, {})


def test_a_second_format_is_kept_aside_and_told() -> None:
    dataset = read_file(
        'dct:format "application/rdf+xml", "application/sparql-query" ; dcat:accessURL <http://f/1>'
    )
    assert dataset.distributions[0].format == "application/rdf+xml"
    assert dataset.extras == {"distribution.1.format": "application/sparql-query"}
    assert issue_codes(dataset) == ["value-several"]


def test_files_keep_their_order_and_may_be_named_in_a_text() -> None:
    dataset = read_dataset(
        'dcat:distribution <http://f/b>, "http://f/a"',
        '<http://f/a> dct:title "A" ; dcat:accessURL <http://x/a> .'
        ' <http://f/b> dct:title "B" ; dcat:accessURL <http://x/b> .',
    )
    assert [file.access_url for file in dataset.distributions] == ["http://x/b", "http://x/a"]


def test_a_file_without_description_or_address_is_kept_and_told() -> None:
    dataset = read_dataset('dcat:distribution <http://f/a>, [ dct:title "Senza indirizzo" ]')
    assert [file.uri for file in dataset.distributions] == ["http://f/a", ""]
    assert [(issue.code, issue.params["value"]) for issue in dataset.issues] == [
        ("distribution-not-described", "http://f/a"),
        ("distribution-without-address", "Senza indirizzo"),
    ]


def test_a_file_named_in_full_here_and_relative_there_is_found() -> None:
    page = parsed(
        "<http://home.example/> a dcat:Catalog ; dcat:dataset <http://home.example/d/1> ."
        '<http://home.example/d/1> dct:title "a" ; dcat:distribution <http://home.example/d/1/csv> .'
        '<d/1/csv> a dcat:Distribution ; dct:title "CSV" ; dcat:accessURL <http://f/1> .'
    )
    dataset = read_all(page)[0]
    file = dataset.distributions[0]
    assert (file.uri, file.access_url) == ("http://home.example/d/1/csv", "http://f/1")
    assert issue_codes(dataset) == ["address-relative-elsewhere"]
