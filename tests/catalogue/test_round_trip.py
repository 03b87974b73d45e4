"""A dataset that we hand on comes back through our own `dcat` protocol, field by field.

What does not is listed with its reason; any other difference fails.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from ckan.tests import factories
from ckanext.dcat.processors import RDFParser
from pyoxigraph import RdfFormat, Store

from ckanext.resilient.quality.description import addresses
from ckanext.resilient.svrc.classify import classify
from ckanext.resilient.svrc.normalise import Crosswalk, normalise
from ckanext.resilient.svrc.record import SourceDataset
from tests.catalogue.packages import SITE, described, shown
from tests.catalogue.round_trip import TYPES, harvested
from tests.content.records import DATASET
from tests.payload_facts.reading import read
from tests.payloads import Payload, all_payloads

Values = Mapping[str, Any]
RECORDS = FILES = 3
READABLE = [payload for payload in all_payloads() if not payload.get("refused")]

NOT_CARRIED = {
    "id": "Every catalogue has its own.",
    "name": "Every catalogue has its own.",
    "type": "Only datasets are listed.",
    "metadata_created": "It tells of the entry here; the extras have it.",
    "metadata_modified": "It tells of the entry here; the extras have it.",
    "in_short": "As dct:abstract, which the protocol keeps in the extras.",
    "caveats": "As skos:note, which the protocol keeps in the extras.",
    "auto_classified": "It tells how a field was filled in here.",
    "auto_matched": "It tells how a field was filled in here.",
    "language_detected": "It tells how a field was filled in here.",
    "privacy_check": "An answer that we ask of publishers; DCAT-AP has no place for it.",
    "columns": "They are of the file, not of its description; DCAT-AP has no place for them.",
    "source_portal": "Whoever harvests us has us as its portal.",
    "source_extra": "What no field of ours holds is not ours to hand on.",
    "source_access_rights": "The EU term that stands for it is handed on.",
    "source_frequency": "The EU term that stands for it is handed on.",
    "ris3_link": "It rates the dataset for the project, and is no subject of it.",
}
OWN_SUBJECTS = (
    "social_innovation_area", "stakeholder_group", "finder_intent", "ris3_domain", "territorial_level", "partner_region",
)  # fmt: skip
"""Fields that no harvest fills in: their terms come back as subjects."""


def _plain(value: Any) -> Any:
    """A value without the order that RDF does not keep, and without the numbers' way of writing."""
    if isinstance(value, list):
        return sorted((_plain(one) for one in value), key=repr)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in sorted(value.items())}
    if isinstance(value, str) and "coordinates" in value and value.startswith("{"):
        return _plain(json.loads(value))
    if isinstance(value, str) and re.fullmatch(r"\d+(\.\d+)?", value):
        return str(float(value))
    return str(float(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _people(field: str) -> Callable[[Values, Values], bool]:
    """The same people; of publishers the first, and a number with hyphens in the place of blanks."""

    def held(before: Values, after: Values) -> bool:
        wanted = before[field][:1] if field == "publisher" else before[field]
        return _plain([_person(one) for one in wanted]) == _plain([_person(one) for one in after[field]])

    return held


def _person(person: Values) -> dict[str, Any]:
    told = {key: value for key, value in person.items() if key != "name"}
    return told | ({"phone": "-".join(person["phone"].split())} if person.get("phone") else {})


def _one_of_its_languages(field: str) -> Callable[[Values, Values], bool]:
    """CKAN's own field has one of the languages: which is first, RDF does not say."""
    return lambda before, after: after[field] in before[f"{field}_translated"].values()


def _subjects(before: Values, after: Values) -> bool:
    """Themes of a source that have an address come back as subjects, as do terms of fields that are ours."""
    own = {
        f"{SITE.url}/vocabulary/{field}/{code}" for field in OWN_SUBJECTS for code in _listed(before, field)
    }
    wanted = {*_listed(before, "subject"), *_listed(before, "source_theme")} | own
    return wanted == {*_listed(after, "subject"), *_listed(after, "source_theme")}


def _listed(values: Values, field: str) -> list[Any]:
    found = values.get(field, [])
    return found if isinstance(found, list) else [found]


def _places(before: Values, after: Values) -> bool:
    """Every address and every shape; a region brings its country, its name and its box."""
    after_places = after["spatial_coverage"]
    shapes = {
        json.dumps(_plain(place.get(kind))) for place in after_places for kind in ("geom", "bbox", "centroid")
    }
    for place in before["spatial_coverage"]:
        wanted = [place[kind] for kind in ("geom", "bbox", "centroid") if place.get(kind)]
        if any(json.dumps(_plain(shape)) not in shapes for shape in wanted):
            return False
        if place.get("uri") and place["uri"] not in {one.get("uri") for one in after_places}:
            return False
    return True


def _identities(before: Values, after: Values) -> bool:
    """The identity at the source stands among the others."""
    known = {*_listed(before, "alternate_identifier"), *_listed(before, "source_guid")}
    return known - {before.get("identifier")} == {*_listed(after, "alternate_identifier")}


def _related(before: Values, after: Values) -> bool:
    """The source is a relation too."""
    return {*_listed(before, "related_resource")} <= {*_listed(after, "related_resource")}


def _without_machine(field: str) -> Callable[[Values, Values], bool]:
    return lambda before, after: (
        after[field] == {tag: text for tag, text in before[field].items() if "-t-" not in tag}
    )


def _licences(before: Values, after: Values) -> bool:
    """The same licence; of the source's own words those that say more."""
    known = {
        licence.replace(" ", "%20") if "://" in licence else licence
        for licence in _listed(before, "source_license")
    }
    return {*_listed(after, "source_license")} <= known


CHANGED: Mapping[str, Callable[[Values, Values], bool]] = {
    "title": _one_of_its_languages("title"),
    "notes": _one_of_its_languages("notes"),
    "notes_translated": _without_machine("notes_translated"),
    "subject": _subjects,
    "source_theme": _subjects,
    **dict.fromkeys(OWN_SUBJECTS, _subjects),
    "contact": _people("contact"),
    "creator": _people("creator"),
    "publisher": _people("publisher"),
    "spatial_coverage": _places,
    "alternate_identifier": _identities,
    "related_resource": _related,
    "source_license": _licences,
    "source_uri": lambda before, after: after["source_uri"] == str(SITE.dataset(before["id"])),
    "source_guid": lambda before, after: after["source_guid"] == str(SITE.dataset(before["id"])),
    "applicable_legislation": lambda before, after: (
        {*_listed(before, "applicable_legislation")} <= {*_listed(after, "applicable_legislation")}
    ),
}


def _same_addresses(before: Values, after: Values) -> bool:
    """What was an address before; a file without one has that of its page here."""
    access, download = addresses(before)
    page = f"{SITE.url}/dataset/"
    return after["access_url"] in {access, download} or (not access and after["access_url"].startswith(page))


CHANGED_IN_FILES: Mapping[str, Callable[[Values, Values], bool]] = {
    "name": _one_of_its_languages("name"),
    "description": _one_of_its_languages("description"),
    "url": _same_addresses,
    "access_url": _same_addresses,
    "download_url": lambda before, after: after["download_url"] == addresses(before)[1],
    "uri": lambda before, after: after["uri"].startswith(f"{SITE.url}/dataset/"),
    # A file has the licence of its dataset when it names none.
    "license": lambda before, _after: not before.get("license"),
    "source_license": lambda before, _after: bool(not before.get("source_license") or before.get("license")),
    "rights": lambda before, after: before["source_license"] in after["rights"].values(),
    "source_format": lambda before, _after: bool(before.get("format") or before.get("mimetype")),
    # A sum with half a byte is none; capital letters say the same.
    "hash": lambda before, after: len(before["hash"]) % 2 == 1 or before["hash"].lower() == after["hash"],
    "hash_algorithm": lambda before, after: (
        str(after.get("hash_algorithm", "")).endswith(before["hash_algorithm"])
        or len(before["hash"]) % 2 == 1
    ),
    "package_format": lambda before, _after: "/" not in before["package_format"].partition("://")[0],
    "applicable_legislation": CHANGED["applicable_legislation"],
}


def differences(
    before: Values, after: Values, changed: Mapping[str, Callable[[Values, Values], bool]]
) -> dict[str, tuple[Any, Any]]:
    """Fields that came back other than they may."""
    found: dict[str, tuple[Any, Any]] = {}
    for field in {*before, *after} - {*NOT_CARRIED, "resources"}:
        was, has = before.get(field), after.get(field)
        if _plain(was or None) != _plain(has or None) and not (
            field in changed and changed[field](before, after)
        ):
            found[field] = was, has
    return found


def check(package: Values, after: Values) -> None:
    assert differences(package, after, CHANGED) == {}
    files = {file["uri"]: file for file in after.get("resources", [])}
    assert len(files) == len(package["resources"])
    for resource in package["resources"]:
        file = files[str(SITE.distribution(package["id"], resource["id"]))]
        assert differences(resource, file, CHANGED_IN_FILES) == {}


@pytest.mark.parametrize("syntax", TYPES)
def test_a_full_record_comes_back(syntax: str) -> None:
    package = shown(copy.deepcopy(DATASET))
    after = harvested(described(package), syntax)
    check(package, after[str(SITE.dataset(package["id"]))])


def test_ckanext_dcat_reads_the_same_record_with_our_profile() -> None:
    graph = described(shown(copy.deepcopy(DATASET)))
    parser = RDFParser(profiles=["euro_dcat_ap_3_se"])
    parser.parse(graph.serialize(format="xml"), "xml")
    (read_by_dcat,) = parser.datasets()
    address = str(SITE.dataset("id-0"))
    assert read_by_dcat.pop("extras") == [{"key": "uri", "value": address}]
    assert _plain(read_by_dcat) == _plain(harvested(graph, "xml")[address])


def test_what_ckanext_dcat_reads_with_our_profile_can_be_stored(organisation: dict[str, Any]) -> None:
    parser = RDFParser(profiles=["euro_dcat_ap_3_se"])
    parser.parse(described(shown(copy.deepcopy(DATASET))).serialize(format="xml"), "xml")
    (record,) = parser.datasets()
    # As its harvester sends it, with the extra that it knows a record by.
    record["extras"].append({"key": "guid", "value": record["source_guid"]})
    made = factories.Dataset(**record, name="from-afar", owner_org=organisation["id"])
    fields = set(record) - {"extras", "resources", "title", "notes"}
    assert {field: _plain(made[field]) for field in fields} == {
        field: _plain(record[field]) for field in fields
    }
    assert [file["license"] for file in made["resources"]] == [
        file["license"] for file in record["resources"]
    ]


def test_a_record_without_a_title_does_not_stop_ckanext_dcat() -> None:
    parser = RDFParser(profiles=["euro_dcat_ap_3_se"])
    parser.parse("<http://a.example/1> a <http://www.w3.org/ns/dcat#Dataset> .", "turtle")
    assert [dataset["title"] for dataset in parser.datasets()] == [""]


@pytest.mark.slow
@pytest.mark.parametrize("payload", READABLE, ids=lambda payload: payload.name)
def test_real_records_come_back(payload: Payload) -> None:
    """The first three of each payload, with three files each."""
    with payload.served() as server:
        arrived = read(payload, server).arrived[:RECORDS]
    for number, record in enumerate(arrived):
        package = shown(record.package, number, files=FILES)
        check(package, harvested(described(package))[str(SITE.dataset(package["id"]))])


def test_a_harvested_dataset_names_its_source_and_is_listed_once() -> None:
    graph = described(shown(copy.deepcopy(DATASET)))
    store = Store()
    store.load(graph.serialize(format="turtle").encode(), RdfFormat.TURTLE)
    found = store.query(
        """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
        PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX adms: <http://www.w3.org/ns/adms#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?dataset ?source ?page ?publisher ?guid ?fetched {
          ?dataset a dcat:Dataset ; dct:source ?source ; dcat:landingPage ?page ;
            dct:publisher/foaf:name ?publisher ; adms:identifier/skos:notation ?guid .
          ?record foaf:primaryTopic ?dataset ; dct:modified ?changed BIND(STR(?changed) AS ?fetched)
          FILTER(LANG(?publisher) = "it" && ?guid = "guid-1") }"""
    )
    rows = [[solution[index].value for index in range(6)] for solution in found]  # type: ignore[union-attr, index]
    assert rows == [
        [
            f"{SITE.url}/dataset/id-0",
            "https://example.org/dati/1.rdf",
            "https://example.org/dati/1",
            "Comune di Esempio",
            "guid-1",
            "2026-02-01T09:30:00.25",
        ]
    ]


def test_what_another_catalogue_of_ours_says_a_dataset_is_about_is_not_guessed_again() -> None:
    terms = ["social_need/housing", "od_category/transport", "ris3_domain/health", "social_need/no-such-need"]
    subjects = [f"https://other.example/sub/vocabulary/{term}" for term in terms]
    source = SourceDataset("1", title={"en": "Food banks for older people"}, subjects=subjects)
    dataset = classify(normalise(source, Crosswalk()))
    assert (dataset.social_needs, dataset.categories) == (["housing"], ["transport"])
    assert dataset.subjects == subjects[2:]
    assert {label.field for label in dataset.auto_labels}.isdisjoint({"social_need", "od_category"})
