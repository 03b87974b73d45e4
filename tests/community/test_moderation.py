"""A report hides a text until somebody has looked; what she decided holds."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.cli.cli import ckan
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp

from tests.community.conftest import act, headers, member

ID = "asili"


@pytest.fixture
def comment(dataset: dict[str, Any]) -> str:
    """The id of a rating with words."""
    return act("resilient_rating_set", factories.User()["name"], id=ID, value=2, comment="Old numbers.")["id"]


def texts() -> list[str]:
    return [one["text"] for one in act("resilient_statement_list", id=ID, kind="rating")["results"]]


def test_a_report_hides_a_text_and_the_rating_stays(comment: str) -> None:
    assert texts() == ["Old numbers."]
    act("resilient_statement_report", id=comment)
    assert texts() == []
    assert act("resilient_rating_show", id=ID)["votes"] == 1


def test_what_was_approved_is_not_hidden_by_reports(comment: str, organisation: dict[str, Any]) -> None:
    admin = member(organisation, "admin")["name"]
    act("resilient_statement_report", id=comment)
    (entry,) = act("resilient_moderation_list", admin)["results"]
    assert (entry["text"], entry["reports"]) == ("Old numbers.", 1)
    act("resilient_statement_moderate", admin, id=comment, show=True)
    assert act("resilient_moderation_list", admin)["count"] == 0
    act("resilient_statement_report", id=comment)
    assert texts() == ["Old numbers."]
    assert act("resilient_moderation_list", admin)["count"] == 1


def test_a_hidden_text_stays_hidden_when_its_author_only_changes_the_number(
    dataset: dict[str, Any], organisation: dict[str, Any]
) -> None:
    reader = factories.User()["name"]
    written = act("resilient_rating_set", reader, id=ID, value=2, comment="Bad words.")["id"]
    admin = member(organisation, "admin")["name"]
    act("resilient_statement_moderate", admin, id=written, show=False, reason="offensive")
    act("resilient_rating_set", reader, id=ID, value=1, comment="Bad words.")
    assert texts() == []


def test_a_text_is_not_hidden_without_a_reason(comment: str, organisation: dict[str, Any]) -> None:
    with pytest.raises(tk.ValidationError, match="Say why"):
        act("resilient_statement_moderate", member(organisation, "admin")["name"], id=comment, show=False)


def test_others_neither_see_the_queue_nor_decide(comment: str, organisation: dict[str, Any]) -> None:
    elsewhere = member(factories.Organization(), "admin")["name"]
    act("resilient_statement_report", id=comment)
    assert act("resilient_moderation_list", elsewhere)["count"] == 0
    for user in ("", elsewhere, member(organisation, "editor")["name"]):
        with pytest.raises(tk.NotAuthorized):
            act("resilient_statement_moderate", user, id=comment, show=True)
    with pytest.raises(tk.NotAuthorized):
        act("resilient_moderation_list", factories.User()["name"])


def test_a_moderator_decides_on_a_page(comment: str, organisation: dict[str, Any], app: CKANTestApp) -> None:
    admin = member(organisation, "admin")
    assert "Report this text" in app.get(f"/voices/{comment}/report").body
    app.post(f"/voices/{comment}/report", data={})
    app.get("/moderation", status=403)
    assert "/moderation" in app.get(f"/dataset/{ID}", headers=headers(admin)).body
    page = app.get("/moderation", headers=headers(admin)).body
    assert "1 report" in page
    app.post(f"/moderation/{comment}", data={"do": "hide", "reason": "old"}, headers=headers(admin))
    assert "There is nothing to look at." in app.get("/moderation", headers=headers(admin)).body
    assert texts() == []


def test_the_queue_can_be_worked_off_by_command(comment: str, cli: Any) -> None:
    act("resilient_statement_report", id=comment)
    listed = cli.invoke(ckan, ["resilient", "community", "queue"])
    assert f"{comment} {ID} rating reported: Old numbers." in listed.output
    assert cli.invoke(ckan, ["resilient", "community", "moderate", comment, "--show"]).exit_code == 0
    assert texts() == ["Old numbers."]
    assert cli.invoke(ckan, ["resilient", "community", "moderate", "nothing", "--show"]).exit_code == 1
    assert "recounted: 0" in cli.invoke(ckan, ["resilient", "community", "sweep"]).output
