"""A source that ckanext-harvest clears begins anew, and all its datasets come back."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.resilient.harvest import leases, stock
from ckanext.resilient.harvest.undo.model import HarvestBefore
from tests.harvest.portal import Make as MakePortal
from tests.harvest.portal import act
from tests.harvest.twins import Make, national, regional, twins

__all__ = ["twins"]

pytestmark = pytest.mark.usefixtures("clean")


def run() -> dict[str, Any]:
    return act("resilient_harvest_run", id="portal")


def clear() -> None:
    act("harvest_source_clear", id=act("harvest_source_show", id="portal")["id"])


def shown() -> set[str]:
    return {one["id"] for one in act("package_search", fq="type:dataset")["results"]}


def status() -> dict[str, Any]:
    (row,) = act("resilient_harvest_status")
    return row


def test_after_a_source_was_cleared_all_its_datasets_come_back_under_their_ids(
    portal_with: MakePortal,
) -> None:
    portal_with(3)
    run()
    before = shown()
    clear()
    assert shown() == set()
    assert status()["records"] == 0
    assert act("resilient_harvest_run_list", id="portal") == []
    again = run()
    assert (again["counts"]["new"], again["written"]) == (3, 3)
    assert shown() == before
    assert status()["records"] == 3


def test_what_a_person_has_edited_comes_back_too(
    portal_with: MakePortal, organisation: dict[str, Any]
) -> None:
    portal_with(1)
    run()
    (dataset,) = shown()
    editor = factories.User()
    act("organization_member_create", id=organisation["id"], username=editor["name"], role="editor")
    call_action(
        "package_patch",
        {"user": editor["name"], "ignore_auth": False},
        id=dataset,
        title_translated={"it": "Asili nido della città"},
    )
    clear()
    run()
    assert act("package_show", id=dataset)["title_translated"] == {"it": "Asili nido della città"}
    (edit,) = act("resilient_overlay_list", id=dataset, state="all")
    assert (edit["field"], edit["source"]) == ("title_translated", {"it": "Asili nido 0"})


def test_a_dataset_that_another_source_lists_is_shown_as_that_source_s(twins: Make) -> None:
    made = twins([regional("1")], [national("1")])
    made.region.run()
    made.nation.run()
    assert made.shown() == {made.of_region("1")}
    act("harvest_source_clear", id=made.region.id)
    assert made.shown() == {made.of_nation("1")}
    kept = sa.select(HarvestBefore).where(HarvestBefore.source_id == made.region.id)
    assert model.Session.scalars(kept).all() == []  # undoing the nation's run does not bring it back as known
    made.region.run()
    assert len(made.shown()) == 1


def test_while_it_is_collected_a_source_is_not_cleared(portal_with: MakePortal) -> None:
    portal_with(2)
    run()
    source_id = act("harvest_source_show", id="portal")["id"]
    with leases.hold(source_id), pytest.raises(tk.ValidationError, match="already running"):
        clear()
    job = stock.start_job(source_id)
    with pytest.raises(tk.ValidationError, match="already running"):
        clear()
    stock.finish_job(job.id)
    assert len(shown()) == 2


def test_a_history_that_is_cleared_keeps_what_each_record_last_said(portal_with: MakePortal) -> None:
    portal_with(1)
    run()
    source_id = act("harvest_source_show", id="portal")["id"]
    act("harvest_source_job_history_clear", id=source_id)
    (dataset,) = shown()
    act("package_patch", id=dataset, version="2")
    assert act("package_search", fq=f"harvest_source_id:{source_id}")["count"] == 1
