"""The check of our own RDF: what is wrong is found and said in a sentence, what is right passes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ckan.cli.cli import ckan
from ckan.tests import factories
from rdflib import Graph

from ckanext.resilient.catalogue import checks, syntaxes
from tests.content.records import DATASET

SOUND = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://x/d> a dcat:Dataset ; dct:title "One"@en, "Uno"@es ; dct:description "Text"@en ; dcat:keyword "k"@en ;
  dcat:theme <http://publications.europa.eu/resource/authority/data-theme/SOCI> ;
  dct:publisher <http://x/p> ; dcat:contactPoint <http://x/c> ; dcat:distribution <http://x/f> .
<http://x/r> a dcat:CatalogRecord ; foaf:primaryTopic <http://x/d> ; dct:modified "2024-01-01"^^xsd:date .
<http://x/p> a foaf:Agent ; foaf:name "P" . <http://x/c> a vcard:Kind .
<http://x/f> a dcat:Distribution ; dcat:accessURL <http://x/a> ; dct:license <http://x/l> ; dct:format <http://x/t> .
"""
FAULTS = [
    ('dct:title "One"@en', 'dct:title "One"@en, "Two"@en', "There is a title, one in each language."),
    ('dct:description "Text"@en ;', "", "There is a description, one in each language."),
    ('foaf:name "P"', 'foaf:nick "P"', "A publisher has a name."),
    ("authority/data-theme/SOCI", "authority/theme/soci", "A theme is one of the EU's data themes."),
    ("dcat:accessURL <http://x/a> ;", "", "A file has a web address where it can be had."),
    (
        "dcat:accessURL <http://x/a>",
        'dcat:accessURL "http://x/a"',
        "A file has a web address where it can be had.",
    ),
    (
        "dct:format <http://x/t>",
        'dct:format "CSV"',
        "A file has at most one format, and it is not a bare text.",
    ),
    (
        "dct:license <http://x/l>",
        'dct:license "CC BY"',
        "There is at most one licence, and it is not a bare text.",
    ),
    ("a dcat:Dataset ;", 'a dcat:Dataset ; dct:issued "May" ;', "The day of publication is a date."),
]
GAPS = [
    ('dcat:keyword "k"@en ;', "There are no keywords."),
    ("dcat:contactPoint <http://x/c> ;", "Nobody is named who answers questions."),
    ("dct:license <http://x/l> ;", "Nothing says what one may do with the file."),
]


def found(turtle: str, *more: Path) -> list[checks.Issue]:
    lines = syntaxes.ntriples(Graph().parse(data=turtle, format="turtle"))
    return checks.check(lines, checks.shapes(more))


def test_what_is_sound_passes() -> None:
    assert found(SOUND) == []


@pytest.mark.parametrize(("right", "wrong", "message"), FAULTS)
def test_a_fault_is_found_and_named(right: str, wrong: str, message: str) -> None:
    assert right in SOUND
    issues = found(SOUND.replace(right, wrong, 1))
    assert (checks.VIOLATION, message) in {(issue.severity, issue.message) for issue in issues}
    assert all(issue.focus.startswith("http://x/") and issue.path for issue in issues)


@pytest.mark.parametrize(("right", "message"), GAPS)
def test_a_gap_is_a_warning(right: str, message: str) -> None:
    assert right in SOUND
    assert [(issue.severity, issue.message) for issue in found(SOUND.replace(right, ""))] == [
        ("warning", message)
    ]


def test_what_no_parser_reads_is_a_violation() -> None:
    (issue, *_) = checks.check('<http://x/d> <http://x/not an iri> "a" .\n', checks.shapes())
    assert issue.severity == checks.VIOLATION
    assert issue.message.startswith("This cannot be read as Turtle: ")


def test_the_shapes_of_an_operator_count_too(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> ."
        "[] a sh:NodeShape ; sh:targetClass dcat:Dataset ;"
        ' sh:property [ sh:path dcat:version ; sh:minCount 1 ; sh:severity sh:Info ; sh:message "No version."@en ] .',
        encoding="utf-8",
    )
    assert [(issue.severity, issue.message) for issue in found(SOUND, own)] == [("info", "No version.")]


def test_the_command_says_what_is_wrong_with_each_dataset(organisation: dict[str, Any], cli: Any) -> None:
    whole = factories.Dataset(**{**DATASET, "owner_org": organisation["id"]})
    bare = factories.Dataset(
        owner_org=organisation["id"], title_translated={"en": "Bare"}, notes_translated={}, notes=""
    )
    done = cli.invoke(ckan, ["resilient", "dcat", "check", "--all", "--json"])
    answer = json.loads(done.stdout)
    by_id = {result["id"]: result for result in answer["datasets"]}
    assert by_id[whole["id"]]["conforms"]
    assert done.exit_code == 1
    (issue,) = [issue for issue in by_id[bare["id"]]["issues"] if issue["severity"] == "violation"]
    assert issue["path"] == "http://purl.org/dc/terms/description"
    assert (answer["checked"], answer["conform"]) == (2, 1)
    one = cli.invoke(ckan, ["resilient", "dcat", "check", whole["name"]])
    assert one.exit_code == 0, one.output
    assert "1 of 1 datasets conform." in one.output
    assert cli.invoke(ckan, ["resilient", "dcat", "check", "no-such-dataset"]).exit_code == 1
