"""Files and services of a record."""

from __future__ import annotations

import pytest

from ckanext.resilient.svrc.distributions import DISTRIBUTION_LIMIT, read_distributions
from ckanext.resilient.svrc.record import Distribution, SourceDistribution
from ckanext.resilient.svrc.values import Findings
from ckanext.resilient.svrc.wording import Wording


@pytest.fixture
def wording() -> Wording:
    return Wording("it", Findings("record"))


def read(wording: Wording, **values: object) -> Distribution:
    return read_distributions([SourceDistribution(**values)], wording, {})[0]  # pyright: ignore[reportArgumentType]


def test_every_value_of_a_file_arrives(wording: Wording) -> None:
    distribution = read(
        wording,
        uri="http://example.it/d/1",
        title={"und": "Elenco"},
        description={"it": "<p>Testo</p>"},
        access_url="http://example.it/page",
        download_url="http://example.it/a.csv",
        format="csv",
        licences=["https://creativecommons.org/licenses/by/4.0/"],
        rights={"it": "Citare la fonte"},
        issued="31/12/2020",
        modified="2021-01-02",
        byte_size="42 octets",
        checksum="abc",
        checksum_algorithm="sha1",
        languages=["ita"],
        status="COMPLETED",
        availability="STABLE",
        conforms_to=["http://example.it/standard"],
    )
    authority = "http://publications.europa.eu/resource/authority/"
    assert distribution == Distribution(
        uri="http://example.it/d/1",
        name={"it": "Elenco"},
        description={"it": "Testo"},
        access_url="http://example.it/page",
        download_url="http://example.it/a.csv",
        format="CSV",
        media_type="text/csv",
        licence="CC_BY_4_0",
        rights={"it": "Citare la fonte"},
        issued="2020-12-31",
        modified="2021-01-02",
        byte_size=42,
        checksum="abc",
        checksum_algorithm="sha1",
        languages=[authority + "language/ITA"],
        status=authority + "distribution-status/COMPLETED",
        availability=authority + "planned-availability/STABLE",
        conforms_to=["http://example.it/standard"],
    )
    assert wording.findings.issues == []


def test_a_format_that_no_table_knows_is_kept_and_told(wording: Wording) -> None:
    distribution = read(wording, format="API")
    assert (distribution.format, distribution.source_format) == ("", "API")
    assert [issue.code for issue in wording.findings.issues] == ["format-unknown"]


def test_the_sources_own_word_is_kept_when_it_says_more_than_the_code(wording: Wording) -> None:
    assert read(wording, format="Zipped CSV").source_format == "Zipped CSV"
    assert read(wording, format="csv").source_format == ""


def test_a_licence_that_no_table_knows_is_kept_and_told(wording: Wording) -> None:
    distribution = read(wording, licences=["See Terms of Use"])
    assert (distribution.licence, distribution.source_licence) == ("", "See Terms of Use")
    assert [issue.code for issue in wording.findings.issues] == ["licence-unknown"]


def test_a_status_that_no_table_knows_is_told(wording: Wording) -> None:
    assert read(wording, status="half done").status == ""
    assert [issue.code for issue in wording.findings.issues] == ["value-unknown"]


def test_doubles_are_kept_in_their_order(wording: Wording) -> None:
    sources = [SourceDistribution(format=name) for name in ("csv", "pdf", "csv")]
    assert [item.format for item in read_distributions(sources, wording, {})] == ["CSV", "PDF", "CSV"]


def test_more_files_than_a_dataset_can_bear_are_cut_and_told(wording: Wording) -> None:
    sources = [SourceDistribution(format="csv")] * (DISTRIBUTION_LIMIT + 1)
    assert len(read_distributions(sources, wording, {})) == DISTRIBUTION_LIMIT
    assert [issue.code for issue in wording.findings.issues] == ["too-many-files"]
