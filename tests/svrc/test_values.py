"""Single values of records, and the issues they raise."""

from __future__ import annotations

import pytest

from ckanext.resilient.svrc.record import Period
from ckanext.resilient.svrc.values import Findings


@pytest.fixture
def findings() -> Findings:
    return Findings("Asili nido")


def codes(findings: Findings) -> list[str]:
    return [issue.code for issue in findings.issues]


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("http://example.org/a b.csv", "http://example.org/a%20b.csv"),
        (" https://example.org/x?a=1&b=%20#c ", "https://example.org/x?a=1&b=%20#c"),
        ("http://datos.example.es/Pais/España", "http://datos.example.es/Pais/España"),
        ("ftp://example.org/file.zip", "ftp://example.org/file.zip"),
        ("https://example.org/a[1]{2}", "https://example.org/a[1]%7B2%7D"),
        ("HTTP://Example.org/", "HTTP://Example.org/"),
    ],
)
def test_an_address_is_kept_with_its_blanks_encoded(findings: Findings, value: str, url: str) -> None:
    assert findings.url(value, "dcat:accessURL") == url
    assert findings.issues == []


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "www.example.org",
        "see the page",
        "https:/example.com/x",
        "http://",
        "http://[x/",
        "file:///a",
    ],
)
def test_what_is_no_web_address_is_left_out_and_told(findings: Findings, value: str) -> None:
    assert findings.url(value, "dcat:accessURL") == ""
    assert codes(findings) == ["link-invalid"]
    assert findings.issues[0].record == "Asili nido"


@pytest.mark.parametrize(
    ("value", "email"),
    [
        ("mailto:dati@comune.example.it", "dati@comune.example.it"),
        ("MAILTO:dati%40example.it?subject=x", "dati@example.it"),
        ("Ufficio <dati@example.it>", "dati@example.it"),
        ("a@example.it; b@example.it", "a@example.it"),
    ],
)
def test_an_email_is_bare(findings: Findings, value: str, email: str) -> None:
    assert findings.email(value, "vcard:hasEmail") == email


def test_what_is_no_email_is_left_out_and_told(findings: Findings) -> None:
    assert findings.email("mailto:ufficio", "vcard:hasEmail") == ""
    assert codes(findings) == ["email-invalid"]


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("42 octets", 42),
        ("1024", 1024),
        ("5120.0", 5120),
        ("1,234,567", 1234567),
        ("1.5 MB", 1500000),
        ("2 KiB", 2048),
        ("0", None),
        ("", None),
        ("null", None),
    ],
)
def test_a_size_is_a_number_of_bytes(findings: Findings, value: str, size: int | None) -> None:
    assert findings.size(value, "dcat:byteSize") == size
    assert findings.issues == []


def test_a_size_that_cannot_be_read_is_told(findings: Findings) -> None:
    assert findings.size("large", "dcat:byteSize") is None
    assert codes(findings) == ["number-unreadable"]


def test_a_date_that_cannot_be_read_is_told(findings: Findings) -> None:
    assert findings.date("yesterday", "dct:issued") == ""
    assert codes(findings) == ["date-unreadable"]
    assert findings.issues[0].message == "“yesterday” is not a date."


def test_the_same_finding_is_told_once(findings: Findings) -> None:
    for _ in range(3):
        findings.date("yesterday", "dct:issued")
    assert len(findings.issues) == 1


def test_a_long_value_is_shown_shortened(findings: Findings) -> None:
    findings.date("x" * 500, "dct:issued")
    assert len(findings.issues[0].params["value"]) == 120


def test_an_open_span_of_time_is_kept_and_an_empty_one_is_not(findings: Findings) -> None:
    periods = [Period("2019", ""), Period("", ""), Period("0", "")]
    assert findings.periods(periods, "dct:temporal") == [Period("2019", "")]


def test_resolutions_are_a_number_and_a_duration(findings: Findings) -> None:
    assert findings.metres("10 m", "x") == "10"
    assert findings.metres("1,5", "x") == "1.5"
    assert findings.duration("P1D", "x") == "P1D"
    assert findings.issues == []
    assert findings.metres("coarse", "x") == findings.duration("daily", "x") == ""
    assert codes(findings) == ["number-unreadable", "value-unknown"]


@pytest.mark.timeout(10)
def test_values_made_to_stall_are_refused_in_time(findings: Findings) -> None:
    assert findings.url("http://example.org/" + " " * 50000 + "x", "x") == ""
    assert findings.email("a." * 50000, "x") == ""
    assert findings.size("1 " * 50000, "x") is None
    assert findings.date("1" * 50000, "x") == ""
    assert {issue.code for issue in findings.issues} == {
        "link-invalid",
        "email-invalid",
        "number-unreadable",
        "date-unreadable",
    }
