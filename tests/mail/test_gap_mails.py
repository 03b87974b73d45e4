"""A run that brought less than it should tells those who look after the source, with the whole list, once."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests.helpers import CKANTestApp

from ckanext.resilient.harvest import leases, stock
from ckanext.resilient.harvest.notices import gaps
from resilient_ops.mailbox import Caught, Mailbox
from tests.harvest.conftest import portal_with
from tests.harvest.portal import Make, Portal, act, record

__all__ = ["portal_with"]

OFFICE = "data@town.example"


@pytest.fixture(autouse=True)
def in_the_application(app: CKANTestApp) -> Iterator[None]:
    """As in a page or a command, where mails can be written."""
    with app.flask_app.test_request_context("/"):
        yield


def nameless(key: str) -> dict[str, Any]:
    """A record that cannot be used."""
    return record(key, title="", notes="")


@pytest.fixture
def portal(portal_with: Make) -> Portal:
    """A portal with three records, one of which cannot be used; it gives one of them a page."""
    made = portal_with(2, recipients=[OFFICE], options={"page_size": 1})
    made.records.append(nameless("7"))
    return made


def run(**options: Any) -> dict[str, Any]:
    return act("resilient_harvest_run", id="portal", **{"full": True, **options})


def table_of(mail: Caught) -> list[list[str]]:
    (attached,) = [part for part in mail.mail.walk() if part.get_filename() == "findings.csv"]
    return list(csv.reader(io.StringIO(attached.get_payload(decode=True).decode("utf-8-sig"))))


@pytest.mark.usefixtures("portal")
def test_those_who_look_after_a_source_read_how_much_is_missing_why_and_the_whole_list(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckan.locale_default", "it")
    assert run()["written"] == 2
    (mail,) = mailbox.all()
    assert OFFICE in mail.to
    assert mail.subject == "Portale: non è stato possibile raccogliere tutto"
    text = mail.part("plain")
    assert "Elencati: 3" in text
    assert "Rifiutati: 1" in text
    assert "Che cosa aiuta" in text
    assert "/it/sources/" in text
    header, line = table_of(mail)
    assert header[0] == "Gravità"
    assert line[1] == "title-missing"


def test_the_same_list_is_sent_once_and_again_when_something_on_it_is_new(
    portal: Portal, mailbox: Mailbox
) -> None:
    run()
    run()
    assert len(mailbox.all()) == 1
    portal.records.append(nameless("8"))
    run()
    assert len(mailbox.all()) == 2
    assert len(table_of(mailbox.all()[0])) + len(table_of(mailbox.all()[1])) == 2 + 3
    good = portal.records[:2]
    portal.records[:], bad = good, portal.records[2:]
    run()
    assert len(mailbox.all()) == 2
    portal.records += bad
    run()
    assert len(mailbox.all()) == 3


def test_a_run_that_asks_for_changes_only_does_not_let_the_list_be_sent_again(
    portal: Portal, mailbox: Mailbox
) -> None:
    portal.filters = True
    run()
    assert run(full=False)["partial"]
    run()
    assert len(mailbox.all()) == 1


def test_a_listing_that_breaks_off_is_told_until_it_was_read_to_its_end(
    portal: Portal, mailbox: Mailbox
) -> None:
    portal.records.pop()
    portal.broken_page = 1
    run()
    run()
    (mail,) = mailbox.all()
    assert "The source broke off" in mail.part("plain")
    assert [line[1] for line in table_of(mail)[1:]] == ["page-lost"]
    portal.broken_page = None
    run()
    assert len(mailbox.all()) == 1
    portal.broken_page = 1
    run()
    assert len(mailbox.all()) == 2


@pytest.mark.usefixtures("portal")
def test_a_list_that_could_not_be_sent_is_sent_after_the_next_run(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setitem(tk.config, "smtp.server", "127.0.0.1:9")
        assert run()["written"] == 2
    run()
    assert len(mailbox.all()) == 1


@pytest.mark.usefixtures("portal")
def test_a_long_list_is_packed(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gaps, "LONG", 0)
    run()
    (mail,) = mailbox.all()
    (packed,) = [part for part in mail.mail.walk() if part.get_filename() == "findings.csv.zip"]
    with zipfile.ZipFile(io.BytesIO(packed.get_payload(decode=True))) as archive:
        assert b"title-missing" in archive.read("findings.csv")


def test_nothing_is_sent_when_all_went_well(portal: Portal, mailbox: Mailbox) -> None:
    portal.records.pop()
    run()
    assert mailbox.all() == []


@pytest.mark.usefixtures("portal")
def test_a_run_whose_process_died_while_it_read_is_told(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.resilient.harvest.lease_minutes", 0)
    job = stock.start_job(act("harvest_source_show", id="portal")["id"])
    with leases.hold(job.source_id) as lock:
        leases.Lease(lock, job.id).begin()
    assert [row["done"] for row in act("resilient_harvest_tend")] == ["ended"]
    (mail,) = mailbox.all()
    assert "ended before it had read everything" in mail.part("plain")


@pytest.mark.usefixtures("portal")
def test_a_run_that_a_fault_of_ours_has_stopped_is_told(mailbox: Mailbox) -> None:
    source = model.Session.get_one(stock.HarvestSource, act("harvest_source_show", id="portal")["id"])
    source.config = f'{{"protocol": "ckan", "languages": 5, "recipients": ["{OFFICE}"]}}'
    model.Session.commit()
    assert run()["stopped_by"] == "run-failed"
    (mail,) = mailbox.all()
    assert mail.subject == "Portale: collecting stopped"
