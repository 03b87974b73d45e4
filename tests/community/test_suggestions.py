"""A suggestion reaches the publisher, gets a state that everybody sees, and an accepted value gets into the dataset."""

from __future__ import annotations

import datetime
import re
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from ckanext.resilient.community.entries import key_of
from ckanext.resilient.community.model import Statement
from resilient_ops.mailbox import Mailbox
from tests.community.conftest import act, headers, member
from tests.mail.conftest import mailbox, post

__all__ = ["mailbox", "post"]

ID = "asili"
READER = "reader@example.org"
PLACE = {"uri": "http://publications.europa.eu/resource/authority/country/ITA"}
LICENCE = {"about": "better-licence", "field": "license_id", "value": "CC_BY_4_0"}


def suggest(user: str = "", **given: Any) -> dict[str, Any]:
    return act("resilient_suggestion_create", user, id=ID, **given)


def public() -> list[dict[str, Any]]:
    return act("resilient_statement_list", id=ID, kind="suggestion")["results"]


def shown() -> dict[str, Any]:
    return call_action("package_show", {"ignore_auth": True, "use_cache": False}, id=ID)


def secret_in(mailbox: Mailbox) -> str:
    """The secret in the newest mail to the reader."""
    mail = next(one for one in mailbox.all() if READER in one.to)
    found = re.search(r"/suggestion/([\w-]{20,})", mail.part("plain"))
    assert found
    return found[1]


def stored() -> Statement:
    model.Session.expire_all()
    return model.Session.scalars(sa.select(Statement)).one()


@pytest.mark.usefixtures("dataset", "with_request_context")
@pytest.mark.parametrize(
    ("given", "field", "expected"),
    [
        (LICENCE, "license_id", "CC_BY_4_0"),
        (
            {"about": "missing-translation", "field": "title_translated/el", "value": "Παιδικοί σταθμοί"},
            "title_translated",
            {"it": "Asili nido", "el": "Παιδικοί σταθμοί"},
        ),
        (
            {"about": "wrong-value", "field": "title_translated/it", "value": "Nidi"},
            "title_translated",
            {"it": "Nidi"},
        ),
        (
            {"about": "wrong-value", "field": "beneficiary", "value": ["children", "families"]},
            "beneficiary",
            ["children", "families"],
        ),
        ({"about": "wrong-value", "field": "issued", "value": "2024-05-31"}, "issued", "2024-05-31"),
        (
            {"about": "wrong-value", "field": "tags_translated/it", "value": ["nidi", "bambini"]},
            "tags_translated",
            {"it": ["nidi", "bambini"]},
        ),
        (
            {"about": "missing-translation", "field": "tags_translated/el", "value": ["παιδιά"]},
            "tags_translated",
            {"el": ["παιδιά"]},
        ),
        (
            {"about": "wrong-value", "field": "spatial_coverage/new", "value": PLACE},
            "spatial_coverage",
            [PLACE],
        ),
        (
            {
                "about": "wrong-value",
                "field": "temporal_coverage/new",
                "value": {"start": "2024", "end": "2025"},
            },
            "temporal_coverage",
            [{"start": "2024", "end": "2025"}],
        ),
    ],
)
def test_an_accepted_value_is_put_into_the_dataset(
    given: dict[str, Any], field: str, expected: Any, organisation: dict[str, Any]
) -> None:
    editor = member(organisation, "editor")["name"]
    made = suggest(factories.User()["name"], **given, name="Ana")
    assert made["state"] == "received"
    act("resilient_suggestion_decide", editor, id=made["id"], decision="accept")
    assert shown()[field] == expected
    (entry,) = public()
    assert (entry["state"], entry["name"], entry["value"]) == ("accepted", "Ana", given["value"])


def contacts(*entries: dict[str, str]) -> list[dict[str, str]]:
    """The contacts of the dataset, set to these by an administrator."""
    admin = {"user": factories.Sysadmin()["name"]}
    return call_action("package_patch", admin, id=ID, contact=list(entries))["contact"]


@pytest.mark.usefixtures("dataset", "with_request_context")
def test_an_entry_is_replaced_where_it_is_and_keeps_what_nobody_was_asked_for(
    organisation: dict[str, Any],
) -> None:
    first, second = contacts(
        {"name": "Ufficio", "email": "old@example.org", "identifier": "it-1"},
        {"name": "Altro", "email": "b@example.org"},
    )
    value = {"name": "Ufficio", "email": "new@example.org"}
    made = suggest(
        factories.User()["name"], about="wrong-value", field=f"contact/{key_of(first)}", value=value
    )
    act(
        "resilient_suggestion_decide",
        member(organisation, "editor")["name"],
        id=made["id"],
        decision="accept",
    )
    assert shown()["contact"] == [{**first, "email": "new@example.org"}, second]


@pytest.mark.usefixtures("dataset", "with_request_context")
def test_a_proposal_for_an_entry_that_has_changed_since_lands_in_no_other(
    organisation: dict[str, Any],
) -> None:
    (first,) = contacts({"name": "Ufficio", "email": "old@example.org"})
    asked = {
        "about": "wrong-value",
        "field": f"contact/{key_of(first)}",
        "value": {"email": "new@example.org"},
    }
    made = suggest(factories.User()["name"], **asked)
    changed = contacts({"name": "Direzione", "email": "director@example.org"})
    with pytest.raises(tk.ValidationError):
        act(
            "resilient_suggestion_decide",
            member(organisation, "editor")["name"],
            id=made["id"],
            decision="accept",
        )
    assert shown()["contact"] == changed
    assert stored().state == "received"


@pytest.mark.usefixtures("dataset")
def test_a_reader_suggests_a_place_through_the_form_and_finds_it_in_her_list(
    app: CKANTestApp, organisation: dict[str, Any]
) -> None:
    reader, other = factories.UserWithToken(), factories.UserWithToken()
    form = f"/en/dataset/{ID}/suggest"
    asked = {"about": "wrong-value", "field": "spatial_coverage/new"}
    page = app.get(f"{form}?about=wrong-value&field=spatial_coverage/new", headers=headers(reader)).body
    assert f'<option value="{PLACE["uri"]}">Italy</option>' in page
    wrong = app.post(form, data={**asked, "value-uri": "nowhere"}, headers=headers(reader)).body
    assert "Please give a value" in wrong
    app.post(form, data={**asked, "value-uri": PLACE["uri"]}, headers=headers(reader))
    assert stored().facts["value"] == PLACE
    mine = app.get("/en/suggestions/mine", headers=headers(reader)).body
    assert f"/suggestion/{stored().id}" in mine
    assert "Region or country: Italy" in mine
    assert '<span lang="it">Asili nido</span>' in mine
    assert stored().id not in app.get("/en/suggestions/mine", headers=headers(other)).body
    secret = {"private": True, "title_translated": {"it": "Segreto"}}
    act("package_patch", factories.Sysadmin()["name"], id=ID, **secret)
    mine = app.get("/en/suggestions/mine", headers=headers(reader)).body
    assert f"/suggestion/{stored().id}" in mine
    assert "A dataset that is no longer public" in mine
    assert "Segreto" not in mine
    assert f"/dataset/{ID}" not in mine
    call_action("organization_member_create", id=organisation["id"], username=reader["name"], role="member")
    assert "Segreto" in app.get("/en/suggestions/mine", headers=headers(reader)).body
    app.get("/en/suggestions/mine", status=403)


@pytest.mark.usefixtures("dataset")
def test_titles_in_lists_say_their_language(app: CKANTestApp, organisation: dict[str, Any]) -> None:
    editor = member(organisation, "admin")
    made = suggest(factories.User()["name"], **LICENCE, note="It is on their page.")
    act("resilient_statement_report", id=made["id"])
    for page in ("suggestions", "moderation"):
        assert '<span lang="it">Asili nido</span>' in app.get(f"/el/{page}", headers=headers(editor)).body
        assert "<span>Asili nido</span>" in app.get(f"/it/{page}", headers=headers(editor)).body


@pytest.mark.usefixtures("with_request_context")
def test_a_dead_link_is_replaced(dataset: dict[str, Any], organisation: dict[str, Any]) -> None:
    file = dataset["resources"][0]["id"]
    new = "https://example.org/new.csv"
    made = suggest(factories.User()["name"], about="broken-link", field=f"resources/{file}/url", value=new)
    act(
        "resilient_suggestion_decide",
        member(organisation, "editor")["name"],
        id=made["id"],
        decision="accept",
    )
    assert [one["url"] for one in shown()["resources"]] == [new]


@pytest.mark.usefixtures("dataset", "with_request_context")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"about": "better-licence", "field": "license_id", "value": "my-own"}, "value"),
        ({"about": "better-licence", "field": "title_translated/it", "value": "Nidi"}, "field"),
        ({"about": "wrong-value", "field": "owner_org", "value": "other"}, "field"),
        ({"about": "wrong-value", "field": "private", "value": "true"}, "field"),
        ({"about": "missing-translation", "field": "title_translated/el", "value": " "}, "value"),
        ({"about": "other", "note": ""}, "note"),
        ({"about": "everything", "note": "x"}, "about"),
    ],
)
def test_what_cannot_be_proposed_is_refused_with_its_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(tk.ValidationError) as refused:
        suggest(factories.User()["name"], **given)
    assert set(refused.value.error_dict) == {field}


@pytest.mark.usefixtures("dataset", "with_request_context")
def test_a_value_that_the_dataset_refuses_stays_open(organisation: dict[str, Any]) -> None:
    made = suggest(factories.User()["name"], about="wrong-value", field="issued", value="last spring")
    editor = member(organisation, "editor")["name"]
    with pytest.raises(tk.ValidationError, match="is not a date"):
        act("resilient_suggestion_decide", editor, id=made["id"], decision="accept")
    model.Session.rollback()
    assert stored().state == "received"
    assert "issued" not in shown()


@pytest.mark.usefixtures("dataset", "with_request_context")
def test_only_who_may_edit_the_dataset_decides_and_once(organisation: dict[str, Any]) -> None:
    author = factories.User()["name"]
    made = suggest(author, **LICENCE)
    for user in ("", author, member(factories.Organization(), "admin")["name"]):
        with pytest.raises(tk.NotAuthorized):
            act("resilient_suggestion_decide", user, id=made["id"], decision="accept")
    editor = member(organisation, "editor")["name"]
    with pytest.raises(tk.ValidationError, match="why you do not accept"):
        act("resilient_suggestion_decide", editor, id=made["id"], decision="decline")
    act("resilient_suggestion_decide", editor, id=made["id"], decision="decline", reason="It is right.")
    assert (public()[0]["state"], public()[0]["reason"]) == ("declined", "It is right.")
    with pytest.raises(tk.ValidationError, match="cannot be done now"):
        act("resilient_suggestion_decide", editor, id=made["id"], decision="accept")


@pytest.mark.usefixtures("dataset", "with_request_context")
def test_a_visitor_confirms_her_address_is_asked_answers_and_is_told(
    mailbox: Mailbox, organisation: dict[str, Any]
) -> None:
    editor = member(organisation, "editor")
    suggest(**LICENCE, address=READER, note="See their page.", name="Ana")
    assert public() == []
    assert act("resilient_suggestion_list", editor["name"])["count"] == 0
    first = secret_in(mailbox)
    act("resilient_suggestion_confirm", key=first)
    act("resilient_suggestion_confirm", key=first)
    told = [one for one in mailbox.all() if editor["email"] in one.to]
    assert len(told) == 1
    assert told[0].mail["List-Unsubscribe"]
    (entry,) = public()
    assert (entry["state"], entry["text"], entry["name"]) == ("received", "", "")
    act("resilient_suggestion_decide", editor["name"], id=entry["id"], decision="ask", reason="Which page?")
    second = secret_in(mailbox)
    assert second != first
    with pytest.raises(tk.ObjectNotFound):
        act("resilient_suggestion_own", key=first)
    act("resilient_suggestion_answer", key=second, text="The imprint.")
    (asked,) = act("resilient_suggestion_list", editor["name"])["results"]
    assert asked["exchange"] == [["publisher", "Which page?"], ["author", "The imprint."]]
    act("resilient_suggestion_decide", editor["name"], id=entry["id"], decision="accept")
    assert any("accepted your suggestion" in one.part("plain") for one in mailbox.all() if READER in one.to)
    assert shown()["license_id"] == "CC_BY_4_0"


@pytest.mark.usefixtures("dataset", "with_request_context")
def test_an_address_is_told_to_nobody_and_its_secret_is_not_kept(
    mailbox: Mailbox, organisation: dict[str, Any], app: CKANTestApp
) -> None:
    admin = member(organisation, "admin")
    suggest(**LICENCE, address=READER)
    secret = secret_in(mailbox)
    act("resilient_suggestion_confirm", key=secret)
    assert stored().token not in ("", secret)
    pages = [
        f"/dataset/{ID}",
        f"/dataset/{ID}/voices",
        "/suggestions",
        "/moderation",
        f"/suggestion/{secret}",
    ]
    for path in pages:
        assert READER not in app.get(path, headers=headers(admin)).body, path
    for action in ("resilient_suggestion_list", "resilient_moderation_list"):
        assert READER not in str(act(action, admin["name"])), action


@pytest.mark.usefixtures("dataset", "with_request_context")
def test_what_is_not_confirmed_in_time_ends(mailbox: Mailbox) -> None:
    suggest(**LICENCE, address=READER)
    stored().token_ends = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=1)
    model.Session.commit()
    with pytest.raises(tk.ObjectNotFound):
        act("resilient_suggestion_confirm", key=secret_in(mailbox))
    assert act("resilient_community_sweep", factories.Sysadmin()["name"])["unconfirmed"] == 1
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(Statement)) == 0


@pytest.mark.usefixtures("dataset", "with_request_context")
def test_some_weeks_after_the_decision_the_address_is_deleted(
    mailbox: Mailbox, organisation: dict[str, Any]
) -> None:
    made = suggest(**LICENCE, address=READER)
    act("resilient_suggestion_confirm", key=secret_in(mailbox))
    act(
        "resilient_suggestion_decide", member(organisation, "editor")["name"],
        id=made["id"], decision="decline", reason="No.",
    )  # fmt: skip
    sysadmin = factories.Sysadmin()["name"]
    act("resilient_community_sweep", sysadmin)
    assert stored().address == READER
    stored().decided = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=31)
    model.Session.commit()
    assert act("resilient_community_sweep", sysadmin)["addresses"] == 1
    assert (stored().address, stored().token, stored().state) == ("", "", "declined")


@pytest.mark.usefixtures("dataset", "with_request_context")
def test_an_author_deletes_her_suggestion(mailbox: Mailbox) -> None:
    suggest(**LICENCE, address=READER)
    act("resilient_suggestion_withdraw", key=secret_in(mailbox))
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(Statement)) == 0


@pytest.mark.usefixtures("dataset", "with_request_context")
def test_with_an_account_its_open_suggestions_go_and_its_name_leaves_the_others(
    organisation: dict[str, Any],
) -> None:
    author = factories.User()
    decided = suggest(author["name"], **LICENCE, name="Ana")
    act(
        "resilient_suggestion_decide",
        member(organisation, "editor")["name"],
        id=decided["id"],
        decision="accept",
    )
    suggest(author["name"], about="other", note="More.")
    call_action("user_delete", id=author["id"])
    assert [(one["state"], one["name"]) for one in public()] == [("accepted", "")]
    assert stored().user_id == ""


@pytest.mark.usefixtures("dataset", "with_request_context")
def test_a_mail_that_does_not_leave_leaves_nothing_behind(
    mailbox: Mailbox, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ckan_config, "smtp.server", "127.0.0.1:1")
    with pytest.raises(tk.ValidationError, match="could not be sent"):
        suggest(**LICENCE, address=READER)
    monkeypatch.setitem(ckan_config, "smtp.server", "")
    with pytest.raises(tk.ValidationError, match="log in"):
        suggest(**LICENCE, address=READER)
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(Statement)) == 0


@pytest.mark.usefixtures("dataset")
def test_a_reader_without_an_account_finds_her_way_through_the_pages(
    app: CKANTestApp, mailbox: Mailbox
) -> None:
    address = f"/dataset/{ID}/suggest"
    assert address in app.get(f"/dataset/{ID}").body
    assert 'value="missing-translation"' in app.get(address).body
    assert 'value="title_translated/el"' in app.get(f"{address}?about=missing-translation").body
    assert 'name="value"' in app.get(f"{address}?about=better-licence").body
    refused = app.post(address, data={**LICENCE, "note": "Mine"}).body
    assert "Please give your e-mail address, or log in." in refused
    assert "Mine" in refused
    app.post(f"/el{address}", data={**LICENCE, "address": READER})
    (mail,) = mailbox.all()
    assert mail.subject.startswith("Παρακαλούμε")
    secret = secret_in(mailbox)
    assert "confirm" in app.get(f"/suggestion/{secret}").body
    assert public() == []
    app.post(f"/suggestion/{secret}", data={"do": "confirm"})
    assert "Waiting for the publisher" in app.get(f"/dataset/{ID}").body
    app.get("/suggestion/nothing", status=404)


@pytest.mark.usefixtures("dataset")
def test_a_publisher_accepts_on_her_page(app: CKANTestApp, organisation: dict[str, Any]) -> None:
    author, editor = factories.UserWithToken(), member(organisation, "editor")
    app.post(f"/dataset/{ID}/suggest", data={**LICENCE, "note": "Sure."}, headers=headers(author))
    app.get("/suggestions", status=403)
    page = app.get("/suggestions", headers=headers(editor)).body
    assert "Sure." in page
    (entry,) = public()
    app.post(f"/suggestions/{entry['id']}", data={"do": "accept"}, headers=headers(editor))
    assert shown()["license_id"] == "CC_BY_4_0"
    assert "No suggestion waits for you." in app.get("/suggestions", headers=headers(editor)).body
    assert "Accepted" in app.get(f"/dataset/{ID}").body
