"""Places as sources name them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.resilient.svrc.places import (
    COUNTRY,
    NUTS,
    nuts_of,
    partner_regions,
    place_uri,
    read_place,
    regions,
)
from ckanext.resilient.svrc.record import Place
from ckanext.resilient.svrc.vocabularies import Term, crosswalk, vocabulary

TERRITORIES = "https://w3id.org/italia/controlled-vocabulary/territorial-classifications/"
SPAIN = "http://datos.gob.es/recurso/sector-publico/territorio/"


def test_every_country_and_region_of_the_eight_countries_is_there() -> None:
    levels = [region.level for region in regions().values()]
    assert [levels.count(level) for level in range(4)] == [8, 36, 98, 390]


def test_no_greek_name_holds_a_latin_letter() -> None:
    mixed = [
        region.name for region in regions().values() if re.search(r"[A-Za-z][\u0370-\u03ff]", region.name)
    ]
    assert mixed == []
    assert regions()["EL51"].name == "Ανατολική Μακεδονία, Θράκη"


def test_every_region_has_a_box_on_the_map() -> None:
    for region in regions().values():
        west, south, east, north = region.box
        assert -180 <= west < east <= 180
        assert -90 <= south < north <= 90


@pytest.mark.parametrize("table", ["nuts", "place", "geonames", "subdivision"])
def test_every_word_of_a_table_leads_to_a_region_of_today(table: str) -> None:
    assert set(crosswalk(table).values()) <= set(regions())


def test_every_department_of_france_is_known_by_its_number() -> None:
    numbers = [f"{number:02d}" for number in range(1, 96) if number != 20]
    overseas = ["971", "972", "973", "974", "976"]
    found = {place_uri(f"fr:departement:{number}") for number in [*numbers, "2A", "2B", *overseas]}
    assert (len(found), "" in found) == (101, False)


@given(st.text(max_size=60))
def test_any_text_is_a_place_of_a_table_or_none(text: str) -> None:
    uri = place_uri(text)
    assert uri == "" or uri.startswith((NUTS, COUNTRY))


@pytest.mark.parametrize(
    ("value", "uri"),
    [
        (NUTS + "ES24", NUTS + "ES24"),
        (NUTS + "PT187", NUTS + "PT1C4"),
        ("PT187", NUTS + "PT1C4"),
        (NUTS + "FR82", NUTS + "FRL0"),
        (NUTS + "ITD3", NUTS + "ITH3"),
        (NUTS + "GR11", NUTS + "EL51"),
        (NUTS + "HR046", NUTS + "HR061"),
        (NUTS + "DE21", NUTS + "DE21"),
        (NUTS + "IT", COUNTRY + "ITA"),
        (COUNTRY + "ITA", COUNTRY + "ITA"),
        ("http://publications.europa.eu/mdr/authority/country/ZWE", COUNTRY + "ZWE"),
        (SPAIN + "Pais/España", COUNTRY + "ESP"),
        (SPAIN + "Pais/Espa%C3%B1a", COUNTRY + "ESP"),
        (SPAIN + "Autonomia/Comunitat-Valenciana", NUTS + "ES52"),
        (SPAIN + "Autonomia/Aragon", NUTS + "ES24"),
        (SPAIN + "Provincia/Zaragoza", NUTS + "ES243"),
        (SPAIN + "Provincia/Madrid", NUTS + "ES300"),
        ("http://www.geonames.org/3175395", COUNTRY + "ITA"),
        ("https://sws.geonames.org/390903/", COUNTRY + "GRC"),
        ("http://publications.europa.eu/resource/authority/place/ITA_BZO", NUTS + "ITH1"),
        (TERRITORIES + "regions/05", NUTS + "ITH3"),
        (TERRITORIES + "provinces/027", NUTS + "ITH35"),
        ("http://id.insee.fr/geo/region/93", NUTS + "FRL0"),
        ("http://id.insee.fr/geo/departement/13", NUTS + "FRL04"),
        ("http://opendata.aragon.es/recurso/territorio/Provincia/Teruel", NUTS + "ES242"),
        ("https://www.geonames.org/3164604/veneto.html", NUTS + "ITH3"),
        ("https://sws.geonames.org/6697803/", NUTS + "EL51"),
        ("http://sws.geonames.org/3337514/", NUTS + "HR036"),
        ("fr:region:93", NUTS + "FRL0"),
        ("fr:departement:13", NUTS + "FRL04"),
        ("fr:departement:13@1942-01-01", NUTS + "FRL04"),
        ("fr:departement:2A", NUTS + "FRM01"),
        ("country:fr", COUNTRY + "FRA"),
        ("country:gr", COUNTRY + "GRC"),
        ("FR-13", NUTS + "FRL04"),
        ("FR-PAC", NUTS + "FRL0"),
        ("ES-AR", NUTS + "ES24"),
        ("ES-Z", NUTS + "ES243"),
        ("IT-34", NUTS + "ITH3"),
        ("IT-VE", NUTS + "ITH35"),
        ("GR-A", NUTS + "EL51"),
        ("HR-18", NUTS + "HR036"),
        ("AL-11", NUTS + "AL022"),
    ],
)
def test_an_address_or_code_leads_to_the_place(value: str, uri: str) -> None:
    assert place_uri(value) == uri


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("Veneto", NUTS + "ITH3"),
        ("Regione del Veneto", NUTS + "ITH3"),
        ("Catalunya", NUTS + "ES51"),
        ("Cataluña", NUTS + "ES51"),
        ("Aragón", NUTS + "ES24"),
        ("Provence-Alpes-Côte d'Azur", NUTS + "FRL0"),
        ("Ανατολική Μακεδονία και Θράκη", NUTS + "EL51"),
        ("ανατολικη μακεδονια, θρακη", NUTS + "EL51"),
        ("Anatoliki Makedonia, Thraki", NUTS + "EL51"),
        ("Istarska županija", NUTS + "HR036"),
        ("Istarska", NUTS + "HR036"),
        ("Alentejo Central", NUTS + "PT1C4"),
        ("Podravska", NUTS + "SI032"),
        ("Shqipëria", COUNTRY + "ALB"),
        ("Grecia", COUNTRY + "GRC"),
        ("Španija", COUNTRY + "ESP"),
        ("Italia", COUNTRY + "ITA"),
        ("Lombardie", NUTS + "ITC4"),
        ("Crète", NUTS + "EL43"),
        ("Toskana", NUTS + "ITI1"),
        ("Andaluzija", NUTS + "ES61"),
        ("Qarku i Tiranës", NUTS + "AL022"),
        ("Veneto/Vénétie/Βένετο", NUTS + "ITH3"),
        ("Veneto, Italia", NUTS + "ITH3"),
        ("Aragón (España)", NUTS + "ES24"),
        ("Zaragoza, Aragón, España", NUTS + "ES243"),
        ("Provincia di Bologna", NUTS + "ITH55"),
        ("Provincia de Madrid", NUTS + "ES300"),
        ("Comunidad Autónoma de Aragón", NUTS + "ES24"),
        ("Département des Bouches-du-Rhône", NUTS + "FRL04"),
        ("Région Provence-Alpes-Côte d'Azur", NUTS + "FRL0"),
        ("Republika Hrvatska", COUNTRY + "HRV"),
        ("GRC", COUNTRY + "GRC"),
        ("GR", COUNTRY + "GRC"),
    ],
)
def test_a_name_in_any_of_our_languages_and_scripts_leads_to_the_place(name: str, uri: str) -> None:
    assert place_uri(name) == uri


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Greater London",
            "Schweiz",
            "Maribor",
            "",
            "XX99",
            "https://www.geonames.org/6541998",
            "/",
            ",",
            "()",
        ),
        # several places, a place beside another, a list of codes, codes without their scheme
        *(
            "Murcia / Valencia",
            "Italia, Francia",
            "Veneto, España",
            "Periferia e panjohur, Shqipëria",
            "IT,FR",
            "13",
            "93",
            "IT FR",
        ),
        *("fr:commune:13055", "https://sws.geonames.org/"),
    ],
)
def test_a_place_that_we_do_not_know_is_not_guessed(name: str) -> None:
    assert place_uri(name) == ""


@pytest.mark.parametrize("name", ["Sud", "Norte", "Centro", "Este", "Jug"])
def test_a_direction_names_a_region_in_many_countries_and_so_none(name: str) -> None:
    assert place_uri(name) == ""


def test_a_region_that_is_nuts_1_and_2_alike_is_given_as_nuts_2() -> None:
    assert place_uri("Bretagne") == NUTS + "FRH0"
    assert place_uri("Comunidad de Madrid") == NUTS + "ES30"


def test_a_place_without_an_address_gets_the_one_of_its_name() -> None:
    place = read_place(Place(label={"it": "Veneto"}))
    assert (place.uri, place.label) == (NUTS + "ITH3", {"it": "Veneto"})


def test_an_unknown_address_is_kept() -> None:
    assert read_place(Place(uri="https://www.geonames.org/6541998")).uri == "https://www.geonames.org/6541998"


def test_a_name_in_the_place_of_an_address_becomes_a_label() -> None:
    place = read_place(Place(uri="Greater London"))
    assert (place.uri, place.label) == ("", {"und": "Greater London"})


@pytest.mark.parametrize("term", list(vocabulary("partner_region")), ids=lambda term: term.code)
def test_every_partner_region_is_found_from_its_own_code(term: Term) -> None:
    nuts = str(term.attributes["nuts"])
    assert partner_regions([regions()[nuts].uri]) == [term.code]


def test_a_part_of_a_partner_region_lies_in_it() -> None:
    assert partner_regions([NUTS + "FRL04", NUTS + "ITH36"]) == ["fr-paca", "it-veneto"]


def test_a_whole_country_lies_in_no_partner_region_but_albania() -> None:
    assert partner_regions([COUNTRY + "ITA"]) == []
    assert partner_regions([COUNTRY + "ALB"]) == ["al-albania"]


def test_an_address_of_elsewhere_has_no_code_of_ours() -> None:
    assert nuts_of(COUNTRY + "ZWE") == ""
    assert nuts_of(COUNTRY + "GRC") == "EL"


def test_an_address_of_its_own_is_not_replaced_by_what_its_name_may_mean() -> None:
    place = Place(uri="http://sws.geonames.org/6361390/", label={"ca": "Tarragona"})
    assert read_place(place).uri == "http://sws.geonames.org/6361390/"
