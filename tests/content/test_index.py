"""What of a record goes into the search index."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.lib.search.common import make_connection
from ckan.tests.helpers import CKANTestApp
from lxml import html

from ckanext.resilient.content import helix, index, licences
from ckanext.resilient.svrc.vocabularies import data_text
from tests.content.conftest import Call
from tests.content.records import CLUSTER, DATASET


def stored(name: str) -> dict[str, Any]:
    found = make_connection().search(f"name:{name}", fl="*")
    return dict(next(iter(found)))


def test_codes_are_in_the_index_for_facets(call: Call, organisation: dict[str, Any]) -> None:
    call("package_create", **DATASET, name="full", owner_org=organisation["id"])
    doc = stored("full")
    expected = {
        "vocab_social_need": ["ageing-care"],
        "vocab_country": ["ITA"],
        "vocab_partner_region": ["it-veneto"],
        "vocab_od_category": ["health-social-services"],
        "vocab_theme": ["HEAL", "SOCI"],
        "vocab_language": ["ITA"],
        "vocab_format": ["CSV", "WMS_SRVC"],
        "vocab_ready": ["api", "spreadsheet"],
        "vocab_licence_group": ["free"],
        "vocab_updated": ["2024"],
        "vocab_source_portal": ["it-dati-gov"],
    }
    assert {name: doc.get(name) for name in expected} == expected
    assert set(doc["tags"]) == {"anziani", "assistenza", "ηλικιωμένοι"}
    assert not [
        name for name in doc if "translated" in name or "coverage" in name or "social_need" in name[:11]
    ]


@pytest.mark.usefixtures("linked")
def test_a_cluster_is_found_by_its_groups_of_actors(call: Call, organisation: dict[str, Any]) -> None:
    record = {**CLUSTER, "helix_coverage": ""}
    call("package_create", **record, name="lmc", owner_org=organisation["id"])
    assert stored("lmc")["vocab_helix_coverage"] == ["partial"]


def test_values_that_solr_would_refuse_are_cut_and_cleaned(call: Call, organisation: dict[str, Any]) -> None:
    long = "α" * 40_000
    call(
        "package_create",
        title_translated={"el": "Τίτλος\x0b"},
        name="long",
        owner_org=organisation["id"],
        notes_translated={"el": long},
        provenance={"el": long},
        source_frequency=long,
        tags_translated={"el": [long]},
        extras=[{"key": "free", "value": long}],
        source_extra=[{"key": "k", "value": long}],
    )
    assert call("package_show", id="long")["provenance"] == {"el": long}
    assert call("package_search", q="name:long")["count"] == 1


def test_a_value_is_cut_between_letters() -> None:
    cut = index.document({"type": "other", "id": "1", "extras_x": "α" * 40_000})["extras_x"]
    assert len(cut.encode()) <= index.LONGEST
    assert set(cut) == {"α"}


@pytest.mark.parametrize(
    ("licence", "group"),
    [
        ("CC0", "free"), ("CC_BY_4_0", "free"), ("ETALAB_2_0", "free"), ("CC_BYSA_4_0", "conditions"),
        ("CC_BYNC_4_0", "conditions"), ("ODC_BL", "conditions"), ("notspecified", "ask"), ("", "ask"),
    ],
)  # fmt: skip
def test_a_licence_is_told_in_three_words(licence: str, group: str) -> None:
    assert licences.group({"license_id": licence}) == group


@pytest.mark.parametrize(
    ("actors", "linked", "expected"),
    [
        ([], [], ""),
        (["business"], [], "partial"),
        (["business", "research-academia", "civil-society"], [], "three-helix"),
        (["business", "research-academia", "civil-society", "public-administration"], [], "four-helix"),
        (
            ["business", "research-academia", "social-economy-organisation"],
            ["public-administration"],
            "external-links",
        ),
    ],
)
def test_the_groups_of_actors_follow_from_the_members(
    actors: list[str], linked: list[str], expected: str
) -> None:
    members = [{"helix_actor": actor, "relation": "member"} for actor in actors]
    members += [{"helix_actor": actor, "relation": "linked"} for actor in linked]
    assert helix.coverage({"members": members}) == expected
    assert helix.coverage({"members": members, "helix_coverage": "partial"}) == "partial"


def test_the_licence_register_is_the_eu_table() -> None:
    assert json.loads(data_text("licences.json")) == licences.register()


@pytest.mark.usefixtures("linked")
def test_facets_stand_in_their_order_with_titles_of_the_reader(
    app: CKANTestApp, call: Call, organisation: dict[str, Any]
) -> None:
    call("package_create", **DATASET, name="full", owner_org=organisation["id"])
    call("package_create", **CLUSTER, name="lmc", owner_org=organisation["id"])
    for url, first in (
        ("/dataset/", "Social need"),
        ("/cluster/", "Region"),
        ("/organization/" + organisation["name"], ""),
    ):
        body = app.get(url).body
        assert first in body
        assert "vocab_" not in html_text(body)


def html_text(body: str) -> str:
    page = html.fromstring(body)
    for script in page.xpath("//script|//style"):
        script.drop_tree()
    return page.text_content()


def test_publishable_gaps_are_told_for_stored_and_sent_records(
    app: CKANTestApp, call: Call, organisation: dict[str, Any]
) -> None:
    call("package_create", **DATASET, name="full", owner_org=organisation["id"])
    assert call("resilient_publishable_show", id="full") == {"publishable": True, "missing": []}
    gaps = call("resilient_publishable_show", dataset={"type": "cluster", "title_translated": {"it": "A"}})
    assert not gaps["publishable"]
    assert [gap["field"] for gap in gaps["missing"]][:2] == ["in_short", "mission"]
    assert all(gap["reason"] for gap in gaps["missing"])
    with pytest.raises(tk.ValidationError):
        call("resilient_publishable_show")


def test_gaps_of_a_private_record_are_not_told(
    app: CKANTestApp, call: Call, organisation: dict[str, Any]
) -> None:
    call("package_create", **DATASET, name="full", owner_org=organisation["id"], private=True)
    app.get("/api/3/action/resilient_publishable_show?id=full", status=403)


def test_a_place_that_nobody_knows_is_in_no_country() -> None:
    assert index.countries({"spatial_coverage": [{"text": "Πουθενά"}]}) == []
    here = {"spatial_coverage": [{"uri": "http://data.europa.eu/nuts/code/ITH3"}]}
    assert index.countries(here) == ["ITA"]
