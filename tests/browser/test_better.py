"""A publisher's way from “Sufficient” to “Excellent” in the browser, led by nothing but the card of her dataset."""

from __future__ import annotations

import contextlib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action, changed_config

from tests.browser.conftest import Findings, met
from tests.browser.plan import DESKTOP, PHONE, Step, visit
from tests.harvest.servers import Answer, Asked, serving

pytestmark = [pytest.mark.browser, pytest.mark.walk]

LOCALES = {"en": DESKTOP, "el": PHONE}
EU = "http://publications.europa.eu/resource/authority"
READ = {
    "level": ".rs-quality__level",
    "gain": ".rs-steps-first li:first-child .rs-badge",
    "points": ".rs-quality details > summary",
    "errors": ".rs-error",
}
SAVE: tuple[Step, ...] = ("input[name=resilient_later]", "button[name=save]")
"""She fills in one thing at a time, so she says that the rest comes later."""
MEND: dict[str, list[Step]] = {
    "spatial_coverage": [
        "#at-spatial_coverage a[name=repeating-add]",
        ("#field-spatial_coverage-0-uri", "http://data.europa.eu/nuts/code/ITH3"),
        *SAVE,
    ],
    "temporal_coverage": [
        "#at-temporal_coverage a[name=repeating-add]",
        ("#field-temporal_coverage-0-start", "2024-01-01"),
        ("#field-temporal_coverage-0-end", "2024-12-31"),
        *SAVE,
    ],
    "license_id": [("#field-license_id", "CC_BY_4_0"), *SAVE],
    "contact": [
        "#at-contact a[name=repeating-add]",
        ("#field-contact-0-name", "Ufficio"),
        ("#field-contact-0-email", "a@comune.example"),
        *SAVE,
    ],
    "od_category": ["input[name=od_category][value=education]", *SAVE],
    "theme": [f"input[name=theme][value='{EU}/data-theme/SOCI']", *SAVE],
    "access_rights": [("#field-access_rights", f"{EU}/access-right/PUBLIC"), *SAVE],
    "tags_translated": [
        "#at-tags_translated details summary",
        ("#field-tags_translated-it", "asili"),
        *SAVE,
    ],
}
"""What a publisher knows of her data, by field; what the card does not ask for is not filled in."""
MOST_STEPS = 12


class Publisher:
    """Somebody with one dataset for each language, which lacks nearly everything, and its file."""

    def __init__(self) -> None:
        self.token = ""
        self.stack = contextlib.ExitStack()
        self.host = ""

    def create(self) -> None:
        """Store the datasets, and let the hourly check of links run once."""
        publisher = factories.UserWithToken()
        self.token = publisher["token"]
        organisation = factories.Organization(users=[{"name": publisher["name"], "capacity": "editor"}])
        server = self.stack.enter_context(serving(_respond))
        self.host = server.pair
        for locale in LOCALES:
            call_action(
                "package_create", {"user": publisher["name"]},
                type="dataset", name=f"asili-{locale}", owner_org=organisation["id"],
                title_translated={"it": "Asili nido"},
                resources=[{"url": f"{server.url}/{locale}.csv", "format": "CSV", "mimetype": "text/csv"}],
            )  # fmt: skip
        with (
            changed_config("ckanext.resilient.http.allowed_private_hosts", [self.host]),
            changed_config("ckanext.resilient.links.delay_ms", 0),
        ):
            call_action("resilient_quality_check_links")

    def options(self) -> dict[str, str]:
        """The portal may look at the files."""
        return {"ckanext.resilient.http.allowed_private_hosts": self.host}

    def visits(self) -> list[dict[str, Any]]:
        """The way, in each language."""
        way: Step = {
            "follow": ".rs-steps-first a",
            "done": ".rs-quality__level .rs-level--excellent",
            "most": MOST_STEPS,
            "mend": MEND,
            "keep": "step",
        }
        return [
            visit(locale, f"/{locale}/dataset/asili-{locale}", width, way)
            | {"read": READ, "headers": {"Authorization": self.token}}
            for locale, width in LOCALES.items()
        ]


def _respond(asked: Asked) -> Answer:
    return Answer(body=b"nome,posti\nA,12\nB,7\n", headers={"Content-Type": "text/csv"})


_publisher = Publisher()


@pytest.fixture
def walked(request: pytest.FixtureRequest, tmp_path: Path) -> Findings:
    """What was met on the way."""
    with _publisher.stack:
        return met("better", _publisher.create, _publisher.visits, request, tmp_path, _publisher.options)


def texts(found: dict[str, Any], key: str) -> list[str]:
    return [entry["text"] for entry in found["texts"][key]]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_card_alone_leads_to_the_best_level(walked: Findings, locale: str) -> None:
    found = walked[locale]
    stations = list(found["kept"].values())
    assert 3 <= len(stations) < MOST_STEPS
    points = [_points(station) for station in [*stations, found]]
    promised = [_number(texts(station, "gain")[0]) for station in stations]
    gained = [after - before for before, after in pairwise(points)]
    # At least: a licence or an access right out of the list is also one that programs know.
    assert all(more >= least for more, least in zip(gained, promised, strict=True))
    assert points[0] <= 220
    assert points[-1] >= 351


@pytest.mark.parametrize("locale", LOCALES)
def test_every_station_of_the_way_is_accessible(walked: Findings, locale: str) -> None:
    found = walked[locale]
    for station in [*found["kept"].values(), found]:
        assert station["violations"] == []
        assert station["overflow"] == 0
        assert station["lang"] == locale
    assert (found["foreign"], found["console"]) == ([], [])


def _points(found: dict[str, Any]) -> int:
    return _number(next(text for text in texts(found, "points") if "405" in text))


def _number(text: str) -> int:
    return int("".join(one for one in text.split("405", maxsplit=1)[0] if one.isdigit()))
