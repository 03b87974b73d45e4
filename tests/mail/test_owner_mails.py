"""An administrator sends data owners what a run found in their records: on request only, once, to their own address."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_auth
from lxml import html

from ckanext.resilient.harvest import retention
from ckanext.resilient.svrc.issues import NOBODY, Owner
from ckanext.resilient.svrc.owners import owner_of, owner_of_package
from ckanext.resilient.svrc.package import package_dict
from ckanext.resilient.svrc.record import Agent, Contact, Dataset, SourceDataset
from resilient_ops.mailbox import Mailbox
from tests.harvest.conftest import portal_with
from tests.harvest.portal import Make, Portal, act, record

__all__ = ["portal_with"]

ANNA, BRUNO = "anna@example.org", "bruno@example.org"


def strange(key: str, address: str, **fields: Any) -> dict[str, Any]:
    """A record with a licence that no table knows, and the address of whom to ask."""
    return (
        record(
            key,
            maintainer=address.partition("@")[0].title(),
            maintainer_email=address,
            license_title="Licenza di casa",
        )
        | fields
    )


@pytest.fixture
def portal(portal_with: Make) -> Portal:
    """A portal that was read: two records of Anna, one of them unusable, one of Bruno, one of nobody."""
    made = portal_with(0)
    made.records[:] = [
        strange("1", ANNA),
        strange("2", ANNA, title="", notes=""),
        strange("3", BRUNO),
        strange("4", ""),
        record("5", maintainer_email="fine@example.org"),
    ]
    act("resilient_harvest_run", id="portal", full=True)
    return made


@pytest.fixture
def in_the_application(app: CKANTestApp) -> Iterator[None]:
    """As in a page or a command, where mails can be written."""
    with app.flask_app.test_request_context("/"):
        yield


def last_run() -> str:
    return act("resilient_harvest_run_list", id="portal")[0]["job"]


def listed() -> list[dict[str, Any]]:
    return act("resilient_harvest_owner_list", id=last_run())


def tell(part: str) -> Any:
    return act("resilient_harvest_owner_tell", id=last_run(), part=part)


@pytest.mark.usefixtures("portal")
def test_the_owners_of_a_run_are_those_whose_own_records_name_an_address_and_lost_something() -> None:
    rows = [(row["name"], row["email"], row["records"], row["sent"]) for row in listed()]
    assert rows == [("Anna", ANNA, 2, None), ("Bruno", BRUNO, 1, None)]


@pytest.mark.usefixtures("portal", "in_the_application")
def test_what_is_shown_before_is_what_is_sent_in_the_language_of_the_portal(mailbox: Mailbox) -> None:
    (anna, _) = listed()
    shown = act("resilient_harvest_owner_show", id=last_run(), part=anna["part"])
    assert (shown["email"], shown["language"], shown["records"]) == (ANNA, "it", 2)
    assert mailbox.all() == []
    tell(anna["part"])
    (mail,) = mailbox.all()
    assert ANNA in mail.to
    assert mail.subject == shown["subject"] == "Che cosa manca nei Suoi dati su Portale"
    assert mail.part("plain").split() == shown["text"].split()
    assert "Asili nido 1" in shown["text"]
    assert "Che cosa aiuta" in shown["text"]
    assert ANNA in shown["text"]
    assert BRUNO not in mail.mail.as_string()
    (attached,) = [part for part in mail.mail.walk() if part.get_filename() == "findings.csv"]
    table = attached.get_payload(decode=True).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert len(rows) == 1 + shown["findings"]
    assert "Asili nido 3" not in table


@pytest.mark.usefixtures("portal", "in_the_application")
def test_the_same_part_is_sent_once_also_when_a_later_run_finds_it_again(mailbox: Mailbox) -> None:
    part = listed()[0]["part"]
    assert tell(part)["sent"]
    act("resilient_harvest_run", id="portal", full=True)
    again = listed()[0]
    assert (again["part"], bool(again["sent"])) == (part, True)
    with pytest.raises(tk.ValidationError, match="sent already"):
        tell(part)
    assert len(mailbox.all()) == 1


@pytest.mark.usefixtures("in_the_application")
def test_other_findings_are_another_part(portal: Portal, mailbox: Mailbox) -> None:
    tell(listed()[0]["part"])
    portal.records.append(strange("6", ANNA))
    act("resilient_harvest_run", id="portal", full=True)
    anna = next(row for row in listed() if row["email"] == ANNA)
    assert (anna["records"], anna["sent"]) == (3, None)
    tell(anna["part"])
    assert len(mailbox.all()) == 2


@pytest.mark.usefixtures("portal", "in_the_application")
def test_a_mail_that_could_not_be_sent_can_be_sent_again(
    mailbox: Mailbox, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, server = listed()[0]["part"], ckan_config["smtp.server"]
    monkeypatch.setitem(ckan_config, "smtp.server", "127.0.0.1:1")
    with pytest.raises(tk.ValidationError, match="could not be sent"):
        tell(part)
    assert listed()[0]["sent"] is None
    monkeypatch.setitem(ckan_config, "smtp.server", server)
    tell(part)
    assert len(mailbox.all()) == 1


@pytest.mark.usefixtures("portal", "mailbox", "in_the_application")
def test_an_address_that_is_in_no_record_of_the_run_gets_nothing() -> None:
    for part in ("0" * 32, ANNA):
        with pytest.raises(tk.ObjectNotFound):
            tell(part)


@pytest.mark.usefixtures("portal", "in_the_application")
def test_clearing_the_history_keeps_what_was_sent_while_the_source_is_there(mailbox: Mailbox) -> None:
    tell(listed()[0]["part"])
    retention.prune(1)
    assert listed()[0]["sent"]


@pytest.mark.usefixtures("portal")
def test_only_administrators_of_the_organisation_see_and_tell_owners(organisation: dict[str, Any]) -> None:
    users = {role: factories.User() for role in ("admin", "editor")}
    for role, user in users.items():
        act("organization_member_create", id=organisation["id"], username=user["name"], role=role)
    for what in ("list", "show", "tell"):
        name = f"resilient_harvest_owner_{what}"
        assert call_auth(name, {"model": model, "user": users["admin"]["name"]}, id=last_run())
        for user in (users["editor"]["name"], ""):
            with pytest.raises(tk.NotAuthorized):
                call_auth(name, {"model": model, "user": user}, id=last_run())


@pytest.fixture
def visit(app: CKANTestApp) -> Callable[..., html.HtmlElement]:
    """Open a page as a system administrator, or send its one form."""
    headers = {"Authorization": factories.SysadminWithToken()["token"]}

    def run(path: str, *, send: bool = False) -> html.HtmlElement:
        answer = (app.post if send else app.get)(path, headers=headers)
        assert answer.status_code == 200, answer.body[-2000:]
        return html.fromstring(answer.body)

    return run


@pytest.mark.usefixtures("portal")
def test_the_page_shows_to_whom_how_much_and_the_text_and_sends_on_a_click_only(
    mailbox: Mailbox, visit: Callable[..., html.HtmlElement]
) -> None:
    run = f"/sources/portal/runs/{last_run()}"
    assert visit(run).xpath(f"//a[@href='{run}/owners']")
    page = visit(f"{run}/owners")
    first = page.xpath("//tbody/tr")[0]
    assert "2 records" in first.text_content()
    (link,) = first.xpath(".//a/@href")
    mail = visit(link)
    text = mail.xpath("//main")[0].text_content()
    assert ANNA in text
    assert "Che cosa manca nei Suoi dati su Portale" in text
    assert "Italian" in text
    assert mailbox.all() == []
    done = visit(link, send=True)
    assert f"The mail to {ANNA} is sent." in done.text_content()
    assert len(mailbox.all()) == 1
    assert "sent already" in visit(link, send=True).text_content()
    assert not visit(link).xpath("//main//form")
    assert len(mailbox.all()) == 1


@pytest.mark.usefixtures("portal")
def test_the_commands_list_show_and_tell(mailbox: Mailbox, cli: Any) -> None:
    def run(*words: str) -> Any:
        return cli.invoke(ckan, ["resilient", "harvest", "owners", *words])

    job = last_run()
    rows = json.loads(run("list", job, "--json").stdout)
    assert run("list", job).stdout.splitlines()[0] == f"{rows[0]['part']}  Anna <{ANNA}>: 2 records"
    assert run("show", job, rows[0]["part"]).stdout.startswith(f"{ANNA}\nChe cosa manca")
    assert mailbox.all() == []
    assert run("tell", job, rows[0]["part"]).stdout.splitlines()[-1] == ANNA
    again = run("tell", job, rows[0]["part"])
    assert (again.exit_code, "sent already" in again.stderr) == (2, True)
    assert run("show", job, "nothing").exit_code == 2


def test_the_address_is_the_contacts_else_the_publishers_and_the_name_the_publishers() -> None:
    publisher = Agent(name={"it": "Comune"}, email="mailto:comune@example.org")
    contact = Contact(name={"it": "URP"}, email="urp@example.org")
    assert owner_of(SourceDataset(guid="1", contacts=[contact], publishers=[publisher])) == Owner(
        "Comune", "urp@example.org"
    )
    assert owner_of(SourceDataset(guid="1", publishers=[publisher])) == Owner("Comune", "comune@example.org")
    assert owner_of(SourceDataset(guid="1", publishers=[Agent(name={"it": "Comune"})])) == NOBODY


def test_a_record_that_could_not_be_written_has_the_owner_that_it_had_when_it_was_read() -> None:
    both = {
        "publishers": [Agent(name={"it": "Comune"}, email="comune@example.org")],
        "contacts": [Contact(name={"it": "URP"}, email="urp@example.org")],
    }
    for given in (both, {"publishers": both["publishers"]}, {"creators": both["publishers"]}, {}):
        dataset = Dataset(guid="1", title={"it": "Asili"}, **given)
        assert owner_of_package(package_dict(dataset)) == owner_of(dataset)
