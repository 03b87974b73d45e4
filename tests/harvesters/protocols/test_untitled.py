"""Of a record that is refused because it has no title, it is noted who can mend it."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.resilient.errors import RejectRecord
from ckanext.resilient.harvesters.protocols import all_protocols
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.opendatasoft_shapes import as_payload
from tests.harvesters.protocols.fake_opendatasoft import EXPLORE, dataset
from tests.harvesters.protocols.fake_socrata import asset

ADDRESS = "dati@comune.example"
_HERE = Endpoint("https://dati.example/")


def _opendatasoft() -> dict[str, Any]:
    record = dataset(1, title="", description="")
    record["metas"]["dcat"] = {"contact_name": "Ufficio dati", "contact_email": ADDRESS}
    return as_payload(record, EXPLORE)


UNTITLED: dict[str, tuple[Any, str]] = {
    "opendata_al": ({"id": "1", "publisher": {"name": "Bashkia", "email": ADDRESS}}, "title"),
    "opendatasoft": (_opendatasoft(), "metas.default.title"),
    "pxweb": (
        {
            "name": "T1",
            "tables": {"sl": {"metadata": {"extension": {"contact": [{"mail": ADDRESS}]}}}},
        },
        "text",
    ),
    "socrata": (
        {"id": "aaaa-0001", "result": asset(1, name="", description="", contact_email=ADDRESS)},
        "resource.name",
    ),
}
"""By protocol: a record as its listing gives it, and where its title should stand."""


@pytest.mark.parametrize("protocol", UNTITLED)
def test_a_record_without_title_is_refused_with_the_address_of_who_can_mend_it(protocol: str) -> None:
    payload, field = UNTITLED[protocol]
    with pytest.raises(RejectRecord) as refused:
        all_protocols()[protocol].read_record(RawRecord("1", payload), _HERE)
    issue = refused.value.issue
    assert (issue.code, issue.field, issue.owner.email) == ("title-missing", field, ADDRESS)
