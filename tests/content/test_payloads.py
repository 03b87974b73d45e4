"""What the harvest makes of real records is accepted by the schema, record by record."""

from __future__ import annotations

from typing import Any

import pytest
from ckan import model
from ckan.lib import plugins as lib_plugins
from ckan.tests import factories

from tests.payload_facts.reading import read
from tests.payloads import Payload, all_payloads

READABLE = [payload for payload in all_payloads() if not payload.get("refused")]


@pytest.mark.slow
@pytest.mark.parametrize("payload", READABLE, ids=lambda payload: payload.name)
def test_every_real_record_is_storable(payload: Payload, clean: None, organisation: dict[str, Any]) -> None:
    user = factories.Sysadmin()
    plugin = lib_plugins.lookup_package_plugin("dataset")
    with payload.served() as server:
        arrived = read(payload, server).arrived
    refused = []
    for record in arrived:
        context = {"user": user["name"], "model": model, "session": model.Session, "ignore_auth": True}
        sent = {**record.package, "type": "dataset", "owner_org": organisation["id"], "name": "a-record"}
        _data, errors = lib_plugins.plugin_validate(
            plugin, context, sent, plugin.create_package_schema(), "package_create"
        )
        if errors:
            refused.append((record.guid, errors))
    assert refused == []
