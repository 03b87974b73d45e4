"""A source record becomes the dataset that we store: nothing guessed, nothing lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ckanext.resilient.errors import RejectRecord
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.normalise import Crosswalk, normalise
from ckanext.resilient.svrc.record import (
    Agent,
    Contact,
    Dataset,
    Period,
    Place,
    SourceDataset,
    SourceDistribution,
)

AUTHORITY = "http://publications.europa.eu/resource/authority/"
ITALY = Crosswalk(languages=("it",))


def source(**values: object) -> SourceDataset:
    return replace(SourceDataset("guid", title={"it": "Asili nido"}), **values)  # pyright: ignore[reportArgumentType]


def codes(dataset: Dataset) -> list[str]:
    return [issue.code for issue in dataset.issues]


def test_a_full_record_arrives_with_every_value() -> None:
    dataset = normalise(
        source(
            description={"und": "<p>Elenco &amp; indirizzi</p>"},
            keywords={"und": ["asili", "infanzia"]},
            uri="http://example.it/dataset/1",
            identifier="r_emiro:1",
            landing_page="http://example.it/pagina",
            publishers=[Agent(name={"und": "Regione"}, identifier="r_emiro", email="mailto:dati@example.it")],
            contacts=[
                Contact(name={"it": "Ufficio"}, phone="tel:+39 051 1", url="http://example.it/contatti")
            ],
            themes=['[{"theme":"SOCI","subthemes":[]}]'],
            frequency="ANNUAL",
            languages=["it"],
            licences=["https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40"],
            access_rights="public",
            places=[Place(label={"it": "Emilia-Romagna"})],
            periods=[Period("01/01/2020", "31/12/2020")],
            issued="2020",
            modified="2021-05-06T07:08:09Z",
        ),
        ITALY,
    )
    assert dataset == Dataset(
        guid="guid",
        title={"it": "Asili nido"},
        description={"it": "Elenco & indirizzi"},
        keywords={"it": ["asili", "infanzia"]},
        uri="http://example.it/dataset/1",
        identifier="r_emiro:1",
        landing_page="http://example.it/pagina",
        publishers=[Agent(name={"it": "Regione"}, identifier="r_emiro", email="dati@example.it")],
        contacts=[Contact(name={"it": "Ufficio"}, phone="+39 051 1", url="http://example.it/contatti")],
        themes=[AUTHORITY + "data-theme/SOCI"],
        categories=["demography"],
        frequency=AUTHORITY + "frequency/ANNUAL",
        languages=[AUTHORITY + "language/ITA"],
        licence="CC_BY_4_0",
        access_rights=AUTHORITY + "access-right/PUBLIC",
        places=[Place(uri="http://data.europa.eu/nuts/code/ITH5", label={"it": "Emilia-Romagna"})],
        periods=[Period("2020-01-01", "2020-12-31")],
        issued="2020",
        modified="2021-05-06T07:08:09+00:00",
    )


def test_what_no_table_knows_is_kept_beside_and_told() -> None:
    dataset = normalise(
        source(
            themes=["Earth Sciences"],
            frequency="when we can",
            licences=["See Terms of Use"],
            access_rights="Ask at the desk",
            places=[Place(label={"en": "Greater London"})],
        ),
        ITALY,
    )
    assert dataset.source_themes == ["Earth Sciences"]
    assert dataset.source_frequency == "when we can"
    assert dataset.source_licences == ["See Terms of Use"]
    assert dataset.source_access_rights == "Ask at the desk"
    assert dataset.places == [Place(label={"en": "Greater London"})]
    assert sorted(codes(dataset)) == [
        "frequency-unknown",
        "licence-unknown",
        "place-unknown",
        "theme-unknown",
        "value-unknown",
    ]
    assert {issue.record for issue in dataset.issues} == {"Asili nido"}


def test_a_portals_own_words_are_understood() -> None:
    crosswalk = replace(
        ITALY,
        licences={"open-license": "HROD"},
        themes={"glavni urednici": "GOVE"},
        frequencies={"po potrebi!": "IRREG"},
    )
    dataset = normalise(
        source(licences=["Open-License"], themes=["Glavni urednici"], frequency="Po potrebi!"), crosswalk
    )
    assert dataset.licence == "HROD"
    assert dataset.themes == [AUTHORITY + "data-theme/GOVE"]
    assert dataset.frequency == AUTHORITY + "frequency/IRREG"
    assert dataset.issues == []


def test_the_description_stands_in_for_a_missing_title_and_this_is_told() -> None:
    dataset = normalise(
        source(title={}, description={"sq": "<p>Regjistri i ndërmarrjeve sociale. Më shumë tekst.</p>"}),
        Crosswalk(("sq",)),
    )
    assert dataset.title == {"sq": "Regjistri i ndërmarrjeve sociale."}
    assert codes(dataset) == ["title-from-description"]


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    title = normalise(source(title={}, description={"it": "parola " * 100}), ITALY).title["it"]
    assert len(title) <= 121
    assert title.endswith("parola…")


@pytest.mark.parametrize("title", [{}, {"it": "  "}, {"und": "<br/>"}])
def test_a_record_with_neither_title_nor_description_is_named_and_refused(title: dict[str, str]) -> None:
    with pytest.raises(RejectRecord) as refused:
        normalise(source(title=title, identifier="r_emiro:1"), ITALY)
    assert (refused.value.issue.code, refused.value.issue.record) == ("title-missing", "r_emiro:1")


def test_the_licence_that_all_files_share_holds_for_the_dataset() -> None:
    files = [
        SourceDistribution(licences=["https://creativecommons.org/licenses/by/4.0/"]),
        SourceDistribution(),
    ]
    assert normalise(source(distributions=files), ITALY).licence == "CC_BY_4_0"


def test_different_licences_of_files_give_the_dataset_none() -> None:
    files = [SourceDistribution(licences=["cc-zero"]), SourceDistribution(licences=["odc-odbl"])]
    assert normalise(source(distributions=files), ITALY).licence == "notspecified"


def test_a_licence_of_the_dataset_that_is_not_known_is_not_replaced_by_that_of_its_files() -> None:
    files = [SourceDistribution(licences=["cc-zero"])]
    dataset = normalise(source(licences=["https://example.it/note-legali"], distributions=files), ITALY)
    assert (dataset.licence, dataset.source_licences) == ("notspecified", ["https://example.it/note-legali"])


def test_only_a_record_that_is_silent_on_its_licence_gets_that_of_the_portals_terms() -> None:
    terms = replace(ITALY, default_licence="CC_BY_4_0", licence_terms="https://portal.example/terms")
    silent = normalise(source(), terms)
    assert (silent.licence, codes(silent)) == ("CC_BY_4_0", ["licence-from-terms"])
    own = normalise(source(licences=["Licenza nostra"]), terms)
    assert (own.licence, own.source_licences) == ("notspecified", ["Licenza nostra"])
    of_file = SourceDistribution(access_url="https://portal.example/a.csv", licences=["Licenza nostra"])
    assert normalise(source(distributions=[of_file]), terms).licence == "notspecified"


def test_contradicting_licences_are_told() -> None:
    dataset = normalise(source(licences=["cc-zero", "odc-odbl"]), ITALY)
    assert codes(dataset) == ["licences-differ"]


def test_the_portals_publisher_stands_in_for_a_missing_one() -> None:
    crosswalk = replace(ITALY, default_publisher="Regione")
    assert normalise(source(), crosswalk).publishers == [Agent(name={"it": "Regione"})]
    named = source(publishers=[Agent(name={"it": "Comune"})])
    assert normalise(named, crosswalk).publishers == [Agent(name={"it": "Comune"})]


def test_empty_agents_and_contacts_are_left_out() -> None:
    dataset = normalise(source(publishers=[Agent()], contacts=[Contact(name={"it": " "})]), ITALY)
    assert (dataset.publishers, dataset.contacts) == ([], [])


def test_a_form_in_the_place_of_an_email_becomes_the_contacts_page() -> None:
    dataset = normalise(source(contacts=[Contact(email="https://example.it/scrivi")]), ITALY)
    assert dataset.contacts == [Contact(url="https://example.it/scrivi")]
    assert dataset.issues == []


def test_concepts_among_the_themes_find_their_own_fields() -> None:
    dataset = normalise(
        source(
            themes=["http://data.europa.eu/bna/c_dd313021", "http://eurovoc.europa.eu/100142"],
            subjects=["infanzia"],
        ),
        ITALY,
    )
    assert dataset.hvd_categories == ["http://data.europa.eu/bna/c_dd313021"]
    assert dataset.subjects == ["http://eurovoc.europa.eu/100142"]
    assert dataset.source_themes == ["infanzia"]
    assert dataset.issues == []


def test_a_shape_that_cannot_be_read_is_left_out_and_told() -> None:
    dataset = normalise(source(places=[Place(geom="{{extent:computeSpatialProperty}}")]), ITALY)
    assert dataset.places == []
    assert codes(dataset) == ["geometry-unreadable"]


def test_a_text_in_a_detected_language_is_marked() -> None:
    title = {"und": "Llista d'equipaments de serveis socials de la ciutat amb l'adreça"}
    dataset = normalise(source(title=title), Crosswalk(("es",)))
    assert list(dataset.title) == ["ca"]
    assert dataset.language_detected
    assert dataset.languages == [AUTHORITY + "language/CAT"]


def test_what_has_no_field_of_its_own_is_kept() -> None:
    dataset = normalise(
        source(title={"it": "Asili", "und": "Nidi"}, extras={"holder_name": " Comune ", "empty": ""}), ITALY
    )
    assert dataset.extras == {"holder_name": "Comune", "dct:title (und)": "Nidi"}


def test_findings_of_the_protocol_are_kept() -> None:
    found = Issue("date-unreadable", "Asili nido", "dct:issued", {"value": "x"})
    assert normalise(source(issues=[found]), ITALY).issues == [found]


def test_the_source_record_is_not_changed() -> None:
    record = source(places=[Place(uri="Veneto")], extras={"a": "b"}, title={"it": "Asili", "und": "Nidi"})
    before = repr(record)
    normalise(record, ITALY)
    assert repr(record) == before


def test_texts_are_stored_in_the_same_order_at_every_harvest_the_portals_language_first() -> None:
    titles = {"fr": "Titre", "en": "Title", "it": "Titolo", "de": "Titel"}
    one = normalise(source(title=titles, languages=["de"]), ITALY)
    other = normalise(source(title=dict(reversed(titles.items())), languages=["de"]), ITALY)
    assert list(one.title) == list(other.title) == ["it", "de", "en", "fr"]


def test_a_geoportals_topic_among_the_subjects_counts_when_there_is_no_theme() -> None:
    topic = "http://inspire.ec.europa.eu/metadata-codelist/TopicCategory/society"
    dataset = normalise(source(subjects=[topic]), ITALY)
    assert dataset.themes == [AUTHORITY + "data-theme/SOCI"]
    assert dataset.subjects == [topic]
    assert normalise(source(subjects=[topic], themes=["HEAL"]), ITALY).themes == [
        AUTHORITY + "data-theme/HEAL"
    ]


def test_a_statement_on_access_in_the_place_of_a_licence_is_an_access_right() -> None:
    dataset = normalise(source(licences=["nessuna limitazione", "CC BY 4.0"]), ITALY)
    assert (dataset.licence, dataset.access_rights) == ("CC_BY_4_0", AUTHORITY + "access-right/PUBLIC")
    assert dataset.source_licences == ["nessuna limitazione"]
    assert dataset.issues == []
    said = normalise(source(access_rights="restricted", licences=["nessuna limitazione"]), ITALY)
    assert said.access_rights == AUTHORITY + "access-right/RESTRICTED"


def test_a_high_value_category_that_no_table_knows_is_kept_and_told() -> None:
    dataset = normalise(source(hvd_categories=["Statistika", "HVD yes"]), ITALY)
    assert dataset.hvd_categories == ["http://data.europa.eu/bna/c_e1da4e07"]
    assert dataset.extras == {"dcatap:hvdCategory": "HVD yes"}
    assert [(issue.code, issue.field) for issue in dataset.issues] == [
        ("value-unknown", "dcatap:hvdCategory")
    ]


def test_a_box_with_the_extent_of_a_region_is_that_region_and_stays() -> None:
    dataset = normalise(source(places=[Place(bbox="10.62,44.79,13.10,46.68")]), ITALY)
    (place,) = dataset.places
    assert place.uri == "http://data.europa.eu/nuts/code/ITH3"
    assert place.bbox


def test_a_box_does_not_overrule_what_the_source_says() -> None:
    box = "10.62,44.79,13.10,46.68"
    named = normalise(source(places=[Place(label={"it": "Piemonte"}, bbox=box)]), ITALY).places
    assert [place.uri for place in named] == ["http://data.europa.eu/nuts/code/ITC1"]
    foreign = normalise(source(places=[Place(uri="https://example.org/place/1", bbox=box)]), ITALY).places
    assert [place.uri for place in foreign] == ["https://example.org/place/1"]


def test_several_languages_in_one_value_are_all_declared() -> None:
    dataset = normalise(source(languages=["ITA;ENG"]), ITALY)
    assert dataset.languages == [AUTHORITY + "language/ITA", AUTHORITY + "language/ENG"]
    assert codes(normalise(source(languages=["it/xx"]), ITALY)) == ["language-unknown"]


def test_a_place_that_a_source_names_here_and_draws_there_is_one_place() -> None:
    shape = '{"type": "Point", "coordinates": [12.3, 45.4]}'
    veneto = Place(uri="http://data.europa.eu/nuts/code/ITH3")
    dataset = normalise(source(places=[replace(veneto, geom=shape), Place(label={"it": "Veneto"})]), ITALY)
    assert dataset.places == [replace(veneto, label={"it": "Veneto"}, geom=shape)]


def test_two_shapes_in_one_region_stay_two_places() -> None:
    points = [
        '{"type": "Point", "coordinates": [12.3, 45.4]}',
        '{"type": "Point", "coordinates": [11.9, 45.4]}',
    ]
    places = [Place(uri="http://data.europa.eu/nuts/code/ITH3", geom=point) for point in points]
    assert normalise(source(places=places), ITALY).places == places


def test_a_relative_link_in_a_description_leads_to_the_source() -> None:
    record = source(
        description={"it": '<p>Vedi <a href="/note">le note</a>.</p>'},
        landing_page="https://dati.example/dataset/1",
    )
    assert normalise(record, ITALY).description == {"it": "Vedi [le note](https://dati.example/note)."}
