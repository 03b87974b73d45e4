"""A run of link checks: what is due is tried, what changed is rated and indexed anew."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import anyio
import ckan.plugins.toolkit as tk

from ckanext.resilient.harvest.addresses import AddressGuard, host_port
from ckanext.resilient.harvest.config import http_settings
from ckanext.resilient.moments import utc_now
from ckanext.resilient.quality import config
from ckanext.resilient.quality.batches import Progress, in_batches, side_by_side
from ckanext.resilient.quality.links import store
from ckanext.resilient.quality.links.probe import Link, Prober
from ckanext.resilient.quality.links.schedule import Found, Standing, after
from ckanext.resilient.quality.links.verdict import NO_CONNECTION
from ckanext.resilient.quality.model import only_one
from ckanext.resilient.quality.reindex import rate_all

_BATCH = 500
"""Links that are read, tried and kept together: what is lost when the process ends is at most one batch."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Summary:
    """What a run did: links tried, good ones, problems by kind, busy ones, forgotten ones, datasets rated anew."""

    tried: int = 0
    good: int = 0
    busy: int = 0
    forgotten: int = 0
    rated: int = 0
    problems: dict[str, int] = field(default_factory=dict[str, int])


def check_links(limit: int, progress: Progress = lambda _: None) -> Summary:
    """Try the links that are due, at most so many; those of one host never faster than is polite.

    While another process does, there is nothing to do.
    """
    summary = Summary()
    with only_one(store.LOCK) as may_begin:
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
    log.info("Check of links: %s", check_links(limit))


def _check_batch(batch: Sequence[store.Due], summary: Summary) -> None:
    uses = store.uses(one.address for one in batch)
    unused = [one.digest for one in batch if one.address not in uses]
    store.forget(unused)
    summary.forgotten += len(unused)
    used = [one for one in batch if one.address in uses]
    found = anyio.run(try_all, [Link(one.address, uses[one.address].formats) for one in used])
    moment = utc_now()
    standings = {
        one.digest: after(one.standing, result, moment) for one, result in zip(used, found, strict=True)
    }
    store.keep(standings)
    for result in found:
        _count(result, summary)
    changed = [one.address for one in used if _differs(one.standing, standings[one.digest])]
    packages = sorted({package for address in changed for package in uses[address].packages})
    rate_all(packages)
    summary.rated += len(packages)


def prober() -> Prober:
    """A client that tries links and opens files within the limits of the configuration."""
    settings = http_settings()
    # Files that lie here are tried as readers reach them, also where this site is in a private network.
    own = urlsplit(tk.config["ckan.site_url"])
    port = own.port or (443 if own.scheme == "https" else 80)
    guard = AddressGuard(settings.allowed_private_hosts | {host_port(own.hostname or "", port)})
    return Prober(config.link_limits(), guard, settings.user_agent, settings.proxy)


async def try_all(links: Sequence[Link]) -> list[Found]:
    """What is found at each link, in order."""
    async with prober() as client:
        return await side_by_side(links, client.probe, Found(NO_CONNECTION, "no-connection"))


def _count(found: Found, summary: Summary) -> None:
    summary.tried += 1
    if found.wait is not None:
        summary.busy += 1
    elif found.good:
        summary.good += 1
    if found.problem:
        summary.problems[found.problem] = summary.problems.get(found.problem, 0) + 1


def _differs(before: Standing, later: Standing) -> bool:
    """Whether a rating or its sentences may come out differently."""
    return (before.status, before.usable, before.problem) != (later.status, later.usable, later.problem)
