"""Datasets with files as Croissant, by ckanext-dcat's own plugin with our profile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import mlcroissant
import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp
from lxml import html

from tests.content.records import DATASET, EU

SITE = "http://test.resilient.example"


@pytest.fixture
def dataset(organisation: dict[str, Any]) -> dict[str, Any]:
    """A dataset with every field, a file and a map service."""
    file, service = DATASET["resources"]
    checksum = {"hash": "0123456789abcdef0123456789abcdef", "hash_algorithm": "MD5"}
    made = {**DATASET, "owner_org": organisation["id"], "resources": [{**file, **checksum}, service]}
    return factories.Dataset(**made)


def croissant(app: CKANTestApp, dataset: dict[str, Any]) -> dict[str, Any]:
    answer = app.get(f"/dataset/{dataset['name']}/croissant.jsonld")
    assert answer.content_type == "application/ld+json"
    return json.loads(answer.body)


def text(value: Any) -> tuple[str, str]:
    """A text and its language, where that is not the site's own."""
    return (value["@value"], value["@language"]) if isinstance(value, dict) else (value, "")


def files(found: Any) -> list[dict[str, Any]]:
    """The files, wherever they are described: JSON-LD says a thing once and refers to it elsewhere."""
    if isinstance(found, list):
        return [file for one in found for file in files(one)]
    if not isinstance(found, dict):
        return []
    own = [found] if found.get("@type") == "cr:FileObject" else []
    return own + [file for value in found.values() for file in files(value)]


def test_a_dataset_says_what_the_specification_asks_for(dataset: dict[str, Any], app: CKANTestApp) -> None:
    found = croissant(app, dataset)
    assert found["@type"] == "Dataset"
    assert found["@id"] == f"{SITE}/dataset/{dataset['id']}"
    assert found["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert found["name"] in DATASET["title_translated"].values()
    assert text(found["description"]) == ("List of centres.", "")
    assert found["license"] == f"{EU}/licence/CC_BY_4_0"
    assert found["inLanguage"] == "it"
    assert found["creator"]["@id"] == DATASET["creator"][0]["uri"]
    assert found["creator"]["name"] == "Municipality of Esempio"
    assert found["publisher"] == {"@id": found["creator"]["@id"]}
    assert sorted(found["keywords"]) == sorted(["anziani", "assistenza", "ηλικιωμένοι"])
    assert sorted(found["temporalCoverage"]) == ["2020/2023-12-31", "2024-01/.."]
    assert found["isBasedOn"] == {"@id": DATASET["source_uri"]}
    assert found["url"].endswith(f"/dataset/{dataset['name']}")
    assert found["datePublished"]["@value"] == "2021-03-04"


def test_the_reader_of_the_field_finds_no_error(
    dataset: dict[str, Any], app: CKANTestApp, tmp_path: Path
) -> None:
    written = tmp_path / "croissant.json"
    written.write_text(json.dumps(croissant(app, dataset)), encoding="utf-8")
    read = mlcroissant.Dataset(jsonld=str(written)).metadata
    assert not read.ctx.issues.errors
    assert {field.name for records in read.record_sets for field in records.fields} == {"comune", "posti"}


def test_a_file_has_address_type_size_and_sum_and_a_service_is_none(
    dataset: dict[str, Any], app: CKANTestApp
) -> None:
    found = croissant(app, dataset)
    file = files(found)[0]
    assert len(files(found)) == 1
    assert file["@type"] == "cr:FileObject"
    assert file["@id"] == f"{SITE}/dataset/{dataset['id']}/resource/{dataset['resources'][0]['id']}"
    assert file["contentUrl"] == "https://example.org/centri.csv"
    assert (file["encodingFormat"], file["contentSize"]) == ("text/csv", "1234")
    assert file["md5"] == "0123456789abcdef0123456789abcdef"
    assert file["name"] == "Centres"


def test_columns_become_fields_of_a_record_set(dataset: dict[str, Any], app: CKANTestApp) -> None:
    found = croissant(app, dataset)
    records = found["recordSet"]
    assert records["@type"] == "cr:RecordSet"
    fields = {field["name"]: field for field in records["field"]}
    assert set(fields) == {"comune", "posti"}
    file_id = files(found)[0]["@id"]
    for name, field in fields.items():
        assert field["@type"] == "cr:Field"
        assert field["dataType"] in ("sc:Text", "Text")
        assert field["source"]["extract"]["column"] == name
        assert field["source"]["fileObject"]["@id"] == file_id
    assert text(fields["comune"]["description"]) in {("Il comune", "it"), ("Ο δήμος", "el")}
    assert fields["posti"]["unitText"] == "persone"


def test_it_stands_in_the_page_of_what_has_files_only(
    dataset: dict[str, Any], organisation: dict[str, Any], app: CKANTestApp
) -> None:
    page = html.fromstring(app.get(f"/el/dataset/{dataset['name']}").body)
    (block,) = page.xpath("//body//script[@type='application/ld+json']/text()")
    assert json.loads(block)["@id"] == f"{SITE}/dataset/{dataset['id']}"
    assert page.xpath("//a[text()='Croissant']/@href") == [f"/el/dataset/{dataset['id']}/croissant.jsonld"]
    bare = factories.Dataset(owner_org=organisation["id"])
    without = html.fromstring(app.get(f"/dataset/{bare['name']}").body)
    assert not without.xpath("//body//script[@type='application/ld+json']")
    assert not without.xpath("//a[text()='Croissant']")


def test_a_private_dataset_is_for_those_who_may_see_it(
    organisation: dict[str, Any], app: CKANTestApp, sysadmin_headers: dict[str, str]
) -> None:
    hidden = factories.Dataset(owner_org=organisation["id"], private=True)
    address = f"/dataset/{hidden['name']}/croissant.jsonld"
    assert app.get(address).status_code == 404
    assert app.get(address, headers=sysadmin_headers).status_code == 200


def test_no_text_can_end_the_script(organisation: dict[str, Any], app: CKANTestApp) -> None:
    title = "</script><b>Care</b>"
    made = {**DATASET, "owner_org": organisation["id"], "title_translated": {"en": title}}
    page = html.fromstring(app.get(f"/dataset/{factories.Dataset(**made)['name']}").body)
    (block,) = page.xpath("//body//script[@type='application/ld+json']/text()")
    assert json.loads(block)["name"] == title
