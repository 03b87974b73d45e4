"""What is stored here as graphs, of what everybody may see: datasets, other entries, organisations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from rdflib import Graph
from rdflib.term import URIRef

from ckanext.resilient.catalogue import entries, graphs, publishers, series
from ckanext.resilient.catalogue.datasets import SERIES
from ckanext.resilient.catalogue.namespaces import DCTERMS, FOAF, RDF, new_graph
from ckanext.resilient.catalogue.nodes import add, text
from ckanext.resilient.catalogue.parties import document
from ckanext.resilient.content.facets import is_ours

_DATASETS = ("dataset", SERIES)


def entry_graph(name: str, *content_types: str) -> tuple[Graph, datetime] | None:
    """The graph of an entry by name or id, and when it, or the name of an organisation, changed.

    None when there is no such entry, when it is not for everybody, or of another type.
    """
    package = model.Package.get(name)
    if package is None or package.type not in content_types or not is_public(package):
        return None
    changed: datetime = package.metadata_modified.replace(tzinfo=timezone.utc)
    shown = tk.get_action("package_show")(graphs.visitor(), {"id": package.id})
    return graph_of(shown), max(changed, publishers.last_change() or changed)


def has_file(name: str, resource_id: str) -> bool:
    """Whether a dataset, by name or id, has a file."""
    package = model.Package.get(name)
    return package is not None and any(resource.id == resource_id for resource in package.resources)


def graph_of(package: dict[str, Any]) -> Graph:
    """The graph of a dataset or another entry, as `package_show` gives it."""
    if package["type"] in _DATASETS or package["type"] not in entries.KINDS:
        graph = graphs.dataset_graph(package)
        series.complete(graph, package)
        return graph
    graph = new_graph()
    entries.add_entry(graph, package, _links(package), graphs.site())
    return graph


def organisation_graph(name: str) -> Graph | None:
    """The graph of an organisation by name or id; None when there is no such one."""
    group = model.Group.get(name)
    if group is None or group.state != "active" or not group.is_organization:
        return None
    graph = new_graph()
    shown = tk.get_action("organization_show")(
        graphs.visitor(), {"id": group.id, "include_datasets": False, "include_users": False}
    )
    entries.add_organisation(graph, shown, graphs.site())
    return graph


def list_graph(content_type: str) -> Graph:
    """All entries of a type, or all organisations, by name and address; each says the rest at its own address."""
    site, graph = graphs.site(), new_graph()
    for entry_id, name, title in model.Session.execute(_listed(content_type)):
        node = entries.entry_node(site, content_type, entry_id)
        for kind in entries.classes(content_type):
            graph.add((node, RDF.type, kind))
        add(graph, node, DCTERMS.title, text(title or name))
        add(graph, node, FOAF.page, document(graph, f"{site.url}/{content_type}/{name}"))
    return graph


def _listed(content_type: str) -> sa.Select[Any]:
    """Id, name and title of what everybody may see of a type."""
    if content_type == "organization":
        group = model.Group
        of_all = group.is_organization.is_(True), group.state == "active"
        return sa.select(group.id, group.name, group.title).where(*of_all).order_by(group.name)
    package = model.Package
    public = package.type == content_type, package.state == "active", package.private.is_(False)
    return sa.select(package.id, package.name, package.title).where(*public).order_by(package.name)


def is_public(package: model.Package) -> bool:
    """Whether everybody may see an entry."""
    return package.state == "active" and not package.private


def _links(package: Mapping[str, Any]) -> dict[str, list[URIRef]]:
    """The nodes that an entry links to; what not everybody may see is left out. One query."""
    if not is_ours(package["type"]):
        return {}
    schema = tk.h.scheming_get_dataset_schema(package["type"])
    wanted = {
        field["field_name"]: [str(name) for name in package.get(field["field_name"]) or []]
        for field in schema["dataset_fields"]
        if "links_to" in field and field["links_to"] != "organization"
    }
    known = _nodes({name for names in wanted.values() for name in names})
    found = {field: [known[name] for name in names if name in known] for field, names in wanted.items()}
    return {field: nodes for field, nodes in found.items() if nodes}


def _nodes(names: Iterable[str]) -> dict[str, URIRef]:
    table = model.Package
    query = sa.select(table.name, table.type, table.id).where(
        table.name.in_(names), table.state == "active", table.private.is_(False)
    )
    site = graphs.site()
    return {
        name: entries.entry_node(site, content_type, entry_id)
        for name, content_type, entry_id in model.Session.execute(query)
    }
