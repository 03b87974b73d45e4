"""Rating what is stored: one dataset or many, with what the jobs found out about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from ckan.lib.search.common import make_connection
from sqlalchemy.dialects.postgresql import insert

from ckanext.resilient.content.index import countries
from ckanext.resilient.quality import store
from ckanext.resilient.quality.checks import addresses_of, checks_of, digest
from ckanext.resilient.quality.findings import Checks
from ckanext.resilient.quality.model import QualityLink, now, transaction
from ckanext.resilient.quality.score import Score, score
from ckanext.resilient.svrc.text import host_of

Package = Mapping[str, Any]


def today() -> dt.date:
    """The day that "up to date" is measured against."""
    return dt.datetime.now(dt.timezone.utc).date()


def rate(packages: Iterable[Package]) -> list[Score]:
    """The score of each dataset, in order; two queries for all of them."""
    several = list(packages)
    checks = checks_of(several)
    day = today()
    return [score(package, checks.get(str(package.get("id")), Checks()), day) for package in several]


def rate_and_keep(packages: Iterable[Package]) -> list[Score]:
    """Rate public datasets, keep the scores, and note their addresses for the next check of links."""
    several = list(packages)
    scores = rate(several)
    store.keep((package, found, countries(package)) for package, found in zip(several, scores, strict=True))
    note_addresses(several)
    return scores


def note_addresses(packages: Iterable[Package]) -> None:
    """Put addresses that are not known yet on the list of links to check, each once for all datasets."""
    rows = {
        digest(address): {
            "digest": digest(address),
            "address": address,
            "host": host_of(address),
            **_UNCHECKED,
        }
        for package in packages
        for address in addresses_of(package)
    }
    if rows:
        moment = now()
        with transaction() as connection:
            connection.execute(
                insert(QualityLink).on_conflict_do_nothing(index_elements=["digest"]),
                [row | {"next_check": moment} for _, row in sorted(rows.items())],
            )


_UNCHECKED: dict[str, Any] = {"usable": True, "problem": "", "media_type": "", "successes": 0, "failures": 0}


def public_ids() -> list[str]:
    """Ids of all public datasets."""
    query = sa.select(model.Package.id).where(
        model.Package.type == "dataset", model.Package.state == "active", model.Package.private.is_(False)
    )
    return list(model.Session.scalars(query.order_by(model.Package.id)))


def rate_and_index(ids: Sequence[str]) -> None:
    """Rate datasets anew and show it in searches: building a dataset's index document rates it."""
    search.rebuild(package_ids=ids, quiet=True)
    # Unlike search.commit(), which returns before the change is seen.
    make_connection().commit()


def forget_orphans() -> int:
    """Remove scores of datasets that are no longer public; gives how many."""
    public = sa.text(
        "DELETE FROM resilient_quality_score AS score WHERE NOT EXISTS (SELECT 1 FROM package"
        " WHERE package.id = score.package_id AND package.state = 'active' AND NOT package.private)"
    )
    with transaction() as connection:
        return connection.execute(public).rowcount
