"""Every rule is said in plain words, about a field that the form has."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from ckanext.resilient.catalogue.dcat_ap import full, source
from ckanext.resilient.quality.conformance.words import words
from tests.shared import REPOSITORY

FORM: dict[str, Any] = yaml.safe_load((REPOSITORY / "schemas/dataset.yaml").read_text("utf-8"))
FIELDS = {part: {one["field_name"] for one in FORM[part]} for part in ("dataset_fields", "resource_fields")}
CLASSES: dict[str, Any] = yaml.safe_load(source())["classes"]


def finding(
    path: str = "dct:title",
    rule: str = "MinCount",
    *,
    kind: str = "dcat:Dataset",
    focus: str = "https://site.example/dataset/1",
    literal: bool = False,
) -> dict[str, Any]:
    return {
        "path": str(full(path)),
        "rule": rule,
        "kind": kind,
        "focus": focus,
        "literal": literal,
        "message": "",
    }


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (finding(), "“{field}” is missing."),
        (finding(rule="MaxCount"), "“{field}” has several values where one is allowed."),
        (finding(rule="NodeKind", literal=True), "“{field}” is a text of its own"),
        (finding(rule="NodeKind"), "“{field}” is an address where words belong."),
        (finding(rule="Datatype", literal=True), "“{field}” is not written as a program expects it"),
        (finding("dct:issued", "Node", literal=True), "“{field}” is not written as a program expects it"),
        (finding("dct:language", "Node"), "“{field}” is not a value of the European list."),
        (finding(rule="Class"), "“{field}” names something that is not described"),
        (finding(rule="Or"), "“{field}” does not follow a rule."),
        (finding() | {"rule": ""}, "Programs cannot read the description"),
    ],
)
def test_a_rule_has_its_sentence_and_its_remedy(found: dict[str, Any], said: str) -> None:
    sentence = words(found)
    assert sentence.message.startswith(said)
    assert sentence.fix


@pytest.mark.parametrize(
    ("kind", "part"), [("dcat:Dataset", "dataset_fields"), ("dcat:Distribution", "resource_fields")]
)
def test_what_the_form_asks_for_is_named_by_its_field(kind: str, part: str) -> None:
    fields = {path: words(finding(path, kind=kind)).field for path in CLASSES[kind] if ":" in path}
    named = {field for field in fields.values() if field}
    assert len(named) > 20
    assert named - FIELDS[part] <= {"resources"}


def test_a_part_of_a_dataset_leads_to_the_field_that_it_is_in() -> None:
    assert words(finding("foaf:name", kind="foaf:Agent")).field == "publisher"
    assert words(finding("dcat:bbox", kind="dct:Location")).field == "spatial_coverage"


def test_a_file_is_known_by_the_end_of_its_address() -> None:
    address = "https://site.example/dataset/1/resource/2"
    assert words(finding("dct:format", kind="dcat:Distribution", focus=address)).file == "2"
    assert (
        words(finding("dct:format", kind="dcat:Distribution", focus="https://elsewhere.example/f")).file == ""
    )
