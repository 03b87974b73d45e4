"""What the jobs found out about datasets, read for many of them at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.resilient.quality.description import addresses
from ckanext.resilient.quality.files.profile import settled
from ckanext.resilient.quality.findings import Checks, FileProfile, LinkResult
from ckanext.resilient.quality.model import QualityConformance, QualityFile, QualityLink
from ckanext.resilient.quality.uploads import stored_address

Package = Mapping[str, Any]

_SERVICE = "_SRVC"
"""How the codes of services end, which are asked and hold no file."""


def digest(address: str) -> str:
    """The key of an address in the table of links: an address may be longer than an index takes."""
    return hashlib.sha256(stored_address(address).encode()).hexdigest()


def addresses_of(package: Package) -> list[str]:
    """Every address that a dataset's files name, each once."""
    named = (address for resource in package.get("resources") or () for address in addresses(resource))
    return list(dict.fromkeys(address for address in named if address))


def files_of(package: Package) -> list[tuple[str, str]]:
    """Address of each file of a dataset that can be looked into, with a text that changes when an upload is replaced."""
    found: dict[str, str] = {}
    for resource in package.get("resources") or ():
        address = addresses(resource)[1]
        if address and not str(resource.get("format") or "").endswith(_SERVICE):
            uploaded = resource.get("url_type") == "upload"
            found[address] = str(resource.get("last_modified") or "") if uploaded else ""
    return list(found.items())


def checks_of(packages: Iterable[Package]) -> dict[str, Checks]:
    """What is known of each dataset, by its id: three queries, however many they are."""
    several = [package for package in packages if package.get("id")]
    links = _links(address for package in several for address in addresses_of(package))
    profiles = _profiles(resource for package in several for resource in package.get("resources") or ())
    conformance = _conformance({str(package["id"]) for package in several})
    return {
        str(package["id"]): Checks(
            links=links,
            profiles=profiles,
            conforms=_of_revision(
                conformance.get(str(package["id"])), str(package.get("metadata_modified") or "")
            ),
        )
        for package in several
    }


def _links(named: Iterable[str]) -> dict[str, LinkResult]:
    wanted: dict[str, list[str]] = {}
    for address in named:
        wanted.setdefault(digest(address), []).append(address)
    if not wanted:
        return {}
    rows = model.Session.execute(
        sa.select(
            QualityLink.digest,
            QualityLink.status,
            QualityLink.checked,
            QualityLink.usable,
            QualityLink.problem,
        ).where(QualityLink.digest.in_(wanted), QualityLink.status.is_not(None))
    )
    return {
        address: LinkResult(
            row.status, row.checked.date().isoformat() if row.checked else "", row.usable, row.problem
        )
        for row in rows
        for address in wanted[row.digest]
    }


def _profiles(resources: Iterable[Package]) -> dict[str, FileProfile]:
    """What was found in files, by the ids of the resources that they belong to."""
    wanted = {
        str(resource["id"]): (digest(download), str(resource.get("format") or ""))
        for resource in resources
        if resource.get("id") and (download := addresses(resource)[1])
    }
    if not wanted:
        return {}
    query = sa.select(QualityFile).where(
        QualityFile.digest.in_({key for key, _ in wanted.values()}), QualityFile.checked.is_not(None)
    )
    rows = {row.digest: row for row in model.Session.scalars(query)}
    return {
        resource: _profile(rows[key], declared) for resource, (key, declared) in wanted.items() if key in rows
    }


def _profile(row: QualityFile, declared: str) -> FileProfile:
    return FileProfile(
        format=settled(row.format, declared),
        empty_cells=row.empty_cells,
        empty_columns=tuple(row.empty_columns),
        header=row.header,
        names=tuple(row.names),
        rows=row.rows,
        whole=bool(row.whole),
        checked=row.checked.date().isoformat() if row.checked else "",
    )


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
