"""Which datasets the feed has, and the graph of each, made once and kept."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from ckanext.resilient.catalogue import graphs, options, publishers, syntaxes
from ckanext.resilient.catalogue.datasets import SERIES
from ckanext.resilient.catalogue.model import CatalogueGraph

_PUBLIC = sa.and_(
    model.Package.type == "dataset", model.Package.state == "active", model.Package.private.is_(False)
)


@dataclass(frozen=True, slots=True)
class Row:
    """A dataset of the feed: `modified` while it is public, `gone` since when it is not.

    `fresh` is whether its graph is kept as it is now.
    """

    package_id: str
    modified: dt.datetime | None
    gone: dt.datetime | None
    fresh: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of the catalogue, and of what is listed of it.

    Args:
        datasets: all public datasets.
        listed: those that are listed: all, or those that changed since a moment.
        rows: places in the list, with those of datasets that are gone.
        modified: the last change of any dataset or of an organisation, or when the last one went; None when nothing
            ever was there.
        since: since when we know what went.
    """

    datasets: int
    listed: int
    rows: int
    modified: dt.datetime | None
    since: dt.datetime | None


def refresh() -> None:
    """Take in datasets that became public, and note which ones no longer are; three statements."""
    graph, package = CatalogueGraph, model.Package
    there = sa.exists().where(package.id == graph.package_id, _PUBLIC).correlate(graph)
    listed = sa.exists().where(graph.package_id == package.id).correlate(package)
    new = sa.select(package.id).where(_PUBLIC, ~listed).order_by(package.metadata_created, package.id)
    with _transaction() as connection:
        connection.execute(insert(graph).from_select(["package_id"], new).on_conflict_do_nothing())
        went = sa.update(graph).where(graph.gone.is_(None), ~there)
        connection.execute(went.values(gone=sa.func.now(), ntriples="", changed=None))
        connection.execute(sa.update(graph).where(graph.gone.is_not(None), there).values(gone=None))


def totals(since: dt.datetime | None = None) -> Totals:
    """The sums, with those of the feed or of what changed in it since a moment: one statement, no table is scanned."""
    graph, package = CatalogueGraph, model.Package
    changed, went = _moments(since)
    datasets, listed, places, last, series, gone, renamed, first = model.Session.execute(
        sa.select(
            _of(sa.func.count(), package, _PUBLIC),
            _of(sa.func.count(), package, _PUBLIC, changed) if since else sa.null(),
            _of(sa.func.count(), graph, went),
            # Each of its own: only then an index answers by its end.
            _of(sa.func.max(package.metadata_modified), package, _PUBLIC),
            # A series is described with its datasets, also the one that is no longer there.
            _of(sa.func.max(package.metadata_modified), package, package.type == SERIES),
            _of(sa.func.max(graph.gone), graph),
            publishers.KEPT,
            _of(sa.func.min(graph.listed), graph),
        )
    ).one()
    moments = (_aware(last), _aware(series), gone, publishers.read(renamed))
    last_of_all = max((moment for moment in moments if moment), default=None)
    if since is None:  # each of them has a place
        return Totals(datasets, datasets, places, last_of_all, first)
    return Totals(datasets, listed, places + listed, last_of_all, first)


def _of(
    value: sa.ColumnElement[Any], table: type[Any], *conditions: sa.ColumnElement[bool]
) -> sa.ScalarSelect[Any]:
    return sa.select(value).select_from(table).where(*conditions).scalar_subquery()


def rows(offset: int, limit: int, since: dt.datetime | None = None) -> list[Row]:
    """Some rows of the feed in their order."""
    if since is None:  # the places first: joined with all datasets, every page would read all of them
        places = sa.select(CatalogueGraph).order_by(CatalogueGraph.number).offset(offset).limit(limit)
        part = aliased(CatalogueGraph, places.subquery())
        return _read(_rows(part).order_by(part.number))
    changed, went = _moments(since)
    found = _rows(CatalogueGraph).where(sa.or_(changed, went))
    return _read(found.order_by(CatalogueGraph.number).offset(offset).limit(limit))


def rows_of(ids: Sequence[str]) -> list[Row]:
    """The rows of these datasets, those that are public."""
    return [
        row for row in _read(_rows(CatalogueGraph).where(CatalogueGraph.package_id.in_(ids))) if row.modified
    ]


def _rows(graph: type[CatalogueGraph]) -> sa.Select[Any]:
    package = model.Package
    fresh = sa.and_(graph.changed == package.metadata_modified, graph.revision == revision())
    columns = (graph.package_id, package.metadata_modified, graph.gone, sa.func.coalesce(fresh, sa.false()))
    return sa.select(*columns).join(package, sa.and_(package.id == graph.package_id, _PUBLIC), isouter=True)


def _read(query: sa.Select[Any]) -> list[Row]:
    return [
        Row(package_id, _aware(modified), gone, fresh)
        for package_id, modified, gone, fresh in model.Session.execute(query)
    ]


def ntriples(several: Sequence[Row]) -> dict[str, str]:
    """The graphs of datasets by id, as N-Triples; those that are not kept as they are now are made and kept."""
    present = [row for row in several if row.modified]
    kept = _kept([row.package_id for row in present if row.fresh])
    return kept | _made([row.package_id for row in present if row.package_id not in kept])


def forget_graphs(organization_id: str) -> None:
    """Make the graphs of an organisation's datasets anew when they are asked for: they carry its name."""
    owned = sa.select(model.Package.id).where(model.Package.owner_org == organization_id)
    with _transaction() as connection:
        connection.execute(
            sa.update(CatalogueGraph).where(CatalogueGraph.package_id.in_(owned)).values(changed=None)
        )
        publishers.note_change(connection)


@cache
def _code() -> str:
    """A digest of the modules and tables that make graphs: with a new release all graphs are made anew."""
    package = files("ckanext.resilient")
    found = [*(package / "catalogue").iterdir(), *(package / "schemas").iterdir()]
    sources = sorted((entry.name, entry.read_bytes()) for entry in found if entry.is_file())
    return hashlib.sha256(repr(sources).encode()).hexdigest()


def revision() -> str:
    """What graphs depend on beside their datasets: our code and the settings of the site."""
    settings = (options.site_address(), options.machine_text())
    return hashlib.sha256(repr((_code(), settings)).encode()).hexdigest()[:16]


def _moments(since: dt.datetime | None) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """What a dataset and what a row must satisfy to have changed, or to have gone, since a moment."""
    if since is None:
        return sa.true(), sa.true()
    moment = since.astimezone(dt.timezone.utc)
    naive = moment.replace(tzinfo=None)  # as CKAN keeps its own
    return model.Package.metadata_modified >= naive, CatalogueGraph.gone >= moment


def _kept(ids: Sequence[str]) -> dict[str, str]:
    graph = CatalogueGraph
    query = sa.select(graph.package_id, graph.ntriples).where(graph.package_id.in_(ids))
    return {row.package_id: row.ntriples for row in model.Session.execute(query)}


def _made(ids: Sequence[str]) -> dict[str, str]:
    if not ids:
        return {}
    found: dict[str, str] = {}
    values: list[dict[str, Any]] = []
    organizations: graphs.Organizations = {}
    for package in _packages(ids):
        package_id = str(package["id"])
        found[package_id] = syntaxes.ntriples(graphs.dataset_graph(package, organizations))
        changed = dt.datetime.fromisoformat(package["metadata_modified"])
        values.append({"package_id": package_id, "ntriples": found[package_id], "changed": changed})
    statement = insert(CatalogueGraph)
    fields = {name: statement.excluded[name] for name in ("ntriples", "changed", "revision")}
    with _transaction() as connection:
        connection.execute(
            statement.on_conflict_do_update(index_elements=["package_id"], set_=fields),
            [{**row, "revision": revision()} for row in sorted(values, key=lambda row: row["package_id"])],
        )
    return found


def _packages(ids: Sequence[str]) -> list[dict[str, Any]]:
    """Datasets as a visitor sees them: from the index in one search, from the database where the index is behind."""
    package = model.Package
    query = sa.select(package.id, package.metadata_modified).where(package.id.in_(ids), _PUBLIC)
    now = {row.id: row.metadata_modified for row in model.Session.execute(query)}
    known = _searched(list(now))
    show = tk.get_action("package_show")
    return [
        known[package_id]
        if package_id in known and known[package_id]["metadata_modified"] == changed.isoformat()
        else show(graphs.visitor(), {"id": package_id})
        for package_id, changed in now.items()
    ]


def _searched(ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Datasets as the index has them."""
    if not ids:
        return {}
    wanted = {"fq": f"+id:({' OR '.join(ids)})", "rows": len(ids)}
    found = tk.get_action("package_search")(graphs.visitor(), wanted)["results"]
    return {package["id"]: package for package in found}


def _aware(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.replace(tzinfo=dt.timezone.utc) if moment else None


def _transaction() -> AbstractContextManager[sa.Connection]:
    """A transaction in a connection of its own, whatever CKAN's session holds at the moment."""
    return model.Session.get_bind().engine.begin()
