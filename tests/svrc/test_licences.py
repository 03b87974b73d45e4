"""Licences as sources give them; what is not certain stays unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.resilient.svrc.licences import NOT_SPECIFIED, licence_code, licence_uri, read_licences
from ckanext.resilient.svrc.vocabularies import authority

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
        ("Licence Ouverte / Open Licence Etalab 2.0", "ETALAB_2_0"),
        ("Licence ODbL", "ODC_BL"),
        ("IODL v2.0 - Italian Open Data License", "IODL_2_0"),
        ("https://spdx.org/licenses/CC0-1.0", "CC0"),
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
        # versions that the EU's table lacks, names without a version, legal notices, two licences in one name
        "Licence Ouverte v1.0 (Etalab)",
        "Licence Ouverte / Open Licence",
        "Licence Ouverte 1.0 http://www.data.gouv.fr/Licence-Ouverte-Open-Licence",
        "IODL",
        "https://web.gencat.cat/ca/menu-ajuda/ajuda/avis_legal/",
        "http://www.ine.es/aviso_legal",
        "other-at",
        "uk-ogl",
        "CC BY-SA 4.0 / ODbL",
        "http://inspire.ec.europa.eu/metadata-codelist/ConditionsApplyingToAccessAndUse/noConditionsApply",
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


@pytest.mark.parametrize("name", ["CC BY 3.0 IT", "Creative Commons Attribuzione 3.0 Italia"])
def test_an_adapted_licence_is_told_by_its_name_too(name: str) -> None:
    assert licence_code(name) == ("CC_BY_3_0", True)


@pytest.mark.parametrize(
    ("code", "licence"),
    [
        *(
            (f"A2{n}_CCBY{v}", f"CC_BY_{v[0]}_{v[1]}")
            for n, v in ((1, "40"), (2, "30"), (4, "25"), (6, "20"))
        ),
        *(
            (f"A3{n}_CCBYSA{v}", f"CC_BYSA_{v[0]}_{v[1]}")
            for n, v in ((1, "40"), (2, "30"), (4, "25"), (6, "20"))
        ),
        *(
            (f"B1{n}_CCBYNC{v}", f"CC_BYNC_{v[0]}_{v[1]}")
            for n, v in ((1, "40"), (2, "30"), (4, "25"), (6, "20"))
        ),
        *(
            (f"B2{n}_CCBYND{v}", f"CC_BYND_{v[0]}_{v[1]}")
            for n, v in ((1, "40"), (2, "30"), (4, "25"), (6, "20"))
        ),
        ("B19_CCBYNCSA40", "CC_BYNCSA_4_0"),
        ("B112_CCBYNCSA25", "CC_BYNCSA_2_5"),
        ("B29_CCBYNDNC10", "CC_BYNCND_1_0"),
        ("A28_CCBY10", "CC_BY_1_0"),
        ("A12_PDDL", "ODC_PDDL"),
        ("A210_ODCBY", "ODC_BY"),
        ("A39_IODL10", "IODL_1_0"),
        ("A311_GFDL13", "GNU_FDL_1_3"),
        ("C1_Unknown", NOT_SPECIFIED),
        # groups of licences, not licences
        ("A1_PublicDomain", ""),
        ("A2_Attribution", ""),
        ("A_OpenLicense", ""),
        ("B_NonOpenLicense", ""),
    ],
)
def test_the_licences_of_the_italian_table_are_read_and_its_groups_are_not(code: str, licence: str) -> None:
    assert licence_code(W3ID + code) == (licence, False)


@pytest.mark.parametrize("code", ["A23_CCBY30IT", "A33_CCBYSA30IT", "B13_CCBYNC30IT", "B111_CCBYNCSA30IT"])
def test_an_italian_adaptation_is_told(code: str) -> None:
    assert licence_code(W3ID + code)[1]


@given(st.text(max_size=200))
def test_any_text_is_a_licence_of_the_table_or_none(text: str) -> None:
    assert licence_code(text)[0] in {"", *authority("licence").terms}


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
