"""A dataset is rated when it is saved: in the index, in our table, on pages, for programs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from ckanext.resilient.moments import utc_now
from ckanext.resilient.quality.checks import digest
from ckanext.resilient.quality.model import QualityLink, QualityScore
from tests.quality.test_mqa import FULL


@pytest.fixture
def dataset(organisation: dict[str, Any]) -> dict[str, Any]:
    record = {name: value for name, value in FULL.items() if name != "id"}
    resources = [{name: value for name, value in FULL["resources"][0].items() if name != "id"}]
    sent = record | {
        "resources": resources,
        "owner_org": organisation["id"],
        "name": "posti",
        "type": "dataset",
    }
    return call_action("package_create", context={"user": factories.Sysadmin()["name"]}, **sent)


def test_the_score_is_kept_and_searchable_at_once(dataset: dict[str, Any]) -> None:
    row = model.Session.get(QualityScore, dataset["id"])
    assert row is not None
    assert (row.points, row.open_points, row.band) == (295, 110, "good")
    found = call_action(
        "package_search", fq="vocab_quality_level:good", **{"facet.field": '["vocab_quality_level"]'}
    )
    assert [one["id"] for one in found["results"]] == [dataset["id"]]
    item = found["search_facets"]["vocab_quality_level"]["items"][0]
    assert (item["name"], item["display_name"], item["count"]) == ("good", "Good", 1)


@pytest.mark.usefixtures("with_request_context")
def test_a_link_is_noted_once_and_its_result_counts_at_the_next_look(dataset: dict[str, Any]) -> None:
    rows = model.Session.query(QualityLink).all()
    assert {row.address for row in rows} == {"https://dati.example/pagina", "https://dati.example/posti.csv"}
    for row in rows:
        row.status, row.checked = 200, utc_now()
    model.Session.commit()
    shown = call_action("resilient_quality_show", id=dataset["id"])
    assert (shown["score"], shown["open"], shown["rating"]) == (375, 30, "excellent")
    opens = next(one for one in shown["aspects"] if one["id"] == "opens")
    assert opens["state"] == "pass"
    assert "{date}" not in opens["message"]


def test_a_private_or_deleted_dataset_has_no_score(dataset: dict[str, Any]) -> None:
    user = factories.Sysadmin()
    call_action("package_patch", context={"user": user["name"]}, id=dataset["id"], private=True)
    assert model.Session.query(QualityScore).count() == 0
    call_action("package_patch", context={"user": user["name"]}, id=dataset["id"], private=False)
    assert model.Session.query(QualityScore).count() == 1
    call_action("package_delete", context={"user": user["name"]}, id=dataset["id"])
    assert model.Session.query(QualityScore).count() == 0


@pytest.mark.parametrize("key", ["id", "name"])
def test_a_dataset_that_is_deleted_by_id_or_name_has_no_score(dataset: dict[str, Any], key: str) -> None:
    call_action("package_delete", context={"user": factories.Sysadmin()["name"]}, id=dataset[key])
    assert model.Session.query(QualityScore).count() == 0


def test_a_dataset_that_is_patched_away_has_no_score(dataset: dict[str, Any]) -> None:
    user = factories.Sysadmin()
    call_action("package_patch", context={"user": user["name"]}, id=dataset["id"], state="deleted")
    assert model.Session.query(QualityScore).count() == 0


def test_datasets_of_an_organisation_that_are_deleted_together_have_no_score(
    dataset: dict[str, Any], organisation: dict[str, Any]
) -> None:
    user = factories.Sysadmin()
    asked = {"datasets": [dataset["id"]], "org_id": organisation["id"]}
    call_action("bulk_update_delete", context={"user": user["name"]}, **asked)
    assert model.Session.query(QualityScore).count() == 0


def test_a_dataset_that_was_purged_counts_no_more_after_the_night(dataset: dict[str, Any], cli: Any) -> None:
    call_action("dataset_purge", context={"user": factories.Sysadmin()["name"]}, id=dataset["id"])
    done = cli.invoke(ckan, ["resilient", "quality", "record"])
    assert done.exit_code == 0, done.output
    assert call_action("resilient_quality_history", scope="all") == []
    assert call_action("resilient_quality_list", scope="all")["summary"]["datasets"] == 0


def test_an_organisation_sees_what_would_help_most(
    dataset: dict[str, Any], organisation: dict[str, Any]
) -> None:
    user = factories.Sysadmin()
    for number in range(2):
        poor = {
            "name": f"povero-{number}",
            "title_translated": {"it": f"Povero {number}"},
            "owner_org": organisation["id"],
        }
        call_action("package_create", context={"user": user["name"]}, type="dataset", **poor)
    listed = call_action("resilient_quality_list", scope="organization", key=organisation["id"])
    assert listed["summary"]["datasets"] == 3
    assert listed["summary"]["bands"]["bad"] == 2
    keywords = next(gap for gap in listed["gaps"] if gap["indicator"] == "keywordAvailability")
    assert (keywords["datasets"], keywords["gain"], keywords["field"]) == (2, 30, "tags_translated")
    assert [one["rating"] for one in listed["datasets"]] == ["bad", "bad", "good"]


def test_the_history_has_one_row_a_day(dataset: dict[str, Any], cli: Any) -> None:
    user = factories.Sysadmin()
    call_action("package_patch", context={"user": user["name"]}, id=dataset["id"], access_rights="")
    days = call_action("resilient_quality_history", scope="dataset", key=dataset["id"])
    assert [(day["datasets"], day["points"]) for day in days] == [(1, 280.0)]
    done = cli.invoke(ckan, ["resilient", "quality", "record"])
    assert done.exit_code == 0, done.output
    assert call_action("resilient_quality_history", scope="all")[0]["points"] == 280.0


def test_the_page_says_it_in_words_and_what_to_fix_only_to_who_can(
    app: CKANTestApp, dataset: dict[str, Any], sysadmin_headers: dict[str, str]
) -> None:
    user = factories.Sysadmin()
    call_action("package_patch", context={"user": user["name"]}, id=dataset["id"], access_rights="")
    page = app.get("/dataset/posti").body
    assert "How good is it?" in page
    assert "Usable, small gaps." in page
    assert "Fix this first" not in page
    assert "Fix this first" in app.get("/dataset/posti", headers=sysadmin_headers).body


def test_the_list_shows_the_level_of_each_dataset(app: CKANTestApp, dataset: dict[str, Any]) -> None:
    page = app.get("/dataset/").body
    assert "rs-level--good" in page


def test_the_method_shows_every_indicator_and_the_real_distribution(
    app: CKANTestApp, dataset: dict[str, Any]
) -> None:
    page = app.get("/quality/method").body
    assert "dateIssuedAvailability" in page
    assert "295" in page


def test_a_file_can_be_rated_before_anything_is_stored(clean: None, tmp_path: Any, cli: Any) -> None:
    file = tmp_path / "dataset.json"
    file.write_text(json.dumps(FULL), encoding="utf-8")
    done = cli.invoke(ckan, ["resilient", "quality", "score", "--file", str(file), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["score"] == 295


def test_an_address_longer_than_an_index_takes_is_kept(organisation: dict[str, Any]) -> None:
    address = "https://dati.example/" + "a" * 9000
    user = factories.Sysadmin()
    sent = {
        "name": "lungo",
        "title_translated": {"it": "Lungo"},
        "owner_org": organisation["id"],
        "type": "dataset",
    }
    call_action("package_create", context={"user": user["name"]}, **sent, resources=[{"url": address}])
    assert model.Session.get(QualityLink, digest(address)) is not None
