"""The data owners whose records a run's findings concern, and the mail to one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvesters.pages import words
from ckanext.resilient.pages import reader
from ckanext.resilient.svrc.languages import content_language, language_name

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """A data owner: how many records, when she was told (empty if never), and the page of the mail."""

    name: str
    address: str
    records: str
    sent: str
    url: str


@dataclass(frozen=True, slots=True)
class OwnersPage:
    """The data owners of a run."""

    trail: list[tuple[str, str]]
    owners: list[OwnerLine]


@dataclass(frozen=True, slots=True)
class MailPage:
    """The mail to a data owner as it would be sent."""

    trail: list[tuple[str, str]]
    owner: OwnerLine
    language: str
    lang: str
    subject: str
    text: str
    back_url: str


def owners_page(source: Row, run: Row, rows: Iterable[Row]) -> OwnersPage:
    """The page.

    Args:
        source: as `resilient_harvest_status` gives it.
        run: as `resilient_harvest_run_show` gives it.
        rows: as `resilient_harvest_owner_list` gives them.
    """
    return OwnersPage(_trail(source, run), [_line(source, run, row) for row in rows])


def mail_page(source: Row, run: Row, mail: Row) -> MailPage:
    """The page of a mail, as `resilient_harvest_owner_show` gives it."""
    url = _url("owners", source, run)
    code = content_language(mail["language"])
    return MailPage(
        trail=[*_trail(source, run), (_title(), url)],
        owner=_line(source, run, mail),
        language=language_name(code, reader.locale()),
        lang=code,
        subject=mail["subject"],
        text=mail["text"],
        back_url=url,
    )


def _title() -> str:
    return tk._("Data owners")


def _trail(source: Row, run: Row) -> list[tuple[str, str]]:
    moment = tk._("Run of {moment}").format(moment=words.moment(run["created"]))
    return [
        (tk._("Where the data comes from"), tk.h.url_for("resilient_sources.index")),
        (source["title"], tk.h.url_for("resilient_sources.read", name=source["name"])),
        (moment, _url("run", source, run)),
    ]


def _url(view: str, source: Row, run: Row, **more: str) -> str:
    return tk.h.url_for(f"resilient_sources.{view}", name=source["name"], job=run["job"], **more)


def _line(source: Row, run: Row, row: Row) -> OwnerLine:
    count = tk.ungettext("{number} record", "{number} records", row["records"])
    return OwnerLine(
        name=row["name"],
        address=row["email"],
        records=count.format(number=reader.number(row["records"])),
        sent=words.moment(row["sent"]),
        url=_url("owner", source, run, part=row["part"]),
    )
