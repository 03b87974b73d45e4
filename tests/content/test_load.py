"""`ckan resilient content load`: as often as wanted, and never over what people changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from ckan.tests import factories, helpers

from ckanext.resilient.content import shipped
from ckanext.resilient.content.load import Outcome, load

ORGANIZATION = {"title_translated": {"en": "Editors", "it": "Redazione"}, "helix_actor": "civil-society"}
DATASET = {
    "title_translated": {"en": "Cooperatives (sample data)", "it": "Cooperative (dati di esempio)"},
    "owner_org": "editors",
    "license_id": "CC_BY_4_0",
    "resources": [
        {"file": "cooperatives.csv", "format": "CSV", "name_translated": {"en": "Table", "it": "Tabella"}}
    ],
}
CLUSTER = {
    "title_translated": {"en": "A network", "it": "Una rete"},
    "in_short": {"en": "Cooperatives that help each other.", "it": "Cooperative che si aiutano."},
    "owner_org": "editors",
    "datasets_used": ["cooperatives"],
    "use_cases": ["example"],
}
USE_CASE = {
    "title_translated": {"en": "An example"},
    "owner_org": "editors",
    "clusters": ["network"],
    "beneficiaries_in_design": True,
}


class Folder:
    """A folder of shipped content, and what loading it brings."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, key: str, values: dict[str, Any] | str) -> None:
        path = self.path / f"{key}.yaml"
        path.parent.mkdir(exist_ok=True)
        text = values if isinstance(values, str) else yaml.safe_dump(values, allow_unicode=True)
        path.write_text(text, encoding="utf-8")

    def load(self, **how: bool) -> Outcome:
        return load(shipped.paths(self.path), **how)


@pytest.fixture
def folder(clean: None, tmp_path: Path, ckan_config: Any) -> Folder:
    made = Folder(tmp_path)
    made.write("organization/editors", ORGANIZATION)
    made.write("dataset/cooperatives", DATASET)
    (tmp_path / "dataset/files").mkdir()
    (tmp_path / "dataset/files/cooperatives.csv").write_text("place,number\nBorgo,4\n", encoding="utf-8")
    made.write("cluster/network", CLUSTER)
    (tmp_path / "cluster/network.it.md").write_text("## Chi\nCinque cooperative.\n", encoding="utf-8")
    made.write("use-case/example", USE_CASE)
    return made


def edit(action: str, **values: Any) -> None:
    """What a person does here."""
    helpers.call_action(action, {"user": factories.Sysadmin()["name"]}, **values)


def show(name: str) -> dict[str, Any]:
    return helpers.call_action("package_show", id=name)


def test_a_first_load_brings_entries_files_texts_and_links_in_both_directions(folder: Folder) -> None:
    outcome = folder.load()

    assert outcome.errors == []
    assert len(outcome.created) == 4
    cluster, dataset = show("network"), show("cooperatives")
    assert cluster["use_cases"] == ["example"]
    assert show("example")["clusters"] == ["network"]
    assert cluster["notes_translated"] == {"it": "## Chi\nCinque cooperative."}
    assert dataset["resources"][0]["url"].endswith("/download/cooperatives.csv")
    assert dataset["resources"][0]["size"] == 21


def test_a_second_load_changes_nothing(folder: Folder) -> None:
    folder.load()
    before = show("network")["metadata_modified"]

    outcome = folder.load()

    assert sorted(outcome.unchanged) == [
        "cluster/network", "dataset/cooperatives", "organization/editors", "use-case/example",
    ]  # fmt: skip
    assert [outcome.updated, outcome.created, outcome.errors] == [[], [], []]
    assert show("network")["metadata_modified"] == before


def test_what_was_edited_here_stays_and_the_rest_is_renewed(folder: Folder) -> None:
    folder.load()
    edit("package_patch", id="network", in_short={"en": "Ours now."})
    changed = {
        **CLUSTER,
        "in_short": {"en": "New sentence."},
        "year": 1998,
        "title_translated": {"en": "Net"},
    }
    folder.write("cluster/network", changed)

    outcome = folder.load()

    assert outcome.kept == {"cluster/network": ["in_short"]}
    assert outcome.updated == ["cluster/network"]
    cluster = show("network")
    assert cluster["in_short"] == {"en": "Ours now."}
    assert cluster["title_translated"] == {"en": "Net"}
    assert str(cluster["year"]) == "1998"


def test_a_field_taken_out_of_the_file_is_emptied_unless_it_was_edited(folder: Folder) -> None:
    folder.load()
    folder.write("cluster/network", {key: value for key, value in CLUSTER.items() if key != "in_short"})

    assert folder.load().updated == ["cluster/network"]
    assert not show("network").get("in_short")
    assert folder.load().updated == []


def test_what_was_deleted_here_does_not_come_back(folder: Folder) -> None:
    folder.load()
    edit("package_delete", id="network")

    outcome = folder.load()

    assert outcome.deleted_here == ["cluster/network"]
    assert show("network")["state"] == "deleted"


def test_an_entry_of_the_same_name_from_elsewhere_is_not_touched(folder: Folder) -> None:
    edit("organization_create", name="editors", title_translated={"en": "Somebody else"})

    outcome = folder.load()

    assert outcome.not_ours == ["organization/editors"]
    assert helpers.call_action("organization_show", id="editors")["title_translated"] == {
        "en": "Somebody else"
    }


def test_a_new_file_replaces_the_old_one_unless_that_was_replaced_here(folder: Folder) -> None:
    folder.load()
    table = folder.path / "dataset/files/cooperatives.csv"
    table.write_text("place,number\nBorgo,5\nValle,7\n", encoding="utf-8")

    assert folder.load().updated == ["dataset/cooperatives"]
    resource = show("cooperatives")["resources"][0]
    assert resource["size"] == len(table.read_bytes())

    edit("resource_patch", id=resource["id"], url="https://example.org/ours.csv", url_type="")
    table.write_text("place,number\n", encoding="utf-8")
    assert folder.load().kept == {"dataset/cooperatives": ["resources"]}
    assert show("cooperatives")["resources"][0]["url"] == "https://example.org/ours.csv"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("title_translated: {en: Broken", "Mend the YAML"),
        ({**CLUSTER, "cluster_formality": "nonsense"}, "cluster_formality"),
        ({**CLUSTER, "resources": [{"file": "lost.csv"}]}, "lost.csv is missing"),
    ],
)
def test_one_bad_item_is_named_and_stops_no_other(folder: Folder, values: Any, told: str) -> None:
    folder.write("cluster/network", values)

    outcome = folder.load()

    refused, unlinked = outcome.errors
    assert refused.startswith("cluster/network")
    assert told in refused
    assert unlinked.startswith("use-case/example: it links to entries that are not here: clusters: network")
    assert sorted(outcome.created) == ["dataset/cooperatives", "organization/editors", "use-case/example"]


def test_an_item_that_was_refused_comes_in_once_it_is_mended(folder: Folder) -> None:
    folder.write("cluster/network", {**CLUSTER, "cluster_formality": "nonsense"})
    folder.load()
    folder.write("cluster/network", CLUSTER)

    outcome = folder.load()

    assert outcome.errors == []
    assert outcome.created == ["cluster/network"]
    assert show("example")["clusters"] == ["network"]


def test_a_rehearsal_says_what_it_would_do_and_does_nothing(folder: Folder) -> None:
    outcome = folder.load(rehearse=True)

    assert len(outcome.created) == 4
    assert helpers.call_action("package_search")["count"] == 0
