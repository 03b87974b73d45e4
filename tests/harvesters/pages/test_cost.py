"""What a page of the harvest asks the database does not grow with the rows that it shows."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from ckan import model
from ckan.tests import factories
from lxml import html

from ckanext.resilient.harvest import stock
from ckanext.resilient.harvest.duplicates.model import DuplicateDecision
from ckanext.resilient.harvest.duplicates.store import save_profiles
from ckanext.resilient.harvest.model import HarvestIssue, HarvestRecord, HarvestRun, WaitingSource
from ckanext.resilient.harvest.overlay.model import Overlay
from ckanext.resilient.svrc.profile import Facts, Profile
from tests.harvesters.pages.conftest import Harvested, Open, People

FEW, MANY = 2, 12
NOW = datetime.datetime(2026, 5, 1, 8)
AWARE = NOW.replace(tzinfo=datetime.timezone.utc)


def entry(name: str, title: str, organisation: str, content_type: str) -> str:
    """A package as it stands in the database; gives its id."""
    package = model.Package(name=name, title=title, type=content_type, owner_org=organisation)
    package.id = name
    model.Session.add(package)
    return name


def run_of(source_id: str, number: int) -> str:
    """A run that has ended, with its counts; gives its id."""
    moment = NOW + datetime.timedelta(hours=number)
    job = stock.HarvestJob(source_id=source_id, status="Finished", created=moment)
    job.gather_started = job.gather_finished = job.finished = moment
    model.Session.add(job)
    model.Session.flush()
    model.Session.add(HarvestRun(job_id=job.id, source_id=source_id, complete=True, counts={"new": number}))
    return job.id


def source_of(number: int, organisation: str, title: str) -> str:
    """A source with a run and a record; gives its id."""
    name = f"{title.casefold()}-{number}"
    source = stock.HarvestSource(url=f"https://{name}.example.org", title=f"{title} {number}.")
    source.id, source.type, source.active = entry(name, title, organisation, "harvest"), "resilient", True
    source.config, source.frequency = '{"protocol": "ckan"}', "DAILY"
    model.Session.add(source)
    model.Session.flush()
    run_of(source.id, number)
    return source.id


def record_of(source_id: str, number: int, organisation: str, title: str) -> str:
    """A record of a source with its dataset; gives the id of the dataset."""
    name = f"{title.casefold()}-{number}"
    package_id = entry(name, title, organisation, "dataset")
    held = HarvestRecord(source_id=source_id, guid=name, package_id=package_id, content_hash="x")
    model.Session.add(held)
    save_profiles(source_id, {name: Profile(facts=Facts(title=f"{title} {number}."))})
    return package_id


def test_no_page_asks_more_for_twelve_rows_than_for_two(
    source: Harvested, see: Open, people: People, counted: Callable[[Callable[[], Any]], int]
) -> None:
    job = run_of(source.id, 0)
    dataset = factories.Dataset(owner_org=source.organisation)
    editor = model.User.get(people.names["editor"])
    assert editor is not None
    model.Session.add(
        HarvestRecord(source_id=source.id, guid="edited", package_id=dataset["id"], content_hash="x")
    )

    def add_row(number: int) -> None:
        organisation = source.organisation
        other = source_of(number, organisation, "Fonte")
        model.Session.add(WaitingSource(source_id=source_of(number, organisation, "Attesa"), asked_by="x"))
        run_of(source.id, number)
        model.Session.add(
            HarvestIssue(
                job_id=job, code="title-missing", field=f"campo-{number}.", record=f"scheda-{number}.",
                owner_name=f"Ente {number}.", owner_email=f"ente-{number}@example.org",
            )
        )  # fmt: skip
        first, second = (
            record_of(of, number, organisation, title) for of, title in ((source.id, "Mio"), (other, "Tuo"))
        )
        pair = DuplicateDecision(first=first, second=second, verdict="open", reasons=[], found=AWARE)
        model.Session.add(pair)
        model.Session.add(
            Overlay(
                package_id=dataset["id"], field=f"campo_{number}", value=f"Nostro {number}.", base="x",
                source="y", author=editor.id, edited=AWARE, source_changed=AWARE,
            )
        )  # fmt: skip

    runs = f"/sources/{source.name}/runs/{job}"
    pages = {
        "/sources": ("Fonte ", "Attesa "),
        f"/sources/{source.name}": (),
        runs: ("scheda-",),
        f"{runs}/owners": ("Ente ",),
        "/sources/duplicates": ("Mio ",),
        f"/dataset/{dataset['name']}/review": ("Nostro ",),
    }

    def asked(rows: int) -> dict[tuple[str, str], int]:
        model.Session.commit()
        found: dict[tuple[str, str], int] = {}
        for path, marks in pages.items():
            for who in ("admin", "sysadmin"):
                shown = html.tostring(see(path, who), encoding="unicode")  # also fills what is kept in memory
                told = [mark for mark in marks if f"{mark}{rows - 1}." in shown]
                assert told == list(marks), path
                found[path, who] = counted(lambda path=path, who=who: see(path, who))
        runs_shown = see(f"/sources/{source.name}", "admin").xpath(
            "//main//a[contains(@href, '/runs/')]/@href"
        )
        assert len(set(runs_shown)) >= rows
        return found

    for number in range(FEW):
        add_row(number)
    few = asked(FEW)
    for number in range(FEW, MANY):
        add_row(number)
    assert asked(MANY) == few
