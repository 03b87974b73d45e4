"""`ckan resilient quality set`: look first, then set, in the name of somebody."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ckan.cli.cli import ckan
from ckan.tests.helpers import call_action

from tests.quality.batch.conftest import Dataset, stored

SET = ["resilient", "quality", "set"]
TOPIC = ["od_category", "health-social-services"]


@pytest.mark.usefixtures("datasets")
def test_a_look_changes_nothing_and_the_change_is_hers_who_is_named(
    organisation: Dataset, editor: dict[str, Any], cli: Any
) -> None:
    here = ["--organization", organisation["name"], "--user", editor["name"]]
    looked = cli.invoke(ckan, [*SET, *TOPIC, *here, "--dry-run"])
    assert looked.output.splitlines()[0] == "2 datasets lack it."
    assert "+30  povero-1: " in looked.output
    assert not stored("povero-1").get("od_category")
    done = cli.invoke(ckan, [*SET, *TOPIC, *here])
    assert "2 of 2 datasets were changed" in done.output
    assert stored("povero-1")["od_category"] == TOPIC[1:]
    newest = call_action("package_activity_list", context={"ignore_auth": True}, id="povero-1")[0]
    assert newest["user_id"] == editor["id"]


@pytest.mark.usefixtures("datasets")
def test_an_object_is_given_as_json_and_refusals_are_said(organisation: Dataset, cli: Any) -> None:
    contact = json.dumps({"name": "Ufficio", "email": "dati@example.org"})
    done = cli.invoke(ckan, [*SET, "contact", contact, "--json"])
    assert json.loads(done.stdout)["changed"] == 3
    assert stored("ricco")["contact"] == [{"name": "Ufficio", "email": "dati@example.org"}]
    for wrong in (
        ["contact", "Ufficio"],
        ["od_category", "nowhere"],
        ["title", "x"],
        [*TOPIC, "--organization", "no"],
    ):
        assert cli.invoke(ckan, [*SET, *wrong]).exit_code != 0
