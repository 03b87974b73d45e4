"""One answer a person and dataset, that of the own organisation uncounted, none left when she is gone."""

from __future__ import annotations

import threading
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.search.common import make_connection
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from ckanext.resilient.community.model import Statement, Usefulness
from tests.community.conftest import act, headers, member

ID = "asili"


def rate(user: str, value: int = 5, **words: str) -> dict[str, Any]:
    return act("resilient_rating_set", user, id=ID, value=value, **words)


def shown(user: str = "") -> dict[str, Any]:
    return act("resilient_rating_show", user, id=ID)


@pytest.mark.usefixtures("dataset")
def test_a_second_answer_takes_the_place_of_the_first() -> None:
    reader = factories.User()["name"]
    rate(reader, 1)
    rate(reader, 4, need="housing", comment="Good for the plan.")
    found = shown(reader)
    assert (found["votes"], found["mean"], found["answers"]) == (1, 4.0, {4: 1})
    assert (found["own"]["need"], found["own"]["text"]) == ("housing", "Good for the plan.")


@pytest.mark.usefixtures("dataset")
def test_the_database_itself_refuses_a_second_answer() -> None:
    rate(factories.User()["name"])
    first = model.Session.scalars(sa.select(Statement)).one()
    copy = Statement(
        kind="rating", package_id=first.package_id, user_id=first.user_id, value=3, state="given"
    )
    model.Session.add(copy)
    with pytest.raises(sa.exc.IntegrityError):
        model.Session.flush()
    model.Session.rollback()


@pytest.mark.usefixtures("dataset")
@pytest.mark.parametrize("value", [0, 6, "good", None])
def test_other_answers_are_refused(value: Any) -> None:
    with pytest.raises(tk.ValidationError):
        rate(factories.User()["name"], value)


@pytest.mark.usefixtures("dataset")
def test_a_visitor_cannot_rate() -> None:
    with pytest.raises(tk.NotAuthorized):
        rate("")


@pytest.mark.usefixtures("dataset")
def test_members_of_the_own_organisation_are_heard_but_not_counted(organisation: dict[str, Any]) -> None:
    editor = member(organisation, "editor")["name"]
    assert rate(editor, 5)["counts"] is False
    rate(factories.User()["name"], 2)
    assert (shown()["votes"], shown()["mean"]) == (1, 2.0)
    sysadmin = {"user": factories.Sysadmin()["name"]}
    call_action("organization_member_delete", sysadmin, id=organisation["id"], username=editor)
    assert shown()["votes"] == 2
    call_action("organization_member_create", id=organisation["id"], username=editor, role="member")
    assert shown()["votes"] == 1


@pytest.mark.usefixtures("dataset")
def test_a_withdrawn_answer_leaves_nothing() -> None:
    reader = factories.User()["name"]
    rate(reader, 5, comment="Fine.")
    act("resilient_rating_withdraw", reader, id=ID)
    assert shown(reader)["votes"] == 0
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(Statement)) == 0
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(Usefulness)) == 0


@pytest.mark.usefixtures("dataset")
def test_with_an_account_its_answers_go() -> None:
    reader = factories.User()
    rate(reader["name"], 5, comment="Fine.")
    call_action("user_delete", id=reader["id"])
    assert shown()["votes"] == 0
    assert act("resilient_statement_list", id=ID, kind="rating")["count"] == 0


@pytest.mark.usefixtures("dataset")
def test_the_sweep_removes_what_belongs_to_an_account_that_went_in_another_way() -> None:
    reader = factories.User()
    rate(reader["name"], 5)
    model.User.get(reader["id"]).delete()
    model.Session.commit()
    assert act("resilient_community_sweep", factories.Sysadmin()["name"])["accounts"] == 1
    assert shown()["votes"] == 0


def test_with_a_dataset_all_that_was_said_about_it_goes(dataset: dict[str, Any]) -> None:
    rate(factories.User()["name"])
    call_action("dataset_purge", {"user": factories.Sysadmin()["name"]}, id=dataset["id"])
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(Statement)) == 0


def test_answers_given_at_the_same_time_are_all_in_the_sum(dataset: dict[str, Any], app: CKANTestApp) -> None:
    people = [factories.UserWithToken() for _ in range(4)]

    def send(user: dict[str, Any]) -> None:
        app.flask_app.test_client().post(
            "/api/3/action/resilient_rating_set", json={"id": ID, "value": 4}, headers=headers(user)
        )

    threads = [threading.Thread(target=send, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    model.Session.rollback()
    kept = model.Session.get(Usefulness, dataset["id"])
    assert kept is not None
    assert (kept.votes, kept.total) == (4, 16)


def test_searches_can_begin_with_the_most_useful(
    dataset: dict[str, Any], organisation: dict[str, Any]
) -> None:
    other = call_action(
        "package_create",
        {"user": factories.Sysadmin()["name"]},
        type="dataset",
        name="altro",
        owner_org=organisation["id"],
        title_translated={"it": "Altro"},
    )
    for value, name in ((1, "asili"), (5, "altro")):
        act("resilient_rating_set", factories.User()["name"], id=name, value=value)
    make_connection().commit()  # the index shows a change some moments after it was made
    found = call_action("package_search", sort="useful_points desc")["results"]
    assert [one["id"] for one in found] == [other["id"], dataset["id"]]


@pytest.mark.usefixtures("dataset")
def test_who_sends_too_much_has_to_wait(ckan_config: dict[str, Any], app: CKANTestApp) -> None:
    ckan_config["ckanext.resilient.community.statements_per_hour"] = 2
    reader = factories.UserWithToken()
    sent = {"value": "4"}
    for _ in range(2):
        app.post(f"/dataset/{ID}/useful", data=sent, headers=headers(reader))
    page = app.post(f"/dataset/{ID}/useful", data=sent, headers=headers(reader), status=429)
    assert "Please try again in 60 minutes." in page.body


@pytest.mark.usefixtures("dataset")
def test_a_program_that_fills_in_everything_is_thanked_and_not_heard(app: CKANTestApp) -> None:
    reader = factories.UserWithToken()
    app.post(f"/dataset/{ID}/useful", data={"value": "5", "homepage": "x"}, headers=headers(reader))
    assert shown()["votes"] == 0


@pytest.mark.usefixtures("dataset")
def test_a_reader_answers_on_the_page_and_finds_her_answer_there(app: CKANTestApp) -> None:
    reader = factories.UserWithToken()
    assert "Log in to say how useful it was to you" in app.get(f"/dataset/{ID}").body
    sent = {"value": "4", "need": "housing", "comment": "<b>Good</b>", "name": "Ana"}
    app.post(f"/dataset/{ID}/useful", data=sent, headers=headers(reader))
    page = app.get(f"/dataset/{ID}", headers=headers(reader)).body
    assert "4 of 5: the answer of 1 person." in page
    assert "&lt;b&gt;Good&lt;/b&gt;" in page
    assert "Change my answer" in page
    app.post(f"/dataset/{ID}/useful", data={"do": "withdraw"}, headers=headers(reader))
    assert "Nobody has said yet how useful this is." in app.get(f"/dataset/{ID}").body


@pytest.mark.usefixtures("dataset")
def test_neither_account_nor_address_is_told(app: CKANTestApp) -> None:
    reader = factories.User()
    rate(reader["name"], 5, comment="Fine.", name="Ana")
    told = app.get(f"/api/3/action/resilient_statement_list?id={ID}&kind=rating").body
    page = app.get(f"/dataset/{ID}").body
    for secret in (reader["id"], reader["name"], reader["email"]):
        assert secret not in told + page
