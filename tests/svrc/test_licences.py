"""Licences as sources give them; what is not certain stays unknown."""

from __future__ import annotations

import pytest

from ckanext.resilient.svrc.licences import NOT_SPECIFIED, licence_code, licence_uri, read_licences

W3ID = "https://w3id.org/italia/controlled-vocabulary/licences/"
EU = "http://publications.europa.eu/resource/authority/licence/"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (EU + "CC_BY_4_0", "CC_BY_4_0"),
        (EU + "CC_BYNCND_3_0", "CC_BYNCND_3_0"),
        ("http://creativecommons.org/licenses/by/4.0/", "CC_BY_4_0"),
        ("https://creativecommons.org/licenses/by/4.0", "CC_BY_4_0"),
        ("https://creativecommons.org/licenses/by/4.0/deed.it", "CC_BY_4_0"),
        ("https://creativecommons.org/licenses/by-nc-nd/4.0/legalcode.es", "CC_BYNCND_4_0"),
        ("https://creativecommons.org/ licenses/by/4.0/", "CC_BY_4_0"),
        ("https://creativecommons.org/licenses/by-sa/2.0/", "CC_BYSA_2_0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0"),
        ("https://creativecommons.org/share-your-work/public-domain/cc0/", "CC0"),
        ("http://www.opendefinition.org/licenses/cc-zero", "CC0"),
        (W3ID + "A21_CCBY40", "CC_BY_4_0"),
        (W3ID + "A11_CCO10", "CC0"),
        (W3ID + "A31_CCBYSA40", "CC_BYSA_4_0"),
        (W3ID + "B110_CCBYNCSA30", "CC_BYNCSA_3_0"),
        (W3ID + "A29_IODL20", "IODL_2_0"),
        (W3ID + "A310_ODBL", "ODC_BL"),
        ("http://opendatacommons.org/licenses/odbl/summary/", "ODC_BL"),
        ("http://www.dati.gov.it/iodl/2.0/", "IODL_2_0"),
        ("https://data.gov.hr/id/licence/otvorena-dozvola-rh", "HROD"),
        ("Otvorena dozvola", "HROD"),
        ("Otvorena dozvola (OD)", "HROD"),
        ("http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", "OGL_3_0"),
        ("Open Government Licence v3.0", "OGL_3_0"),
        ("lov2", "ETALAB_2_0"),
        ("Licence Ouverte v2.0 (Etalab)", "ETALAB_2_0"),
        ("https://www.etalab.gouv.fr/licence-ouverte-open-licence/", "ETALAB_2_0"),
        ("cc-zero", "CC0"),
        ("odc-odbl", "ODC_BL"),
        ("Open Database License (ODbL)", "ODC_BL"),
        ("Creative Commons 1.0 Universal (Public Domain Dedication)", "CC0"),
    ],
)
def test_a_licence_is_recognised_by_its_address_or_name(value: str, code: str) -> None:
    assert licence_code(value) == (code, False)


@pytest.mark.parametrize(
    "name",
    [
        "Creative Commons Attribution 4.0 International",
        "Creative Commons Atribuição 4.0 Internacional",
        "Creative Commons Reconocimiento 4.0 Internacional",
        "Creative Commons Attribuzione 4.0 Internazionale (CC BY 4.0)",
        "Creative Commons Attribution (CC-BY 4.0)",
        "Creative Commons Αναφορά Δημιουργού 4.0",
        "Creative Commons Imenovanje 4.0",
        "Creative Commons Priznanje avtorstva 4.0",
        "Creative Commons Atribuim 4.0",
    ],
)
def test_creative_commons_is_recognised_by_its_name_in_nine_languages(name: str) -> None:
    assert licence_code(name)[0] == "CC_BY_4_0"


@pytest.mark.parametrize(
    ("value", "code"), [("cc-by", "CC_BY"), ("https://opendefinition.org/licenses/cc-by/", "CC_BY")]
)
def test_a_licence_without_a_version_gets_none(value: str, code: str) -> None:
    assert licence_code(value)[0] == code


@pytest.mark.parametrize(
    "value",
    [
        "See Terms of Use",
        "https://datos.madrid.es/egob/catalogo/aviso-legal",
        "http://opendata.paris.fr/page/lalicence/",
        "fr-lo",
        "other-undefined",
        "Public Domain",
        "open-license",
        "Creative Commons",
        "https://data.some.org/link/to/license",
    ],
)
def test_a_licence_that_is_not_certain_is_never_guessed(value: str) -> None:
    assert licence_code(value) == ("", False)
    assert read_licences([value]).unknown == [value]
    assert read_licences([value]).code == NOT_SPECIFIED


def test_an_adapted_licence_counts_as_its_model_and_is_kept() -> None:
    address = "https://creativecommons.org/licenses/by/3.0/it/"
    licence = read_licences([address])
    assert (licence.code, licence.unknown) == ("CC_BY_3_0", [address])


def test_the_most_exact_of_several_values_counts() -> None:
    licence = read_licences(
        ["cc-by", "Creative Commons Attribution", "https://creativecommons.org/licenses/by/4.0/"]
    )
    assert (licence.code, licence.unknown) == ("CC_BY_4_0", [])


def test_licences_that_contradict_each_other_are_all_kept_and_none_is_chosen() -> None:
    values = ["https://creativecommons.org/licenses/by/4.0/", "odc-odbl"]
    licence = read_licences(values)
    assert licence.contradictory
    assert (licence.code, licence.unknown) == (NOT_SPECIFIED, values)


def test_a_portals_own_word_goes_first() -> None:
    assert licence_code("Open-License", {"open-license": "HROD"}) == ("HROD", False)


def test_an_address_inside_a_sentence_tells_the_licence() -> None:
    text = "Soumis à la licence : https://creativecommons.org/licenses/by-sa/4.0/deed.fr."
    assert licence_code(text) == ("CC_BYSA_4_0", False)


def test_a_code_leads_to_its_eu_address_and_not_specified_to_none() -> None:
    assert licence_uri("CC_BY_4_0") == EU + "CC_BY_4_0"
    assert licence_uri(NOT_SPECIFIED) == ""
