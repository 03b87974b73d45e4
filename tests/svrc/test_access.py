"""Access rights, availability and status of sources."""

from __future__ import annotations

import pytest

from ckanext.resilient.svrc.access import access_right_uri, availability_uri, status_uri

AUTHORITY = "http://publications.europa.eu/resource/authority/"


@pytest.mark.parametrize(
    "value",
    [
        AUTHORITY + "access-right/PUBLIC",
        "public",
        "Pubblico",
        "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/noLimitations",
        "http://inspire.ec.europa.eu/metadatacodelist/LimitationsOnPublicAccess/noLimitations",
    ],
)
def test_public_is_recognised_as_sources_write_it(value: str) -> None:
    assert access_right_uri(value) == AUTHORITY + "access-right/PUBLIC"


def test_other_access_rights_are_recognised() -> None:
    assert access_right_uri("restricted") == AUTHORITY + "access-right/RESTRICTED"
    assert access_right_uri(AUTHORITY + "access-right/NON_PUBLIC") == AUTHORITY + "access-right/NON_PUBLIC"


@pytest.mark.parametrize("value", ["", "Statement about access rights"])
def test_a_statement_is_no_code(value: str) -> None:
    assert access_right_uri(value) == ""


def test_status_and_availability_are_recognised() -> None:
    assert status_uri("http://purl.org/adms/status/Completed") == AUTHORITY + "distribution-status/COMPLETED"
    assert availability_uri("STABLE") == AUTHORITY + "planned-availability/STABLE"
    assert status_uri("half done") == ""


def test_a_misspelt_code_of_the_eu_table_is_recognised() -> None:
    assert (
        status_uri(AUTHORITY + "distribution-status/UNDER_DEVELOPMENT")
        == AUTHORITY + "distribution-status/DEVELOP"
    )
