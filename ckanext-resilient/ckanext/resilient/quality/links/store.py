"""The table of links: which are due, what uses them, what was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.resilient.quality.description import addresses
from ckanext.resilient.quality.links.schedule import Standing
from ckanext.resilient.quality.model import QualityLink, transaction
from ckanext.resilient.quality.uploads import resource_at

LOCK = 0x7265736C6E6B
"""Names the check of links among the works that only one process does at a time."""

_STANDING = (
    "next_check", "status", "usable", "problem", "media_type", "size", "checked", "successes", "failures",
    "failing_since",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """A link to try, and what is held of it."""

    digest: str
    address: str
    standing: Standing


@dataclass(slots=True)
class Use:
    """What uses an address: ids of datasets, and the EU file-type codes of the data that they promise there."""

    packages: set[str] = field(default_factory=set[str])
    formats: set[str] = field(default_factory=set[str])


def due(limit: int, moment: dt.datetime) -> list[Due]:
    """Links whose next check has come, the longest waiting first."""
    rows = model.Session.scalars(
        sa.select(QualityLink)
        .where(QualityLink.next_check <= moment)
        .order_by(QualityLink.next_check, QualityLink.digest)
        .limit(limit)
    )
    return [
        Due(row.digest, row.address, Standing(**{name: getattr(row, name) for name in _STANDING}))
        for row in rows
    ]


def uses(named: Iterable[str]) -> dict[str, Use]:
    """What uses each address among public datasets, in one query."""
    wanted = list(named)
    held = {resource: address for address in wanted if (resource := resource_at(address))}
    extra = sa.func.nullif(sa.cast(model.Resource.extras, sa.Text), "").cast(sa.JSON)
    access, download = extra["access_url"].as_string(), extra["download_url"].as_string()
    rows = model.Session.execute(
        sa.select(
            model.Resource.id, model.Resource.package_id, model.Resource.url, model.Resource.url_type, model.Resource.format,
            access.label("access_url"), download.label("download_url"),
        )
        .join(model.Package, model.Package.id == model.Resource.package_id)
        .where(
            model.Resource.state == "active",
            model.Package.state == "active",
            model.Package.private.is_(False),
            sa.or_(model.Resource.id.in_(held), model.Resource.url.in_(wanted), access.in_(wanted), download.in_(wanted)),
        )
    )  # fmt: skip
    found: dict[str, Use] = {}
    for row in rows:
        # Of an uploaded file, CKAN stores the name only.
        of_page, of_file = addresses({**row._asdict(), "url": held.get(row.id, row.url)})
        for address in {of_page, of_file} - {""}:
            use = found.setdefault(address, Use())
            use.packages.add(row.package_id)
            if address == of_file and row.format:
                use.formats.add(row.format)
    return found


def keep(standings: Mapping[str, Standing]) -> None:
    """Keep what holds of links now, by digest, in one transaction."""
    if not standings:
        return
    rows: list[dict[str, Any]] = [
        {"of": digest, **asdict(standing)} for digest, standing in sorted(standings.items())
    ]
    table = QualityLink.__table__
    statement = (
        sa.update(table)
        .where(table.c.digest == sa.bindparam("of"))
        .values({name: sa.bindparam(name) for name in _STANDING})
    )
    with transaction() as connection:
        connection.execute(statement, rows)


def forget(digests: Sequence[str]) -> None:
    """Remove links that no public dataset names any more."""
    with transaction() as connection:
        connection.execute(sa.delete(QualityLink).where(QualityLink.digest.in_(digests)))
