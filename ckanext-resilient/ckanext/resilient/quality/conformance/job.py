"""A run of the check: what is due is checked, what comes out differently is rated and indexed anew."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.redis import connect_to_redis
from redis import RedisError

from ckanext.resilient.catalogue import checks
from ckanext.resilient.catalogue import store as catalogue
from ckanext.resilient.quality import config
from ckanext.resilient.quality.conformance import store
from ckanext.resilient.quality.conformance.shapes import Shapes, ShapesError, shapes
from ckanext.resilient.quality.model import only_one
from ckanext.resilient.quality.rating import public_ids
from ckanext.resilient.quality.reindex import rate_all

_BATCH = 50
"""Datasets that are read, checked and kept together: what is lost when the process ends is at most one batch."""

AT_ONCE = 500
"""Datasets that one background job checks; it leaves the rest to another one, so that other jobs have their turn."""

_ASKED_SECONDS = 600
_CATALOGUE = "resilient_catalogue"

log = logging.getLogger(__name__)

Progress = Callable[[int], None]


@dataclass(slots=True)
class Summary:
    """What a run did: datasets checked, those that conform, those rated anew, and those still to be checked."""

    checked: int = 0
    conform: int = 0
    rated: int = 0
    left: bool = False


def check_due(limit: int, progress: Progress = lambda _: None) -> Summary:
    """Check the datasets that are due, at most so many. While another process does, there is nothing to do.

    Raises:
        ShapesError: the shapes cannot be used, or there is no linked data to check.
    """
    against, method = _against()
    summary = Summary()
    with only_one(store.LOCK) as may_begin:
        while may_begin and summary.checked < limit:
            batch = store.due(method, min(_BATCH, limit - summary.checked))
            if not batch:
                break
            _check(batch, against, method, summary)
            progress(len(batch))
        summary.left = may_begin and summary.checked >= limit and bool(store.due(method, 1))
    return summary


def number_due(limit: int | None = None) -> int:
    """How many datasets are due, at most so many.

    Raises:
        ShapesError: as with `check_due`.
    """
    number = store.number_due(_against()[1])
    return min(number, limit) if limit else number


def check_these(ids: Sequence[str], progress: Progress = lambda _: None) -> Summary:
    """Check these datasets, whether they are due or not.

    Raises:
        ShapesError: as with `check_due`.
    """
    against, method = _against()
    summary = Summary()
    for begin in range(0, len(ids), _BATCH):
        batch = ids[begin : begin + _BATCH]
        _check(store.several(batch), against, method, summary)
        progress(len(batch))
    return summary


def check_all(progress: Progress = lambda _: None) -> Summary:
    """Check all public datasets anew, and forget those that no longer are."""
    store.forget_gone()
    return check_these(public_ids(), progress)


def _against() -> tuple[Shapes, str]:
    """The shapes, and what tells results of other shapes or another making of linked data apart."""
    if not p.plugin_loaded(_CATALOGUE):
        raise ShapesError(
            f"The plugin {_CATALOGUE} makes the linked data that is checked: add it to ckan.plugins, or leave"
            " this check out."
        )
    against = shapes(config.shape_files())
    return against, hashlib.sha256(f"{against.digest} {catalogue.revision()}".encode()).hexdigest()[:16]


def _check(batch: Sequence[store.Due], against: Shapes, method: str, summary: Summary) -> None:
    catalogue.refresh()
    graphs = catalogue.ntriples(catalogue.rows_of([one.package_id for one in batch]))
    # What is no longer public has no graph.
    there = [one for one in batch if one.package_id in graphs]
    found = {one.package_id: checks.check(graphs[one.package_id], against.graph) for one in there}
    store.keep({one.package_id: (one.revision, found[one.package_id]) for one in there}, method)
    conform = {
        name: not any(i.severity == checks.VIOLATION for i in issues) for name, issues in found.items()
    }
    changed = [one.package_id for one in there if one.conformed is not conform[one.package_id]]
    summary.checked += len(batch)
    summary.conform += sum(conform.values())
    summary.rated += len(changed)
    rate_all(changed)
    model.Session.expunge_all()


def in_background(limit: int = AT_ONCE) -> None:
    """The same as a background job; what it came to stands in the log of the worker."""
    connect_to_redis().delete(_asked_key())
    summary = check_due(limit)
    log.info("Check of conformance: %s", summary)
    if summary.left:
        ask()


def ask() -> None:
    """Have what is due checked soon, in the background: one job, however many datasets are saved until it begins.

    A save never waits for it, nor fails with it: the hourly run takes up what nobody was asked for.
    """
    if not p.plugin_loaded(_CATALOGUE):
        return
    try:
        if connect_to_redis().set(_asked_key(), 1, nx=True, ex=_ASKED_SECONDS):
            tk.enqueue_job(in_background, title="Check of conformance", rq_kwargs={"timeout": 3600})
    except RedisError as error:
        log.warning("The check of conformance waits for its hourly run: %s", error)


def _asked_key() -> str:
    return f"ckan:{tk.config['ckan.site_id']}:resilient-quality-shapes-asked"
