"""The points of a dataset are those of the metadata that we give out of it, measured from its RDF alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from ckanext.resilient.catalogue.site import Site
from ckanext.resilient.quality.description import describe
from ckanext.resilient.quality.findings import Checks, LinkResult
from ckanext.resilient.quality.mqa import assess
from tests.catalogue import mqa
from tests.catalogue.generated import datasets
from tests.catalogue.packages import described, shown

SITE = Site("https://catalogue.example", machine_text=True)

NOWHERE: Mapping[str, int] = defaultdict(lambda: 404)
"""No address answers: what links do is measured alike by both, and not written in a description."""


def points_of_rating(package: Mapping[str, Any]) -> int:
    links: Mapping[str, LinkResult] = defaultdict(lambda: LinkResult(404))
    return assess(describe(package), Checks(links=links, conforms=False)).points


def points_of_feed(package: Mapping[str, Any]) -> int:
    node = SITE.dataset(str(package["id"]))
    return mqa.points(described(package, SITE), node, NOWHERE, conforms=False)


def plain(package: dict[str, Any]) -> dict[str, Any]:
    """A generated dataset as storing it completes it, and without what the two measure by other rules.

    A shape that no program reads is a place for the rating; it also takes a media type for the format that it stands for,
    and does not know which types of a kind IANA has.
    """
    files = [
        {**file, "format": "CSV"}
        if str(file.get("mimetype")).startswith("text/csv")
        else {**file, "mimetype": ""}
        for file in package.get("resources", ())
    ]
    places = [{"uri": place["uri"]} for place in package.get("spatial_coverage", ()) if place.get("uri")]
    owner = {"owner_org": "org"} if package.get("organization") else {}
    return shown(package | owner | {"resources": files, "spatial_coverage": places})


def test_what_stands_elsewhere_counts_as_it_is_given_out() -> None:
    """Each of these once had points that its RDF does not earn, or the other way round."""
    file = {"url": "https://dati.example/x"}
    several = [
        {"od_category": ["education"]},
        {"od_category": ["other"]},
        {"theme": ["https://dati.example/own-theme"]},
        {"source_license": ["Termini A", "Termini B"], "resources": [file]},
        {"source_license": ["Termini A"], "resources": [file]},
        {"license_id": "other-open", "resources": [file]},
        {"resources": [{**file, "source_format": "Tabella"}]},
        {"access_rights": "https://dati.example/own"},
        {"source_access_rights": "Solo su richiesta"},
        {"resources": [{**file, "created": "2026-01-02", "last_modified": "2026-01-03T10:00:00"}]},
        {"resources": [{**file, "created": "2026-01-02"}], "source_guid": "x"},
        {"resources": [{**file, "license": "CC_BY_4_0", "source_license": "Creative Commons"}]},
        {"resources": [{**file, "size": "viel"}]},
    ]
    found = [points_of_rating(shown(package)) for package in several]
    assert found == [points_of_feed(shown(package)) for package in several]
    assert found == [30, 0, 0, 0, 20, 0, 20, 0, 10, 10, 0, 35, 0]


@pytest.mark.slow
def test_generated_datasets_have_the_points_of_their_rdf() -> None:
    @seed(7)
    @settings(
        max_examples=300, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(package=datasets())
    def same(package: dict[str, Any]) -> None:
        stored = plain(package)
        assert points_of_rating(stored) == points_of_feed(stored)

    same()
