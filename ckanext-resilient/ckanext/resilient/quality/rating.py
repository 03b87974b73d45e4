"""Rating what is stored: one dataset or many, with what the jobs found out about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.resilient.content.index import countries
from ckanext.resilient.moments import utc_now
from ckanext.resilient.quality import store
from ckanext.resilient.quality.checks import addresses_of, checks_of, digest, files_of
from ckanext.resilient.quality.files import store as files
from ckanext.resilient.quality.findings import Checks
from ckanext.resilient.quality.model import QualityLink, transaction
from ckanext.resilient.quality.score import Score, score
from ckanext.resilient.quality.uploads import stored_address
from ckanext.resilient.svrc.text import host_of

Package = Mapping[str, Any]


@dataclass(slots=True)
class Together:
    """Datasets that are rated one after the other and kept at once."""

    checks: Mapping[str, Checks]
    rated: dict[str, tuple[Package, Score]] = field(default_factory=dict[str, tuple[Package, Score]])
    afterwards: set[Callable[[], None]] = field(default_factory=set[Callable[[], None]])

    def leave_out(self, ids: Iterable[str]) -> None:
        """Do not keep the scores of these."""
        for name in ids:
            self.rated.pop(name, None)


_together: ContextVar[Together | None] = ContextVar("resilient_quality_together", default=None)


def today() -> dt.date:
    """The day that "up to date" is measured against."""
    return dt.datetime.now(dt.timezone.utc).date()


def rate(packages: Iterable[Package]) -> list[Score]:
    """The score of each dataset, in order; two queries for all of them."""
    several = list(packages)
    checks = checks_of(several)
    day = today()
    return [score(package, checks.get(str(package.get("id")), Checks()), day) for package in several]


@contextmanager
def together(packages: Iterable[Package]) -> Generator[Together, None, None]:
    """What `rate_and_keep` rates inside is kept when this ends well, in a few statements for all of them.

    Args:
        packages: datasets that will be rated: what is known of them is read at once.
    """
    batch = Together(checks_of(packages))
    token = _together.set(batch)
    try:
        yield batch
    finally:
        _together.reset(token)
    _keep(list(batch.rated.values()))
    for work in batch.afterwards:
        work()


def rate_and_keep(package: Package) -> Score:
    """Rate a public dataset, keep its score, and note its addresses for the next checks of links and files."""
    batch = _together.get()
    if batch is None:
        found = rate([package])[0]
        _keep([(package, found)])
        return found
    checks = batch.checks.get(str(package["id"]))
    found = score(package, checks, today()) if checks else rate([package])[0]
    batch.rated[str(package["id"])] = (package, found)
    return found


def afterwards(work: Callable[[], None]) -> None:
    """Do something now; of datasets that are kept together once, when all are."""
    batch = _together.get()
    if batch is None:
        work()
    else:
        batch.afterwards.add(work)


def _keep(rated: Sequence[tuple[Package, Score]]) -> None:
    store.keep((package, found, countries(package)) for package, found in rated)
    note_addresses(package for package, _ in rated)
    files.note(
        files.Noted(digest(address), stored_address(address), revision)
        for package, _ in rated
        for address, revision in files_of(package)
    )


def note_addresses(packages: Iterable[Package]) -> None:
    """Put addresses that are not known yet on the list of links to check, each once for all datasets."""
    rows = {
        digest(address): {
            "digest": digest(address),
            "address": stored_address(address),
            "host": host_of(address),
            **_UNCHECKED,
        }
        for package in packages
        for address in addresses_of(package)
    }
    # Nearly all are known, and each row of an insert takes a turn of its own.
    known = sa.select(QualityLink.digest).where(QualityLink.digest.in_(rows))
    new = sorted(rows.keys() - set(model.Session.scalars(known)))
    if new:
        moment = utc_now()
        with transaction() as connection:
            connection.execute(
                insert(QualityLink).on_conflict_do_nothing(index_elements=["digest"]),
                [rows[one] | {"next_check": moment} for one in new],
            )


_UNCHECKED: dict[str, Any] = {"usable": True, "problem": "", "media_type": "", "successes": 0, "failures": 0}


def public_ids() -> list[str]:
    """Ids of all public datasets."""
    query = sa.select(model.Package.id).where(
        model.Package.type == "dataset", model.Package.state == "active", model.Package.private.is_(False)
    )
    return list(model.Session.scalars(query.order_by(model.Package.id)))
