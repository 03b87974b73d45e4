"""A run of the check: each address once for all datasets, results in ratings, searches and pages."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Callable, Collection, Iterator
from typing import Any

import pytest
from ckan import model
from ckan.cli.cli import ckan
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action, call_auth, changed_config

from ckanext.resilient.moments import utc_now
from ckanext.resilient.quality import batches
from ckanext.resilient.quality.links import probe
from ckanext.resilient.quality.links.verdict import problem_of
from ckanext.resilient.quality.model import QualityLink
from tests.harvest.servers import Answer, Asked, Server, serving
from tests.quality.test_mqa import FULL

Make = Callable[..., dict[str, Any]]


def respond(asked: Asked) -> Answer:
    if asked.path.endswith(".csv"):
        return Answer(body=b"a;b\n", headers={"Content-Type": "text/csv"})
    if asked.path == "/login":
        return Answer(body=b"<html><input type=password></html>", headers={"Content-Type": "text/html"})
    return (
        Answer(404)
        if asked.path == "/gone"
        else Answer(body=b"<html></html>", headers={"Content-Type": "text/html"})
    )


@pytest.fixture
def server() -> Iterator[Server]:
    with (
        serving(respond) as running,
        changed_config("ckanext.resilient.http.allowed_private_hosts", [running.pair]),
        changed_config("ckanext.resilient.links.delay_ms", 0),
    ):
        yield running


@pytest.fixture
def make(organisation: dict[str, Any], server: Server) -> Make:
    """A dataset whose only file is at a path of the server."""

    def made(name: str, path: str, **values: Any) -> dict[str, Any]:
        file = {key: value for key, value in FULL["resources"][0].items() if key not in {"id", "access_url"}}
        file |= {
            "url": server.url + path,
            "download_url": server.url + path,
            "access_url": server.url + "/page",
        }
        record = {key: value for key, value in FULL.items() if key != "id"} | values
        sent = record | {
            "name": name,
            "owner_org": organisation["id"],
            "type": "dataset",
            "resources": [file],
        }
        return call_action("package_create", context={"user": factories.Sysadmin()["name"]}, **sent)

    return made


def check(**data: Any) -> dict[str, Any]:
    return call_action("resilient_quality_check_links", **data)


def days_later(address: str, days: int) -> None:
    """As if the last try of a link had been so many days ago."""
    row = model.Session.query(QualityLink).filter_by(address=address).one()
    row.next_check = utc_now() - dt.timedelta(minutes=1)
    if row.failing_since:
        row.failing_since -= dt.timedelta(days=days)
    model.Session.commit()


def link(address: str) -> QualityLink:
    model.Session.expire_all()
    return model.Session.query(QualityLink).filter_by(address=address).one()


@pytest.mark.usefixtures("with_request_context")
def test_a_checked_dataset_has_its_points_at_once(make: Make, server: Server) -> None:
    dataset = make("posti", "/posti.csv")
    before = call_action("resilient_quality_show", id=dataset["id"])
    result = check()
    assert (result["tried"], result["good"], result["rated"]) == (2, 2, 1)
    shown = call_action("resilient_quality_show", id=dataset["id"])
    assert shown["score"] == before["score"] + 80
    found = call_action("package_search", fq="vocab_quality_level:excellent")
    assert [one["id"] for one in found["results"]] == [dataset["id"]]
    row = link(server.url + "/posti.csv")
    assert (row.status, row.media_type, row.size) == (200, "text/csv", 4)
    assert check()["tried"] == 0, "nothing is due before its day"


def test_an_error_that_nobody_foresaw_stops_no_other_address(
    make: Make, server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def sometimes(answer: probe.Answer, formats: Collection[str]) -> str:
        if answer.url.endswith("/odd.csv"):
            raise LookupError("nobody foresaw this")
        return problem_of(answer, formats)

    monkeypatch.setattr(probe, "problem_of", sometimes)
    monkeypatch.setattr(logging.getLogger("ckanext"), "propagate", True)
    monkeypatch.setattr(batches.log, "disabled", False)
    make("strano", "/odd.csv")
    make("posti", "/posti.csv")
    result = check()
    assert (result["tried"], result["good"], result["problems"]) == (3, 2, {"no-connection": 1})
    assert server.url + "/odd.csv" in caplog.text
    assert check()["tried"] == 0, "the odd one waits for its day like all others"


def test_an_address_of_many_datasets_is_tried_once(make: Make, server: Server) -> None:
    for number in range(3):
        make(f"posti-{number}", "/posti.csv")
    assert check()["rated"] == 3
    assert [asked.path for asked in server.asked].count("/posti.csv") == 1


@pytest.mark.usefixtures("with_request_context")
def test_a_broken_link_costs_points_only_when_it_lasts(make: Make, server: Server) -> None:
    dataset = make("posti", "/gone")
    check()
    assert call_action("resilient_quality_show", id=dataset["id"])["open"] >= 30
    for _ in range(3):
        days_later(server.url + "/gone", 1)
        result = check()
    assert result["problems"] == {"error-status": 1}
    assert result["rated"] == 1
    shown = call_action("resilient_quality_show", id=dataset["id"])
    opens = next(one for one in shown["aspects"] if one["id"] == "opens")
    assert opens["state"] == "fail"
    assert link(server.url + "/gone").status == 404


def test_the_page_says_what_is_wrong_with_a_link(app: CKANTestApp, make: Make, server: Server) -> None:
    make("posti", "/login")
    check()
    for _ in range(3):
        days_later(server.url + "/login", 1)
        check()
    assert "only leads to a page where you have to sign in" in app.get("/dataset/posti").body
    assert "porta solo a una pagina" in app.get("/it/dataset/posti").body


def test_links_that_nobody_names_any_more_are_forgotten(make: Make, server: Server) -> None:
    dataset = make("posti", "/posti.csv")
    call_action("package_delete", context={"user": factories.Sysadmin()["name"]}, id=dataset["id"])
    assert check()["forgotten"] == 2
    assert server.asked == []
    assert model.Session.query(QualityLink).count() == 0


def test_a_check_leaves_the_dataset_itself_alone(make: Make, server: Server) -> None:
    dataset = make("posti", "/posti.csv")
    check()
    stored = call_action("package_show", id=dataset["id"])
    assert stored["metadata_modified"] == dataset["metadata_modified"]


@pytest.mark.usefixtures("clean")
def test_only_administrators_of_the_site_send_out_requests() -> None:
    user = factories.User()
    with pytest.raises(tk.NotAuthorized):
        call_auth("resilient_quality_check_links", {"user": user["name"], "model": model})


def test_the_command_tells_what_it_found(make: Make, server: Server, cli: Any) -> None:
    make("posti", "/posti.csv")
    result = cli.invoke(ckan, ["resilient", "quality", "links", "--limit", "10", "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["good"] == 2
