"""What becomes of a dataset whose source lists it no more, by the rule of the source."""

from __future__ import annotations

import datetime
import json
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import call_action, call_auth

from ckanext.resilient.harvest.model import HarvestRecord
from tests.harvest.portal import Make, act

pytestmark = pytest.mark.usefixtures("clean")


def run(times: int = 1, **options: Any) -> dict[str, Any]:
    return [act("resilient_harvest_run", id="portal", full=True, **options) for _ in range(times)][-1]


def found(query: str = "*:*") -> dict[str, dict[str, Any]]:
    results = act("package_search", fq=f"({query}) +type:dataset", rows=100)["results"]
    return {dataset["title"]: dataset for dataset in results}


def backdate(days: int) -> None:
    then = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)
    model.Session.execute(sa.update(HarvestRecord).where(HarvestRecord.gone != "").values(gone_since=then))
    model.Session.commit()


def today() -> str:
    return datetime.datetime.now(datetime.timezone.utc).date().isoformat()


def test_a_source_may_mark_what_vanished_and_takes_the_mark_back(portal_with: Make) -> None:
    portal = portal_with(3, removal="stale")
    run()
    before = found()["Asili nido 2"]
    gone = portal.records.pop()
    run(2)
    assert found("source_vanished:[* TO *]").keys() == {"Asili nido 2"}
    assert found()["Asili nido 2"]["source_vanished"] == today()
    assert run()["written"] == 0
    portal.records.append(gone)
    assert run()["counts"]["changed"] == 1
    after = found()["Asili nido 2"]
    assert "source_vanished" not in after
    assert (after["id"], after["name"]) == (before["id"], before["name"])
    assert run()["counts"]["unchanged"] == 3


def test_the_page_and_the_card_say_since_when_a_dataset_is_no_longer_listed(
    portal_with: Make, app: Any
) -> None:
    portal = portal_with(2, removal="stale")
    run()
    portal.records.pop()
    run(2)
    name = found()["Asili nido 1"]["name"]
    assert "No longer listed at its source since" in app.get(f"/dataset/{name}").body
    assert app.get("/dataset/").body.count("No longer listed at its source since") == 1
    assert "Non più presente nella fonte dal" in app.get(f"/it/dataset/{name}").body


def test_a_source_that_keeps_everything_shows_nothing(portal_with: Make) -> None:
    portal = portal_with(30, removal="keep")
    run()
    del portal.records[1:]
    assert run(3)["stopped_by"] == ""
    assert len(found()) == 30
    assert found("source_vanished:[* TO *]") == {}


def test_an_archived_dataset_is_private_after_the_grace_time_and_public_when_it_is_back(
    portal_with: Make,
) -> None:
    portal = portal_with(2, removal="archive", grace_days=10)
    run()
    gone = portal.records.pop()
    run(2)
    backdate(days=9)
    run()
    assert found()["Asili nido 1"]["source_vanished"] == today()
    backdate(days=10)
    run()
    assert found().keys() == {"Asili nido 0"}
    portal.records.append(gone)
    run()
    back = found()["Asili nido 1"]
    assert (back["private"], back.get("source_vanished")) == (False, None)


def test_an_archived_dataset_that_a_person_shows_again_stays_shown(portal_with: Make) -> None:
    portal = portal_with(2, removal="archive")
    run()
    package_id = found()["Asili nido 1"]["id"]
    portal.records.pop()
    run(2)
    backdate(days=31)
    run()
    act("package_patch", id=package_id, private=False)
    run(2)
    assert found().keys() == {"Asili nido 0", "Asili nido 1"}


def test_what_its_source_withdrew_is_not_marked_but_deleted(portal_with: Make) -> None:
    portal = portal_with(2, removal="stale")
    run()
    portal.records[1]["private"] = True
    run(2)
    assert found().keys() == {"Asili nido 0"}


def test_a_dataset_that_a_person_deleted_stays_deleted_and_is_up_to_date_when_it_is_restored(
    portal_with: Make,
) -> None:
    portal = portal_with(2)
    run()
    deleted = found()["Asili nido 0"]["id"]
    call_action("package_delete", {"user": factories.Sysadmin()["name"], "ignore_auth": False}, id=deleted)
    portal.records[0]["title"] = "Nidi"
    result = run()
    assert found().keys() == {"Asili nido 1"}
    assert [cause["count"] for cause in result["causes"] if cause["code"] == "deleted-here"] == [1]
    assert (run()["counts"]["unchanged"], found().keys()) == (2, {"Asili nido 1"})
    act("package_patch", id=deleted, state="active")
    assert found().keys() == {"Nidi", "Asili nido 1"}
    portal.records[0]["title"] = "Nidi d'infanzia"
    run()
    assert found().keys() == {"Nidi d'infanzia", "Asili nido 1"}


def test_when_the_source_counts_more_records_than_it_lists_nothing_has_vanished(portal_with: Make) -> None:
    portal = portal_with(3, removal="delete")
    run()
    portal.records.pop()
    portal.total = 3
    assert run(3)["complete"] is False
    assert len(found()) == 3


def test_an_approval_lets_the_missing_records_go_in_the_next_run_and_is_used_once(portal_with: Make) -> None:
    portal = portal_with(30, removal="delete")
    run()
    with pytest.raises(tk.ObjectNotFound):
        act("resilient_harvest_approve", id="portal")
    del portal.records[5:]
    assert run()["stopped_by"] == "too-much-vanished"
    asked = act("resilient_harvest_approval_show", id="portal")
    assert (asked["missing"], asked["approved"]) == (25, "")
    assert asked["records"][0]["title"].startswith("Asili nido")
    assert run()["stopped_by"] == "too-much-vanished"
    assert act("resilient_harvest_approve", id="portal")["approved"]
    assert run()["counts"]["vanished"] == 25
    assert len(found()) == 5
    with pytest.raises(tk.ObjectNotFound):
        act("resilient_harvest_approval_show", id="portal")


def test_an_administrator_of_the_organisation_may_approve_and_a_stranger_may_not(
    portal_with: Make, organisation: dict[str, Any]
) -> None:
    portal_with(1)
    admin, stranger = factories.User(), factories.User()
    act("organization_member_create", id=organisation["id"], username=admin["name"], role="admin")
    asked = {"id": "portal"}
    assert call_auth("resilient_harvest_approve", {"user": admin["name"], "model": model}, **asked)
    with pytest.raises(tk.NotAuthorized):
        call_auth("resilient_harvest_approve", {"user": stranger["name"], "model": model}, **asked)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"removal": "burn"}, "keep, stale, archive, delete"),
        ({"removal": "archive", "grace_days": 0}, "30"),
        ({"grace_days": "soon"}, "“soon” is not a number of days"),
    ],
)
def test_a_rule_that_does_not_exist_is_refused_with_what_to_write(
    portal_with: Make, settings: dict[str, Any], words: str
) -> None:
    portal_with(1)
    with pytest.raises(tk.ValidationError) as refused:
        act("harvest_source_patch", id="portal", config=json.dumps({"protocol": "ckan", **settings}))
    assert words in str(refused.value.error_dict)
