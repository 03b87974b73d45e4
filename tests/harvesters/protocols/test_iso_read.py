"""Records of ISO 19139: every value where it belongs, every language kept, nothing guessed."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.resilient.errors import RejectRecord, SkipRecord
from ckanext.resilient.harvesters.protocols.csw_pages import xml_record
from ckanext.resilient.harvesters.protocols.csw_xml import parse_text
from ckanext.resilient.harvesters.protocols.iso_read import read_iso
from ckanext.resilient.svrc.normalise import Crosswalk, normalise
from ckanext.resilient.svrc.record import Agent, Contact, Dataset, Period, Place, SourceDataset
from tests.harvesters.protocols.fake_csw import Iso, anchor, code, date, online, party, text

NO_LIMITS = "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/noLimitations"
THEME = "http://inspire.ec.europa.eu/theme/hh"


def made(**parts: Any) -> SourceDataset:
    raw = xml_record(parse_text(str(Iso(**parts)), "https://geo.example").root)
    return read_iso(raw.guid, raw.payload)


def stored(**parts: Any) -> Dataset:
    return normalise(made(**parts), Crosswalk(languages=("it",)))


def codes(dataset: SourceDataset) -> list[str]:
    return [issue.code for issue in dataset.issues]


def constraints(inside: str, kind: str = "MD_LegalConstraints") -> str:
    return f"<gmd:resourceConstraints><gmd:{kind}>{inside}</gmd:{kind}></gmd:resourceConstraints>"


def use(value: str) -> str:
    return code("useConstraints", "MD_RestrictionCode", value)


def access(value: str) -> str:
    return code("accessConstraints", "MD_RestrictionCode", value)


def extent(inside: str) -> str:
    return f"<gmd:extent><gmd:EX_Extent>{inside}</gmd:EX_Extent></gmd:extent>"


def box(west: str, south: str, east: str, north: str) -> str:
    sides = {
        "westBoundLongitude": west,
        "eastBoundLongitude": east,
        "southBoundLatitude": south,
        "northBoundLatitude": north,
    }
    inside = "".join(
        f"<gmd:{name}><gco:Decimal>{value}</gco:Decimal></gmd:{name}>" for name, value in sides.items()
    )
    return f"<gmd:geographicElement><gmd:EX_GeographicBoundingBox>{inside}</gmd:EX_GeographicBoundingBox></gmd:geographicElement>"


def time(inside: str) -> str:
    return f"<gmd:temporalElement><gmd:EX_TemporalExtent><gmd:extent>{inside}</gmd:extent></gmd:EX_TemporalExtent></gmd:temporalElement>"


def keywords(*words: str, thesaurus: str = "", kind: str = "") -> str:
    listed = (
        f"<gmd:thesaurusName><gmd:CI_Citation>{thesaurus}</gmd:CI_Citation></gmd:thesaurusName>"
        if thesaurus
        else ""
    )
    typed = code("type", "MD_KeywordTypeCode", kind) if kind else ""
    return f"<gmd:descriptiveKeywords><gmd:MD_Keywords>{''.join(words)}{typed}{listed}</gmd:MD_Keywords></gmd:descriptiveKeywords>"


def contact(inside: str) -> str:
    return f"<gmd:pointOfContact>{inside}</gmd:pointOfContact>"


# Texts and languages


def test_texts_are_in_the_language_that_the_record_declares() -> None:
    dataset = made(about=text("abstract", "Asili della regione."))
    assert (dataset.title, dataset.description) == (
        {"ita": "Servizi sociali"},
        {"ita": "Asili della regione."},
    )
    assert set(stored(about=text("abstract", "Asili.")).title) == {"it"}


@pytest.mark.parametrize("declared", ["fre", "ita", "ger", "gre", "alb", "slv", "hrv", "por", "spa"])
def test_the_codes_of_libraries_are_languages(declared: str) -> None:
    assert set(stored(language=declared).title) < {"fr", "it", "de", "el", "sq", "sl", "hr", "pt", "es"}


def test_every_language_of_a_text_is_kept() -> None:
    locale = '<gmd:locale><gmd:PT_Locale id="loc2">{}</gmd:PT_Locale></gmd:locale>'
    said = (
        "<gmd:abstract><gco:CharacterString>Asili</gco:CharacterString><gmd:PT_FreeText>"
        '<gmd:textGroup><gmd:LocalisedCharacterString locale="#loc2">Krippen</gmd:LocalisedCharacterString></gmd:textGroup>'
        '<gmd:textGroup><gmd:LocalisedCharacterString locale="#EN">Nurseries</gmd:LocalisedCharacterString></gmd:textGroup>'
        '<gmd:textGroup><gmd:LocalisedCharacterString locale="#FR"> </gmd:LocalisedCharacterString></gmd:textGroup>'
        "</gmd:PT_FreeText></gmd:abstract>"
    )
    parts = {"head": locale.format(code("languageCode", "LanguageCode", "ger")), "about": said}
    assert made(**parts).description == {"ita": "Asili", "ger": "Krippen", "en": "Nurseries"}
    assert stored(**parts).description == {"it": "Asili", "de": "Krippen", "en": "Nurseries"}


def test_a_text_that_is_only_there_in_another_language_is_not_taken_for_the_main_one() -> None:
    said = (
        '<gmd:abstract gco:nilReason="missing"><gmd:PT_FreeText><gmd:textGroup>'
        '<gmd:LocalisedCharacterString locale="#EN">Nurseries</gmd:LocalisedCharacterString>'
        "</gmd:textGroup></gmd:PT_FreeText></gmd:abstract>"
    )
    assert made(about=said).description == {"en": "Nurseries"}


def test_a_record_that_declares_no_language_leaves_it_open() -> None:
    dataset = made(language="")
    assert (dataset.title, dataset.languages) == ({"und": "Servizi sociali"}, [])


def test_the_language_of_the_data_goes_before_that_of_the_record() -> None:
    assert made(about=code("language", "LanguageCode", "ger")).languages == ["ger"]
    assert made().languages == ["ita"]


def test_blanks_and_line_breaks_around_texts_go_and_those_between_lines_stay() -> None:
    dataset = made(title="\n   Asili   nido \n  ", about=text("abstract", " Primo.\n\n   Secondo. \n"))
    assert dataset.title == {"ita": "Asili nido"}
    assert dataset.description == {"ita": "Primo.\n\nSecondo."}


@pytest.mark.parametrize(
    "gap",
    [
        '<gmd:purpose gco:nilReason="missing"/>',
        '<gmd:purpose xlink:href="https://elsewhere.example/purpose"/>',
        "<gmd:purpose><gco:CharacterString/></gmd:purpose>",
        '<gmd:purpose gco:nilReason="missing"><gco:CharacterString> </gco:CharacterString></gmd:purpose>',
    ],
)
def test_gaps_are_no_values(gap: str) -> None:
    assert "purpose" not in made(about=gap).extras


@pytest.mark.parametrize("title", ["", " "])
def test_without_a_title_the_abstract_stands_in_and_without_both_the_record_is_rejected(title: str) -> None:
    assert made(title=title, about=text("abstract", "Asili")).description == {"ita": "Asili"}
    with pytest.raises(RejectRecord) as caught:
        made(title=title)
    assert (caught.value.issue.code, caught.value.issue.record) == ("title-missing", "it-1")


# What is no dataset


@pytest.mark.parametrize(
    "parts",
    [
        {"level": "service"},
        {"level": "application"},
        {"level": "", "identification": "srv:SV_ServiceIdentification"},
        {"level": "dataset", "identification": "srv:SV_ServiceIdentification"},
    ],
)
def test_services_and_applications_are_left_out_and_told(parts: dict[str, str]) -> None:
    with pytest.raises(SkipRecord) as caught:
        made(**parts)
    assert caught.value.issue.code == "record-no-dataset"


@pytest.mark.parametrize("level", ["dataset", "series", "nonGeographicDataset", "tile", ""])
def test_datasets_of_every_kind_are_read_and_a_kind_of_its_own_is_kept(level: str) -> None:
    dataset = made(level=level)
    assert dataset.title
    assert dataset.extras.get("hierarchyLevel", "dataset") == (level or "dataset")


def test_iso_19115_3_is_refused_with_the_option_that_helps() -> None:
    with pytest.raises(RejectRecord) as caught:
        made(space="http://standards.iso.org/iso/19115/-3/mdb/2.0")
    assert caught.value.issue.code == "iso-19115-3"
    assert "output_schema" in caught.value.issue.remedy


# Identity and history


def identifier(kind: str, value: str, space: str = "") -> str:
    more = text("codeSpace", space) if space else ""
    return f"<gmd:identifier><gmd:{kind}>{text('code', value)}{more}</gmd:{kind}></gmd:identifier>"


def test_the_dataset_has_its_own_identifier_beside_that_of_the_record() -> None:
    dataset = made(citation=identifier("RS_Identifier", "asili", "http://geo.example/id/"))
    assert (dataset.guid, dataset.identifier) == ("it-1", "asili")
    assert dataset.alternate_identifiers == ["http://geo.example/id/asili", "it-1"]
    assert dataset.uri == ""


def test_an_identifier_that_is_an_address_is_the_address_of_the_dataset() -> None:
    dataset = made(citation=identifier("MD_Identifier", "https://geo.example/id/asili"))
    assert dataset.uri == dataset.identifier == "https://geo.example/id/asili"


def test_an_empty_parent_is_none_and_a_named_one_is_related() -> None:
    assert made(head=text("parentIdentifier", "")).related == []
    dataset = made(head=text("parentIdentifier", "serie-1"))
    assert (dataset.related, dataset.extras["parentIdentifier"]) == (["serie-1"], "serie-1")


@pytest.mark.parametrize(
    ("written", "form", "read"),
    [
        ("2022-06-10T06:08:11.253+02:00", "DateTime", "2022-06-10T06:08:11.253000+02:00"),
        ("2014-04-23T09:28:09", "DateTime", "2014-04-23T09:28:09"),
        ("2023-09-22", "Date", "2023-09-22"),
        ("2023-09", "Date", "2023-09"),
        (" 2023 ", "Date", "2023"),
        ("2023-09-22Z", "Date", "2023-09-22"),
    ],
)
def test_dates_come_in_every_precision(written: str, form: str, read: str) -> None:
    dataset = stored(citation=date("revision", written, form))
    assert (dataset.modified, dataset.issues) == (read, [])


def test_dates_go_by_their_type_and_what_has_no_field_is_kept_beside() -> None:
    dates = (("publication", "2021-01-01"), ("publication", "2020-01-01"), ("revision", "2022-01-01"))
    more = (("revision", "2023-01-01"), ("creation", "2012-01-01"))
    dataset = made(
        citation="".join(date(*one) for one in (*dates, *more)),
        head="<gmd:dateStamp><gco:Date>2024-04-02</gco:Date></gmd:dateStamp>",
    )
    assert (dataset.issued, dataset.modified) == ("2020-01-01", "2023-01-01")
    kept = {name: dataset.extras[name] for name in ("publication", "revision", "creation", "record.modified")}
    assert kept == {
        "publication": "2021-01-01",
        "revision": "2022-01-01",
        "creation": "2012-01-01",
        "record.modified": "2024-04-02",
    }


def test_a_creation_date_is_neither_publication_nor_change() -> None:
    dataset = made(citation=date("creation", "2012-01-01") + '<gmd:date gco:nilReason="unknown"/>')
    assert (dataset.issued, dataset.modified) == ("", "")


def test_the_frequency_is_a_code_or_a_duration() -> None:
    kept = "<gmd:resourceMaintenance><gmd:MD_MaintenanceInformation>{}</gmd:MD_MaintenanceInformation></gmd:resourceMaintenance>"
    by_code = code("maintenanceAndUpdateFrequency", "MD_MaintenanceFrequencyCode", "annually")
    lasting = "<gmd:userDefinedMaintenanceFrequency><gts:TM_PeriodDuration xmlns:gts='g'>P3M</gts:TM_PeriodDuration></gmd:userDefinedMaintenanceFrequency>"
    assert stored(about=kept.format(by_code)).frequency.endswith("/ANNUAL")
    assert stored(about=kept.format(lasting)).frequency.endswith("/QUARTERLY")


# Parties


def test_parties_go_where_their_roles_belong() -> None:
    page = "<gmd:onlineResource><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>https://comune.example</gmd:URL></gmd:linkage></gmd:CI_OnlineResource></gmd:onlineResource>"
    about = contact(party("pointOfContact", "Ufficio", "ufficio@comune.example", page)) + contact(
        party("owner", "Comune")
    )
    cited = f"<gmd:citedResponsibleParty>{party('author', 'Autore')}</gmd:citedResponsibleParty>"
    dataset = made(about=about + contact(party("publisher", "Regione")), citation=cited)
    assert dataset.contacts == [
        Contact(name={"ita": "Ufficio"}, email="ufficio@comune.example", url="https://comune.example")
    ]
    assert dataset.rights_holders == [Agent(name={"ita": "Comune"})]
    assert dataset.creators == [Agent(name={"ita": "Autore"})]
    assert dataset.publishers == [Agent(name={"ita": "Regione"})]


def test_who_distributes_publishes_where_nobody_is_named_as_publisher() -> None:
    distributor = f"<gmd:distributor><gmd:MD_Distributor><gmd:distributorContact>{party('distributor', 'Agenzia')}</gmd:distributorContact></gmd:MD_Distributor></gmd:distributor>"
    assert made(distribution=distributor).publishers == [Agent(name={"ita": "Agenzia"})]
    both = made(distribution=distributor, about=contact(party("publisher", "Regione")))
    assert both.publishers == [Agent(name={"ita": "Regione"})]


def test_the_contact_of_the_record_answers_where_the_dataset_names_none() -> None:
    head = f"<gmd:contact>{party('pointOfContact', 'Catalogo', 'info@catalogo.example')}</gmd:contact>"
    assert [one.email for one in made(head=head).contacts] == ["info@catalogo.example"]
    own = made(head=head, about=contact(party("custodian", "Ufficio", "u@comune.example")))
    assert [one.email for one in own.contacts] == ["u@comune.example"]


def test_the_name_of_a_person_is_left_out_beside_that_of_an_organisation() -> None:
    person = text("individualName", "Mario Rossi")
    both = party("pointOfContact", "Comune").replace(
        "<gmd:CI_ResponsibleParty>", f"<gmd:CI_ResponsibleParty>{person}"
    )
    alone = both.replace(text("organisationName", "Comune"), "")
    assert made(about=contact(both)).contacts == [Contact(name={"ita": "Comune"})]
    assert made(about=contact(alone)).contacts == [Contact(name={"ita": "Mario Rossi"})]


def test_a_party_that_is_named_twice_is_one() -> None:
    assert len(made(about=contact(party("owner", "Comune")) * 2).rights_holders) == 1


def test_the_address_of_an_organisation_is_kept() -> None:
    named = party("publisher", "x").replace(
        text("organisationName", "x"), anchor("organisationName", "https://ipa.example/c_001", "Comune")
    )
    assert made(about=contact(named)).publishers == [
        Agent(name={"ita": "Comune"}, uri="https://ipa.example/c_001")
    ]


# Keywords


@pytest.mark.parametrize(
    "thesaurus",
    [
        text("title", "GEMET - INSPIRE themes, version 1.0"),
        text("title", "INSPIRE Spatial Data Themes"),
        anchor("title", "https://www.eionet.europa.eu/gemet/it/inspire-themes", "GEMET"),
    ],
)
@pytest.mark.parametrize(
    "name",
    [
        "Salute umana e sicurezza",
        "Santé et sécurité des personnes",
        "Zdravlje i sigurnost ljudi",
        "Ανθρώπινη υγεία και ασφάλεια",
    ],
)
def test_an_inspire_theme_is_known_by_its_name_in_every_language(thesaurus: str, name: str) -> None:
    dataset = made(about=keywords(text("keyword", name), thesaurus=thesaurus))
    assert (dataset.themes, dataset.keywords) == ([THEME], {"ita": [name]})
    assert stored(about=keywords(text("keyword", name), thesaurus=thesaurus)).themes[0].endswith("/HEAL")


def test_the_same_word_outside_the_list_of_themes_is_a_keyword_only() -> None:
    dataset = made(about=keywords(text("keyword", "Edifici")))
    assert (dataset.themes, dataset.keywords) == ([], {"ita": ["Edifici"]})


def test_a_theme_that_no_list_knows_stays_word_for_word() -> None:
    thesaurus = text("title", "GEMET - INSPIRE themes, version 1.0")
    assert made(about=keywords(text("keyword", "Ambiente marino"), thesaurus=thesaurus)).themes == [
        "Ambiente marino"
    ]


@pytest.mark.parametrize(
    ("address", "field"),
    [
        (THEME, "themes"),
        ("http://publications.europa.eu/resource/authority/data-theme/SOCI", "themes"),
        ("http://data.europa.eu/bna/c_ac64a52d", "hvd_categories"),
        ("http://eurovoc.europa.eu/3082", "subjects"),
    ],
)
def test_the_address_behind_a_keyword_says_what_it_is(address: str, field: str) -> None:
    dataset = made(about=keywords(anchor("keyword", address, "parola")))
    assert getattr(dataset, field) == [address]
    assert dataset.keywords == {"ita": ["parola"]}


def test_the_topic_category_is_a_theme() -> None:
    topic = (
        "<gmd:topicCategory><gmd:MD_TopicCategoryCode>society</gmd:MD_TopicCategoryCode></gmd:topicCategory>"
    )
    assert [uri.rpartition("/")[2] for uri in stored(about=topic).themes] == ["SOCI"]


def test_a_keyword_that_is_a_place_is_a_place_too() -> None:
    dataset = stored(about=keywords(text("keyword", "Veneto"), kind="place"))
    assert [place.uri for place in dataset.places] == ["http://data.europa.eu/nuts/code/ITH3"]
    assert dataset.keywords == {"it": ["Veneto"]}


# Where and when


def test_a_box_and_the_name_beside_it_are_one_place() -> None:
    inside = text("description", "Veneto") + box("10.6", "44.8", "13.1", "46.7")
    assert made(about=extent(inside)).places == [
        Place(label={"ita": "Veneto"}, bbox="10.6, 44.8, 13.1, 46.7")
    ]


def test_several_boxes_and_names_stay_apart() -> None:
    inside = text("description", "Veneto") + box("10", "44", "13", "46") + box("1", "2", "3", "4")
    assert made(about=extent(inside)).places == [
        Place(label={"ita": "Veneto"}),
        Place(bbox="10, 44, 13, 46"),
        Place(bbox="1, 2, 3, 4"),
    ]


@pytest.mark.parametrize("sides", [("13", "44", "10", "46"), ("10", "46", "13", "44")])
def test_exchanged_sides_of_a_box_are_put_right_and_told(sides: tuple[str, str, str, str]) -> None:
    dataset = made(about=extent(box(*sides)))
    assert dataset.places == [Place(bbox="10.0, 44.0, 13.0, 46.0")]
    assert codes(dataset) == ["box-reversed"]


@pytest.mark.parametrize(("sides", "count"), [(("", "44", "13", "46"), 0), (("est", "44", "13", "46"), 1)])
def test_a_box_with_a_gap_is_none_and_one_with_words_is_told_of(
    sides: tuple[str, str, str, str], count: int
) -> None:
    dataset = stored(about=extent(box(*sides)))
    assert [issue.code for issue in dataset.issues] == ["geometry-unreadable"] * count
    assert dataset.places == []


def test_decimal_commas_are_read() -> None:
    assert made(about=extent(box("10,5", "44,1", "13", "46"))).places == [Place(bbox="10.5, 44.1, 13, 46")]


@pytest.mark.parametrize(
    "found", [text("code", "ITH3"), anchor("code", "http://data.europa.eu/nuts/code/ITH3", "Veneto")]
)
def test_an_identifier_of_a_place_is_its_code_or_address(found: str) -> None:
    named = f"<gmd:geographicElement><gmd:EX_GeographicDescription><gmd:geographicIdentifier><gmd:MD_Identifier>{found}</gmd:MD_Identifier></gmd:geographicIdentifier></gmd:EX_GeographicDescription></gmd:geographicElement>"
    assert [place.uri for place in stored(about=extent(named)).places] == [
        "http://data.europa.eu/nuts/code/ITH3"
    ]


@pytest.mark.parametrize(
    ("inside", "period"),
    [
        (
            "<gml:TimePeriod><gml:beginPosition>2010-01-01</gml:beginPosition><gml:endPosition>2012</gml:endPosition></gml:TimePeriod>",
            Period("2010-01-01", "2012"),
        ),
        (
            '<old:TimePeriod><old:beginPosition>2010</old:beginPosition><old:endPosition indeterminatePosition="now"/></old:TimePeriod>',
            Period("2010", ""),
        ),
        (
            "<gml:TimePeriod><gml:begin><gml:TimeInstant><gml:timePosition>2010</gml:timePosition></gml:TimeInstant></gml:begin></gml:TimePeriod>",
            Period("2010", ""),
        ),
        (
            "<gml:TimeInstant><gml:timePosition>2010-05-01</gml:timePosition></gml:TimeInstant>",
            Period("2010-05-01", "2010-05-01"),
        ),
    ],
    ids=["3.2", "3.1 and open", "instants", "instant"],
)
def test_periods_come_in_both_versions_of_gml(inside: str, period: Period) -> None:
    assert made(about=extent(time(inside))).periods == [period]


# Conditions


@pytest.mark.parametrize(
    ("sentence", "licence"),
    [
        ("CC BY 4.0", "CC_BY_4_0"),
        (
            "Licence Ouverte / Open Licence Version 2.0  https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf",
            "ETALAB_2_0",
        ),
        ("https://creativecommons.org/licenses/by/4.0", "CC_BY_4_0"),
    ],
)
@pytest.mark.parametrize("name", ["useLimitation", "otherConstraints"])
def test_a_sentence_that_names_a_licence_is_one(sentence: str, licence: str, name: str) -> None:
    about = constraints(use("otherRestrictions") + text(name, sentence))
    assert (stored(about=about).licence, stored(about=about).rights) == (licence, {})


def test_a_licence_that_no_table_knows_is_kept_and_not_guessed() -> None:
    dataset = stored(about=constraints(text("useLimitation", "Licenza per il riuso dei geodati del Comune")))
    assert (dataset.licence, dataset.source_licences) == (
        "notspecified",
        ["Licenza per il riuso dei geodati del Comune"],
    )


@pytest.mark.parametrize("sentence", ["Mentionner les noms des organismes fournisseurs", "Sem condições"])
def test_other_sentences_are_rights_and_no_licence(sentence: str) -> None:
    dataset = made(about=constraints(text("useLimitation", sentence), "MD_Constraints"))
    assert (dataset.licences, dataset.rights) == ([], {"ita": sentence})


def test_a_limitation_that_there_is_none_of_says_who_may_see_the_data() -> None:
    dataset = made(about=constraints(text("useLimitation", "nessuna limitazione"), "MD_Constraints"))
    assert (dataset.licences, dataset.rights, dataset.access_rights) == ([], {}, "nessuna limitazione")


def test_a_long_text_that_only_mentions_a_licence_is_none() -> None:
    long = "Informazioni sulla licenza d’uso si chiedono all’ufficio. " * 6
    dataset = made(about=constraints(text("useLimitation", long)))
    assert (dataset.licences, dataset.rights) == ([], {"ita": long.strip()})


def test_the_address_of_a_limitation_is_the_access_right() -> None:
    about = constraints(access("otherRestrictions") + anchor("otherConstraints", NO_LIMITS, "nessun vincolo"))
    assert stored(about=about).access_rights.endswith("/PUBLIC")


def test_what_limits_access_alone_is_an_access_right_word_for_word() -> None:
    about = constraints(
        access("otherRestrictions") + text("otherConstraints", "Accesso su richiesta al Comune")
    )
    dataset = stored(about=about)
    assert (dataset.access_rights, dataset.source_access_rights) == ("", "Accesso su richiesta al Comune")


@pytest.mark.parametrize(
    "sentence",
    [
        "Pas de restriction d’accès public selon INSPIRE",
        "Pas de restriction d'accès public selon INSPIRE",
        "No limitations to public access",
        "Nessun vincolo all'accesso pubblico",
    ],
)
@pytest.mark.parametrize("limits", [access("otherRestrictions"), use("license")])
def test_a_sentence_that_opens_the_data_to_all_is_known_wherever_it_stands(
    sentence: str, limits: str
) -> None:
    dataset = stored(about=constraints(limits + text("otherConstraints", sentence)))
    assert dataset.access_rights.endswith("/PUBLIC")
    assert (dataset.rights, dataset.issues) == ({}, [])


def test_a_known_limitation_goes_before_an_unknown_one_and_both_are_kept() -> None:
    unknown = constraints(access("otherRestrictions") + text("otherConstraints", "vedi sito"))
    known = constraints(access("otherRestrictions") + anchor("otherConstraints", NO_LIMITS, "nessun vincolo"))
    dataset = made(about=unknown + known)
    assert (dataset.access_rights, dataset.extras["accessRights"]) == (NO_LIMITS, "vedi sito")


def test_a_second_different_limitation_stays_among_the_rights() -> None:
    limited = constraints(access("otherRestrictions") + text("otherConstraints", "restricted"))
    known = constraints(access("otherRestrictions") + anchor("otherConstraints", NO_LIMITS, "nessun vincolo"))
    dataset = made(about=known + limited)
    assert (dataset.access_rights, dataset.rights) == (NO_LIMITS, {"ita": "restricted"})


def test_codes_of_restrictions_are_kept_beside_and_those_that_say_nothing_go() -> None:
    security = constraints(
        code("classification", "MD_ClassificationCode", "restricted"), "MD_SecurityConstraints"
    )
    dataset = made(about=constraints(use("copyright") + access("otherRestrictions")) + security)
    assert (dataset.extras["useConstraints"], dataset.extras["classification"]) == ("copyright", "restricted")
    assert "accessConstraints" not in dataset.extras


# Files


WMS = "https://geo.example/wms?SERVICE=WMS&amp;REQUEST=GetCapabilities"


@pytest.mark.parametrize(
    ("resource", "kind"),
    [
        (online("https://geo.example/wms", "OGC:WMS"), "WMS_SRVC"),
        (online("https://geo.example/wfs", "OGC:WFS-1.1.0-http-get-capabilities"), "WFS_SRVC"),
        (
            online(
                "https://geo.example/a",
                anchor("protocol", "http://www.opengis.net/def/serviceType/ogc/wms", "Visualizzazione"),
            ),
            "WMS_SRVC",
        ),
        (online(WMS), "WMS_SRVC"),
        (online(WMS, "WWW:LINK-1.0-http--link"), "WMS_SRVC"),
        (online("https://geo.example/feed", "ATOM"), "ATOM"),
        (online("https://geo.example/asili.csv", "WWW:DOWNLOAD-1.0-http--download"), "CSV"),
        (online("https://geo.example/scheda", "WWW:LINK-1.0-http--link"), ""),
        (online("https://geo.example/scheda", "HTTP"), ""),
    ],
)
def test_the_format_is_what_protocol_or_address_say_for_certain(resource: str, kind: str) -> None:
    assert [file.format for file in stored(online=resource).distributions] == [kind]


def test_the_address_of_a_service_type_is_a_standard_and_that_of_a_download_is_none() -> None:
    service = anchor("protocol", "http://www.opengis.net/def/serviceType/ogc/wfs", "WFS")
    other = anchor(
        "protocol", "https://registry.example/ProtocolValue/download", "WWW:DOWNLOAD-1.0-http--download"
    )
    files = made(
        online=online("https://geo.example/a", service) + online("https://geo.example/b", other)
    ).distributions
    assert [file.conforms_to for file in files] == [["http://www.opengis.net/def/serviceType/ogc/wfs"], []]
    assert [file.download_url for file in files] == ["", "https://geo.example/b"]


def test_a_download_is_a_file_and_a_service_is_none() -> None:
    by_function = code("function", "CI_OnLineFunctionCode", "download")
    files = made(
        online=online("https://geo.example/a", more=by_function) + online(WMS, "OGC:WMS", "Mappa")
    ).distributions
    assert [(file.access_url, file.download_url) for file in files] == [
        ("https://geo.example/a", "https://geo.example/a"),
        ("https://geo.example/wms?SERVICE=WMS&REQUEST=GetCapabilities", ""),
    ]
    assert files[1].title == {"ita": "Mappa"}


def test_a_page_about_the_data_is_documentation() -> None:
    dataset = made(
        online=online(
            "https://geo.example/scheda", more=code("function", "CI_OnLineFunctionCode", "information")
        )
    )
    assert (dataset.distributions, dataset.documentation) == ([], ["https://geo.example/scheda"])


def test_a_resource_without_address_is_told_and_an_empty_one_is_nothing() -> None:
    dataset = made(online=online("", name="Dati") + online(""))
    assert (dataset.distributions, codes(dataset)) == ([], ["distribution-without-address"])
    assert dataset.issues[0].record == "Servizi sociali"


def formats(*names: str) -> str:
    listed = (f"<gmd:MD_Format>{text('name', name)}</gmd:MD_Format>" for name in names)
    return "".join(f"<gmd:distributionFormat>{one}</gmd:distributionFormat>" for one in listed)


def test_the_only_format_is_that_of_the_only_file() -> None:
    dataset = made(online=online("https://geo.example/a"), distribution=formats("Shapefile"))
    assert [file.format for file in dataset.distributions] == ["Shapefile"]
    assert "distributionFormat" not in dataset.extras


@pytest.mark.parametrize(("files", "names"), [(2, ("Shapefile",)), (1, ("CXF", "GML")), (0, ("Shapefile",))])
def test_formats_that_belong_to_no_one_file_stay_beside(files: int, names: tuple[str, ...]) -> None:
    dataset = made(online=online("https://geo.example/a") * files, distribution=formats(*names))
    assert [file.format for file in dataset.distributions] == [""] * files
    assert dataset.extras["distributionFormat"] == "; ".join(names)


def test_the_only_format_is_that_of_the_only_file_to_download_and_of_no_service() -> None:
    file = online("https://dati.example/a.zip", "WWW:DOWNLOAD")
    service = online("https://dati.example/ows?service=WMS&amp;request=GetCapabilities", "WWW:LINK")
    dataset = made(
        distribution=formats("x-shapefile"),
        online=file + service + online("https://dati.example/page"),
    )
    assert [one.format for one in dataset.distributions] == ["x-shapefile", "WMS", ""]
    assert "distributionFormat" not in dataset.extras


def test_of_several_files_none_has_the_only_format_for_certain() -> None:
    files = online("https://dati.example/a.zip", "WWW:DOWNLOAD") + online(
        "https://dati.example/csw?id=1", "WWW:DOWNLOAD"
    )
    dataset = made(distribution=formats("MapInfo TAB"), online=files)
    assert [one.format for one in dataset.distributions] == ["", ""]
    assert dataset.extras["distributionFormat"] == "MapInfo TAB"


def test_conditions_that_are_said_of_the_data_hold_for_its_files() -> None:
    sentence = "L'accesso e la fruibilità dei dati sono pubblici"
    about = constraints(use("otherRestrictions") + text("otherConstraints", sentence))
    dataset = made(about=about, online=online("https://dati.example/a.zip"))
    assert dataset.rights == dataset.distributions[0].rights == {"ita": sentence}


def test_the_size_is_that_of_a_single_file_in_megabytes() -> None:
    size = "<gmd:transferSize><gco:Real>1.5</gco:Real></gmd:transferSize>"
    file = online("https://geo.example/a", "WWW:DOWNLOAD-1.0-http--download")
    assert [one.byte_size for one in stored(online=size + file).distributions] == [1_500_000]
    assert [one.byte_size for one in stored(online=size + file * 2).distributions] == [None, None]


def test_the_role_that_inspire_puts_into_a_description_is_none() -> None:
    role = anchor(
        "description",
        "http://inspire.ec.europa.eu/metadata-codelist/OnLineDescriptionCode/accessPoint",
        "accessPoint",
    )
    assert made(online=online("https://geo.example/a", more=role)).distributions[0].description == {}
    assert made(online=online("https://geo.example/a", more=text("description", "Tutto"))).distributions[
        0
    ].description == {"ita": "Tutto"}


# Quality and the rest


def result(title: str, passed: str) -> str:
    specification = f"<gmd:specification><gmd:CI_Citation>{title}</gmd:CI_Citation></gmd:specification>"
    return f"<gmd:report><gmd:DQ_DomainConsistency><gmd:result><gmd:DQ_ConformanceResult>{specification}{passed}</gmd:DQ_ConformanceResult></gmd:result></gmd:DQ_DomainConsistency></gmd:report>"


def test_a_specification_counts_when_the_test_was_passed() -> None:
    passed = "<gmd:pass><gco:Boolean>true</gco:Boolean></gmd:pass>"
    quality = result(anchor("title", "http://data.europa.eu/eli/reg/2010/1089", "Regolamento"), passed)
    quality += result(text("title", "Norma A"), passed.replace("true", "false"))
    quality += result(text("title", "Norma B"), '<gmd:pass gco:nilReason="unknown"/>')
    dataset = made(quality=quality)
    assert dataset.conforms_to == ["http://data.europa.eu/eli/reg/2010/1089"]
    assert dataset.extras["specificationNotConfirmed"] == "Norma A; Norma B"


def test_the_lineage_is_the_provenance() -> None:
    lineage = (
        f"<gmd:lineage><gmd:LI_Lineage>{text('statement', 'Rilievo aereo.')}</gmd:LI_Lineage></gmd:lineage>"
    )
    assert made(quality=lineage).provenance == {"ita": "Rilievo aereo."}


@pytest.mark.parametrize(
    ("code_", "conforms", "kept"),
    [
        (
            anchor("code", "http://www.opengis.net/def/crs/EPSG/0/3003", "MM"),
            ["http://www.opengis.net/def/crs/EPSG/0/3003"],
            None,
        ),
        (text("code", "3003"), [], "EPSG:3003"),
    ],
)
def test_a_reference_system_with_an_address_is_a_standard(
    code_: str, conforms: list[str], kept: str | None
) -> None:
    head = f"<gmd:referenceSystemInfo><gmd:MD_ReferenceSystem><gmd:referenceSystemIdentifier><gmd:RS_Identifier>{code_}{text('codeSpace', 'EPSG')}</gmd:RS_Identifier></gmd:referenceSystemIdentifier></gmd:MD_ReferenceSystem></gmd:referenceSystemInfo>"
    dataset = made(head=head)
    assert (dataset.conforms_to, dataset.extras.get("referenceSystem")) == (conforms, kept)


def resolution(inside: str) -> str:
    return f"<gmd:spatialResolution><gmd:MD_Resolution>{inside}</gmd:MD_Resolution></gmd:spatialResolution>"


def distance(number: str, unit: str) -> str:
    return resolution(f'<gmd:distance><gco:Distance uom="{unit}">{number}</gco:Distance></gmd:distance>')


def test_the_finest_resolution_in_metres_counts_and_the_others_are_kept() -> None:
    dataset = made(
        about=distance("100", "m") + distance("25", "http://codes.example/uom#m") + distance("1", "km")
    )
    assert (dataset.spatial_resolution, dataset.extras["spatialResolution"]) == ("25", "1 km; 100 m")


def test_a_scale_is_no_resolution() -> None:
    scale = "<gmd:equivalentScale><gmd:MD_RepresentativeFraction><gmd:denominator><gco:Integer>10000</gco:Integer></gmd:denominator></gmd:MD_RepresentativeFraction></gmd:equivalentScale>"
    dataset = made(about=resolution(scale))
    assert (dataset.spatial_resolution, dataset.extras["scale"]) == ("", "1:10000")
