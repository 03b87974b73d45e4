"""Whole runs on a real CKAN: what arrives, what stays, what stops."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model

from ckanext.resilient.harvest import stock, store
from tests.harvest.kills import solr_proxy
from tests.harvest.portal import Portal, act, record, register, running

pytestmark = pytest.mark.usefixtures("clean")


class Source:
    """A registered harvest source on a portal of this test."""

    def __init__(self, portal: Portal, source: dict[str, Any]) -> None:
        self.portal = portal
        self.id: str = source["id"]

    def run(self, **options: Any) -> dict[str, Any]:
        return act("resilient_harvest_run", id=self.id, **options)

    def titles(self) -> set[str]:
        found = act("package_search", rows=500)
        return {dataset["title"] for dataset in found["results"]}


@pytest.fixture
def source_with(
    clean: None, organisation: dict[str, Any], ckan_config: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Source]]:
    with contextlib.ExitStack() as stack:

        def make(records: list[dict[str, Any]], page_size: int = 100) -> Source:
            portal, server = stack.enter_context(running(records))
            monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [server.pair])
            monkeypatch.setitem(tk.config, "ckanext.resilient.http.delay_ms", 0)
            source = register(server, organisation["id"], page_size=page_size)
            return Source(portal, source)

        yield make


def test_every_record_arrives_and_can_be_found(source_with: Callable[..., Source]) -> None:
    source = source_with([record("1"), record("2"), record("3")])
    result = source.run()
    assert result["counts"]["new"] == 3
    assert result["written"] == 3
    assert source.titles() == {"Asili nido 1", "Asili nido 2", "Asili nido 3"}


def test_a_second_run_writes_nothing_when_nothing_changed(source_with: Callable[..., Source]) -> None:
    source = source_with([record("1"), record("2")])
    source.run()
    result = source.run()
    assert (result["counts"]["unchanged"], result["written"]) == (2, 0)


def test_a_file_keeps_its_id_when_its_record_changes(source_with: Callable[..., Source]) -> None:
    twice = {"url": "https://example.org/a.csv", "format": "CSV"}
    source = source_with([record("1", resources=[twice, dict(twice), {"url": "https://example.org/b.csv"}])])
    source.run()
    (before,) = act("package_search")["results"]
    source.portal.records[0]["title"] = "Asili nido e servizi"
    source.run()
    (after,) = act("package_search")["results"]
    assert after["title"] != before["title"]
    names = [[(file["id"], file["created"]) for file in one["resources"]] for one in (before, after)]
    assert names[0] == names[1]
    assert len(set(names[0])) == 3


def test_only_the_changed_record_is_written_again_and_keeps_its_address(
    source_with: Callable[..., Source],
) -> None:
    source = source_with([record("1"), record("2")])
    source.run()
    before = {d["source_guid"]: (d["id"], d["name"]) for d in act("package_search")["results"]}
    source.portal.records[0]["title"] = "Asili nido e servizi"
    assert source.run()["counts"] == {
        "listed": 2, "new": 0, "changed": 1, "unchanged": 1, "duplicates": 0, "vanished": 0, "rejected": 0,
        "skipped": 0,
    }  # fmt: skip
    after = {d["source_guid"]: (d["id"], d["name"]) for d in act("package_search")["results"]}
    assert after == before
    assert "Asili nido e servizi" in source.titles()


def test_a_record_without_title_is_named_with_its_remedy_and_stops_nothing(
    source_with: Callable[..., Source],
) -> None:
    source = source_with([record("1"), record("2", title="", notes=""), record("3")])
    result = source.run()
    assert result["counts"]["rejected"] == 1
    assert result["written"] == 2
    (cause,) = [cause for cause in result["causes"] if cause["example"]["severity"] == "error"]
    assert cause["code"] == "title-missing"
    assert cause["example"]["record"]
    assert cause["example"]["field"]
    assert cause["example"]["remedy"]
    report = act("harvest_job_report", id=result["job"])
    assert len(report["object_errors"]) == 1


def test_an_extra_named_like_a_field_of_ours_costs_no_record(source_with: Callable[..., Source]) -> None:
    # The stock harvester lost all 500 of 500 records over one `theme` extra.
    source = source_with([record("1", extras=[{"key": "theme", "value": "http://example.org/t"}])])
    assert source.run()["written"] == 1


def test_two_sources_that_give_one_guid_to_two_datasets_do_not_write_over_each_other(
    source_with: Callable[..., Source], organisation: dict[str, Any]
) -> None:
    source_with([record("1", id="asili")]).run()
    with running([record("1", id="asili", title="Farmacie")]) as (_, server):
        tk.config["ckanext.resilient.http.allowed_private_hosts"].append(server.pair)
        other = register(server, organisation["id"], name="other-portal")
        assert act("resilient_harvest_run", id=other["id"])["written"] == 1
    assert act("package_search")["count"] == 2


def test_a_source_that_answers_with_nothing_changes_nothing(source_with: Callable[..., Source]) -> None:
    source = source_with([record("1"), record("2")])
    source.run()
    source.portal.records.clear()
    result = source.run()
    assert result["stopped_by"] == "source-empty"
    assert len(source.titles()) == 2


def test_a_listing_that_breaks_off_deletes_nothing_however_often_it_happens(
    source_with: Callable[..., Source],
) -> None:
    source = source_with([record(str(n)) for n in range(6)], page_size=2)
    source.run()
    source.portal.broken_page = 1
    for _ in range(3):
        result = source.run()
        assert result["complete"] is False
        assert result["counts"]["vanished"] == 0
    assert len(source.titles()) == 6


def test_a_vanished_record_goes_after_two_complete_runs_and_comes_back_as_itself(
    source_with: Callable[..., Source],
) -> None:
    source = source_with([record("1"), record("2")])
    source.run()
    address = {d["title"]: d["name"] for d in act("package_search")["results"]}
    gone = source.portal.records.pop()
    source.run()
    assert len(source.titles()) == 2
    source.run()
    assert source.titles() == {"Asili nido 1"}
    source.portal.records.append(gone)
    source.run()
    assert {d["title"]: d["name"] for d in act("package_search")["results"]} == address


def test_a_record_that_its_source_makes_private_goes_here_too(source_with: Callable[..., Source]) -> None:
    source = source_with([record("1"), record("2")])
    source.run()
    source.portal.records[1]["private"] = True
    source.run()
    source.run()
    assert source.titles() == {"Asili nido 1"}


def test_one_missing_run_is_forgiven_when_the_record_is_listed_again(
    source_with: Callable[..., Source],
) -> None:
    source = source_with([record("1"), record("2")])
    source.run()
    gone = source.portal.records.pop()
    source.run()
    source.portal.records.append(gone)
    source.run()
    source.portal.records.pop()
    source.run()
    assert len(source.titles()) == 2


def test_too_many_vanished_records_stop_the_run_until_someone_accepts(
    source_with: Callable[..., Source],
) -> None:
    source = source_with([record(str(n)) for n in range(30)])
    source.run()
    del source.portal.records[5:]
    assert source.run()["stopped_by"] == "too-much-vanished"
    assert len(source.titles()) == 30
    source.run(accept_vanished=True)
    assert len(source.titles()) == 5


def test_a_rehearsal_tells_what_a_run_would_do_and_writes_nothing(source_with: Callable[..., Source]) -> None:
    source = source_with([record("1"), record("2", title="", notes="")])
    url = stock.find_source(source.id).url
    result = act("resilient_harvest_rehearse", url=url, protocol="ckan", languages=["it"])
    assert result["counts"]["new"] == 1
    assert result["counts"]["rejected"] == 1
    assert source.titles() == set()
    assert store.known_records(source.id) == {}


def test_a_rehearsal_shows_a_dataset_as_it_is_shown_once_stored(source_with: Callable[..., Source]) -> None:
    resource = {"id": "r1", "url": "https://example.org/a.csv", "format": "CSV", "name": "Posti"}
    source = source_with([record("1", resources=[resource], tags=[{"name": "infanzia"}])])
    url = stock.find_source(source.id).url
    (rehearsed,) = act("resilient_harvest_rehearse", url=url, protocol="ckan", languages=["it"])["datasets"]
    assert source.run()["causes"] == []
    shown = act("package_show", id=rehearsed["id"])
    given_by_the_database = {
        "metadata_created",
        "metadata_modified",
        "creator_user_id",
        "organization",
        "reading",
    }
    missing = set(shown) - set(rehearsed) - given_by_the_database
    assert {key for key in missing if shown[key] not in (None, "", [], {})} - {
        "isopen",
        "extras",
        "license_title",
        "license_url",
        "num_resources",
        "num_tags",
    } == set()
    for key in (
        "title_translated",
        "notes_translated",
        "tags_translated",
        "license_id",
        "source_guid",
        "name",
    ):
        assert rehearsed.get(key) == shown.get(key)
    assert rehearsed["resources"][0]["format"] == shown["resources"][0]["format"]


def test_without_an_index_nothing_is_stored_and_the_next_run_writes_what_was_left(
    source_with: Callable[..., Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = source_with([record("1"), record("2")])
    with monkeypatch.context() as broken:
        broken.setitem(tk.config, "solr_url", "http://127.0.0.1:9/solr/nothing")
        result = source.run()
    assert (result["paused"], result["written"], result["failed"]) == (True, 0, 0)
    assert [cause["code"] for cause in result["causes"] if cause["example"]["severity"] == "warning"] == [
        "index-gone"
    ]
    assert model.Session.query(model.Package).filter_by(type="dataset").count() == 0
    assert source.run()["counts"]["unchanged"] == 2
    assert source.titles() == {"Asili nido 1", "Asili nido 2"}


def test_of_a_record_that_the_index_refuses_nothing_stays_behind(
    source_with: Callable[..., Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Stock: the package stays pending in the session and is committed together with the error about it.
    source = source_with([record("1")])
    with solr_proxy.before(tk.config["solr_url"]) as (proxy, address), monkeypatch.context() as broken:
        proxy.refuses = True
        broken.setitem(tk.config, "solr_url", address)
        result = source.run()
    assert (result["paused"], result["failed"]) == (False, 1)
    assert "not-indexed" in [cause["code"] for cause in result["causes"]]
    assert model.Session.query(model.Package).filter_by(type="dataset").count() == 0
    assert source.run()["written"] == 1


def test_a_source_keeps_its_type_and_settings_after_a_reindex(source_with: Callable[..., Source]) -> None:
    # Stock: `harvest_source_reindex` puts an unvalidated dict into the index and both are gone.
    source = source_with([record("1")])
    act("harvest_source_reindex", id=source.id)
    shown = act("harvest_source_show", id=source.id)
    assert shown["source_type"] == "resilient"
    assert json.loads(shown["config"])["protocol"] == "ckan"


def test_settings_with_an_unknown_option_are_refused_with_its_name(
    source_with: Callable[..., Source],
) -> None:
    source = source_with([record("1")])
    with pytest.raises(tk.ValidationError, match="pagesize"):
        act(
            "harvest_source_patch",
            id=source.id,
            config=json.dumps({"protocol": "ckan", "options": {"pagesize": 10}}),
        )


def test_an_address_in_a_private_network_is_refused_unless_it_is_listed(
    source_with: Callable[..., Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = source_with([record("1")])
    monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [])
    assert source.run()["stopped_by"] == "address-refused"
    assert source.portal.pages_asked == 0


def test_a_run_after_a_complete_one_reads_changes_only_and_lets_nothing_vanish(
    source_with: Callable[..., Source],
) -> None:
    source = source_with([record("1"), record("2"), record("3")])
    source.portal.filters = True
    assert source.run()["complete"] is True
    changed = record("3", title="Asili aperti", metadata_modified="2999-01-01T00:00:00")
    source.portal.records = [record("1"), changed]
    result = source.run()
    assert (result["complete"], result["partial"], result["stopped_by"]) == (False, True, "")
    assert result["counts"] | {"listed": 1, "changed": 1, "vanished": 0} == result["counts"]
    assert source.titles() == {"Asili nido 1", "Asili nido 2", "Asili aperti"}
    full = source.run(full=True)
    assert (full["complete"], full["partial"]) == (True, False)
    assert full["counts"] | {"listed": 2, "unchanged": 2, "vanished": 1} == full["counts"]


def test_a_run_in_which_nothing_changed_is_no_empty_source(source_with: Callable[..., Source]) -> None:
    source = source_with([record("1")])
    source.portal.filters = True
    source.run()
    result = source.run()
    assert (result["partial"], result["stopped_by"], result["counts"]["listed"]) == (True, "", 0)
    assert [cause["code"] for cause in result["causes"]] == ["changes-only"]
    assert source.titles() == {"Asili nido 1"}


def test_changes_that_are_counted_and_not_listed_are_no_empty_source_but_are_looked_for_again(
    source_with: Callable[..., Source],
) -> None:
    source = source_with([record("1")])
    source.portal.filters = True
    source.run()
    source.portal.total = 3
    result = source.run()
    assert (result["complete"], result["partial"], result["stopped_by"]) == (False, False, "")
    assert [cause["code"] for cause in result["causes"]] == ["count-differs"]
    assert source.titles() == {"Asili nido 1"}
    source.portal.total = None
    assert source.run()["complete"] is True


def test_with_other_settings_everything_is_read_anew(
    source_with: Callable[..., Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = source_with([record("1")])
    source.portal.filters = True
    source.run()
    act("harvest_source_patch", id=source.id, config='{"protocol": "ckan", "languages": ["en"]}')
    assert source.run()["complete"] is True
    monkeypatch.setitem(tk.config, "ckanext.resilient.harvest.full_every", 1)
    assert source.run()["complete"] is True


def test_a_source_is_indexed_however_much_its_last_run_had_to_say(
    clean: None, organisation: dict[str, Any]
) -> None:
    with running([record("1")]) as (_, server):
        source = register(server, organisation["id"])
    job = stock.start_job(source["id"])
    for number in range(20):
        stock.add_gather_error(job, f"{number} {'λ' * 400}")
    stock.finish_job(job.id)
    # A longer string than Solr takes, had it become a field there; the clock would stop at it, before other sources.
    assert len(json.dumps(act("harvest_source_show", id=source["id"])["status"])) > 32_766
    act("harvest_jobs_run")
    act("harvest_source_reindex", id=source["id"])
    act("resilient_harvest_source_update", id=source["id"], title="Portale nuovo")
    found = act("package_search", fq="dataset_type:harvest")["results"]
    assert [one["title"] for one in found] == ["Portale nuovo"]
