"""Issues speak plainly, and every one that is raised is in the table."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import ckanext.resilient.svrc as domain
from ckanext.resilient.svrc.issues import KINDS, Issue

PACKAGE = Path(domain.__path__[0])


def raised_codes() -> set[str]:
    """The codes in `Issue("…")` and `findings.add("…")` of the domain."""
    found: set[str] = set()
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            called = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            if called in {"Issue", "add"} and isinstance(node.args[0].value, str):
                found.add(node.args[0].value)
    return found


def test_every_issue_of_the_domain_is_in_the_table() -> None:
    codes = raised_codes()
    assert "date-unreadable" in codes
    assert codes <= set(KINDS)


@pytest.mark.parametrize("code", list(KINDS))
def test_every_kind_says_what_is_wrong_and_what_helps(code: str) -> None:
    kind = KINDS[code]
    assert kind.severity in {"error", "warning", "info"}
    assert kind.message.strip()
    assert kind.remedy.strip()


def test_an_issue_names_record_field_and_remedy() -> None:
    issue = Issue("date-unreadable", "Asili nido", "dct:issued", {"value": "ieri"})
    assert issue.as_dict() == {
        "code": "date-unreadable",
        "severity": "warning",
        "record": "Asili nido",
        "field": "dct:issued",
        "message": "“ieri” is not a date.",
        "remedy": "Ask the publisher to write dates as year-month-day, for example 2024-05-31.",
    }


def test_what_a_source_sent_is_quoted_without_what_no_database_takes() -> None:
    issue = Issue("date-unreadable", record="Servizi\x00", params={"value": "3\ud83d1\x1b.2."})
    assert (issue.record, issue.params) == ("Servizi", {"value": "31.2."})
