"""A run that stops before it writes tells those who look after the source, once for each cause."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp

from ckanext.resilient.mail import language
from resilient_ops.mailbox import Mailbox
from tests.harvest.conftest import portal_with
from tests.harvest.portal import Make, act

__all__ = ["portal_with"]


@pytest.fixture
def in_the_application(app: CKANTestApp) -> Iterator[None]:
    """As in a page or a command, where mails can be written."""
    with app.flask_app.test_request_context("/"):
        yield


def run() -> dict[str, Any]:
    return act("resilient_harvest_run", id="portal", full=True)


def administrator(organisation: str, locale: str) -> dict[str, Any]:
    user = factories.User()
    act("organization_member_create", id=organisation, username=user["name"], role="admin")
    language.keep(model.User.get(user["id"]), locale)
    return user


@pytest.mark.usefixtures("in_the_application")
def test_the_administrators_of_the_organisation_read_in_their_language_why_and_what_helps(
    portal_with: Make, mailbox: Mailbox, organisation: dict[str, Any]
) -> None:
    greek, croatian = (administrator(organisation["id"], locale) for locale in ("el", "hr"))
    editor = factories.User()
    act("organization_member_create", id=organisation["id"], username=editor["name"], role="editor")
    portal = portal_with(2)
    portal.records.clear()
    assert run()["stopped_by"] == "source-empty"
    caught = {mail.to: mail for mail in mailbox.all()}
    assert len(caught) == 2
    of_greek, of_croatian = (
        next(mail for to, mail in caught.items() if person["email"] in to) for person in (greek, croatian)
    )
    assert of_greek.subject == "Portale: μια συλλογή σταμάτησε"
    assert of_croatian.subject == "Portale: prikupljanje je zaustavljeno"
    text = of_croatian.part("plain")
    assert "Izvor je odgovorio" in text
    assert "Što pomaže" in text
    assert f"/hr/sources/{act('harvest_source_show', id='portal')['id']}" in text


@pytest.mark.usefixtures("in_the_application")
def test_one_cause_is_told_once_until_the_source_works_again(
    portal_with: Make, mailbox: Mailbox, organisation: dict[str, Any]
) -> None:
    administrator(organisation["id"], "en")
    portal = portal_with(2)
    records = list(portal.records)
    portal.records.clear()
    run()
    run()
    assert len(mailbox.all()) == 1
    portal.broken_page = 0
    run()
    assert len(mailbox.all()) == 2
    portal.broken_page = None
    portal.records.extend(records)
    run()
    portal.records.clear()
    run()
    assert len(mailbox.all()) == 3


@pytest.mark.usefixtures("in_the_application")
def test_the_addresses_in_the_settings_get_it_instead_of_the_administrators(
    portal_with: Make, mailbox: Mailbox, organisation: dict[str, Any]
) -> None:
    administrator(organisation["id"], "en")
    portal = portal_with(1, recipients=["data@town.example"])
    portal.records.clear()
    run()
    (caught,) = mailbox.all()
    assert "data@town.example" in caught.to


@pytest.mark.usefixtures("in_the_application")
def test_a_mail_that_cannot_be_sent_changes_nothing_of_the_run_and_is_tried_again(
    portal_with: Make, mailbox: Mailbox, organisation: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator(organisation["id"], "en")
    portal = portal_with(1)
    portal.records.clear()
    with monkeypatch.context() as broken:
        broken.setitem(tk.config, "smtp.server", "127.0.0.1:9")
        assert run()["stopped_by"] == "source-empty"
    assert mailbox.all() == []
    run()
    assert len(mailbox.all()) == 1


def test_a_command_sends_it_too(
    portal_with: Make, mailbox: Mailbox, organisation: dict[str, Any], cli: Any
) -> None:
    administrator(organisation["id"], "it")
    portal = portal_with(1)
    portal.records.clear()
    assert cli.invoke(ckan, ["resilient", "harvest", "run", "portal"]).exit_code == 2
    (caught,) = mailbox.all()
    assert caught.subject == "Portale: una raccolta si è fermata"


@pytest.mark.parametrize("wrong", ["data@town.example", ["nobody"], [7]])
def test_what_is_no_list_of_addresses_is_refused(portal_with: Make, wrong: Any) -> None:
    portal_with(1)
    with pytest.raises(tk.ValidationError, match="mail address"):
        act("harvest_source_patch", id="portal", config=json.dumps({"protocol": "ckan", "recipients": wrong}))
