"""A run of the check: each revision once, results in ratings, searches and pages, never in the way of a save."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ckan import model
from ckan.cli.cli import ckan
from ckan.lib import jobs
from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action, call_auth, changed_config

from ckanext.resilient.quality.conformance import job
from ckanext.resilient.quality.conformance.shapes import OPTION
from ckanext.resilient.quality.model import QualityConformance
from tests.catalogue.shapes import DCAT_AP_3
from tests.quality.test_mqa import FULL
from tests.shared import shared_folder

Make = Callable[..., dict[str, Any]]

DESCRIBED = {"notes_translated": {"it": "Un posto per riga."}}


@pytest.fixture
def make(organisation: dict[str, Any]) -> Make:
    """A dataset that lacks nothing but its description, which DCAT-AP asks for."""

    def made(name: str = "posti", **values: Any) -> dict[str, Any]:
        files = [{key: value for key, value in FULL["resources"][0].items() if key != "id"}]
        record = {key: value for key, value in FULL.items() if key != "id"} | {"resources": files} | values
        sent = record | {"name": name, "owner_org": organisation["id"], "type": "dataset"}
        return call_action("package_create", context={"user": factories.Sysadmin()["name"]}, **sent)

    return made


@pytest.fixture
def nothing_asked() -> None:
    """No background job waits, as after a run."""
    connect_to_redis().delete(f"ckan:{tk.config['ckan.site_id']}:resilient-quality-shapes-asked")
    jobs.get_queue().empty()


def change(dataset: dict[str, Any], **values: Any) -> dict[str, Any]:
    user = factories.Sysadmin()
    return call_action("package_patch", context={"user": user["name"]}, id=dataset["id"], **values)


def check(**data: Any) -> dict[str, Any]:
    return call_action("resilient_quality_check_shapes", **data)


def shown(dataset: dict[str, Any]) -> dict[str, Any]:
    return call_action("resilient_quality_show", id=dataset["id"])


def row(dataset: dict[str, Any]) -> QualityConformance | None:
    model.Session.expire_all()
    return model.Session.get(QualityConformance, dataset["id"])


@pytest.mark.usefixtures("with_request_context")
def test_what_breaks_a_rule_is_named_with_its_field_and_remedy(make: Make) -> None:
    dataset = make()
    before = shown(dataset)
    assert before["conformance"]["state"] == "not_checked"
    assert check() == {"checked": 1, "conform": 0, "rated": 1, "left": False}
    after = shown(dataset)
    assert after["score"] == before["score"]
    assert after["open"] == before["open"] - 30
    found = after["conformance"]
    assert (found["state"], found["violations"]) == ("fail", 1)
    (violation,) = [one for one in found["findings"] if one["severity"] == "violation"]
    assert (violation["property"], violation["rule"]) == ("dct:description", "MinCount")
    assert violation["message"] == "“What is in it” is missing."
    assert (violation["fix"], violation["field"]) == ("Fill in “What is in it”.", "notes_translated")


@pytest.mark.usefixtures("with_request_context")
def test_a_mended_dataset_is_not_checked_until_the_next_run_and_then_has_its_points(make: Make) -> None:
    dataset = make()
    check()
    change(dataset, **DESCRIBED)
    waiting = shown(dataset)
    assert waiting["conformance"]["state"] == "not_checked"
    assert check()["conform"] == 1
    found = shown(dataset)
    assert found["conformance"]["state"] == "pass"
    assert found["score"] == waiting["score"] + 30
    listed = call_action("package_search", fq=f"quality_points:{found['score']:04d}")
    assert [one["id"] for one in listed["results"]] == [dataset["id"]]


def test_a_revision_is_checked_once(make: Make) -> None:
    make()
    assert check()["checked"] == 1
    assert check()["checked"] == 0


def test_a_bounded_run_leaves_the_rest_to_the_next(make: Make) -> None:
    for number in range(3):
        make(f"posti-{number}")
    assert check(limit=2) == {"checked": 2, "conform": 0, "rated": 2, "left": True}
    assert check(limit=2) == {"checked": 1, "conform": 0, "rated": 1, "left": False}


def test_the_official_files_are_used_where_the_operator_points_to_them(make: Make) -> None:
    dataset = make()
    check()
    ours = row(dataset)
    assert ours is not None
    kept = (ours.conforms, ours.violations, ours.warnings)
    paths = [str(shared_folder() / "shacl" / name) for name in DCAT_AP_3]
    with changed_config(OPTION, paths):
        assert check()["checked"] == 1, "another method: due again"
    theirs = row(dataset)
    assert theirs is not None
    assert (theirs.conforms, theirs.violations, theirs.warnings) == kept


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read (No such file or directory): correct the path"),
        ("no turtle at all", "is not Turtle"),
        ("<urn:a> <urn:b> <urn:c> .", "holds no SHACL shapes: name files such as shapes.ttl"),
    ],
)
def test_a_wrong_setting_is_refused_with_the_remedy(
    clean: None, tmp_path: Path, cli: Any, content: str | None, said: str
) -> None:
    file = tmp_path / "shapes.ttl"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with changed_config(OPTION, [str(file)]):
        with pytest.raises(tk.ValidationError) as refused:
            check()
        result = cli.invoke(ckan, ["resilient", "quality", "shapes"])
    assert said in str(refused.value)
    assert result.exit_code == 1
    assert said in result.output
    assert str(file) in result.output
    assert OPTION in result.output


@pytest.mark.usefixtures("nothing_asked")
def test_many_saves_ask_for_one_job_which_checks_all_of_them(make: Make, cli: Any) -> None:
    datasets = [make(f"posti-{number}") for number in range(3)]
    waiting = [one for one in jobs.get_queue().jobs if one.meta.get("title") == "Check of conformance"]
    assert len(waiting) == 1
    assert [row(dataset) for dataset in datasets] == [None] * 3, "a save waits for nothing"
    result = cli.invoke(ckan, ["jobs", "worker", "--burst"])
    assert result.exit_code == 0, result.output
    assert all(row(dataset) for dataset in datasets)


@pytest.mark.usefixtures("nothing_asked")
def test_a_job_that_leaves_some_asks_for_another(make: Make) -> None:
    for number in range(2):
        make(f"posti-{number}")
    jobs.get_queue().empty()
    job.in_background(1)
    (waiting,) = jobs.get_queue().jobs
    assert waiting.func_name.endswith("conformance.job.in_background")


def test_what_is_no_longer_public_is_forgotten(make: Make) -> None:
    dataset = make()
    check()
    change(dataset, private=True)
    assert row(dataset) is None
    assert check(all=True)["checked"] == 0


def test_a_check_leaves_the_dataset_itself_alone(make: Make) -> None:
    dataset = make()
    check()
    assert call_action("package_show", id=dataset["id"])["metadata_modified"] == dataset["metadata_modified"]


@pytest.mark.usefixtures("clean")
def test_only_administrators_of_the_site_have_much_checked() -> None:
    with pytest.raises(tk.NotAuthorized):
        call_auth("resilient_quality_check_shapes", {"user": factories.User()["name"], "model": model})


def test_the_page_says_why_in_the_reader_s_language_and_leads_who_can_to_the_field(
    app: CKANTestApp, make: Make, sysadmin_headers: dict[str, str]
) -> None:
    make()
    assert "A program checks them some minutes after each change." in app.get("/dataset/posti").body
    check()
    page = app.get("/dataset/posti").body
    assert "“What is in it” is missing." in page
    assert "/dataset/edit/posti/1#at-notes_translated" not in page
    assert "Manca “Che cosa contiene”." in app.get("/it/dataset/posti").body
    page = app.get("/dataset/posti", headers=sysadmin_headers).body
    assert "/dataset/edit/posti/1#at-notes_translated" in page


def test_the_command_checks_what_is_named_or_due(make: Make, cli: Any) -> None:
    make()
    make("altri", **DESCRIBED)
    named = cli.invoke(ckan, ["resilient", "quality", "shapes", "altri"])
    assert named.exit_code == 0, named.output
    assert "1 of 1 datasets follow DCAT-AP; 1 were rated anew." in named.output
    due = cli.invoke(ckan, ["resilient", "quality", "shapes", "--json"])
    assert json.loads(due.stdout) == {"checked": 1, "conform": 0, "rated": 1, "left": False}
    everything = cli.invoke(ckan, ["resilient", "quality", "shapes", "--all"])
    assert "1 of 2 datasets follow DCAT-AP; 0 were rated anew." in everything.output
    unknown = cli.invoke(ckan, ["resilient", "quality", "shapes", "no-such-dataset"])
    assert unknown.exit_code == 1
    assert "There is no dataset “no-such-dataset”" in unknown.output
