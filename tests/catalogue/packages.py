"""Datasets to describe: the graph of one without a database, and the shipped ones as a running portal shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.tests.helpers import call_action
from rdflib import Graph

from ckanext.resilient.catalogue.datasets import add_dataset
from ckanext.resilient.catalogue.namespaces import new_graph
from ckanext.resilient.catalogue.site import Site
from ckanext.resilient.content import shipped
from ckanext.resilient.content.load import load

SITE = Site("https://catalogue.example")


def shown(package: Mapping[str, Any], number: int = 0, *, files: int | None = None) -> dict[str, Any]:
    """A package as `package_show` gives it: with the ids that storing it gives.

    Args:
        package: as a harvest stores it.
        number: makes the id.
        files: no more than so many of its files.
    """
    resources = [
        {**resource, "id": f"file-{position}"}
        for position, resource in enumerate(list(package.get("resources", []))[:files])
    ]
    stored = {"metadata_created": "2026-01-01T08:00:00", "metadata_modified": "2026-02-01T09:30:00.250000"}
    return {"name": f"dataset-{number}", **package, **stored, "id": f"id-{number}", "resources": resources}


def described(package: Mapping[str, Any], site: Site = SITE) -> Graph:
    """The graph of a package that has its ids."""
    graph = new_graph()
    add_dataset(graph, package, site)
    return graph


def load_shipped() -> list[dict[str, Any]]:
    """The curated datasets with the organisation that owns them, stored in the running portal."""
    wanted = [path for path in shipped.paths() if path.parent.name == "dataset" or path.stem == "resilient"]
    assert load(wanted).errors == []
    names = [path.stem for path in wanted if path.parent.name == "dataset"]
    return [call_action("package_show", id=name) for name in names]
