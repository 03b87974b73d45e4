"""The contract of every portal definition; the guide shows one of them as it is."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ckanext.resilient.harvesters import portals
from ckanext.resilient.harvesters.portals import all_portals
from ckanext.resilient.harvesters.portals.base import Portal
from ckanext.resilient.harvesters.protocols import all_protocols
from ckanext.resilient.harvesters.samples import SAMPLES, sample_portal
from ckanext.resilient.svrc.detection import DETECTABLE
from ckanext.resilient.svrc.vocabularies import authority

GUIDE = Path(__file__).parents[3] / "docs" / "add-a-portal.md"
COUNTRIES = {"pt", "es", "fr", "it", "gr", "hr", "si", "al"}


def listed() -> Iterator[tuple[str, Portal]]:
    """Every portal with the name of the module that lists it."""
    for info in pkgutil.iter_modules(portals.__path__):
        module = importlib.import_module(f"{portals.__name__}.{info.name}")
        for portal in getattr(module, "PORTALS", ()):
            yield info.name, portal


REAL = [portal for _, portal in listed()]
SAMPLE = [sample_portal(key, "http://127.0.0.1:1") for key in SAMPLES]


def by_key(*groups: list[Portal]) -> pytest.MarkDecorator:
    """Parametrise over portals, named by key."""
    found = [portal for group in groups for portal in group]
    return pytest.mark.parametrize("portal", found, ids=[portal.key for portal in found])


def test_every_portal_of_a_module_is_found_under_its_own_key() -> None:
    assert all_portals() == {portal.key: portal for portal in REAL}


def test_no_key_is_used_twice() -> None:
    assert [
        key for key, count in Counter(portal.key for portal in [*REAL, *SAMPLE]).items() if count > 1
    ] == []


def test_a_portal_is_listed_in_the_module_of_its_country() -> None:
    assert [portal.key for module, portal in listed() if module != portal.country] == []


def test_the_countries_with_samples_have_real_portals_too() -> None:
    assert {sample.country for sample in SAMPLES.values()} <= {portal.country for portal in REAL}


def test_the_guide_shows_a_file_as_it_is() -> None:
    (shown,) = re.findall(r"```yaml\n(title: .*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert shown == (Path(portals.__file__).parent / "definitions" / "hr-data-gov.yaml").read_text("utf-8")


@by_key(REAL, SAMPLE)
def test_the_key_says_the_country(portal: Portal) -> None:
    assert portal.country in COUNTRIES
    assert re.fullmatch(rf"{portal.country}-[a-z0-9]+(-[a-z0-9]+)*|[a-z]{{2}}-sample", portal.key)
    assert portal.key.split("-")[0] == portal.country


@by_key(REAL)
def test_the_address_is_https_and_complete(portal: Portal) -> None:
    parts = urlsplit(portal.url)
    assert (parts.scheme, parts.username, parts.fragment) == ("https", None, "")
    assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?", parts.netloc)
    assert not portal.url.endswith("/")


@by_key(REAL, SAMPLE)
def test_the_protocol_exists_and_knows_every_option(portal: Portal) -> None:
    options = {option.name: option for option in all_protocols()[portal.protocol].options}
    assert set(portal.options) <= set(options)
    for name, value in portal.options.items():
        assert isinstance(value, options[name].type), name


@by_key(REAL, SAMPLE)
def test_title_and_languages_are_there(portal: Portal) -> None:
    assert portal.title.strip()
    assert portal.languages
    assert set(portal.languages) <= set(DETECTABLE)
    assert len(set(portal.languages)) == len(portal.languages)


@by_key(REAL, SAMPLE)
@pytest.mark.parametrize(
    ("name", "table"), [("licences", "licence"), ("themes", "data-theme"), ("frequencies", "frequency")]
)
def test_crosswalks_lead_from_case_folded_words_to_known_codes(portal: Portal, name: str, table: str) -> None:
    words = getattr(portal, name)
    assert [word for word in words if word != word.strip().casefold()] == []
    assert [code for code in words.values() if authority(table).get(code) is None] == []


def test_a_first_slice_comes_from_every_country() -> None:
    assert {portal.country for portal in REAL if portal.starter} == COUNTRIES


def test_a_sample_is_no_starter() -> None:
    assert [portal.key for portal in SAMPLE if portal.starter] == []
