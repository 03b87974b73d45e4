"""Single values on their way in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ckanext.resilient.content import terms, values


@pytest.mark.parametrize(
    ("check", "value", "expected"),
    [
        (values.date, "2024", "2024"),
        (values.date, "2024-05", "2024-05"),
        (values.date, "2024-05-31", "2024-05-31"),
        (values.date, "2024-05-31T10:00:00Z", "2024-05-31T10:00:00Z"),
        (values.uri, "https://example.org/a?b=c", "https://example.org/a?b=c"),
        (values.uri, "urn:isbn:123", "urn:isbn:123"),
        (values.uri, "internalURI:creator0", "internalURI:creator0"),
        (values.address, "https://example.org/a b".replace(" ", "%20"), "https://example.org/a%20b"),
        (values.email, "mailto:a@example.org", "a@example.org"),
        (values.number, "10.0", 10),
        (values.number, "0.5", 0.5),
        (values.size, "12", 12),
        (values.year, "2015", 2015),
        (values.yes_no, "No", False),
        (values.yes_no, True, True),
        (values.text, 7, "7"),
        (values.items, "a\n\nb\r\na", ["a", "b"]),
        (values.items, '["a", "b"]', ["a", "b"]),
        (values.items, ["a ", None, "a"], ["a"]),
        (
            values.geometry,
            {"type": "Point", "coordinates": [1, 2]},
            '{"type": "Point", "coordinates": [1, 2]}',
        ),
    ],
)
def test_good_values_are_taken(check: Callable[[Any], Any], value: Any, expected: Any) -> None:
    assert check(value) == expected


@pytest.mark.parametrize(
    ("check", "value", "template"),
    [
        (values.date, "31/05/2024", values.NOT_A_DATE),
        (values.date, "2024-13", values.NOT_A_DATE),
        (values.uri, "example.org", values.NOT_A_URI),
        (values.uri, "JavaScript:alert(1)", values.NOT_A_URI),
        (values.uri, "urn:a b", values.NOT_A_URI),
        (values.address, "javascript:alert(1)", values.NOT_AN_ADDRESS),
        (values.address, "urn:isbn:123", values.NOT_AN_ADDRESS),
        (values.uri, "https://", values.NOT_AN_ADDRESS),
        (values.address, "https://a b", values.NOT_AN_ADDRESS),
        (values.uri, "http://[", values.NOT_AN_ADDRESS),
        (values.email, "nobody", values.NOT_AN_EMAIL),
        (values.number, "many", values.NOT_A_NUMBER),
        (values.number, "nan", values.NOT_A_NUMBER),
        (values.size, "-1", values.NOT_A_NUMBER),
        (values.year, "20", values.NOT_A_YEAR),
        (values.yes_no, "maybe", values.NOT_AN_ANSWER),
        (values.text, {"a": 1}, values.NOT_A_TEXT),
        (values.items, {"a": 1}, values.NOT_A_LIST),
        (values.items, "[broken", values.NOT_A_LIST),
        (values.items, [["a"]], values.NOT_A_TEXT),
        (values.geometry, "POINT (1 2)", values.NOT_A_GEOMETRY),
        (values.geometry, '{"type": "Feature"}', values.NOT_A_GEOMETRY),
    ],
)
def test_others_are_refused_with_a_reason(check: Callable[[Any], Any], value: Any, template: str) -> None:
    with pytest.raises(values.BadValueError) as refused:
        check(value)
    assert refused.value.template == template
    assert template.format(**refused.value.params)


def test_an_unknown_code_is_named_with_the_closest_one() -> None:
    with pytest.raises(values.BadValueError) as refused:
        values.code("ageing", terms.codes({"vocabulary": "social_need"}))
    assert refused.value.params["value"] == "ageing"
    assert refused.value.params["close"] == "ageing-care"
    with pytest.raises(values.BadValueError) as refused:
        values.code("zzz", ["one", "two"])
    assert (
        refused.value.template.format(**refused.value.params)
        == "“zzz” is not one of the 2 values of this field."
    )


def test_an_authority_takes_its_codes_and_addresses_only() -> None:
    uri = "http://publications.europa.eu/resource/authority/frequency/ANNUAL"
    assert terms.authority_uri("frequency", "ANNUAL") == uri
    assert terms.authority_uri("frequency", uri.replace("http:", "https:")) == uri
    other = "http://publications.europa.eu/resource/authority/language/ZXX"
    assert terms.authority_uri("language", other) == other
    assert terms.format_code("geojson") == "GEOJSON"
    assert terms.licence_code("notspecified") == "notspecified"
    for wrong in ("yearly", "http://publications.europa.eu/resource/authority/frequency/NEVERMORE"):
        with pytest.raises(values.BadValueError):
            terms.authority_uri("frequency", wrong)


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("notspecified", "notspecified"),
        ("CC_BY_4_0", "CC_BY_4_0"),
        ("cc-by", "CC_BY"),
        ("cc-zero", "CC0"),
        ("https://creativecommons.org/licenses/by/4.0/", "CC_BY_4_0"),
    ],
)
def test_a_licence_is_taken_by_code_by_address_and_by_the_id_of_a_stock_ckan(sent: str, stored: str) -> None:
    assert terms.licence_code(sent) == stored


def test_a_licence_that_nobody_knows_is_refused() -> None:
    with pytest.raises(values.BadValueError):
        terms.licence_code("see-terms-of-use")
