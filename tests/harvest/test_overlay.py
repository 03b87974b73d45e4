"""What people edit of a harvested dataset stays through every run, and they are told when its source changes."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from tests.harvest.portal import Make, Portal, act

pytestmark = pytest.mark.usefixtures("clean")

CSV = "https://example.org/posti.csv"
FILE = {"id": "file-1", "name": "Posti", "url": CSV, "format": "CSV"}


class Edited:
    """A harvested dataset with a file, and an editor of its organisation."""

    def __init__(self, portal: Portal, organisation: str) -> None:
        self.portal = portal
        self.said = portal.records[0]
        self.said["resources"] = [dict(FILE)]
        self.run()
        (found,) = act("package_search", fq="type:dataset")["results"]
        self.id, self.name = found["id"], found["name"]
        person = factories.UserWithToken()
        self.editor, self.headers = person["name"], {"Authorization": person["token"]}
        act("organization_member_create", id=organisation, username=self.editor, role="editor")

    def run(self) -> dict[str, Any]:
        return act("resilient_harvest_run", id="portal", full=True)

    def edit(self, **values: Any) -> None:
        call_action("package_patch", {"user": self.editor, "ignore_auth": False}, id=self.id, **values)

    def shown(self) -> dict[str, Any]:
        return call_action("package_show", {"ignore_auth": True, "use_cache": False}, id=self.id)

    def edits(self, state: str = "review") -> list[dict[str, Any]]:
        return call_action(
            "resilient_overlay_list", {"user": self.editor, "ignore_auth": False}, id=self.id, state=state
        )

    def decide(self, field: str, keep: str) -> None:
        call_action(
            "resilient_overlay_decide",
            {"user": self.editor, "ignore_auth": False},
            id=self.id,
            field=field,
            keep=keep,
        )


@pytest.fixture
def edited(portal_with: Make, organisation: dict[str, Any]) -> Edited:
    return Edited(portal_with(1), organisation["id"])


def test_a_translation_tags_and_the_licence_survive_a_run_that_brings_something_else(edited: Edited) -> None:
    edited.edit(
        title_translated={"it": "Asili nido 0", "en": "Nurseries"},
        tags_translated={"it": ["nidi"]},
        license_id="CC_BY",
    )
    edited.said["notes"] = "Posti disponibili e liste d'attesa."
    assert edited.run()["counts"]["changed"] == 1
    after = edited.shown()
    assert after["title_translated"] == {"it": "Asili nido 0", "en": "Nurseries"}
    assert (after["tags_translated"], after["license_id"]) == ({"it": ["nidi"]}, "CC_BY")
    assert after["notes_translated"] == {"it": "Posti disponibili e liste d'attesa."}
    assert edited.edits() == []
    assert {one["field"] for one in edited.edits("all")} == {
        "title_translated",
        "tags_translated",
        "license_id",
    }


def test_when_the_source_changes_an_edited_field_both_values_are_shown_and_one_is_chosen(
    edited: Edited,
) -> None:
    edited.edit(notes_translated={"it": "Con le liste d'attesa."})
    edited.said["notes"] = "Posti per comune e anno."
    edited.run()
    (entry,) = edited.edits()
    assert (entry["field"], entry["author"]) == ("notes_translated", edited.editor)
    assert entry["value"] == {"it": "Con le liste d'attesa."}
    assert entry["base"] == {"it": "Posti disponibili per comune."}
    assert entry["source"] == {"it": "Posti per comune e anno."}
    edited.decide("notes_translated", "mine")
    assert edited.edits() == []
    edited.said["title"] = "Nidi"
    edited.run()
    assert edited.edits() == []
    assert edited.shown()["notes_translated"] == {"it": "Con le liste d'attesa."}
    edited.said["notes"] = "Posti per quartiere."
    edited.run()
    edited.decide("notes_translated", "source")
    assert edited.shown()["notes_translated"] == {"it": "Posti per quartiere."}
    edited.said["notes"] = "Posti."
    edited.run()
    assert edited.shown()["notes_translated"] == {"it": "Posti."}


def test_a_translation_is_hers_and_the_other_languages_follow_the_source(edited: Edited) -> None:
    edited.edit(
        title_translated={"it": "Asili nido 0", "el": "Παιδικοί σταθμοί"},
        notes_translated={"it": "Con le liste.", "el": "Θέσεις ανά δήμο."},
    )
    edited.said["title"] = "Nidi"
    edited.run()
    assert edited.shown()["title_translated"] == {"it": "Nidi", "el": "Παιδικοί σταθμοί"}
    assert edited.edits() == []
    edited.said["notes"] = "Posti per quartiere."
    edited.run()
    (entry,) = edited.edits()
    assert (entry["value"], entry["source"]) == ({"it": "Con le liste."}, {"it": "Posti per quartiere."})
    edited.decide("notes_translated", "source")
    assert edited.shown()["notes_translated"] == {"it": "Posti per quartiere.", "el": "Θέσεις ανά δήμο."}
    edited.edit(title_translated={"it": "Nidi"})
    assert [one["value"] for one in edited.edits("all")] == [{"el": "Θέσεις ανά δήμο."}]


def test_an_edited_file_keeps_its_edit_and_the_source_may_bring_another(edited: Edited) -> None:
    (file,) = edited.shown()["resources"]
    call_action(
        "resource_patch",
        {"user": edited.editor, "ignore_auth": False},
        id=file["id"],
        description_translated={"it": "Posti per nido"},
    )
    edited.said["resources"].append({"id": "file-2", "url": "https://example.org/costi.csv", "format": "CSV"})
    edited.run()
    files = {one["url"]: one for one in edited.shown()["resources"]}
    assert files.keys() == {CSV, "https://example.org/costi.csv"}
    assert files[CSV]["description_translated"] == {"it": "Posti per nido"}


def test_a_dataset_that_a_person_hides_stays_hidden(edited: Edited) -> None:
    edited.edit(private=True)
    edited.said["title"] = "Nidi"
    edited.run()
    assert edited.shown()["private"] is True


def test_a_field_that_is_set_back_to_what_the_source_says_follows_it_again(edited: Edited) -> None:
    edited.edit(notes_translated={"it": "Altro."})
    edited.edit(notes_translated={"it": "Posti disponibili per comune."})
    assert edited.edits("all") == []


def test_a_classification_that_was_edited_can_be_given_back_to_the_machine(edited: Edited) -> None:
    edited.edit(beneficiary=["women"])
    edited.said["title"] = "Asili nido e servizi"
    edited.run()
    assert edited.shown()["beneficiary"] == ["women"]
    edited.decide("beneficiary", "source")
    after = edited.shown()
    assert set(after["beneficiary"]) == {"children", "families"}
    assert "hand_classified" not in after


def test_what_the_harvest_itself_writes_is_nobodys_edit(edited: Edited) -> None:
    edited.said["title"] = "Nidi"
    edited.run()
    act("resilient_harvest_undo", id="portal")
    assert edited.edits("all") == []


def test_an_undone_run_leaves_no_trace_in_what_is_to_be_looked_at(edited: Edited) -> None:
    edited.edit(notes_translated={"it": "Con le liste d'attesa."}, version="2")
    before = edited.edits("all")
    edited.said["notes"] = "%%% 0000 %%%"
    edited.run()
    assert len(edited.edits()) == 1
    act("resilient_harvest_undo", id="portal")
    assert (edited.edits(), edited.edits("all")) == ([], before)
    edited.said["notes"] = "Posti disponibili per comune."
    edited.run()
    assert edited.edits() == []
    edited.decide("notes_translated", "source")
    assert edited.shown()["notes_translated"] == {"it": "Posti disponibili per comune."}


def test_without_an_index_nothing_is_given_up_and_the_reason_is_said(
    edited: Edited, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited.edit(notes_translated={"it": "Altro."})
    with monkeypatch.context() as broken:
        broken.setitem(tk.config, "solr_url", "http://127.0.0.1:9/solr/nothing")
        with pytest.raises(tk.ValidationError) as refused:
            edited.decide("notes_translated", "source")
    assert "search index" in refused.value.error_dict["notes_translated"][0]
    assert [one["value"] for one in edited.edits("all")] == [{"it": "Altro."}]
    edited.decide("notes_translated", "source")
    assert edited.shown()["notes_translated"] == {"it": "Posti disponibili per comune."}


def test_a_stranger_neither_sees_nor_decides(edited: Edited) -> None:
    edited.edit(notes_translated={"it": "Altro."})
    context = {"user": factories.User()["name"], "ignore_auth": False}
    with pytest.raises(tk.NotAuthorized):
        call_action("resilient_overlay_list", {**context}, id=edited.id)
    with pytest.raises(tk.NotAuthorized):
        call_action(
            "resilient_overlay_decide", {**context}, id=edited.id, field="notes_translated", keep="source"
        )


def test_an_editor_is_led_from_the_dataset_to_both_values_and_chooses(edited: Edited, app: Any) -> None:
    edited.edit(notes_translated={"it": "Con le liste d'attesa."})
    edited.said["notes"] = "Posti per comune e anno."
    edited.run()
    address = f"/dataset/{edited.name}/review"
    assert address not in app.get(f"/dataset/{edited.name}").body
    assert address in app.get(f"/dataset/{edited.name}", headers=edited.headers).body
    page = app.get(address, headers=edited.headers).body
    assert "Con le liste d&#39;attesa." in page
    assert "Posti per comune e anno." in page
    app.get(address, status=403)
    sent = {"field": "notes_translated", "keep": "source"}
    app.post(address, data=sent, headers=edited.headers)
    assert edited.shown()["notes_translated"] == {"it": "Posti per comune e anno."}
    assert "Nobody has edited anything here" in app.get(address, headers=edited.headers).body
