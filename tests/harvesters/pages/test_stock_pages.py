"""ckanext-harvest's own pages and actions keep to the roles of ours, and a link changes nothing."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests.helpers import CKANTestApp, call_action

from ckanext.resilient.harvest import stock
from tests.harvest.portal import act
from tests.harvesters.pages.conftest import Harvested, Open, People

LINKS = ("clear/{name}", "delete/{name}", "refresh/{name}", "{name}/job/{job}/abort")
FROM_ELSEWHERE = {"Referer": "https://elsewhere.example.org/"}


def jobs(source: Harvested) -> list[str]:
    return [run["state"] for run in act("resilient_harvest_run_list", id=source.id)]


@pytest.mark.parametrize("link", LINKS)
def test_a_link_into_the_stock_pages_leads_to_ours_and_changes_nothing(
    source: Harvested, people: People, app: CKANTestApp, link: str
) -> None:
    source.run()
    job = stock.start_job(source.id).id
    path = f"/harvest/{link.format(name=source.name, job=job)}"
    answer = app.get(path, headers=people.headers("sysadmin"), follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["Location"].split("://")[-1].split("/", 1)[1].startswith(f"sources/{source.name}")
    assert jobs(source) == ["Running", "Finished"]
    assert [row["records"] for row in act("resilient_harvest_status")] == [1]


@pytest.mark.parametrize("link", LINKS)
def test_a_link_on_another_site_changes_no_source_of_another_harvester(
    source: Harvested, people: People, app: CKANTestApp, link: str
) -> None:
    source.run()
    job = stock.start_job(source.id).id
    held = stock.find_source(source.id)
    assert held is not None
    held.type = "waf"
    model.Session.commit()
    path = f"/harvest/{link.format(name=source.name, job=job)}"
    for sender in ({}, FROM_ELSEWHERE):
        answer = app.get(path, headers=people.headers("sysadmin") | sender, follow_redirects=False)
        assert answer.status_code == 403
    assert jobs(source) == ["Running", "Finished"]
    assert held.active


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("new", "/sources/new"),
        ("edit/portale", "/sources/portale/edit"),
        ("admin/portale", "/sources/portale"),
        ("about/portale", "/sources/portale"),
        ("portale/job", "/sources/portale"),
        ("portale/job/last", "/sources/portale"),
        ("portale/job/{job}", "/sources/portale/runs/{job}"),
        ("portale", "/sources/portale"),
        ("", "/sources"),
    ],
)
def test_the_stock_pages_lead_to_ours(
    source: Harvested, people: People, app: CKANTestApp, path: str, target: str
) -> None:
    job = source.run()["job"]
    answer = app.get(
        f"/it/harvest/{path.format(job=job)}", headers=people.headers("admin"), follow_redirects=False
    )
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"/it{target.format(job=job)}")


def test_visitors_are_led_from_a_source_to_the_list_of_all(
    source: Harvested, see: Open, app: CKANTestApp
) -> None:
    page = app.get(f"/harvest/{source.name}")
    assert "Portale" in page.body
    assert "<textarea" not in page.body


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("harvest_job_create", {"source_id": "{id}", "run": False}),
        ("harvest_source_clear", {"id": "{id}"}),
        ("harvest_source_delete", {"id": "{id}"}),
        ("harvest_source_patch", {"id": "{id}", "frequency": "DAILY"}),
        ("package_patch", {"id": "{id}", "title": "Altro"}),
        ("package_delete", {"id": "{id}"}),
        ("harvest_job_list", {"source_id": "{id}"}),
        (
            "harvest_source_create",
            {
                "name": "altro",
                "url": "https://altro.example.org/",
                "source_type": "resilient",
                "owner_org": "{organisation}",
                "config": json.dumps({"protocol": "ckan"}),
            },
        ),
    ],
)
def test_the_stock_actions_are_for_whoever_administers_the_organisation(
    source: Harvested, people: People, action: str, data: dict[str, Any]
) -> None:
    given = {
        name: value.format(id=source.id, organisation=source.organisation) if name != "config" else value
        for name, value in data.items()
        if isinstance(value, str)
    } | {name: value for name, value in data.items() if not isinstance(value, str)}
    for who in ("editor", "other-admin"):
        with pytest.raises(tk.NotAuthorized):
            call_action(action, {"user": people.names[who], "ignore_auth": False}, **given)
        model.Session.rollback()
    call_action(action, {"user": people.names["admin"], "ignore_auth": False}, **given)


def as_who(people: People, who: str) -> dict[str, Any]:
    return {"user": people.names[who], "ignore_auth": False}


def ways(source: Harvested, context: dict[str, Any]) -> list[dict[str, Any]]:
    """A source as every action of CKAN and ckanext-harvest shows it."""
    fq = "dataset_type:harvest"
    own: Any = {"id": source.id}
    return [
        call_action("package_show", {**context}, **own),
        call_action("package_show", {**context, "use_cache": False}, **own),
        call_action("harvest_source_show", {**context}, **own),
        *call_action("package_search", {**context}, fq=fq)["results"],
        *call_action("package_search", {**context}, fq=fq, fl="*")["results"],
        *call_action("package_search", {**context}, fq=fq, use_default_schema=True)["results"],
    ]


def test_the_settings_of_a_source_are_for_whoever_administers_it(source: Harvested, people: People) -> None:
    act("resilient_harvest_source_update", id=source.id, recipients=["maria@town.example"])
    for who in ("visitor", "editor", "other-admin"):
        seen = [*ways(source, as_who(people, who)), *call_action("harvest_source_list", as_who(people, who))]
        assert all("maria@town.example" not in json.dumps(one, default=str) for one in seen), who
    assert (
        call_action("package_search", as_who(people, "visitor"), fq="dataset_type:harvest", q="maria")[
            "count"
        ]
        == 0
    )
    for who in ("admin", "sysadmin"):
        shown = call_action("package_show", as_who(people, who), id=source.id)
        assert shown["recipients"] == ["maria@town.example"]
        assert json.loads(shown["config"])["protocol"] == "ckan"
    (listed,) = call_action("harvest_source_list", as_who(people, "sysadmin"))
    assert "maria@town.example" in listed["config"]
    assert act("resilient_harvest_source_show", id=source.id)["recipients"] == ["maria@town.example"]


def test_a_source_that_waits_for_approval_is_not_seen(source: Harvested, people: People) -> None:
    act_as = as_who(people, "admin")
    call_action("resilient_harvest_source_update", act_as, id=source.id, url="https://altro.example.org/")
    for who in ("visitor", "editor", "other-admin"):
        for action in ("package_show", "harvest_source_show"):
            with pytest.raises(tk.NotAuthorized):
                call_action(action, as_who(people, who), id=source.id)
        assert call_action("package_search", as_who(people, who), fq="dataset_type:harvest")["count"] == 0
        assert call_action("harvest_source_list", as_who(people, who)) == []
    for who in ("admin", "sysadmin"):
        assert call_action("package_show", as_who(people, who), id=source.id)["id"] == source.id
        assert call_action("package_search", as_who(people, who), fq="dataset_type:harvest")["count"] == 1
