"""Database and index agree, or the difference is named and mended."""

from __future__ import annotations

import datetime
import json
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.cli.cli import ckan
from ckan.lib import search
from ckan.lib.search.common import make_connection
from ckan.tests import factories

from ckanext.resilient.harvest import consistency
from tests.harvest.portal import act

pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture
def datasets(organisation: dict[str, Any]) -> list[str]:
    """Ids of three datasets."""
    return [factories.Dataset(owner_org=organisation["id"])["id"] for _ in range(3)]


def touch_behind_the_index(package_id: str) -> None:
    package = model.Package.get(package_id)
    package.metadata_modified = datetime.datetime(2031, 1, 2, 3, 4, 5, 678901)
    model.Session.commit()


def delete_behind_the_index(package_id: str) -> None:
    model.Package.get(package_id).state = "deleted"
    model.Session.commit()


def test_an_untouched_catalogue_agrees(datasets: list[str]) -> None:
    result = act("resilient_harvest_check")
    assert result == {"checked": 3, "missing": [], "orphaned": [], "outdated": [], "repaired": False}


def test_each_kind_of_difference_is_found_and_mended(datasets: list[str]) -> None:
    missing, orphaned, outdated = datasets
    search.clear(missing)
    delete_behind_the_index(orphaned)
    touch_behind_the_index(outdated)
    found = act("resilient_harvest_check")
    assert (found["missing"], found["orphaned"], found["outdated"]) == ([missing], [orphaned], [outdated])
    assert found["repaired"] is False
    assert act("resilient_harvest_check", repair=True)["repaired"] is True
    after = act("resilient_harvest_check")
    assert (after["missing"], after["orphaned"], after["outdated"]) == ([], [], [])
    assert act("package_search")["count"] == 2


def test_only_what_differs_is_indexed_anew(datasets: list[str]) -> None:
    def versions() -> dict[str, int]:
        found = make_connection().search("id:*", fl="id,_version_", fq="dataset_type:dataset", rows=10)
        return {document["id"]: document["_version_"] for document in found.docs}

    before = versions()
    touch_behind_the_index(datasets[1])
    act("resilient_harvest_check", repair=True)
    after = versions()
    assert [one for one in datasets if before[one] != after[one]] == [datasets[1]]


def test_more_datasets_than_one_page_are_compared(
    datasets: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consistency, "ROWS", 1)
    search.clear(datasets[0])
    search.clear(datasets[2])
    found = act("resilient_harvest_check")
    assert found["checked"] == 3
    assert sorted(found["missing"]) == sorted([datasets[0], datasets[2]])


def test_documents_of_another_site_in_the_same_index_are_left_alone(
    datasets: list[str], ckan_config: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckan.site_id", "another-site")
    found = act("resilient_harvest_check")
    assert (len(found["missing"]), found["orphaned"]) == (3, [])


def test_the_command_ends_with_1_when_something_is_left_to_mend(cli: Any, datasets: list[str]) -> None:
    command = ["resilient", "harvest", "check"]
    assert cli.invoke(ckan, command).exit_code == 0
    search.clear(datasets[0])
    found = cli.invoke(ckan, [*command, "--json"])
    assert found.exit_code == 1
    assert json.loads(found.stdout)["missing"] == [datasets[0]]
    assert cli.invoke(ckan, [*command, "--repair"]).exit_code == 0
    assert cli.invoke(ckan, command).exit_code == 0


def test_without_an_index_the_reason_is_told(datasets: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tk.config, "solr_url", "http://127.0.0.1:9/solr/nothing-listens-here")
    with pytest.raises(tk.ValidationError) as caught:
        act("resilient_harvest_check")
    assert "does not answer" in caught.value.error_dict["index"][0]


def test_only_system_administrators_check() -> None:
    with pytest.raises(tk.NotAuthorized):
        tk.check_access("resilient_harvest_check", {"user": ""}, {})
