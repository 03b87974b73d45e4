"""A run of looks into files: bounded, polite, and its results in ratings and searches."""

from __future__ import annotations

import gzip
import io
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ckan import model
from ckan.cli.cli import ckan
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action, call_auth, changed_config
from werkzeug.datastructures import FileStorage

from ckanext.resilient.moments import utc_now
from ckanext.resilient.quality import batches
from ckanext.resilient.quality.files import job
from ckanext.resilient.quality.files.profile import Profile, profile_of
from ckanext.resilient.quality.model import QualityFile, QualityLink, QualityScore
from tests.harvest.servers import Answer, Asked, Server, serving
from tests.quality.files.workbooks import workbook
from tests.quality.test_mqa import FULL

Make = Callable[..., dict[str, Any]]
CSV = b"comune;posti;note\n" + b"Bologna;12;\nModena;;\n" * 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK = workbook([["comune", "posti", "note"], ["Bologna", 12, None], ["Modena", None, None]])
BOMB = gzip.compress(bytes(40_000_000))


def _endless() -> Iterator[bytes]:
    while True:
        yield b"Bologna;12;x\n" * 1000


def respond(asked: Asked) -> Answer:
    csv = {"Content-Type": "text/csv"}
    html = {"Content-Type": "text/html"}
    answers: dict[str, Callable[[], Answer]] = {
        "/posti.csv": lambda: Answer(body=CSV, headers=csv),
        "/posti.xlsx": lambda: Answer(body=WORKBOOK, headers={"Content-Type": XLSX}),
        "/really.csv": lambda: Answer(body=b"%PDF-1.7 ...", headers=csv),
        "/endless.csv": lambda: Answer(stream=_endless(), headers=csv),
        "/packed.csv": lambda: Answer(body=gzip.compress(CSV), headers={**csv, "Content-Encoding": "gzip"}),
        "/bomb.csv": lambda: Answer(body=BOMB, headers={**csv, "Content-Encoding": "gzip"}),
        "/line.csv": lambda: Answer(body=b"a;b\n1;2\n" + b"x" * 3_000_000, headers=csv),
        "/error.csv": lambda: Answer(body=b"<html><title>404 not found</title></html>", headers=html),
        "/busy.csv": lambda: Answer(429, headers={"Retry-After": "7200"}),
    }
    return answers.get(asked.path, lambda: Answer(404))()


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
    """A dataset whose files are at paths of the server."""

    def made(name: str, *paths: str, **values: Any) -> dict[str, Any]:
        kept = {key: value for key, value in FULL["resources"][0].items() if key in {"format", "mimetype"}}
        files = [kept | {"url": server.url + path} for path in paths]
        record = {key: value for key, value in FULL.items() if key != "id"} | values
        sent = record | {"name": name, "owner_org": organisation["id"], "type": "dataset", "resources": files}
        return call_action("package_create", context={"user": factories.Sysadmin()["name"]}, **sent)

    return made


def look(**data: Any) -> dict[str, Any]:
    return call_action("resilient_quality_check_files", **data)


def seen(ending: str) -> QualityFile:
    model.Session.expire_all()
    return model.Session.query(QualityFile).filter(QualityFile.address.endswith(ending)).one()


def aspect(dataset: dict[str, Any], name: str) -> dict[str, Any]:
    shown = call_action("resilient_quality_show", id=dataset["id"])
    return next(one for one in shown["aspects"] if one["id"] == name)


@pytest.mark.usefixtures("with_request_context")
def test_what_a_file_holds_changes_the_rating_and_its_row(make: Make) -> None:
    dataset = make("posti", "/posti.csv")
    assert aspect(dataset, "complete")["state"] == "not_checked"
    summary = look()
    assert {key: summary[key] for key in ("opened", "tables", "failed", "rated")} == {
        "opened": 1, "tables": 1, "failed": 0, "rated": 1,
    }  # fmt: skip
    row = seen("/posti.csv")
    assert (row.format, row.rows, row.columns, row.header, row.whole) == ("CSV", 100, 3, True, True)
    assert row.empty_columns == ["note"]
    complete = aspect(dataset, "complete")
    assert complete["state"] == "fail"
    assert "50%" in complete["message"]
    assert "note" in complete["message"]
    kept = model.Session.get(QualityScore, dataset["id"])
    assert kept.aspects["complete"] == "fail"
    assert look()["opened"] == 0


@pytest.mark.usefixtures("with_request_context")
def test_a_workbook_is_rated_by_its_cells(make: Make) -> None:
    dataset = make("foglio", "/posti.xlsx")
    assert look()["tables"] == 1
    row = seen("/posti.xlsx")
    assert (row.format, row.rows, row.columns, row.header, row.whole) == ("XLSX", 2, 3, True, True)
    assert (row.names, row.empty_columns) == (["comune", "posti", "note"], ["note"])
    assert aspect(dataset, "complete")["state"] == "fail"


@pytest.mark.usefixtures("with_request_context")
def test_the_content_counts_and_not_what_it_is_called(make: Make) -> None:
    dataset = make("davvero", "/really.csv")
    assert aspect(dataset, "combines")["state"] == "pass"
    before = call_action("resilient_quality_show", id=dataset["id"])
    assert (before["stars"], before["stars_from_content"]) == (3, False)
    look()
    assert aspect(dataset, "combines")["state"] == "fail"
    assert aspect(dataset, "complete")["state"] == "not_checked"
    after = call_action("resilient_quality_show", id=dataset["id"])
    assert (after["stars"], after["stars_from_content"]) == (1, True)
    assert after["score"] == before["score"], "the points stay those of data.europa.eu"


def test_attacks_end_after_the_part_that_may_be_read(make: Make) -> None:
    make("attacchi", "/endless.csv", "/packed.csv", "/bomb.csv", "/line.csv")
    with changed_config("ckanext.resilient.files.most_kilobytes", 256):
        assert look()["opened"] == 4
    endless, packed = seen("/endless.csv"), seen("/packed.csv")
    assert (endless.format, endless.whole, endless.empty_cells) == ("CSV", False, 0)
    assert endless.rows < 256 * 1024 / 13
    assert (packed.format, packed.rows) == ("CSV", 100)
    assert seen("/bomb.csv").format == ""
    assert (seen("/line.csv").rows, seen("/line.csv").whole) == (None, False)


def test_an_error_that_nobody_foresaw_stops_no_other_file(
    make: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def sometimes(content: bytes, *, whole: bool) -> Profile:
        if content.startswith(b"%PDF"):
            raise LookupError("nobody foresaw this")
        return profile_of(content, whole=whole)

    monkeypatch.setattr(job, "profile_of", sometimes)
    monkeypatch.setattr(logging.getLogger("ckanext"), "propagate", True)
    monkeypatch.setattr(batches.log, "disabled", False)
    make("strano", "/really.csv", "/posti.csv")
    summary = look()
    assert (summary["opened"], summary["failed"]) == (1, 1)
    assert "/really.csv" in caplog.text
    assert look()["failed"] == 0, "the odd one waits for its day like all others"


def test_an_error_page_is_no_content_and_a_busy_host_is_left_alone(make: Make, server: Server) -> None:
    make("rotti", "/error.csv", "/gone.csv")
    summary = look()
    assert (summary["opened"], summary["failed"], summary["busy"]) == (0, 2, 0)
    make("occupato", "/busy.csv")
    assert look()["busy"] == 1
    assert seen("/error.csv").problem == "error-page"
    assert seen("/gone.csv").problem == "error-status"
    busy = seen("/busy.csv")
    assert busy.checked is None
    assert 7000 < (busy.next_check - utc_now()).total_seconds() < 7300


def test_an_uploaded_file_is_read_where_it_lies_and_again_when_it_is_replaced(
    organisation: dict[str, Any], cli: Any
) -> None:
    user = factories.Sysadmin()["name"]
    dataset = call_action(
        "package_create", context={"user": user}, name="qui", type="dataset", owner_org=organisation["id"],
        title_translated={"it": "Qui"},
    )  # fmt: skip

    def upload(content: bytes, **values: Any) -> dict[str, Any]:
        file = FileStorage(io.BytesIO(content), "posti.csv")
        return call_action(
            "resource_patch" if "id" in values else "resource_create",
            context={"user": user}, upload=file, url="posti.csv", format="CSV", **values,
        )  # fmt: skip

    resource = upload(b"comune;posti\nBologna;12\n", package_id=dataset["id"])
    done = cli.invoke(ckan, ["resilient", "quality", "files"])
    assert done.exit_code == 0, done.output
    assert "1 files were looked into, 1 are tables" in done.output
    row = seen("/posti.csv")
    assert (row.rows, row.whole) == (1, True)
    assert model.Session.get(QualityScore, dataset["id"]).aspects["complete"] == "pass"
    upload(b"comune;posti\nBologna;\nModena;\n", id=resource["id"])
    assert look()["opened"] == 1
    assert (seen("/posti.csv").rows, seen("/posti.csv").empty_columns) == (2, ["posti"])
    call_action("resilient_quality_check_links")
    kept = model.Session.query(QualityLink).filter(QualityLink.address.endswith("/download/posti.csv"))
    assert kept.count() == 1, "the link to an uploaded file is tried and not forgotten"


def test_what_no_dataset_names_is_forgotten(make: Make) -> None:
    dataset = make("posti", "/posti.csv")
    call_action("package_delete", context={"user": factories.Sysadmin()["name"]}, id=dataset["id"])
    assert look()["forgotten"] == 1
    assert model.Session.query(QualityFile).count() == 0


def test_only_administrators_send_out_requests(clean: None) -> None:
    with pytest.raises(tk.NotAuthorized):
        call_auth("resilient_quality_check_files", {"user": factories.User()["name"], "model": model})
