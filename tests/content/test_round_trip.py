"""Every type goes through create, show, update and patch, and comes out as it went in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.content.conftest import Call
from tests.content.records import CLUSTER, DATASET, EMPTY_IN_DATASET, ORGANIZATION

REGION = {"partner_region": ["it-veneto"]}


def assert_holds(shown: dict[str, Any], sent: dict[str, Any]) -> None:
    for name, value in sent.items():
        if name == "resources":
            for got, resource in zip(shown["resources"], value, strict=True):
                assert {key: got.get(key) for key in resource} == resource
        else:
            assert shown.get(name) == value, name


def expected(sent: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in sent.items() if name not in EMPTY_IN_DATASET}


@pytest.mark.usefixtures("linked")
@pytest.mark.parametrize(
    ("record", "derived"), [(DATASET, REGION), (CLUSTER, {})], ids=["dataset", "cluster"]
)
def test_a_full_record_survives_create_show_update_and_patch(
    record: dict[str, Any], derived: dict[str, Any], call: Call, organisation: dict[str, Any]
) -> None:
    made = call("package_create", **record, owner_org=organisation["id"])
    shown = call("package_show", id=made["id"])
    assert_holds(shown, {**expected(record), **derived})
    assert not [name for name in EMPTY_IN_DATASET if name in shown]
    assert shown.get("extras", []) == []

    changed = {**shown, "in_short": {**shown["in_short"], "fr": "En bref"}}
    call("package_update", **changed)
    again = call("package_show", id=made["id"])
    assert again["in_short"] == changed["in_short"]
    assert_holds(again, {**expected(record), **derived, "in_short": changed["in_short"]})

    call("package_patch", id=made["id"], notes_translated={"sq": "Përshkrim"})
    patched = call("package_show", id=made["id"])
    assert patched["notes_translated"] == {"sq": "Përshkrim"}
    assert patched["notes"] == "Përshkrim"
    assert patched["in_short"] == changed["in_short"]


def test_an_unchanged_record_is_not_written_again(call: Call, organisation: dict[str, Any]) -> None:
    made = call("package_create", **DATASET, owner_org=organisation["id"])
    shown = call("package_show", id=made["id"])
    call("package_update", **shown)
    assert call("package_show", id=made["id"])["metadata_modified"] == shown["metadata_modified"]


def test_a_full_organisation_survives_create_show_update_and_patch(call: Call) -> None:
    made = call("organization_create", name="koin", **ORGANIZATION)
    shown = call("organization_show", id=made["id"])
    assert_holds(shown, ORGANIZATION)
    assert shown["title"] == "Social Cooperative Network"
    assert shown["description"] == "Ποιοι είμαστε"

    call("organization_update", **{**shown, "phone": "+30 1"})
    call("organization_patch", id=made["id"], title_translated={"it": "Rete"})
    patched = call("organization_show", id=made["id"])
    assert (patched["title"], patched["phone"], patched["email"]) == ("Rete", "+30 1", ORGANIZATION["email"])


def test_a_title_in_one_language_and_an_organisation_are_enough(
    call: Call, organisation: dict[str, Any]
) -> None:
    for content_type in ("dataset", "cluster"):
        made = call(
            "package_create",
            type=content_type,
            title_translated={"eu": "Eskolak"},
            owner_org=organisation["id"],
        )
        assert made["title"] == "Eskolak"
        assert made["name"].startswith("eskolak-")


def test_a_client_that_knows_only_ckans_fields_can_write(call: Call, organisation: dict[str, Any]) -> None:
    made = call("package_create", title="Plain", notes="Text", owner_org=organisation["id"])
    shown = call("package_show", id=made["id"])
    assert shown["title_translated"] == {"en": "Plain"}
    assert shown["notes_translated"] == {"en": "Text"}


def test_extras_named_like_a_field_are_kept_and_refuse_nothing(
    call: Call, organisation: dict[str, Any]
) -> None:
    made = call(
        "package_create",
        title_translated={"it": "Con extra"},
        owner_org=organisation["id"],
        frequency="ANNUAL",
        extras=[
            {"key": "theme", "value": "Ambiente"},
            {"key": "frequency", "value": "annuale"},
            {"key": "colour", "value": "blue"},
        ],
    )
    shown = call("package_show", id=made["id"])
    assert shown["source_extra"] == [
        {"key": "theme", "value": "Ambiente"},
        {"key": "frequency", "value": "annuale"},
    ]
    assert shown["extras"] == [{"key": "colour", "value": "blue"}]
    assert shown["frequency"].endswith("/frequency/ANNUAL")
    assert "theme" not in shown
    call("package_update", **shown)
    assert call("package_show", id=made["id"])["source_extra"] == shown["source_extra"]


def test_the_project_region_follows_from_the_places(call: Call, organisation: dict[str, Any]) -> None:
    made = call("package_create", **DATASET, owner_org=organisation["id"])
    nuts = "http://data.europa.eu/nuts/code/"
    call("package_patch", id=made["id"], spatial_coverage=[{"uri": nuts + "ES243"}, {"uri": nuts + "DE21H"}])
    assert call("package_show", id=made["id"])["partner_region"] == ["es-aragon"]
    call("package_patch", id=made["id"], spatial_coverage=[{"uri": nuts + "DE21H"}])
    assert "partner_region" not in call("package_show", id=made["id"])


def test_codes_are_expanded_to_addresses_of_the_eu_tables(call: Call, organisation: dict[str, Any]) -> None:
    made = call(
        "package_create",
        title_translated={"it": "Codici"},
        owner_org=organisation["id"],
        theme=["HEAL"],
        language=["ITA"],
        access_rights="PUBLIC",
        license_id="http://publications.europa.eu/resource/authority/licence/CC0",
        resources=[{"url": "https://example.org/a", "format": "csv", "license": "CC0"}],
    )
    eu = "http://publications.europa.eu/resource/authority"
    assert made["theme"] == [f"{eu}/data-theme/HEAL"]
    assert made["language"] == [f"{eu}/language/ITA"]
    assert made["access_rights"] == f"{eu}/access-right/PUBLIC"
    assert made["license_id"] == "CC0"
    assert made["resources"][0]["format"] == "CSV"
    assert made["resources"][0]["license"] == f"{eu}/licence/CC0"
