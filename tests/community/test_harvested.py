"""What a publisher accepts for a harvested dataset stays, whatever its source says later."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from tests.community.conftest import act, member
from tests.harvest.conftest import portal_with
from tests.harvest.portal import Make
from tests.harvest.portal import act as run_action

__all__ = ["portal_with"]

OLD, NEW = "https://example.org/posti.csv", "https://example.org/new.csv"


@pytest.mark.usefixtures("with_request_context")
def test_accepted_values_survive_later_harvests(portal_with: Make, organisation: dict[str, Any]) -> None:
    portal = portal_with(1)
    said = portal.records[0]
    said["resources"] = [{"id": "file-1", "name": "Posti", "url": OLD, "format": "CSV"}]
    run_action("resilient_harvest_run", id="portal", full=True)
    (found,) = run_action("package_search", fq="type:dataset")["results"]
    editor = member(organisation, "editor")["name"]
    proposals = [
        ("better-licence", "license_id", "CC_BY_4_0"),
        ("missing-translation", "title_translated/el", "Παιδικοί σταθμοί"),
        ("broken-link", f"resources/{found['resources'][0]['id']}/url", NEW),
    ]
    for about, field, value in proposals:
        made = act(
            "resilient_suggestion_create", factories.User()["name"],
            id=found["id"], about=about, field=field, value=value,
        )  # fmt: skip
        act("resilient_suggestion_decide", editor, id=made["id"], decision="accept")
    said["notes"] = "Posti e liste d'attesa."
    for _ in range(2):
        run_action("resilient_harvest_run", id="portal", full=True)
    after = call_action("package_show", {"ignore_auth": True, "use_cache": False}, id=found["id"])
    assert after["notes_translated"] == {"it": "Posti e liste d'attesa."}
    assert after["license_id"] == "CC_BY_4_0"
    assert after["title_translated"]["el"] == "Παιδικοί σταθμοί"
    assert [file["url"] for file in after["resources"]] == [NEW]
