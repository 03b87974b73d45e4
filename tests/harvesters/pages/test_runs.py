"""The pages of a source and its runs: what an administrator reads and does there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests.helpers import CKANTestApp, call_auth
from ckanext.harvest import queue
from lxml import html

from ckanext.resilient.harvest import conduct, stock, store
from ckanext.resilient.harvest.run import compare
from ckanext.resilient.svrc.issues import Issue
from tests.harvest.portal import act, record
from tests.harvest.test_queue import deliver
from tests.harvesters.pages.conftest import Harvested, Open, People, text

PEOPLE = {"visitor": False, "editor": False, "other-admin": False, "admin": True, "sysadmin": True}


@pytest.fixture
def press(app: CKANTestApp, people: People) -> Callable[..., html.HtmlElement]:
    """Press the button of a form, as somebody; gives the page that it leads to."""

    def run(page: html.HtmlElement, action: str, who: str = "admin") -> html.HtmlElement:
        (form,) = page.xpath(f"//form[contains(@action, '{action}')]")
        fields = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
        assert form.get("method") == "post"
        answer = app.post(form.get("action"), data=fields, headers=people.headers(who), follow_redirects=True)
        assert answer.status_code == 200
        return html.fromstring(answer.body)

    return run


def work_off() -> None:
    """What waits in the queues, as the workers do it."""
    while deliver(queue.get_gather_consumer(), queue.gather_callback, queue.get_gather_queue_name()):
        pass
    while deliver(queue.get_fetch_consumer(), queue.fetch_callback, queue.get_fetch_queue_name()):
        pass
    act("harvest_jobs_run")


@pytest.mark.parametrize(
    "action",
    [
        "resilient_harvest_run_list",
        "resilient_harvest_run_show",
        "resilient_harvest_issue_list",
        "resilient_harvest_start",
        "resilient_harvest_cancel",
    ],
)
@pytest.mark.parametrize(("who", "may"), PEOPLE.items())
def test_runs_are_for_whoever_administers_the_sources_organisation(
    source: Harvested, people: People, action: str, who: str, may: bool
) -> None:
    of_source = action in ("resilient_harvest_run_list", "resilient_harvest_start")
    context = {"model": model, "user": people.names[who]}
    data = {"id": source.name if of_source else source.run()["job"]}
    if may:
        assert call_auth(action, context, **data) is True
    else:
        with pytest.raises(tk.NotAuthorized):
            call_auth(action, context, **data)


@pytest.mark.parametrize(("who", "may"), PEOPLE.items())
def test_the_pages_of_runs_are_closed_to_everybody_else(
    source: Harvested, see: Open, who: str, may: bool
) -> None:
    job = source.run()["job"]
    base = f"/sources/{source.name}"
    for path in (base, f"{base}/runs/{job}", f"{base}/runs/{job}/progress"):
        see(path, who, 200 if may else 403)


def test_a_run_of_another_source_is_not_found_below_this_one(
    source: Harvested, source_with: Callable[..., Harvested], see: Open
) -> None:
    job = source_with([record("1")], "altro").run()["job"]
    see(f"/sources/{source.name}/runs/{job}", "sysadmin", 404)
    see("/sources/nowhere", "sysadmin", 404)
    see(f"/sources/{source.name}/runs/nothing", "sysadmin", 404)


def test_the_page_of_a_source_lists_its_runs_with_their_numbers(source: Harvested, see: Open) -> None:
    source.run()
    source.portal.records[0]["title"] = "Asili aperti"
    source.run(full=True)
    rows = [
        [text(cell) for cell in row.xpath("./td")]
        for row in see(f"/sources/{source.name}", "admin").xpath("//tbody/tr")
    ]
    assert rows == [
        ["Collected, with gaps", "0", "1", "0", "0", "1", "0"],
        ["Collected, with gaps", "1", "0", "0", "0", "1", "0"],
    ]


def test_a_run_says_what_was_wrong_and_what_helps_in_the_readers_language(
    source: Harvested, see: Open
) -> None:
    job = source.run()["job"]
    english, croatian = (
        see(f"{prefix}/sources/{source.name}/runs/{job}", "admin").xpath("//article")[0]
        for prefix in ("", "/hr")
    )
    assert text(english.xpath("./h3")[0]) == "The record has no title."
    assert source.portal.records[1]["id"] in text(english.xpath(".//details")[0])
    assert text(croatian.xpath("./h3")[0]) not in ("", "The record has no title.")


def test_many_findings_of_one_cause_are_counted_with_a_few_examples(source: Harvested, see: Open) -> None:
    job = source.run()["job"]
    store.add_issues(job, [Issue("listed-twice", record=f"r{number}") for number in range(30)])
    model.Session.commit()
    found = act("resilient_harvest_run_show", id=job, examples=2)
    (twice,) = [cause for cause in found["causes"] if cause["code"] == "listed-twice"]
    assert (twice["count"], [one["record"] for one in twice["examples"]]) == (30, ["r0", "r1"])
    page = text(see(f"/sources/{source.name}/runs/{job}", "admin"))
    assert "30 times" in page
    assert "and 25 more" in page


def test_all_findings_come_as_a_table_that_no_spreadsheet_takes_for_formulas(
    source: Harvested, app: CKANTestApp, people: People
) -> None:
    job = source.run()["job"]
    store.add_issues(job, [Issue("listed-twice", record='=HYPERLINK("http://x")')])
    model.Session.commit()
    answer = app.get(f"/it/sources/{source.name}/runs/{job}/findings.csv", headers=people.headers("admin"))
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.body.lstrip("\ufeff"))))
    assert len(rows) == 1 + len(act("resilient_harvest_issue_list", id=job))
    assert rows[-1][2] == '\'=HYPERLINK("http://x")'
    assert app.get(f"/sources/{source.name}/runs/{job}/findings.csv").status_code == 403


def test_a_source_is_collected_by_a_button_through_the_queue(
    source: Harvested, see: Open, press: Callable[..., html.HtmlElement], clean_redis: None
) -> None:
    run = press(see(f"/sources/{source.name}", "admin"), "/start")
    assert "It will be collected" in text(run) or "being collected" in text(run)
    assert run.xpath("//*[@hx-get]")
    work_off()
    address = f"/sources/{source.name}"
    assert "Collected, with gaps" in text(see(address, "admin"))
    assert act("package_search")["count"] == 1


def test_while_a_source_is_collected_no_second_run_is_offered_or_begun(
    source: Harvested, see: Open, clean_redis: None
) -> None:
    act("resilient_harvest_start", id=source.name)
    assert see(f"/sources/{source.name}", "admin").xpath("//form[contains(@action, '/start')]") == []
    with pytest.raises(tk.ValidationError, match="already running"):
        act("resilient_harvest_start", id=source.name)


def test_the_button_of_a_page_opened_before_leads_to_the_run_that_has_begun(
    source: Harvested, see: Open, press: Callable[..., html.HtmlElement], clean_redis: None
) -> None:
    opened = see(f"/sources/{source.name}", "admin")
    begun = act("resilient_harvest_start", id=source.name)["job"]
    run = press(opened, "/start")
    assert "being collected right now" in text(run)
    assert run.xpath(f"//*[contains(@hx-get, '{begun}')]")
    assert len(act("resilient_harvest_run_list", id=source.id)) == 1


def test_only_what_failed_is_collected_again(
    source: Harvested, see: Open, press: Callable[..., html.HtmlElement], clean_redis: None
) -> None:
    source.run()
    source.portal.records[1]["title"] = "Asili nido 2"
    source.portal.records.append(record("3"))
    press(see(f"/sources/{source.name}", "admin"), "/retry")
    work_off()
    assert {found["title"] for found in act("package_search")["results"]} == {"Asili nido 1", "Asili nido 2"}
    (again, _) = act("resilient_harvest_run_list", id=source.id)
    assert again["counts"] | {"listed": 1, "new": 1, "vanished": 0} == again["counts"]
    assert again["outcome"] == "fine"


def test_a_rerun_is_no_ground_to_ask_for_changes_only(source: Harvested) -> None:
    source.portal.filters = True
    job = source.run()["job"]
    source.portal.records[1]["title"] = "Asili nido 2"
    assert source.run(only_failed_of=job)["written"] == 1
    assert source.run()["complete"] is True


def test_what_did_not_fail_cannot_be_rerun(source_with: Callable[..., Harvested], source: Harvested) -> None:
    whole = source_with([record("1")], "intero")
    job = whole.run()["job"]
    for id_ in (whole.id, source.id):
        with pytest.raises(tk.ValidationError, match="No record of this source failed"):
            act("resilient_harvest_start", id=id_, only_failed_of=job)


def test_a_waiting_run_is_ended_and_the_workers_leave_it_alone(
    source: Harvested, see: Open, press: Callable[..., html.HtmlElement], clean_redis: None
) -> None:
    run = press(see(f"/sources/{source.name}", "admin"), "/start")
    ended = press(run, "/cancel")
    assert "Ended by hand" in text(ended)
    work_off()
    assert source.portal.pages_asked == 0
    assert act("package_search")["count"] == 0


def test_a_run_that_is_ended_while_it_reads_writes_nothing(
    source_with: Callable[..., Harvested], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = source_with([record(str(number)) for number in range(6)], page_size=2)
    job = stock.start_job(source.id)

    def end_at_the_third(prepared: Any, *others: Any) -> str:
        if prepared.title == "Asili nido 2":
            act("resilient_harvest_cancel", id=job.id)
        return compare(prepared, *others)

    monkeypatch.setattr("ckanext.resilient.harvest.run.compare", end_at_the_third)
    conduct.deliver(job)
    assert source.portal.pages_asked == 2
    assert act("package_search")["count"] == 0
    shown = act("resilient_harvest_run_show", id=job.id)
    assert (shown["outcome"], [cause["count"] for cause in shown["causes"]]) == ("cancelled", [1])


def test_after_a_run_was_ended_between_two_records_the_rest_is_not_written(source: Harvested) -> None:
    source.portal.records.append(record("3"))

    def end_after_the_first(items: list[str]) -> Any:
        yield items[0]
        (run,) = act("resilient_harvest_run_list", id=source.id)
        act("resilient_harvest_cancel", id=run["job"])
        yield from items[1:]

    context = {"ignore_auth": True, "user": "", "resilient_progress": end_after_the_first}
    tk.get_action("resilient_harvest_run")(context, {"id": source.id})
    assert act("package_search")["count"] == 1


def test_a_run_that_has_ended_cannot_be_ended_again(source: Harvested) -> None:
    with pytest.raises(tk.ValidationError, match="ended already"):
        act("resilient_harvest_cancel", id=source.run()["job"])


def test_progress_is_asked_for_until_the_run_has_ended(
    source: Harvested, app: CKANTestApp, people: People, clean_redis: None
) -> None:
    job = act("resilient_harvest_start", id=source.name)["job"]
    path = f"/sources/{source.name}/runs/{job}/progress"
    running = app.get(path, headers=people.headers("admin"))
    assert "HX-Refresh" not in running.headers
    work_off()
    assert app.get(path, headers=people.headers("admin")).headers["HX-Refresh"] == "true"
    whole = app.get(path.removesuffix("/progress"), headers=people.headers("admin")).body
    assert "hx-get" not in whole


def test_every_button_carries_the_forms_secret_and_a_link_does_nothing(
    source: Harvested, see: Open, clean_redis: None
) -> None:
    source.run()
    forms = see(f"/sources/{source.name}", "admin").xpath("//main//form[@method='post']")
    assert len(forms) == 2
    assert all(form.xpath(".//input[@name='_csrf_token']/@value") for form in forms)
    for form in forms:
        see(form.get("action"), "admin", 404)


def test_an_inactive_source_is_not_collected(source: Harvested) -> None:
    act("harvest_source_delete", id=source.id)
    with pytest.raises(tk.ValidationError, match="not active"):
        act("resilient_harvest_start", id=source.id)


def test_the_commands_list_show_start_and_end_runs(source: Harvested, cli: Any, clean_redis: None) -> None:
    def say(*words: str) -> str:
        done = cli.invoke(ckan, ["resilient", "harvest", *words])
        assert done.exit_code == 0, done.output
        return done.stdout.strip()

    job = source.run()["job"]
    assert say("history", source.name).startswith(job)
    assert json.loads(say("history", source.name, "--json"))[0]["outcome"] == "flawed"
    shown = say("show", job).splitlines()
    assert shown[0].startswith("flawed")
    assert "The record has no title." in "".join(shown)
    every = act("resilient_harvest_issue_list", id=job)
    assert json.loads(say("findings", job, "--json")) == every
    assert len(say("findings", job).splitlines()) == len(every) > 0
    assert any("The record has no title." in line for line in say("findings", job).splitlines())
    table = list(csv.DictReader(io.StringIO(say("findings", job, "--csv").removeprefix("\ufeff"))))
    assert [row["Code"] for row in table] == [one["code"] for one in every]
    begun = say("start", source.name, "--only-failed-of", job)
    assert json.loads(say("show", begun, "--json"))["only_failed_of"] == job
    assert say("cancel", begun) == "cancelled"


def test_the_commands_say_why_they_refuse(source: Harvested, cli: Any) -> None:
    job = source.run()["job"]
    for words, reason in (
        (["cancel", job], "ended already"),
        (["show", "nothing"], "There is no run"),
        (["findings", "nothing", "--csv"], "There is no run"),
        (["history", "nowhere"], "There is no harvest source"),
        (["start", "nowhere"], "There is no harvest source"),
    ):
        done = cli.invoke(ckan, ["resilient", "harvest", *words])
        assert done.exit_code == 2
        assert reason in done.stderr
