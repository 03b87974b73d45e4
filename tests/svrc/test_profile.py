"""What a dataset is recognised by, in the one form in which it is compared."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.resilient.svrc.package import package_dict
from ckanext.resilient.svrc.profile import Profile, canonical, from_dict, marks, profile_of
from ckanext.resilient.svrc.record import Agent, Dataset, Distribution

UUID = "3f1b2c4d-0000-4000-8000-0000000000aa"


def profile(**fields: Any) -> Profile:
    """The profile of a dataset with these fields."""
    return profile_of(package_dict(Dataset(guid=fields.pop("guid", "g"), **fields)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://Dati.Example.org/asili.csv", "https://dati.example.org/asili.csv"),
        ("https://www.example.org/a", "https://example.org/a"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://example.org/a/", "https://example.org/a"),
        ("https://example.org//d//a", "https://example.org/d/a"),
        ("https://example.org/a?b=1&a=2", "https://example.org/a?a=2&b=1"),
        ("https://example.org/a?utm_source=x&id=3&fbclid=9", "https://example.org/a?id=3"),
        ("https://example.org/posti%20letto.csv", "https://example.org/posti letto.csv"),
        ("https://example.org/a#", "https://example.org/a"),
        (" https://example.org/a ", "https://example.org/a"),
    ],
)
def test_two_ways_to_write_an_address_are_one_address(one: str, other: str) -> None:
    assert canonical(one) == canonical(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/A.csv", "https://example.org/a.csv"),
        ("https://example.org:8443/a", "https://example.org/a"),
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a?sublayer=0", "https://example.org/a?sublayer=1"),
        ("https://example.org/FeatureServer/0", "https://example.org/FeatureServer/1"),
        ("https://example.org/app#/view/1", "https://example.org/app#/view/2"),
        ("https://dati.example.org/a", "https://example.org/a"),
    ],
)
def test_addresses_of_two_things_stay_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "https://example.org/",
        "http://www.example.org/?utm_source=x",
        "n/a",
        "",
        "http://[x",
    ],
)
def test_an_address_that_names_no_more_than_a_host_is_none(address: str) -> None:
    assert canonical(address) == ""


@pytest.mark.parametrize(
    ("value", "uri"),
    [
        ("https://doi.org/10.5281/Zenodo.42", "doi:10.5281/zenodo.42"),
        ("doi:10.5281/zenodo.42", "doi:10.5281/zenodo.42"),
        ("10.5281/zenodo.42", "doi:10.5281/zenodo.42"),
        (UUID.upper(), f"uuid:{UUID}"),
        (f"urn:uuid:{UUID}", f"uuid:{UUID}"),
        ("URN:nbn:it:dati-7", "urn:nbn:it:dati-7"),
        ("https://dati.example.org/id/7", "dati.example.org/id/7"),
    ],
)
def test_an_identity_that_is_unique_in_the_world_is_found(value: str, uri: str) -> None:
    found = profile(identifier=value)
    assert found.uris == {uri}
    assert found.identifiers == frozenset()


def test_the_uuid_at_the_end_of_an_address_counts_too() -> None:
    # A portal behind a proxy rewrites its addresses, but not the id in them.
    assert f"uuid:{UUID}" in profile(uri=f"https://opendata.example.org/datos/catalogo/dataset/{UUID}").uris
    assert f"uuid:{UUID}" in profile(landing_page=f"https://opendata.example.org/ckan/dataset/{UUID}/").uris


@pytest.mark.parametrize("value", ["N/A", " n/a", "none", "12", "20231", "12345678", "-", "id-1"])
def test_what_only_stands_in_the_place_of_an_identifier_is_no_mark(value: str) -> None:
    found = profile(identifier=value)
    assert (found.uris, found.identifiers) == (frozenset(), frozenset())


@pytest.mark.parametrize("value", ["c_l219:personale", "SEUNSTNA:personale_tab", "123456789", "A02002834-77"])
def test_an_identifier_of_one_portal_is_a_weaker_mark(value: str) -> None:
    assert profile(identifier=value).identifiers == {value.casefold()}


def test_the_guid_and_other_identifiers_count_like_the_identifier() -> None:
    found = profile(guid="urn:x:one", alternate_identifiers=["https://example.org/id/2", "ABC-0001"])
    assert found.uris == {"urn:x:one", "example.org/id/2"}
    assert found.identifiers == {"abc-0001"}


def test_a_file_that_is_only_the_page_of_the_dataset_is_no_file() -> None:
    files = [
        Distribution(access_url="https://example.org/d/1"),
        Distribution(download_url="https://example.org/1.csv"),
        Distribution(access_url="https://example.org/"),
    ]
    assert profile(landing_page="https://example.org/d/1", distributions=files).addresses == {
        "example.org/1.csv"
    }


def test_titles_and_publishers_lose_case_accents_and_punctuation() -> None:
    found = profile(
        title={"fr": "Écoles (maternelles)", "el": "Νηπιαγωγεία Αθήνας"},
        publishers=[
            Agent(name={"fr": "Ville d’Évian"}, uri="https://example.org/id/Evian", identifier="FR-000123")
        ],
    )
    assert found.titles == {"ecoles maternelles", "νηπιαγωγεια αθηνασ"}
    assert found.publishers == {"ville d evian", "example.org/id/Evian", "fr-000123"}


def test_a_profile_is_the_same_after_it_was_stored() -> None:
    found = profile(
        title={"it": "Asili nido"},
        uri="https://example.org/id/1",
        landing_page="https://example.org/d/1",
        identifier="abc-0001",
        licence="CC_BY_4_0",
        modified="2024-05-01",
        publishers=[Agent(name={"it": "Comune"})],
        distributions=[Distribution(download_url="https://example.org/1.csv")],
    )
    assert from_dict(found.as_dict()) == found
    assert found.facts.files == 1
    assert found.facts.licence == "CC_BY_4_0"


@pytest.mark.parametrize("page", ["javascript://example.org/%0aalert(1)", "ftp://example.org/d", "a page"])
def test_only_a_web_page_is_ever_linked(page: str) -> None:
    assert profile(landing_page=page).facts.page == ""


def test_a_record_without_a_page_is_linked_by_its_own_address() -> None:
    assert profile(uri="https://example.org/id/1").facts.page == "https://example.org/id/1"


def test_of_thousands_of_files_the_same_ones_are_kept_at_every_source() -> None:
    files = [Distribution(download_url=f"https://example.org/{n}.csv") for n in range(1000)]
    kept = profile(distributions=files).addresses
    assert len(kept) == 200
    assert profile(distributions=files[::-1]).addresses == kept


def test_a_mark_is_short_however_long_the_address_is() -> None:
    file = Distribution(download_url="https://example.org/" + "x" * 10_000)
    assert {len(mark) for mark in marks(profile(distributions=[file]))} == {32}


def test_the_page_of_one_portal_is_looked_up_as_the_identity_of_another() -> None:
    address = "https://region.example.org/dataset/asili"
    assert marks(profile(landing_page=address)).keys() & marks(profile(uri=address)).keys()


def test_a_file_is_never_taken_for_a_page() -> None:
    address = "https://region.example.org/asili.csv"
    file = Distribution(download_url=address)
    assert not marks(profile(landing_page=address)).keys() & marks(profile(distributions=[file])).keys()
