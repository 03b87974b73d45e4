"""Kinds of issues: values of a record."""

from __future__ import annotations

from ckanext.resilient.svrc.kinds.base import N_, Kind

KINDS: dict[str, Kind] = {
    "title-missing": Kind(
        "error",
        N_("The record has no title."),
        N_("Ask the publisher to give the dataset a title in at least one language."),
    ),
    "date-unreadable": Kind(
        "warning",
        N_("“{value}” is not a date."),
        N_("Ask the publisher to write dates as year-month-day, for example 2024-05-31."),
    ),
    "title-from-description": Kind(
        "warning",
        N_("The record has no title; its description stands in for it."),
        N_("Ask the publisher to give the dataset a short title."),
    ),
    "text-shortened": Kind(
        "warning",
        N_("The text is longer than {limit} characters and was cut."),
        N_("Ask the publisher to move long texts into a document and to link to it."),
    ),
    "language-unknown": Kind(
        "info",
        N_("“{value}” is no language that we know."),
        N_("Ask the publisher to name the language with a code such as “it” or by the EU's address."),
    ),
    "licence-unknown": Kind(
        "warning",
        N_("“{value}” is no licence of the EU's list."),
        N_("Ask the publisher for a standard licence such as CC BY 4.0, or add the word to the portal."),
    ),
    "licence-from-terms": Kind(
        "info",
        N_("The record names no licence; the portal's terms give one to all its data: {url}."),
        N_("Ask the publisher to write the licence into the record."),
    ),
    "licences-differ": Kind(
        "warning",
        N_("Several different licences are given: {value}."),
        N_("Ask the publisher which one holds."),
    ),
    "theme-unknown": Kind(
        "info",
        N_("“{value}” is no theme that we know."),
        N_("Ask the publisher for one of the EU's data themes, or add the word to the portal's themes."),
    ),
    "frequency-unknown": Kind(
        "info",
        N_("“{value}” is no update frequency that we know."),
        N_("Ask the publisher for one of the EU's frequencies, or add the word to the portal's frequencies."),
    ),
    "format-unknown": Kind(
        "info",
        N_("“{value}” is no file format that we know."),
        N_("Ask the publisher for a format of the EU's file types, for example CSV."),
    ),
    "value-unknown": Kind(
        "info",
        N_("“{value}” is not in the EU's list for this field."),
        N_("Ask the publisher for a value of the EU's list; the publisher's own word is kept."),
    ),
    "place-unknown": Kind(
        "info",
        N_("“{value}” is no place that we know."),
        N_("Ask the publisher for the code of the region (NUTS) or the name of the country."),
    ),
    "geometry-unreadable": Kind(
        "warning",
        N_("The shape of the place cannot be read: {value}."),
        N_("Ask the publisher for GeoJSON, WKT, or a box as west, south, east, north."),
    ),
    "link-invalid": Kind(
        "warning",
        N_("“{value}” is no address of a page or file."),
        N_("Ask the publisher for an address that begins with http:// or https://."),
    ),
    "email-invalid": Kind(
        "warning",
        N_("“{value}” is no e-mail address."),
        N_("Ask the publisher for an e-mail address such as data@example.org."),
    ),
    "number-unreadable": Kind(
        "info",
        N_("“{value}” is not a number."),
        N_("Ask the publisher for a plain number: bytes for a file's size, metres for a resolution."),
    ),
    "too-many-files": Kind(
        "warning",
        N_("The record has {count} files or services; only the first {limit} are kept."),
        N_("Ask the publisher to split the dataset or to offer one file with everything."),
    ),
}
