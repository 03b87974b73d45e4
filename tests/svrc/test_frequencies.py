"""Update frequencies as sources write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.resilient.svrc.frequencies import frequency_code, frequency_uri
from ckanext.resilient.svrc.vocabularies import LANGUAGES, authority

EU = "http://publications.europa.eu/resource/authority/frequency/"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (EU + "ANNUAL", "ANNUAL"),
        ("http://publications.europa.eu/mdr/authority/frequency/WEEKLY", "WEEKLY"),
        ("http://purl.org/cld/freq/daily", "DAILY"),
        ("http://purl.org/cld/freq/semiannual", "ANNUAL_2"),
        ("http://purl.org/linked-data/sdmx/2009/code#freq-A", "ANNUAL"),
        ("ANNUAL", "ANNUAL"),
        ("UPDATE_CONT", "UPDATE_CONT"),
        ("P3M", "QUARTERLY"),
        ("P0Y3M0DT0H0M0S", "QUARTERLY"),
        ("P1Y", "ANNUAL"),
        ("R/P1Y", "ANNUAL"),
        ("R/P1W", "WEEKLY"),
        ("P7D", "WEEKLY"),
        ("PT1H", "HOURLY"),
        ("P0.5M", "MONTHLY_2"),
        ("punctual", "NEVER"),
        ("PUNCTUAL", "NEVER"),
        ("semiannual", "ANNUAL_2"),
        ("threeTimesAWeek", "WEEKLY_3"),
        ("unknown", "UNKNOWN"),
        ("continual", "UPDATE_CONT"),
        ("CONT", "CONT"),
        ("notPlanned", "NOT_PLANNED"),
        ("http://purl.org/linked-data/sdmx/2009/code#freq-A2", "BIENNIAL"),
        ("http://purl.org/linked-data/sdmx/2009/code#freq-M_2", "MONTHLY_2"),
        ("http://purl.org/linked-data/sdmx/2009/code#freq-H", "HOURLY"),
        ("P90D", "QUARTERLY"),
        ("P182D", "ANNUAL_2"),
        ("P52W", "ANNUAL"),
        ("P0Y0M7DT0H0M0S", "WEEKLY"),
        ("P0Y4M0DT0H0M0S", "ANNUAL_3"),
        ("everyTwoWeeks", "BIWEEKLY"),
        ("twiceAYear", "ANNUAL_2"),
        ("everyTenYears", "DECENNIAL"),
        ("Não periódica", "IRREG"),
        ("Hora a hora", "HOURLY"),
        ("Sense periodicitat", "IRREG"),
        ("Setmanal", "WEEKLY"),
        ("Quan hi hagi canvis", "AS_NEEDED"),
        ("No s'actualitza", "NEVER"),
        ("Diari", "DAILY"),
        ("Temps real", "CONT"),
        ("Dades estàtiques", "NEVER"),
    ],
)
def test_a_frequency_is_recognised_as_sources_write_it(value: str, code: str) -> None:
    assert frequency_code(value) == code


@pytest.mark.parametrize(
    "word",
    ["annual", "Anual", "annuelle", "annuale", "Ετήσια", "Godišnje", "Letno", "Çdo vit", "yearly", "annuel"],
)
def test_yearly_is_recognised_in_every_language(word: str) -> None:
    assert frequency_code(word) == "ANNUAL"


@pytest.mark.parametrize(
    "word",
    [
        *("monthly", "Mensal", "mensual", "mensuelle", "mensile", "μηνιαίως", "mjesečno", "mesečno", "mujor"),
        *("cada mes", "tous les mois", "ogni mese", "κάθε μήνα", "vsak mesec", "çdo muaj", "mensualment"),
    ],
)
def test_monthly_is_recognised_in_every_language(word: str) -> None:
    assert frequency_code(word) == "MONTHLY"


def test_every_word_of_the_dublin_core_frequencies_is_known() -> None:
    words = [
        "triennial",
        "biennial",
        "annual",
        "semiannual",
        "threeTimesAYear",
        "quarterly",
        "bimonthly",
        "monthly",
        "semimonthly",
        "biweekly",
        "threeTimesAMonth",
        "weekly",
        "semiweekly",
        "threeTimesAWeek",
        "daily",
        "continuous",
        "irregular",
    ]
    assert [word for word in words if not frequency_code(f"http://purl.org/cld/freq/{word}")] == []


def test_every_code_is_known_by_code_address_and_lower_case() -> None:
    for term in authority("frequency"):
        assert frequency_code(term.code) == frequency_code(term.uri) == frequency_code(term.code.lower())


@given(st.text(max_size=80))
def test_any_text_is_a_code_of_the_table_or_none(text: str) -> None:
    assert frequency_code(text) in {"", *authority("frequency").terms}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_that_we_show_is_understood(language: str) -> None:
    # Portuguese, Spanish and others write some labels alike: "Trimestral" is every three months in both.
    misread = {term.code: frequency_code(term.labels[language]) for term in authority("frequency")}
    assert [code for code, read in misread.items() if code != read] == []


@pytest.mark.parametrize(
    "value",
    [
        "",
        "http://purl.org/cld/freq/ThisTermDoesNotExist",
        "P1M1D",
        "P5M",
        "when we can",
        "http://x.it/ANNUAL",
        # words of udata, INE and others for which the EU's table has nothing
        "threeTimesADay",
        "severalTimesADay",
        "fiveTimesAWeek",
        "Plurianual",
        "P28D",
    ],
)
def test_what_no_table_knows_stays_unknown(value: str) -> None:
    assert frequency_code(value) == ""


def test_a_portals_own_word_goes_first() -> None:
    assert frequency_code("Monthly", {"monthly": "IRREG"}) == "IRREG"


def test_a_code_leads_to_its_eu_address() -> None:
    assert frequency_uri("DAILY") == EU + "DAILY"
    assert frequency_uri("") == ""
