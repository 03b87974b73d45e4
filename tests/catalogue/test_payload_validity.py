"""What we hand on of real records is valid but for what their sources lack.

Of each payload the first five records are tried, with five files each: validating takes a tenth of a second a
record, and the records of one payload are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.catalogue.packages import described, shown
from tests.catalogue.shapes import DCAT_AP_3, HIGH_VALUE, Result, results
from tests.payload_facts.reading import read
from tests.payloads import Payload, all_payloads

RECORDS = FILES = 5
READABLE = [payload for payload in all_payloads() if not payload.get("refused")]
LACKING: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("lacking.yaml").read_text("utf-8"))

Package = Mapping[str, Any]


def _nameless(package: Package) -> bool:
    agents = [one for role in ("publisher", "creator", "rights_holder") for one in package.get(role, [])]
    return any(not agent.get("name") for agent in agents)


REALLY_LACKS: Mapping[str, Callable[[Package], bool]] = {
    "dct:description": lambda package: not package.get("notes_translated"),
    "foaf:name": _nameless,
    "dct:accrualPeriodicity": lambda package: not package.get("frequency"),
    "dct:format": lambda package: any(not file.get("format") for file in package["resources"]),
    "spdx:algorithm": lambda package: any(file.get("hash") for file in package["resources"]),
}
"""By property: whether it is the record that does not have it."""


def violations(package: Package) -> set[str]:
    found: list[Result] = results(described(package), DCAT_AP_3)
    if package.get("hvd_category"):
        found += results(described(package), HIGH_VALUE)
    return {result.path for result in found if result.severity == "Violation"}


@pytest.mark.slow
@pytest.mark.parametrize("payload", READABLE, ids=lambda payload: payload.name)
def test_only_what_a_source_lacks_is_missing(payload: Payload) -> None:
    found: dict[str, list[str]] = {}
    with payload.served() as server:
        arrived = read(payload, server).arrived[:RECORDS]
        address = server.url
    for number, record in enumerate(arrived):
        package = shown(record.package, number, files=FILES)
        for path in sorted(violations(package)):
            assert REALLY_LACKS[path](package), (path, record.guid)
            found.setdefault(path, []).append(record.guid.replace(address, "{server}"))
    assert found == LACKING["records"].get(payload.name, {})


def test_every_listed_property_has_its_reason() -> None:
    listed = {path for properties in LACKING["records"].values() for path in properties}
    assert listed == set(LACKING["reasons"])
