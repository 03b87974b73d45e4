"""A dataset in Italian, Greek and by machine, and one in Italian alone."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action


@pytest.fixture
def datasets(clean: None) -> dict[str, dict[str, Any]]:
    user = factories.Sysadmin()
    organisation = call_action(
        "organization_create",
        {"user": user["name"]},
        name="regione",
        title_translated={"it": "Regione", "el": "Περιφέρεια", "sq": "Rajoni"},
    )

    def make(name: str, **values: Any) -> dict[str, Any]:
        return call_action(
            "package_create",
            {"user": user["name"]},
            type="dataset",
            name=name,
            owner_org=organisation["id"],
            language=["ITA"],
            **values,
        )

    return {
        "both": make(
            "both",
            title_translated={"it": "Centri per anziani", "el": "Κέντρα ηλικιωμένων"},
            notes_translated={"it": "Descrizione", "el-t-it": "Περιγραφή"},
            in_short={"it": "In breve", "el": "Με λίγα λόγια"},
            tags_translated={"it": ["anziani"], "el": ["ηλικιωμένοι"]},
            social_need=["ageing-care"],
            resources=[
                {"url": "https://example.org/a.csv", "name_translated": {"it": "Tabella", "en": "Table"}}
            ],
        ),
        "italian": make(
            "italian",
            title_translated={"fr": "Crèches", "it": "Asili nido"},
            notes_translated={"it": "Solo in italiano"},
        ),
    }
