"""What was said of a source's words goes before everything that is known of them."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvest.plan import make_plan
from ckanext.resilient.svrc.meanings import FIELDS, addresses, choices, name_of, read_meanings
from ckanext.resilient.svrc.normalise import normalise
from ckanext.resilient.svrc.record import UNDECLARED, Dataset, Place, SourceDataset, SourceDistribution
from ckanext.resilient.svrc.text import word_key

EU = "http://publications.europa.eu/resource/authority/"


def source() -> SourceDataset:
    """A record with one strange word in each field."""
    file = SourceDistribution(
        access_url="https://example.org/a",
        format="Foglio XYZ",
        status="boh",
        availability="finché dura",
        licences=["Licenza di casa"],
    )
    return SourceDataset(
        guid="1",
        title={"it": "Asili nido"},
        themes=["Vita buona"],
        licences=["Licenza di casa"],
        frequency="A caso",
        languages=["Veneto stretto"],
        places=[Place(label={UNDECLARED: "Il paesello"})],
        access_rights="solo amici",
        hvd_categories=["pregiati"],
        distributions=[file],
    )


def read(meanings: dict[str, dict[str, str]], record: SourceDataset | None = None) -> Dataset:
    plan = make_plan("https://example.org/", protocol="ckan", meanings=meanings)
    return normalise(record or source(), plan.crosswalk)


STRANGE = {
    "theme": ("vita  BUONA", "SOCI"),
    "licence": ("Licenza di casa", "CC_BY_4_0"),
    "frequency": ("a caso", "IRREG"),
    "format": ("Foglio XYZ", "CSV"),
    "language": ("Veneto stretto", "ITA"),
    "place": ("Il paesello", "ITH3"),
    "access_rights": ("solo amici", "RESTRICTED"),
    "status": ("boh", "WITHDRAWN"),
    "availability": ("finché dura", "TEMPORARY"),
    "hvd_category": ("pregiati", "c_ac64a52d"),
}


def means(dataset: Dataset) -> dict[str, Any]:
    file = dataset.distributions[0]
    return {
        "theme": dataset.themes,
        "licence": (dataset.licence, file.licence),
        "frequency": dataset.frequency,
        "format": file.format,
        "language": dataset.languages,
        "place": [place.uri for place in dataset.places],
        "access_rights": dataset.access_rights,
        "status": file.status,
        "availability": file.availability,
        "hvd_category": dataset.hvd_categories,
    }


def test_every_field_whose_words_may_be_unknown_can_be_given_meanings() -> None:
    assert set(STRANGE) == set(FIELDS)
    reported = {issue.params["value"] for issue in read({}).issues if issue.code.endswith("-unknown")}
    assert {word_key(value) for value in reported} == {word_key(value) for value, _ in STRANGE.values()}


def test_a_word_means_what_was_said_of_it_however_it_is_spelled_and_is_reported_no_more() -> None:
    dataset = read({name: {value: code} for name, (value, code) in STRANGE.items()})
    assert means(dataset) == {
        "theme": [EU + "data-theme/SOCI"],
        "licence": ("CC_BY_4_0", "CC_BY_4_0"),
        "frequency": EU + "frequency/IRREG",
        "format": "CSV",
        "language": [EU + "language/ITA"],
        "place": ["http://data.europa.eu/nuts/code/ITH3"],
        "access_rights": EU + "access-right/RESTRICTED",
        "status": EU + "distribution-status/WITHDRAWN",
        "availability": EU + "planned-availability/TEMPORARY",
        "hvd_category": ["http://data.europa.eu/bna/c_ac64a52d"],
    }
    assert [issue for issue in dataset.issues if issue.code.endswith("-unknown")] == []


def test_a_word_that_is_left_stays_as_the_source_has_it_and_is_reported_no_more() -> None:
    dataset = read({name: {value: ""} for name, (value, _) in STRANGE.items()})
    unsaid = read({})
    assert means(dataset) == means(unsaid)
    assert (dataset.source_themes, dataset.source_frequency) == (["Vita buona"], "A caso")
    assert (dataset.source_licences, dataset.source_access_rights) == (["Licenza di casa"], "solo amici")
    assert dataset.distributions[0].source_format == "Foglio XYZ"
    assert [issue for issue in dataset.issues if issue.code.endswith("-unknown")] == []


def test_what_was_said_wins_over_the_portals_definition_and_over_our_tables() -> None:
    record = SourceDataset(guid="1", title={"it": "Asili"}, themes=["salute"], frequency="ANNUAL")
    dataset = read({"theme": {"Salute": "SOCI"}, "frequency": {"annual": ""}}, record)
    assert dataset.themes == [EU + "data-theme/SOCI"]
    assert (dataset.frequency, dataset.source_frequency) == ("", "ANNUAL")


def test_long_words_are_told_apart_by_what_people_are_shown_of_them() -> None:
    long = "Si può usare citando la fonte. " * 6
    record = SourceDataset(guid="1", title={"it": "Asili"}, licences=[long])
    (shown,) = [issue.params["value"] for issue in read({}, record).issues if issue.code == "licence-unknown"]
    assert read({"licence": {shown: "CC_BY"}}, record).licence == "CC_BY"
    assert read({"licence": {shown[:120]: "CC_BY"}}, record).licence == "notspecified"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"colour": {"rosso": "RED"}}, "meaning-field-unknown"),
        ({"theme": {"vita": "LIFE"}}, "meaning-unknown"),
        ({"theme": {"vita": None}}, "meaning-unknown"),
        ({"theme": {"vita": ["SOCI"]}}, "meaning-unknown"),
        ({"theme": {"  ": "SOCI"}}, "meaning-unknown"),
        ({"theme": ["vita"]}, "meanings-unreadable"),
        ("theme", "meanings-unreadable"),
    ],
)
def test_what_no_vocabulary_has_is_refused(given: Any, code: str) -> None:
    with pytest.raises(StopHarvest) as refused:
        read_meanings(given)
    assert refused.value.issue.code == code
    assert refused.value.issue.field == "meanings"


@pytest.mark.parametrize("name", FIELDS)
def test_every_code_has_a_name_in_the_readers_language(name: str) -> None:
    for code, label in choices(name, "el"):
        assert code in addresses(name)
        assert name_of(name, code, "el") == label


def test_small_regions_are_offered_for_the_country_of_the_source() -> None:
    codes = {code for code, _ in choices("place", "it", "gr")}
    assert {"IT", "ITH3", "EL303"} <= codes
    assert "ITH35" not in codes
    assert "ITH35" in {code for code, _ in choices("place", "it", "", {"ITH35"})}
