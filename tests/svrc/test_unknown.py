"""Hints for words that no table knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.resilient.svrc.issues import KINDS
from ckanext.resilient.svrc.unknown import KINDS_OF_UNKNOWN, suggestion


@pytest.mark.parametrize(
    ("kind", "field", "value", "code"),
    [
        ("frequency-unknown", "dct:accrualPeriodicity", "anualmentee", "ANNUAL"),
        ("frequency-unknown", "dct:accrualPeriodicity", "http://purl.org/cld/freq/anually", "ANNUAL"),
        ("theme-unknown", "dcat:theme", "Educaçao e formação", "EDUC"),
        ("licence-unknown", "dct:license", "Open Database Licence (ODbL) v1", "ODC_BL"),
        ("format-unknown", "dct:format", "geojsn", "GEOJSON"),
        ("place-unknown", "dct:spatial", "Regione Emilia Romagna (IT)", "ITH5"),
        ("language-unknown", "dct:language", "italiana", "ITA"),
        ("value-unknown", "dct:accessRights", "publico.", "PUBLIC"),
    ],
)
def test_the_nearest_code_is_suggested(kind: str, field: str, value: str, code: str) -> None:
    assert suggestion(kind, field, value) == code


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("licence-unknown", "dct:license", "See Terms of Use"),
        ("frequency-unknown", "dct:accrualPeriodicity", "when we can"),
        ("date-unreadable", "dct:issued", "yesterday"),
        ("value-unknown", "dcat:temporalResolution", "public"),
    ],
)
def test_nothing_is_suggested_that_is_not_near_or_has_no_table(kind: str, field: str, value: str) -> None:
    assert suggestion(kind, field, value) == ""


def test_every_kind_is_a_finding_that_tells_its_value() -> None:
    assert [kind for kind in KINDS_OF_UNKNOWN if "{value}" not in KINDS[kind].message] == []


@given(st.sampled_from(KINDS_OF_UNKNOWN), st.text(max_size=200))
def test_any_text_gets_an_answer(kind: str, value: str) -> None:
    assert isinstance(suggestion(kind, "dct:accessRights", value), str)
