"""What the jobs found out about datasets, read for many of them at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.resilient.quality.description import addresses
from ckanext.resilient.quality.findings import Checks, LinkResult
from ckanext.resilient.quality.model import QualityConformance, QualityLink

Package = Mapping[str, Any]


def digest(address: str) -> str:
    """The key of an address in the table of links: an address may be longer than an index takes."""
    return hashlib.sha256(address.encode()).hexdigest()


def addresses_of(package: Package) -> list[str]:
    """Every address that a dataset's files name, each once."""
    named = (address for resource in package.get("resources") or () for address in addresses(resource))
    return list(dict.fromkeys(address for address in named if address))


def checks_of(packages: Iterable[Package]) -> dict[str, Checks]:
    """What is known of each dataset, by its id: two queries, however many they are."""
    several = [package for package in packages if package.get("id")]
    links = _links(address for package in several for address in addresses_of(package))
    conformance = _conformance({str(package["id"]) for package in several})
    return {
        str(package["id"]): Checks(
            links=links,
            conforms=_of_revision(
                conformance.get(str(package["id"])), str(package.get("metadata_modified") or "")
            ),
        )
        for package in several
    }


def _links(named: Iterable[str]) -> dict[str, LinkResult]:
    wanted = {digest(address) for address in named}
    if not wanted:
        return {}
    rows = model.Session.execute(
        sa.select(
            QualityLink.address,
            QualityLink.status,
            QualityLink.checked,
            QualityLink.usable,
            QualityLink.problem,
        ).where(QualityLink.digest.in_(wanted), QualityLink.status.is_not(None))
    )
    return {
        row.address: LinkResult(
            row.status, row.checked.date().isoformat() if row.checked else "", row.usable, row.problem
        )
        for row in rows
    }


def _conformance(ids: set[str]) -> dict[str, tuple[str, bool]]:
    if not ids:
        return {}
    rows = model.Session.execute(
        sa.select(
            QualityConformance.package_id, QualityConformance.revision, QualityConformance.conforms
        ).where(QualityConformance.package_id.in_(ids))
    )
    return {row.package_id: (row.revision, row.conforms) for row in rows}


def _of_revision(found: tuple[str, bool] | None, revision: str) -> bool | None:
    """Whether this revision conforms; what was said of an earlier one no longer counts."""
    return found[1] if found and found[0] == revision else None
