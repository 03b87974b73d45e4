"""When a run asks for changes only, and since when."""

import datetime
from typing import Any

import pytest

from ckanext.resilient.harvest.answers import Validators
from ckanext.resilient.harvest.changes import EVERYTHING, Asking, Past, what_to_ask
from ckanext.resilient.harvest.plan import make_plan

NOON = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.timezone.utc)
HOUR = datetime.timedelta(hours=1)


def run(**changes: Any) -> Past:
    values: dict[str, Any] = {"complete": True, "partial": False, "is_settled": True, "settings": "a"}
    return Past(**{"started": NOON, **values, **changes})


def asked(*past: Past, full_every: int = 7) -> Asking:
    return what_to_ask(past, "a", full_every=full_every, margin=HOUR)


PARTIAL = run(complete=False, partial=True)


def test_the_first_run_reads_everything():
    assert asked() == EVERYTHING


def test_after_a_complete_run_changes_are_asked_for_from_its_start_less_a_margin():
    assert asked(run()).since == "2026-05-01T11:00:00Z"


def test_after_a_partial_run_it_is_the_start_of_that_one():
    later = run(complete=False, partial=True, started=NOON + HOUR)
    assert asked(later, run()).since == "2026-05-01T12:00:00Z"


def test_a_time_in_another_zone_is_asked_for_in_utc():
    zone = datetime.timezone(datetime.timedelta(hours=2))
    assert asked(run(started=NOON.astimezone(zone))).since == "2026-05-01T11:00:00Z"


def test_documents_are_asked_for_as_they_were_last_read():
    known = {"https://dati.example/catalog.ttl": Validators('"7"')}
    assert asked(run(documents=known)).documents == known


@pytest.mark.parametrize(
    "last",
    [
        run(complete=False),
        run(is_settled=False),
        run(settings="b"),
        run(complete=False, partial=True, is_settled=False),
    ],
    ids=["broke off", "unsettled", "other settings", "partial and unsettled"],
)
def test_after_a_run_that_cannot_be_built_upon_everything_is_read(last: Past):
    assert asked(last, run()) == EVERYTHING


@pytest.mark.parametrize(("partial", "everything"), [(0, False), (5, False), (6, True), (7, True)])
def test_every_seventh_run_reads_everything(partial: int, everything: bool):
    assert (asked(*[PARTIAL] * partial, run()) == EVERYTHING) is everything


def test_one_in_one_always_reads_everything():
    assert asked(run(), full_every=1) == EVERYTHING


def test_partial_runs_without_a_complete_one_before_them_prove_nothing():
    assert asked(PARTIAL, PARTIAL) == EVERYTHING


@pytest.mark.parametrize(("protocol", "since"), [("ckan", "2026-05-01T11:00:00Z"), ("dcat_us", "")])
def test_only_a_protocol_that_can_is_asked_for_changes(protocol: str, since: str):
    known = {"https://dati.example": Validators('"7"')}
    plan = Asking("2026-05-01T11:00:00Z", known).of(make_plan("https://dati.example", protocol=protocol))
    assert (plan.endpoint.since, plan.endpoint.documents) == (since, known)
