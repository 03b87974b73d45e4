"""Themes as sources write them, to EU themes and our topics."""

from __future__ import annotations

import pytest

from ckanext.resilient.svrc.themes import read_themes, topic_of
from ckanext.resilient.svrc.vocabularies import LANGUAGES, authority, codes

EU = "http://publications.europa.eu/resource/authority/data-theme/"
NTI = "http://datos.gob.es/kos/sector-publico/sector/"
NTI_SECTORS = [
    "ciencia-tecnologia",
    "comercio",
    "cultura-ocio",
    "demografia",
    "deporte",
    "economia",
    "educacion",
    "empleo",
    "energia",
    "hacienda",
    "industria",
    "legislacion-justicia",
    "medio-ambiente",
    "medio-rural-pesca",
    "salud",
    "sector-publico",
    "seguridad",
    "sociedad-bienestar",
    "transporte",
    "turismo",
    "urbanismo-infraestructuras",
    "vivienda",
]
NTI_NAMES = {
    "Ciencia y tecnología": "ciencia-tecnologia",
    "Comercio": "comercio",
    "Cultura y ocio": "cultura-ocio",
    "Demografía": "demografia",
    "Empleo": "empleo",
    "Legislación y justicia": "legislacion-justicia",
    "Medio rural": "medio-rural-pesca",
    "Medio rural y pesca": "medio-rural-pesca",
    "Sector público": "sector-publico",
    "Sociedad y bienestar": "sociedad-bienestar",
    "Society and welfare": "sociedad-bienestar",
    "Urbanismo e infraestructuras": "urbanismo-infraestructuras",
    "Vivienda": "vivienda",
}
INSPIRE_THEMES = [
    "ad",
    "au",
    "rs",
    "gg",
    "cp",
    "gn",
    "hy",
    "ps",
    "tn",
    "el",
    "ge",
    "lc",
    "oi",
    "af",
    "am",
    "ac",
    "br",
    "bu",
    "er",
    "ef",
    "hb",
    "hh",
    "lu",
    "mr",
    "nz",
    "of",
    "pd",
    "pf",
    "sr",
    "so",
    "sd",
    "su",
    "us",
    "mf",
]


@pytest.mark.parametrize("code", list(authority("data-theme").terms))
def test_every_eu_theme_leads_to_one_of_our_topics(code: str) -> None:
    assert topic_of(code) in codes("od_category")


@pytest.mark.parametrize("sector", NTI_SECTORS)
def test_every_sector_of_nti_risp_leads_to_a_theme(sector: str) -> None:
    assert read_themes([NTI + sector]).codes
    assert read_themes([sector]).codes == read_themes([NTI + sector]).codes


@pytest.mark.parametrize(("name", "sector"), NTI_NAMES.items())
def test_a_sector_of_nti_risp_is_known_by_its_name(name: str, sector: str) -> None:
    by_name, by_address = read_themes([name]), read_themes([NTI + sector])
    assert (by_name.codes, by_name.topics) == (by_address.codes, by_address.topics)
    assert not by_name.unknown


@pytest.mark.parametrize("theme", INSPIRE_THEMES)
def test_every_theme_of_inspire_leads_to_a_theme(theme: str) -> None:
    assert read_themes([f"http://inspire.ec.europa.eu/theme/{theme}"]).codes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_of_a_theme_is_understood(language: str) -> None:
    for term in authority("data-theme"):
        assert read_themes([term.labels[language]]).codes == [term.code]


@pytest.mark.parametrize(
    ("value", "code", "topic"),
    [
        (EU + "SOCI", "SOCI", "demography"),
        ("HEAL", "HEAL", "health-social-services"),
        (NTI + "sociedad-bienestar", "SOCI", "health-social-services"),
        (NTI + "empleo", "ECON", "employment"),
        (NTI + "vivienda", "REGI", "housing"),
        ("educacion", "EDUC", "education"),
        ("https://inspire.ec.europa.eu/metadata-codelist/TopicCategory/society", "SOCI", "demography"),
        ("http://public.opendatasoft.com/id/theme/services-social", "SOCI", "health-social-services"),
        ("http://public.opendatasoft.com/id/theme/santé", "HEAL", "health-social-services"),
        ("Στέγαση", "REGI", "housing"),
    ],
)
def test_a_theme_of_a_real_portal_is_understood(value: str, code: str, topic: str) -> None:
    themes = read_themes([value])
    assert (themes.codes, themes.topics, themes.unknown) == ([code], [topic], [])


@pytest.mark.parametrize(
    "value", ['[{"theme":"ENVI","subthemes":["http://eurovoc.europa.eu/1"]}]', '["ENVI"]', "{ENVI}"]
)
def test_a_list_written_as_text_is_understood(value: str) -> None:
    assert read_themes([value]).codes == ["ENVI"]


def test_themes_come_once_and_in_the_sources_order() -> None:
    themes = read_themes(["HEAL", EU + "SOCI", "Salute"])
    assert themes.codes == ["HEAL", "SOCI"]
    assert themes.uris == [EU + "HEAL", EU + "SOCI"]


def test_the_topic_other_gives_way_to_a_real_one() -> None:
    assert read_themes(["ENER", "ENVI"]).topics == ["environment"]
    assert read_themes(["ENER"]).topics == ["other"]


def test_a_theme_that_no_table_knows_is_kept() -> None:
    assert read_themes(["Theme 1", ""]).unknown == ["Theme 1"]


def test_an_empty_theme_is_none() -> None:
    assert read_themes(["", "http://public.opendatasoft.com/id/theme/"]).unknown == []


def test_a_portals_own_word_goes_first() -> None:
    assert read_themes(["Sport"], {"sport": "HEAL"}).codes == ["HEAL"]
