"""The page that tells people how programs read the catalogue: addresses of the feed, and files to download."""

from __future__ import annotations

from dataclasses import dataclass

import ckan.plugins.toolkit as tk

from ckanext.resilient.catalogue import config, dumps
from ckanext.resilient.pages import reader
from ckanext.resilient.svrc.issues import N_


@dataclass(frozen=True, slots=True)
class File:
    """A file with the whole catalogue."""

    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """The files that are there, and the parameters of the feed with what they do."""

    files: list[File]
    parameters: list[tuple[str, str]]


_PARAMETERS = (
    ("page=2", N_("the second page, and so on; each page names the next one")),
    ("modified_since=2026-05-31", N_("only what is new, changed or gone since that day")),
)


def page() -> CataloguePage:
    """What there is at the moment."""
    files = [
        File(
            dump.form.title,
            tk.h.url_for("resilient_catalogue.dump", extension=dump.form.extension, locale="default"),
            tk._("{size}, of {date}").format(
                size=reader.file_size(dump.size), date=reader.date(dump.made.isoformat())
            ),
        )
        for dump in dumps.existing(config.dump_folder())
    ]
    return CataloguePage(files, [(name, tk._(meaning)) for name, meaning in _PARAMETERS])
