"""Our shapes say of every graph what the official ones say."""

from __future__ import annotations

from collections import Counter

import pytest
from rdflib import Graph

from ckanext.resilient.catalogue.dcat_ap import dcat_ap
from tests.catalogue.conformance.faults import NOT_BREAKABLE, SOUND, Faults
from tests.catalogue.conformance.official import Constraint, constraints
from tests.catalogue.packages import described, shown
from tests.catalogue.shapes import DCAT_AP_3, Result, results, results_by, short
from tests.payload_facts.reading import read
from tests.payloads import all_payloads
from tests.shared import fixtures_folder

RECORDS = 3
LARGEST = 120_000
LEAST = 3
_SYNTAXES = {".rdf": "xml", ".ttl": "turtle"}
"""JSON-LD names contexts on the live web."""
_BROKEN = {"ckanext-dcat-dataset.ttl"}
"""No Turtle: it uses a prefix that it does not declare."""


def said(graph: Graph) -> tuple[set[Result], set[Result]]:
    """What the official shapes say, and what ours say: place, property, severity, rule and value."""
    return set(results(graph, DCAT_AP_3)), set(results_by(graph, dcat_ap()))


def test_nothing_is_wrong_with_what_is_sound() -> None:
    assert said(Graph().parse(SOUND)) == (set(), set())


@pytest.mark.slow
def test_every_constraint_is_broken_in_three_ways_and_both_say_the_same() -> None:
    faults = Faults()
    official = constraints()
    made = [fault for constraint in official for fault in faults.add(constraint)]
    number = Counter(fault.constraint.name for fault in made)
    assert len(official) > 350
    assert [one.name for one in official if number[one.name] < LEAST] == [NOT_BREAKABLE]
    theirs, ours = said(faults.graph)
    found = {(one.focus, one.rule, one.severity, one.path) for one in theirs}
    unseen = [
        (fault.constraint.name, str(fault.focus))
        for fault in made
        if (str(fault.focus), fault.constraint.component, *_shown(fault.constraint)) not in found
    ]
    assert unseen == []
    assert ours == theirs


def _shown(constraint: Constraint) -> tuple[str, str]:
    path = "(inverse)" if constraint.inverse else short(constraint.path)
    return str(constraint.severity).rpartition("#")[2], path


@pytest.mark.slow
def test_both_say_the_same_of_real_records_as_we_hand_them_on() -> None:
    graph, number = Graph(), 0
    for payload in all_payloads():
        if not payload.get("refused"):
            with payload.served() as server:
                arrived = read(payload, server).arrived[:RECORDS]
            for record in arrived:
                number += 1
                graph += described(shown(record.package, number, files=RECORDS))
    assert number > 100
    theirs, ours = said(graph)
    assert theirs
    assert ours == theirs


@pytest.mark.slow
def test_both_say_the_same_of_the_catalogues_of_others() -> None:
    files = [
        path
        for path in sorted((fixtures_folder() / "dcat").iterdir())
        if path.suffix in _SYNTAXES and path.name not in _BROKEN and path.stat().st_size <= LARGEST
    ]
    assert len(files) > 25
    for path in files:
        theirs, ours = said(Graph().parse(path, format=_SYNTAXES[path.suffix]))
        assert ours == theirs, path.name
