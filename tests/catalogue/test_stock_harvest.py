"""A stock ckanext-dcat harvests our feed by a whole job: what it stores is what went out, field by field.

What its parser or its schema loses is listed with the reason; any other difference fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.lib.munge import munge_tag
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from ckanext.resilient.catalogue.datasets import OWN_FIELDS
from ckanext.resilient.quality.description import addresses
from ckanext.resilient.svrc import places
from ckanext.resilient.svrc.languages import is_machine
from ckanext.resilient.svrc.vocabularies import authority
from tests.catalogue.packages import load_shipped
from tests.catalogue.test_round_trip import NOT_CARRIED
from tests.content.records import DATASET
from tests.harvest.servers import Answer, Asked, serving

Values = Mapping[str, Any]
Same = Callable[[Values, Values], bool]
ROOT = Path(__file__).resolve().parents[2]
PER_PAGE = 5

STOCK = """[app:main]
use = config:{root}/test.ini
ckan.plugins = harvest dcat dcat_rdf_harvester scheming_datasets
ckanext.dcat.rdf.profiles = euro_dcat_ap_3 euro_dcat_ap_scheming
scheming.dataset_schemas = ckanext.dcat.schemas:dcat_ap_full.yaml
scheming.presets = ckanext.scheming:presets.json ckanext.dcat.schemas:presets.yaml
# Without it CKAN refuses a dataset for an apostrophe in a keyword.
ckanext.dcat.clean_tags = true
"""

NO_FIELD = "Its schema has no field for it."
LOST = {
    **NOT_CARRIED,
    **dict.fromkeys((*OWN_FIELDS, "subject", "source_theme"), f"As dct:subject. {NO_FIELD}"),
    "alternate_identifier": "It takes the name of the adms:Identifier for the identifier.",
    "source_guid": "It takes the name of the adms:Identifier for the identifier.",
    "license_id": "It looks for the licence in the reader's own register; the files keep it.",
    "source_license": "It looks for the licence in the reader's own register; the files keep it.",
    "rights": NO_FIELD,
    "rights_holder": NO_FIELD,
}
"""What comes back of no dataset, and why."""

LOST_OF_FILES = {
    "columns": "They are of the file, not of its description; DCAT-AP has no place for them.",
    "hash": "The sample has half a byte, which is no sum.",
    "hash_algorithm": "The sample has half a byte, which is no sum.",
    "source_format": "The EU term that stands for it is handed on.",
    "uri": "As dct:source, which it does not read at a file.",
}
OF_THE_SITE = {
    "author", "author_email", "creator_user_id", "extras", "groups", "id", "isopen", "license_title", "license_url",
    "maintainer", "maintainer_email", "metadata_created", "metadata_modified", "name", "num_resources", "num_tags",
    "organization", "owner_org", "private", "relationships_as_object", "relationships_as_subject", "state", "type",
    "also_at", "reading", "tags",
}  # fmt: skip
OF_THE_SITE_IN_FILES = {
    "cache_last_updated", "cache_url", "created", "distribution_ref", "id", "last_modified", "metadata_modified",
    "mimetype_inner", "package_id", "position", "resource_type", "state", "url_type",
}  # fmt: skip
"""Fields by which each CKAN keeps a dataset or a file."""


def _plain(value: Any) -> Any:
    """A value without the order that RDF does not keep, and without the numbers' way of writing."""
    if isinstance(value, list):
        return sorted((_plain(one) for one in value), key=repr)
    return str(float(value)) if isinstance(value, (int, float)) else value


def same(field: str) -> Same:
    return lambda sent, stored: _plain(sent[field]) == _plain(stored[field])


def one_language(field: str) -> Same:
    """A schema with one language keeps one of those that people wrote."""

    def held(sent: Values, stored: Values) -> bool:
        return stored[field.removesuffix("_translated")] in {
            text.strip().replace("\r\n", "\n") for tag, text in sent[field].items() if not is_machine(tag)
        }

    return held


def _people(field: str) -> Same:
    """The first publisher, every creator and contact; of a name one language."""

    def held(sent: Values, stored: Values) -> bool:
        wanted, found = sent[field], stored[field]
        return len(found) == (1 if field == "publisher" else len(wanted)) and all(
            any(_is_person(one, other) for other in found) for one in wanted[: len(found)]
        )

    return held


def _is_person(sent: Values, stored: Values) -> bool:
    names = {sent.get("name"), *(sent.get("name_translated") or {}).values()}
    rest = ("email", "identifier", "url", "type", "uri")
    return stored["name"] in names and all(
        stored.get(key) == sent[key] for key in rest if sent.get(key) and key in stored
    )


def _places(sent: Values, stored: Values) -> bool:
    """It makes one place of several: that one is one of ours, or the country of one."""
    uris = {place.get("uri") or "" for place in sent["spatial_coverage"]}
    nuts = {places.nuts_of(uri)[:2] for uri in uris}
    uris |= {term.uri for term in authority("country") if term.attributes["nuts"] in nuts}
    (place,) = stored["spatial_coverage"]
    return place.get("uri", "") in uris


def _tags(sent: Values, stored: Values) -> bool:
    """All languages together, and without the signs that CKAN's tags must not have."""
    words = {word for words in sent["tags_translated"].values() for word in words}
    names = {tag["name"] for tag in stored["tags"]}
    return {munge_tag(word) for word in words} <= names <= words | {munge_tag(word) for word in words}


def _extra(field: str, key: str) -> Same:
    """What its schema has no field for and its profile keeps as an extra."""

    def held(sent: Values, stored: Values) -> bool:
        (found,) = (extra["value"] for extra in stored["extras"] if extra["key"] == key)
        wanted = sent[field] if isinstance(sent[field], list) else [sent[field]]
        return set(wanted) <= set(json.loads(found))

    return held


def _uri(field: str, table: str, sent_field: str = "") -> Same:
    """The code of an EU table as its address."""

    def held(sent: Values, stored: Values) -> bool:
        term = authority(table).get(str(sent[sent_field or field]))
        return term is not None and stored[field] == term.uri

    return held


def _media_type(field: str) -> Same:
    return lambda sent, stored: stored[field].endswith(f"/media-types/{sent[field]}")


def _rights(sent: Values, stored: Values) -> bool:
    """One of the conditions; the source's own licence is one of them."""
    return stored["rights"] in {sent.get("source_license"), *(sent.get("rights") or {}).values()}


COMPARED: Mapping[str, Same] = {
    **{
        field: same(field)
        for field in (
            "access_rights", "applicable_legislation", "conforms_to", "dcat_type", "documentation", "frequency",
            "identifier", "issued", "language", "modified", "spatial_resolution_in_meters", "temporal_coverage",
            "temporal_resolution", "theme", "url", "version",
        )
    },
    **{
        field: one_language(field)
        for field in ("title_translated", "notes_translated", "version_notes", "provenance")
    },
    "title": lambda sent, stored: stored["title"] in sent["title_translated"].values(),
    "notes": lambda sent, stored: stored["notes"] in [text.strip() for text in sent["notes_translated"].values()],
    "contact": _people("contact"),
    "creator": _people("creator"),
    "publisher": _people("publisher"),
    "spatial_coverage": _places,
    "tags_translated": _tags,
    "related_resource": _extra("related_resource", "related_resource"),
    "source_uri": _extra("source_uri", "source"),
}  # fmt: skip
COMPARED_IN_FILES: Mapping[str, Same] = {
    **{
        field: same(field)
        for field in (
            "applicable_legislation", "availability", "conforms_to", "documentation", "issued", "language", "license",
            "modified", "size", "spatial_resolution_in_meters", "status", "temporal_resolution",
        )
    },
    **{field: one_language(field) for field in ("name_translated", "description_translated")},
    "name": lambda sent, stored: stored["name"] in sent["name_translated"].values(),
    "description": lambda sent, stored: stored["description"] in sent["description_translated"].values(),
    "access_url": lambda sent, stored: stored["access_url"] == addresses(sent)[0],
    "download_url": lambda sent, stored: stored["download_url"] == addresses(sent)[1],
    "url": lambda sent, stored: stored["url"] == (addresses(sent)[1] or addresses(sent)[0]),
    "format": _uri("format", "file-type"),
    "mimetype": _media_type("mimetype"),
    "compress_format": _media_type("compress_format"),
    "package_format": _media_type("package_format"),
    "rights": _rights,
    "source_license": _rights,
}  # fmt: skip


def differences(
    sent: Values, stored: Values, compared: Mapping[str, Same], passed: set[str]
) -> dict[str, tuple[Any, Any]]:
    """Fields with a value that were not stored as they were sent."""
    return {
        field: (value, stored.get(field))
        for field, value in sent.items()
        if value not in (None, "", [], {})
        and field not in passed
        and not (field in compared and compared[field](sent, stored))
    }


@pytest.fixture
def sent(clean: None, organisation: dict[str, Any]) -> list[dict[str, Any]]:
    """The curated datasets, and one with every field."""
    full = factories.Dataset(**{**DATASET, "owner_org": organisation["id"]})
    return [*load_shipped(), call_action("package_show", id=full["id"])]


def harvest(
    app: CKANTestApp, count: int, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> tuple[dict[str, Any], list[str]]:
    """What a stock portal says of a job over our feed, and the pages that it asked for, one by one."""
    pages: dict[str, bytes] = {}

    def answer(asked: Asked) -> Answer:
        page = asked.query.get("page", ["1"])[0]
        return Answer(200, pages[page], {"Content-Type": "application/rdf+xml"})

    ini = folder / "stock.ini"
    ini.write_text(STOCK.format(root=ROOT), encoding="utf-8")
    program = str(Path(__file__).with_name("stock_portal.py"))
    with serving(answer) as server:
        monkeypatch.setitem(tk.config, "ckan.site_url", server.url)
        monkeypatch.setitem(tk.config, "ckanext.resilient.catalogue.page_size", PER_PAGE)
        for number in range(1, -(-count // PER_PAGE) + 1):
            pages[str(number)] = app.get(f"/catalog.rdf?page={number}").data
        done = subprocess.run(
            [sys.executable, program, f"{server.url}/catalog.rdf"],
            env={**os.environ, "CKAN_INI": str(ini)},
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
        asked = [one.query.get("page", ["1"])[0] for one in server.asked if one.method == "GET"]
    return json.loads(done.stdout.splitlines()[-1]), asked


@pytest.mark.slow
def test_a_stock_portal_stores_what_went_out(
    sent: list[dict[str, Any]], app: CKANTestApp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    job, asked = harvest(app, len(sent), monkeypatch, tmp_path)
    assert job["errors"] == {"gather_errors": [], "object_errors": {}}
    assert (job["status"], job["stats"]["added"]) == ("Finished", len(sent))
    assert list(dict.fromkeys(asked)) == ["1", "2", "3", "4", "5"]
    stored = {package["uri"].rsplit("/", 1)[1]: package for package in job["datasets"]}
    found: dict[str, Any] = {}
    seen: set[str] = set()
    for package in sent:
        after = stored[package["id"]]
        seen |= {field for field, value in package.items() if value}
        found |= differences(package, after, COMPARED, {*LOST, *OF_THE_SITE, "resources"} - {*COMPARED})
        files = {file["uri"].rsplit("/", 1)[1]: file for file in after["resources"]}
        assert set(files) == {resource["id"] for resource in package["resources"]}
        for resource in package["resources"]:
            passed = {*LOST_OF_FILES, *OF_THE_SITE_IN_FILES} - {*COMPARED_IN_FILES}
            found |= differences(resource, files[resource["id"]], COMPARED_IN_FILES, passed)
            if not resource.get("license"):
                assert _uri("license", "licence", "license_id")(package, files[resource["id"]])
    assert found == {}
    # Nothing is listed as lost that was not there.
    assert set(LOST) - set(NOT_CARRIED) <= seen | {"hvd_category"}
