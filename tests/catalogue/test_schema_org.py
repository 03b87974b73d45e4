"""Pages tell search engines what they are about, in the reader's language, and nothing that could break the page."""

from __future__ import annotations

import json
from typing import Any

from ckan.tests import factories
from lxml import html
from rdflib import RDF, Graph, Namespace

from tests.content import new_types
from tests.content.records import DATASET
from tests.templates.conftest import Visit

SCHEMA = Namespace("https://schema.org/")


def facts(page: html.HtmlElement) -> dict[str, Any]:
    (text,) = page.xpath("//head/script[@type='application/ld+json']/text()")
    return json.loads(text)


def test_an_entry_says_what_it_is_in_the_readers_language(stored: None, visit: Visit) -> None:
    lesson = facts(visit("/el/training/search-and-download"))
    assert (lesson["@type"], lesson["name"], lesson["inLanguage"]) == ("Course", "Αναζήτηση και λήψη", "el")
    assert (lesson["timeRequired"], lesson["provider"]["name"]) == ("PT15M", new_types.TRAINING["provider"])
    assert facts(visit("/cluster/social-network"))["@type"] == "Organization"
    assert facts(visit("/portal/gr-data-gov"))["sameAs"] == "https://data.example.org/"
    assert not visit("/data-request/free-care-places").xpath("//script[@type='application/ld+json']")
    assert not visit("/dataset/").xpath("//script[@type='application/ld+json']")


def test_a_dataset_names_its_files_and_no_text_can_end_the_script(
    organisation: dict[str, Any], visit: Visit
) -> None:
    title = "</script><b>Care</b>"
    dataset = factories.Dataset(
        **{**DATASET, "owner_org": organisation["id"], "title_translated": {"en": title}}
    )
    page = visit(f"/dataset/{dataset['name']}")
    found = facts(page)
    assert (found["@type"], found["name"]) == ("Dataset", title)
    assert len(found["distribution"]) == len(DATASET["resources"])
    assert found["includedInDataCatalog"]["@id"].endswith("/catalog")
    inline = json.dumps({**found, "@context": {"@vocab": str(SCHEMA)}})  # rdflib would fetch the real context
    graph = Graph().parse(data=inline, format="json-ld")
    assert list(graph.subjects(RDF.type, SCHEMA.Dataset))
    assert facts(visit(f"/organization/{organisation['name']}"))["@type"] == "Organization"
