"""A reader uploads a corrected file: only the publisher sees it, accepted it takes the place of the old one, then it is gone."""

from __future__ import annotations

import io
import os
import re
import shutil
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.lib.uploader import get_resource_uploader
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action, changed_config
from werkzeug.datastructures import FileStorage

from ckanext.resilient.community import uploads
from tests.community.conftest import act, headers, member

ID = "asili"
CSV = b"comune;posti\nBologna;12\n"


@pytest.fixture(autouse=True)
def storage(clean: None) -> Path:
    """Where CKAN keeps files, without those of earlier tests."""
    path = Path(tk.config["ckan.storage_path"])
    shutil.rmtree(path / "resilient/suggestions", ignore_errors=True)
    return path


def held(storage: Path) -> list[Path]:
    """The files that wait for a decision."""
    folder = storage / "resilient/suggestions"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def file_of(dataset: dict[str, Any]) -> str:
    return f"resources/{dataset['resources'][0]['id']}/url"


def suggest(
    dataset: dict[str, Any], user: str, content: bytes = CSV, name: str = "posti.csv", **given: Any
) -> Any:
    upload = FileStorage(io.BytesIO(content), filename=name)
    asked = {"about": "corrected-file", "field": file_of(dataset), "upload": upload, **given}
    return act("resilient_suggestion_create", user, id=ID, **asked)


@pytest.mark.usefixtures("with_request_context")
def test_an_accepted_file_takes_the_place_of_the_old_one_and_the_copy_is_gone(
    dataset: dict[str, Any], organisation: dict[str, Any], storage: Path
) -> None:
    made = suggest(dataset, factories.User()["name"], name="../../posti nuovi.csv")
    assert made["value"] == made["file"]["name"]
    assert [path.read_bytes() for path in held(storage)] == [CSV]
    act(
        "resilient_suggestion_decide",
        member(organisation, "editor")["name"],
        id=made["id"],
        decision="accept",
    )
    (after,) = call_action("package_show", {"ignore_auth": True, "use_cache": False}, id=ID)["resources"]
    assert (after["id"], after["url_type"]) == (dataset["resources"][0]["id"], "upload")
    assert after["url"].endswith("/posti-nuovi.csv")
    assert "/../" not in after["url"]
    assert Path(get_resource_uploader({"id": after["id"]}).get_path(after["id"])).read_bytes() == CSV
    assert held(storage) == []


@pytest.mark.usefixtures("with_request_context")
@pytest.mark.parametrize("end", ["decline", "withdraw"])
def test_a_file_that_is_not_taken_is_deleted(
    dataset: dict[str, Any], organisation: dict[str, Any], storage: Path, end: str
) -> None:
    reader, editor = factories.User()["name"], member(organisation, "editor")["name"]
    made = suggest(dataset, reader)
    act("resilient_suggestion_decide", editor, id=made["id"], decision="ask", reason="From where?")
    assert len(held(storage)) == 1
    if end == "withdraw":
        act("resilient_suggestion_withdraw", reader, key=made["id"])
    else:
        act("resilient_suggestion_decide", editor, id=made["id"], decision="decline", reason="No.")
    assert held(storage) == []


@pytest.mark.usefixtures("with_request_context")
def test_what_is_no_corrected_file_is_refused_and_nothing_is_kept(
    dataset: dict[str, Any], storage: Path
) -> None:
    reader = factories.User()["name"]
    with changed_config("ckanext.resilient.community.upload_megabytes", 1):
        refused: list[tuple[str, dict[str, Any]]] = [
            (reader, {"content": b""}),
            (reader, {"content": bytes(1024 * 1024 + 1)}),
            (reader, {"upload": "posti.csv"}),
            (reader, {"about": "broken-link"}),
            (reader, {"field": "license_id"}),
            ("", {"address": "reader@example.org"}),
        ]
        for user, given in refused:
            with pytest.raises(tk.ValidationError):
                suggest(dataset, user, **given)
    with changed_config("ckanext.resilient.community.upload_megabytes", 0), pytest.raises(tk.ValidationError):
        suggest(dataset, reader)
    assert held(storage) == []


@pytest.mark.usefixtures("clean")
def test_a_file_of_a_harvested_dataset_is_not_taken() -> None:
    assert uploads.possible({"id": "1"})
    assert not uploads.possible({"id": "1", "source_guid": "abc"})


def test_through_the_form_it_reaches_the_publisher_and_nobody_else(
    app: CKANTestApp, dataset: dict[str, Any], organisation: dict[str, Any], storage: Path
) -> None:
    reader, editor = factories.UserWithToken(), member(organisation, "editor")
    form = f"/dataset/{ID}/suggest"
    page = app.get(f"{form}?about=corrected-file", headers=headers(reader)).body
    assert 'type="file"' in page
    assert 'enctype="multipart/form-data"' in page
    assert 'type="file"' not in app.get(f"{form}?about=corrected-file").body
    script = b"<script>alert(1)</script>"
    sent = {"about": "corrected-file", "field": file_of(dataset), "upload": (io.BytesIO(script), "page.html")}
    app.post(form, data=sent, headers=headers(reader), content_type="multipart/form-data")
    (path,) = held(storage)
    assert path.read_bytes() == script
    listed = app.get("/suggestions", headers=headers(editor)).body
    found = re.search(r"/suggestions/[\w-]+/file", listed)
    assert found
    address = found[0]
    app.get(address, status=403)
    app.get(address, headers=headers(reader), status=403)
    answer = app.get(address, headers=headers(editor))
    assert answer.data == script
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment; filename=page.html"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.usefixtures("with_request_context")
def test_the_sweep_deletes_files_that_no_open_suggestion_has(dataset: dict[str, Any], storage: Path) -> None:
    made = suggest(dataset, factories.User()["name"])
    left, fresh = (storage / "resilient/suggestions" / name for name in ("left-behind", "just-now"))
    left.write_bytes(CSV)
    fresh.write_bytes(CSV)
    for path in (left, uploads.path_of(made["file"])):
        os.utime(path, (0, 0))
    assert call_action("resilient_community_sweep")["files"] == 1
    assert held(storage) == sorted([uploads.path_of(made["file"]), fresh])
