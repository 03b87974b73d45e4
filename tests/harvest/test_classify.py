"""Harvested datasets are classified by their words, and what a person changes of it stays hers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from tests.harvest.portal import Portal, act, record, register, running

pytestmark = pytest.mark.usefixtures("clean")

BANK = record("1", title="Banco alimentare: pacchi distribuiti", notes="Per comune e anno.")
RECORD_ID = BANK["id"]


class Harvested:
    """A dataset of a portal of this test, and a publisher who edits it."""

    def __init__(self, portal: Portal, source_id: str) -> None:
        self.portal = portal
        self.source_id = source_id
        self.user: str = factories.Sysadmin()["name"]

    def harvest(self) -> dict[str, Any]:
        """Harvest once more; what was done."""
        return act("resilient_harvest_run", id=self.source_id)

    def shown(self) -> dict[str, Any]:
        """The dataset as everyone sees it."""
        (dataset,) = act("package_search")["results"]
        return act("package_show", id=dataset["id"])

    def edit(self, **fields: Any) -> dict[str, Any]:
        """Change it as a signed-in person does; the dataset afterwards."""
        context = {"user": self.user, "ignore_auth": False}
        call_action("package_patch", context, id=self.shown()["id"], **fields)
        return self.shown()


@pytest.fixture
def harvested(organisation: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Harvested]:
    with running([dict(BANK)]) as (portal, server):
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [server.pair])
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.delay_ms", 0)
        found = Harvested(portal, register(server, organisation["id"])["id"])
        assert found.harvest()["written"] == 1
        yield found


def test_a_dataset_says_which_fields_were_filled_in_and_by_which_words(harvested: Harvested) -> None:
    shown = harvested.shown()
    assert shown["social_need"] == ["food-access"]
    assert shown["od_category"] == ["health-social-services"]
    assert {"social_need", "od_category", "beneficiary"} <= set(shown["auto_classified"])
    (entry,) = [entry for entry in shown["auto_matched"] if entry["field"] == "social_need"]
    assert (entry["code"], entry["words"]) == ("food-access", "Banco alimentare")
    assert "hand_classified" not in shown


def test_what_a_person_changes_is_no_longer_automatic_and_survives_the_next_harvest(
    harvested: Harvested,
) -> None:
    edited = harvested.edit(social_need=["poverty-exclusion"])
    assert edited["hand_classified"] == ["social_need"]
    assert "social_need" not in edited["auto_classified"]
    assert "social_need" not in {entry["field"] for entry in edited["auto_matched"]}
    assert edited["od_category"] == ["health-social-services"]

    harvested.portal.records[0]["title"] = "Orti sociali e banco alimentare"
    assert harvested.harvest()["counts"]["changed"] == 1
    again = harvested.shown()
    assert again["title"] == "Orti sociali e banco alimentare"
    assert again["social_need"] == ["poverty-exclusion"]
    assert again["hand_classified"] == ["social_need"]
    assert "social_need" not in again["auto_classified"]
    assert "beneficiary" in again["auto_classified"]


def test_a_field_that_a_person_empties_stays_empty(harvested: Harvested) -> None:
    assert "social_need" not in harvested.edit(social_need=[])
    harvested.portal.records[0]["notes"] = "Per comune, anno e tipo di famiglia."
    assert harvested.harvest()["written"] == 1
    assert "social_need" not in harvested.shown()


def test_a_field_that_the_rules_left_empty_is_hers_when_she_fills_it_in(harvested: Harvested) -> None:
    assert harvested.edit(use_stage=["evaluation"])["hand_classified"] == ["use_stage"]
    harvested.portal.records[0]["notes"] = "Per comune, anno e tipo di famiglia."
    harvested.harvest()
    assert harvested.shown()["use_stage"] == ["evaluation"]


def test_another_edit_leaves_the_classification_to_the_rules(harvested: Harvested) -> None:
    before = harvested.shown()
    edited = harvested.edit(in_short={"it": "Cibo per chi ne ha bisogno"})
    assert "hand_classified" not in edited
    assert edited["auto_classified"] == before["auto_classified"]
    assert edited["auto_matched"] == before["auto_matched"]


def test_an_update_cannot_say_of_itself_that_a_person_decided(harvested: Harvested) -> None:
    edited = harvested.edit(hand_classified=["beneficiary"], auto_classified=[])
    assert "hand_classified" not in edited
    assert "social_need" in edited["auto_classified"]


def test_an_unchanged_record_stays_unchanged_after_an_edit(harvested: Harvested) -> None:
    harvested.edit(social_need=["poverty-exclusion"])
    assert harvested.harvest()["written"] == 0


def test_other_rules_make_a_record_changed(harvested: Harvested, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ckanext.resilient.harvest.stages.classify", lambda dataset: dataset)
    assert harvested.harvest()["counts"]["changed"] == 1
    assert "social_need" not in harvested.shown()


def test_a_rehearsal_shows_a_persons_edit(harvested: Harvested) -> None:
    harvested.edit(social_need=["poverty-exclusion"])
    source = act("harvest_source_show", id=harvested.source_id)
    (rehearsed,) = act("resilient_harvest_rehearse", url=source["url"], protocol="ckan", languages=["it"])[
        "datasets"
    ]
    assert rehearsed["social_need"] == ["poverty-exclusion"]
    assert rehearsed["hand_classified"] == ["social_need"]
