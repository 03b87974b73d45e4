"""A run of looks into files: what is due is opened, what changed is rated and indexed anew."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
from ckan.lib.uploader import get_resource_uploader

from ckanext.resilient.moments import utc_now
from ckanext.resilient.quality import config
from ckanext.resilient.quality.batches import Progress, in_batches, side_by_side
from ckanext.resilient.quality.files import store
from ckanext.resilient.quality.files.profile import Profile, profile_of
from ckanext.resilient.quality.links.job import prober
from ckanext.resilient.quality.links.probe import Link, Part
from ckanext.resilient.quality.links.store import Use, uses
from ckanext.resilient.quality.model import only_one
from ckanext.resilient.quality.reindex import rate_all
from ckanext.resilient.quality.uploads import resource_at

_BATCH = 50
"""Files that are looked into and kept together."""

_LOCK = 0x72657366696C
"""Key of the advisory lock: any number that nobody else uses."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Summary:
    """What a run did: files looked into, tables among them, those that could not be opened, busy ones, forgotten ones,
    and datasets rated anew.
    """

    opened: int = 0
    tables: int = 0
    failed: int = 0
    busy: int = 0
    forgotten: int = 0
    rated: int = 0


@dataclass(frozen=True, slots=True)
class _Looked:
    """A look into one file: its profile, or why there is none."""

    profile: Profile | None
    problem: str = ""
    wait: float | None = None


def check_files(limit: int, progress: Progress = lambda _: None) -> Summary:
    """Look into the files that are due, at most so many; those of one host never faster than is polite.

    While another process does, there is nothing to do.
    """
    summary = Summary()
    with only_one(_LOCK) as may_begin:
        if may_begin:
            begun = utc_now()
            in_batches(
                limit,
                _BATCH,
                lambda most: store.due(most, begun),
                lambda batch: _check_batch(batch, summary),
                progress,
            )
    return summary


def in_background(limit: int) -> None:
    """The same as a background job; what it came to stands in the log of the worker."""
    log.info("Look into files: %s", check_files(limit))


def _check_batch(batch: Sequence[store.Due], summary: Summary) -> None:
    used = uses(file.address for file in batch)
    unused = [file.digest for file in batch if file.address not in used]
    store.forget(unused)
    summary.forgotten += len(unused)
    wanted = [file for file in batch if file.address in used]
    looked = anyio.run(_look_at_all, wanted, used)
    store.keep(
        store.found(file, one.profile) if one.profile else store.failed(file, one.problem, one.wait)
        for file, one in zip(wanted, looked, strict=True)
    )
    for one in looked:
        _count(one, summary)
    packages = sorted(
        {
            package
            for file, one in zip(wanted, looked, strict=True)
            if one.profile
            for package in used[file.address].packages
        }
    )
    rate_all(packages)
    summary.rated += len(packages)


async def _look_at_all(files: Sequence[store.Due], used: Mapping[str, Use]) -> list[_Looked]:
    # One after the other: reading a table takes the processor, and Python has one for all.
    turn = anyio.CapacityLimiter(1)
    async with prober() as client:

        async def one(file: store.Due) -> _Looked:
            resource = resource_at(file.address)
            path = _path_of(resource) if resource else None
            if path:
                most = config.bytes_of_upload()
                return await anyio.to_thread.run_sync(_look_here, path, most, limiter=turn)
            part = await client.fetch(Link(file.address, used[file.address].formats), config.bytes_of_file())
            return await anyio.to_thread.run_sync(_look_into, part, limiter=turn)

        return await side_by_side(files, one, _Looked(None, problem="no-connection"))


def _look_into(part: Part) -> _Looked:
    if part.problem or part.wait is not None:
        return _Looked(None, problem=part.problem, wait=part.wait)
    return _Looked(profile_of(part.content, whole=part.whole))


def _look_here(path: Path, most: int) -> _Looked:
    """A look into an uploaded file, where it lies."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        log.warning("An uploaded file cannot be read: %s", error)
        return _Looked(None, problem="no-connection")
    return _Looked(profile_of(content[:most], whole=len(content) <= most))


def _path_of(resource: str) -> Path | None:
    """Where an uploaded file lies; None where uploads are kept in a storage of another kind."""
    uploader: Any = get_resource_uploader({"id": resource})
    return None if hasattr(uploader, "storage") else Path(uploader.get_path(resource))


def _count(one: _Looked, summary: Summary) -> None:
    if one.profile:
        summary.opened += 1
        summary.tables += one.profile.table is not None
    elif one.wait is not None:
        summary.busy += 1
    else:
        summary.failed += 1
