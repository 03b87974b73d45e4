"""A source is taken away in the browser; its datasets stay, or go with it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action, call_auth

from ckanext.resilient.harvest import closing
from tests.harvest.portal import act
from tests.harvest.twins import Make, national, regional, twins
from tests.harvesters.pages.conftest import Harvested, People

__all__ = ["twins"]


def test_a_source_that_is_taken_away_leaves_its_datasets_and_is_not_read_again(
    source: Harvested, app: CKANTestApp, sysadmin_headers: dict[str, str]
) -> None:
    source.run()
    page = app.get(f"/sources/{source.name}/close", headers=sysadmin_headers)
    assert "1 dataset came from this source." in page.body
    done = app.post(f"/sources/{source.name}/close", data={"datasets": "keep"}, headers=sysadmin_headers)
    assert "The source is taken away. It is read no more." in done.body
    assert act("resilient_harvest_status") == []
    assert act("package_search", fq="type:dataset")["count"] == 1


def test_a_source_that_was_taken_away_is_added_again_with_its_datasets(
    source: Harvested, people: People
) -> None:
    source.run()
    (dataset,) = act("package_search", fq="type:dataset")["results"]
    act("resilient_harvest_source_close", id=source.id)
    new = {"url": source.url, "title": "Portale nuovo", "owner_org": source.organisation, "protocol": "ckan"}
    made = call_action(
        "resilient_harvest_source_create", {"user": people.names["admin"], "ignore_auth": False}, **new
    )
    assert (made["id"], made["title"], made["waiting"]) == (source.id, "Portale nuovo", True)
    act("resilient_harvest_source_approve", id=made["id"])
    again = source.run()
    assert (again["stopped_by"], again["counts"]["vanished"]) == ("", 0)
    assert [one["id"] for one in act("package_search", fq="type:dataset")["results"]] == [dataset["id"]]
    with pytest.raises(tk.ValidationError, match="is a source already"):
        act("resilient_harvest_source_create", **new)


def test_a_source_that_another_organisation_has_taken_away_stays_its_own(
    source: Harvested, people: People
) -> None:
    act("resilient_harvest_source_close", id=source.id)
    other = {"user": people.names["other-admin"], "ignore_auth": False}
    (own,) = call_action("organization_list_for_user", {**other}, permission="admin")
    with pytest.raises(tk.ValidationError, match="is a source already"):
        call_action(
            "resilient_harvest_source_create",
            {**other},
            url=source.url,
            title="Portale",
            owner_org=own["id"],
            protocol="ckan",
        )


def test_a_portal_that_was_taken_away_is_registered_again(clean: None) -> None:
    made = act("resilient_portal_register", key="it-lombardia")
    act("resilient_harvest_source_close", id=made["id"])
    assert act("resilient_harvest_status") == []
    assert act("resilient_portal_register", key="it-lombardia")["id"] == made["id"]
    assert [(row["id"], row["waiting"]) for row in act("resilient_harvest_status")] == [(made["id"], False)]


def test_a_source_that_is_there_again_keeps_its_datasets_although_they_were_to_go(twins: Make) -> None:
    made = twins([regional("1")], [])
    made.region.run()
    held = act("resilient_harvest_source_show", id=made.region.id)
    act("resilient_harvest_source_close", id=made.region.id, with_datasets=True)
    new = {"url": held["url"], "title": "Regione", "owner_org": made.region.owner, "protocol": "ckan"}
    act("resilient_harvest_source_create", **new)
    assert closing.delete_datasets(made.region.id) == 0
    assert made.shown() == {made.of_region("1")}


def test_the_datasets_go_with_their_source_and_what_another_lists_stays(twins: Make) -> None:
    made = twins([regional("1"), regional("2")], [national("1")])
    made.region.run()
    made.nation.run()
    assert made.shown() == {made.of_region("1"), made.of_region("2")}
    assert act("resilient_harvest_source_close", id=made.region.id, with_datasets=True)["datasets"] == 2
    assert closing.delete_datasets(made.region.id) == 2
    assert made.shown() == {made.of_nation("1")}
    assert closing.delete_datasets(made.region.id) == 0
    assert act("resilient_harvest_check")["orphaned"] == []


def test_only_whoever_looks_after_a_source_takes_it_away(
    source: Harvested, app: CKANTestApp, sysadmin_headers: dict[str, str]
) -> None:
    stranger = factories.UserWithToken()
    headers = {"Authorization": stranger["token"]}
    for method in (app.get, app.post):
        assert method(f"/sources/{source.name}/close", headers=headers, status=403)
    admin = factories.User()
    act("organization_member_create", id=source.organisation, username=admin["name"], role="admin")
    context: Any = {"user": admin["name"], "model": model}
    assert call_auth("resilient_harvest_source_close", context, id=source.id)


def test_while_it_is_collected_a_source_stays(
    source: Harvested, app: CKANTestApp, sysadmin_headers: dict[str, str], clean_redis: None
) -> None:
    act("harvest_job_create", source_id=source.id)
    done = app.post(f"/sources/{source.name}/close", data={"datasets": "keep"}, headers=sysadmin_headers)
    assert "A harvest of this source is already running." in done.body
    assert [row["name"] for row in act("resilient_harvest_status")] == [source.name]
