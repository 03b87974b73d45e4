"""A portal's file says what is wrong with it; its sample is read as it says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from ckanext.resilient.harvest.http import HttpClient, HttpSettings
from ckanext.resilient.harvest.plan import make_plan
from ckanext.resilient.harvest.stages import Batch, Gathering
from ckanext.resilient.harvesters.portals import all_portals, definition
from ckanext.resilient.harvesters.portals.base import Portal
from ckanext.resilient.harvesters.portals.choice import Wanted
from ckanext.resilient.harvesters.portals.definition import (
    DefinitionError,
    Sample,
    portals_of,
    sample_of,
)
from ckanext.resilient.svrc.vocabularies import authority
from tests.harvest.servers import Answer, Asked, serving

PORTALS = list(all_portals().values())


@pytest.fixture
def one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only definition there is, to be filled."""
    file = tmp_path / "it-prova.yaml"

    def only() -> tuple[Path, ...]:
        return (file,)

    monkeypatch.setattr(definition, "_files", only)
    return file


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it-prova.yaml is empty"),
        ("title: [", "it-prova.yaml cannot be read as YAML"),
        ("title: Prova\nlicense: {}", "it-prova.yaml has “license”, which is not a field"),
        ("title: Prova\nurl: https://prova.example", "it-prova.yaml is not a portal"),
        (
            "title: P\nurl: https://p.example\nprotocol: ckan\ngathers: all",
            "it-prova.yaml: gathers is one of region, nation, world",
        ),
        (
            "title: P\nurl: https://p.example\nprotocol: ckan\nsocial: {words: [a]}",
            "it-prova.yaml is not a portal",
        ),
    ],
)
def test_a_file_that_is_no_portal_is_named_with_the_field(one_file: Path, text: str, said: str) -> None:
    one_file.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=said):
        portals_of("it")


def test_a_correction_without_a_portal_is_named(one_file: Path) -> None:
    one_file.write_text("{title: Prova, url: 'https://prova.example', protocol: ckan}", encoding="utf-8")

    def corrected(_source: Any, dataset: Any) -> Any:
        return dataset

    assert portals_of("it", {"it-prova": corrected})[0].crosswalk is corrected
    with pytest.raises(DefinitionError, match="it-altro"):
        portals_of("it", {"it-altro": corrected})


@pytest.mark.parametrize("portal", all_portals().values(), ids=list(all_portals()))
def test_a_licence_for_silent_records_comes_with_the_terms_that_say_so(portal: Portal) -> None:
    assert bool(portal.default_licence) == bool(portal.licence_terms)
    if portal.default_licence:
        assert authority("licence").get(portal.default_licence)
        assert urlsplit(portal.licence_terms).scheme == "https"


@pytest.mark.parametrize("portal", PORTALS, ids=[portal.key for portal in PORTALS])
def test_the_sample_of_a_portal_becomes_what_its_file_says(portal: Portal) -> None:
    sample = sample_of(portal.key)
    batches = harvested(portal, sample)
    packages = {ready.guid: ready.package for batch in batches for ready in batch.prepared}
    refused = {rejected.guid: rejected.issue.code for batch in batches for rejected in batch.rejected}
    assert refused == dict(sample.rejected)
    assert packages.keys() == sample.expected.keys()
    for guid, expected in sample.expected.items():
        assert part_of(packages[guid], expected) == expected


@pytest.mark.parametrize("portal", PORTALS, ids=[portal.key for portal in PORTALS])
def test_the_social_choice_of_a_portal_takes_of_its_sample(portal: Portal) -> None:
    sample = sample_of(portal.key)
    taken = {ready.guid for batch in harvested(portal, sample, only_social=True) for ready in batch.prepared}
    assert taken
    assert taken <= sample.expected.keys()
    assert len(sample.expected) == 1 or taken != sample.expected.keys()


def harvested(portal: Portal, sample: Sample, *, only_social: bool = False) -> list[Batch]:
    """What comes of the answers of a sample, given by a server."""

    def respond(asked: Asked) -> Answer:
        address = f"{asked.path}?{urlencode(asked.query, doseq=True)}"
        for path, body in sample.answers.items():
            if path in {asked.path, address} or (path.endswith("*") and address.startswith(path[:-1])):
                return Answer(200, body.encode())
        return Answer(404)

    with serving(respond) as server:
        url = server.url + urlsplit(portal.url).path
        with HttpClient(HttpSettings(frozenset({server.pair}), backoff=0.01, min_delay=0)) as http:
            return list(Gathering(make_plan(url, portal=portal.key, wanted=Wanted(social=only_social)), http))


def part_of(held: Mapping[str, Any], expected: Mapping[str, Any]) -> dict[str, Any]:
    """What is held of the fields that are expected; a field that is expected to be empty may be missing."""
    return {name: like(held.get(name, type(value)()), value) for name, value in expected.items()}


def like(held: Any, expected: Any) -> Any:
    """A value as it is, but of things in a list (files, publishers) only the fields that are expected of them."""
    told = isinstance(expected, list) and all(isinstance(one, Mapping) for one in expected)
    if not told or len(held) != len(expected):
        return held
    return [part_of(one, wanted) for one, wanted in zip(held, expected, strict=True)]
