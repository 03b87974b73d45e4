"""Every named fault against every protocol: how the harvest ends, what it tells, what it leaves alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ckanext.resilient.harvesters.protocols import all_protocols
from ckanext.resilient.svrc.issues import KINDS, Issue
from tests.faults.catalogue import FAULTS, GROUPS
from tests.faults.conversations import CONVERSATIONS, NEEDS
from tests.faults.harmless import harm_in
from tests.faults.matrix import page
from tests.faults.model import Expect, Fault
from tests.faults.play import Outcome, played
from tests.shared import REPOSITORY

CELLS = [
    pytest.param(fault, protocol, id=f"{fault.name}-{protocol}")
    for fault in FAULTS
    for protocol, conversation in CONVERSATIONS.items()
    if not fault.empty_cell(conversation)
]
DOCUMENTED = REPOSITORY / "docs/faults.md"

every_protocol = pytest.mark.parametrize("protocol", CONVERSATIONS)
every_cell = pytest.mark.parametrize(("fault", "protocol"), CELLS)

_MOST_REQUESTS = 60
"""A fault may cost tries and further ways to read, never a number of requests without end."""
_OF_A_RECORD = frozenset(
    {"title-missing", "record-unreadable", "record-lost", "record-no-dataset", "record-not-public"}
    | {"text-shortened", "date-unreadable", "link-invalid", "identifier-missing", "too-many-files"}
)
"""Findings that help only someone who is told which record they are about."""
_PLACEHOLDER = re.compile(r"\{\w*\}")


def ended(outcome: Outcome) -> Expect:
    counts = outcome.report
    return Expect(
        outcome.ending,
        unchanged=counts.unchanged,
        changed=counts.changed,
        new=counts.new,
        rejected=counts.rejected,
        vanished=counts.vanished,
    )


def test_at_least_sixty_faults_are_played_and_each_has_a_name_of_its_own() -> None:
    names = [fault.name for fault in FAULTS]
    assert len(names) == len(set(names)) >= 60
    assert all(GROUPS.values())


def test_every_protocol_takes_part() -> None:
    assert CONVERSATIONS.keys() == all_protocols().keys()


def test_every_cell_is_played_or_says_why_not() -> None:
    for fault in FAULTS:
        assert set(fault.needs) <= NEEDS.keys(), fault.name
        assert bool(fault.only) == bool(fault.cannot), fault.name
        assert fault.only <= CONVERSATIONS.keys(), fault.name
        assert fault.but.keys() <= CONVERSATIONS.keys(), fault.name
        assert any(not fault.empty_cell(conversation) for conversation in CONVERSATIONS.values()), fault.name
    assert all(conversation.has <= NEEDS.keys() for conversation in CONVERSATIONS.values())


def test_the_codes_that_are_expected_exist() -> None:
    for fault in FAULTS:
        told = {code for expect in (fault.expect, *fault.but.values()) for code in expect.told}
        assert told <= KINDS.keys(), fault.name


@every_cell
def test_the_harvest_ends_as_it_should(fault: Fault, protocol: str) -> None:
    outcome, expect = played(fault, protocol), fault.expected(protocol)
    told = [(issue.code, issue.record, issue.message) for issue in outcome.report.issues]
    assert ended(outcome) == replace(expect, told=()), told
    assert not expect.told or set(expect.told) & outcome.codes, told
    assert outcome.asked <= _MOST_REQUESTS


def outcomes(protocol: str) -> Iterator[tuple[str, Outcome]]:
    """How the harvests of all faults of a protocol ended."""
    for fault in FAULTS:
        if not fault.empty_cell(CONVERSATIONS[protocol]):
            yield fault.name, played(fault, protocol)


@every_protocol
def test_what_is_told_is_plain_and_says_what_helps(protocol: str) -> None:
    for name, outcome in outcomes(protocol):
        told = outcome.report.issues
        assert outcome.ending == "complete" or any(issue.severity != "info" for issue in told), name
        assert [issue for issue in told if not is_plain(issue)] == [], name
        assert all(issue.record for issue in told if issue.code in _OF_A_RECORD), name


def is_plain(issue: Issue) -> bool:
    texts = (issue.message, issue.remedy)
    # A fault of our own program is none of the source's.
    return issue.code != "reader-failed" and all(
        text and len(text) < 1000 and text.isprintable() and not _PLACEHOLDER.search(text) for text in texts
    )


@every_protocol
def test_nothing_that_is_held_is_deleted(protocol: str) -> None:
    for name, outcome in outcomes(protocol):
        assert outcome.vanished.steps == {}, name
        assert outcome.ending == "complete" or outcome.vanished.waiting == (), name


@every_protocol
def test_nothing_harmful_would_be_stored(protocol: str) -> None:
    for name, outcome in outcomes(protocol):
        assert [harm for package in outcome.packages.values() for harm in harm_in(package)] == [], name


def test_the_matrix_in_the_documentation_is_what_the_faults_lead_to() -> None:
    assert page() == DOCUMENTED.read_text(encoding="utf-8"), "python tools/fault_matrix.py writes it anew"
