"""Words that no table knows are counted per source and listed for the administrator."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests.helpers import call_auth

from ckanext.resilient.harvest import store
from ckanext.resilient.harvest.registry import unknown_values
from ckanext.resilient.svrc.issues import Issue
from tests.harvest.portal import act, record, register, running

pytestmark = pytest.mark.usefixtures("clean")


def with_frequency(key: str, frequency: str) -> dict[str, Any]:
    return record(key, extras=[{"key": "frequency", "value": frequency}])


@pytest.fixture
def source(
    clean: None, organisation: dict[str, Any], ckan_config: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Any:
    """A harvested source with three words that no table knows, two of them alike."""
    records = [with_frequency(key, word) for key, word in (("1", "mensilmentee"), ("2", "a caso"))]
    with running([*records, with_frequency("3", "a caso")]) as (portal, server):
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [server.pair])
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.delay_ms", 0)
        registered = register(server, organisation["id"])
        act("resilient_harvest_run", id=registered["id"])
        yield {**registered, "portal": portal}


def counted(rows: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    return [(row["value"], row["count"], row["suggestion"]) for row in rows]


def test_each_word_comes_once_with_its_count_a_record_and_the_nearest_code(source: dict[str, Any]) -> None:
    rows = act("resilient_harvest_unknown_values", id="portal")
    assert counted(rows) == [("a caso", 2, ""), ("mensilmentee", 1, "MONTHLY")]
    assert rows[0] == {
        "source": source["id"],
        "source_title": "Portale",
        "kind": "frequency-unknown",
        "field": "dct:accrualPeriodicity",
        "value": "a caso",
        "count": 2,
        "record": "Asili nido 2",
        "suggestion": "",
    }


def test_without_a_source_all_are_listed_up_to_the_limit(source: dict[str, Any]) -> None:
    assert counted(act("resilient_harvest_unknown_values", limit=1)) == [("a caso", 2, "")]


def test_a_run_that_broke_off_hides_nothing_of_the_last_complete_one(source: dict[str, Any]) -> None:
    source["portal"].broken_page = 0
    act("resilient_harvest_run", id=source["id"])
    assert len(act("resilient_harvest_unknown_values", id=source["id"])) == 2


def test_what_the_portal_mended_is_gone_after_the_next_run(source: dict[str, Any]) -> None:
    source["portal"].records[:] = [with_frequency("1", "ANNUAL"), record("2"), record("3")]
    act("resilient_harvest_run", id=source["id"])
    assert act("resilient_harvest_unknown_values", id=source["id"]) == []


def test_one_query_counts_the_words_of_all_sources(source: dict[str, Any]) -> None:
    for number in range(5):
        run = store.start_run(f"job-{number}", f"source-{number}")
        run.complete = True
        store.add_issues(run.job_id, [Issue("theme-unknown", "r", "dcat:theme", {"value": "x"})])
    model.Session.commit()
    asked: list[str] = []

    def note(*call: Any) -> None:
        asked.append(call[2])

    engine = model.Session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note)
    found = store.unknown_values([f"source-{number}" for number in range(5)], ["theme-unknown"], 10)
    sa.event.remove(engine, "before_cursor_execute", note)
    assert (len(found), len(asked)) == (5, 1)


def test_a_source_that_was_never_run_has_none(clean: None) -> None:
    assert unknown_values(None, 10) == []


def test_the_command_lists_them_for_a_person_and_for_programs(cli: Any, source: dict[str, Any]) -> None:
    shown = cli.invoke(ckan, ["resilient", "harvest", "unknown", "portal"])
    assert shown.stdout.splitlines() == [
        "2 × Portale: dct:accrualPeriodicity “a caso” (Asili nido 2)",
        "1 × Portale: dct:accrualPeriodicity “mensilmentee” → MONTHLY? (Asili nido 1)",
    ]
    as_json = cli.invoke(ckan, ["resilient", "harvest", "unknown", "portal", "--json"])
    assert json.loads(as_json.stdout) == act("resilient_harvest_unknown_values", id="portal")


def test_only_system_administrators_see_them(clean: None) -> None:
    with pytest.raises(tk.NotAuthorized):
        call_auth("resilient_harvest_unknown_values", {"model": model, "user": ""})
