"""Access rights, availability and status of sources."""

from __future__ import annotations

import pytest

from ckanext.resilient.svrc.access import (
    access_right_uri,
    availability_uri,
    constraint_uri,
    hvd_category_uri,
    status_uri,
)

AUTHORITY = "http://publications.europa.eu/resource/authority/"


@pytest.mark.parametrize(
    "value",
    [
        AUTHORITY + "access-right/PUBLIC",
        "public",
        "Pubblico",
        "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/noLimitations",
        "http://inspire.ec.europa.eu/metadatacodelist/LimitationsOnPublicAccess/noLimitations",
        "nessuna limitazione",
        "Pas de restriction d'accès public selon INSPIRE",
        "Pas de restriction d’accès public selon INSPIRE.",
        "No limitations on public access",
        "Sin limitaciones al acceso público",
        "Sem restrições",
        "Χωρίς περιορισμούς",
        "Nema ograničenja javnog pristupa",
        "Ni omejitev javnega dostopa",
        "Pa kufizime",
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


@pytest.mark.parametrize("reason", "abcdefgh")
def test_a_limit_that_inspire_allows_restricts_access(reason: str) -> None:
    codelist = "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/"
    value = f"{codelist}INSPIRE_Directive_Article13_1{reason}"
    assert constraint_uri(value) == AUTHORITY + "access-right/RESTRICTED"


@pytest.mark.parametrize("value", ["public", "open", "CC BY 4.0", "otherRestrictions", ""])
def test_only_a_statement_on_limits_is_a_constraint(value: str) -> None:
    assert constraint_uri(value) == ""


@pytest.mark.parametrize(
    "value",
    [
        "http://data.europa.eu/bna/c_e1da4e07",
        "https://data.europa.eu/bna/c_e1da4e07/",
        "c_e1da4e07",
        "Statistics",
        "Estatísticas",
        "Στατιστικά",
    ],
)
def test_a_high_value_category_is_recognised_by_address_code_and_label(value: str) -> None:
    assert hvd_category_uri(value) == "http://data.europa.eu/bna/c_e1da4e07"


def test_a_finer_high_value_category_keeps_its_address_and_other_words_are_none() -> None:
    assert hvd_category_uri("http://data.europa.eu/bna/c_f2b50efd") == "http://data.europa.eu/bna/c_f2b50efd"
    assert hvd_category_uri("very valuable") == ""


def test_status_and_availability_are_recognised() -> None:
    assert status_uri("http://purl.org/adms/status/Completed") == AUTHORITY + "distribution-status/COMPLETED"
    assert availability_uri("STABLE") == AUTHORITY + "planned-availability/STABLE"
    assert status_uri("half done") == ""


def test_a_misspelt_code_of_the_eu_table_is_recognised() -> None:
    assert (
        status_uri(AUTHORITY + "distribution-status/UNDER_DEVELOPMENT")
        == AUTHORITY + "distribution-status/DEVELOP"
    )
