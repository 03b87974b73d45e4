"""One table of PxWeb to a `SourceDataset`, word for word.

The first version of the interface knows no licence, publisher or description, so these stay empty.
Field names of the second: https://github.com/PxTools/PxApiSpecs/blob/master/PxAPI-2.yml
"""

from __future__ import annotations

import re
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

from ckanext.resilient.errors import RejectRecord, SkipRecord
from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.owners import untitled
from ckanext.resilient.svrc.record import UNDECLARED, Contact, Period, SourceDataset, SourceDistribution, Text

_PERIOD = re.compile(r"(?P<year>[12]\d{3})(?:(?P<unit>[MQKH])(?P<number>\d{1,2}))?", re.IGNORECASE)
_MONTHS = {"M": 1, "Q": 3, "K": 3, "H": 6}
_HIDDEN = frozenset({"internal", "private"})


def read_record(raw: RawRecord, endpoint: Endpoint) -> SourceDataset:
    """What one table says, in all languages that were read.

    Raises:
        SkipRecord: it is not for the public.
        RejectRecord: it has no title, or is no table at all.
    """
    payload: object = raw.payload
    record = cast("Json", payload) if isinstance(payload, dict) else Json()
    tables = {
        language or UNDECLARED: cast("Json", table)
        for language, table in next(iter(values.items(record.get("tables"))), Json()).items()
        if isinstance(table, dict)
    }
    if not tables:
        raise RejectRecord(Issue("record-unreadable", record=raw.guid))
    main = next(iter(tables.values()))
    dataset = SourceDataset(guid=raw.guid)
    dataset.title = _texts(tables, "text", "label", "title")
    dataset.contacts = _contacts(main)
    if not dataset.title:
        raise untitled(dataset, "text")
    _skip_what_is_not_public(main, values.first_text(dataset.title))
    dataset.identifier = values.scalar(record.get("name"))
    dataset.languages = [language for language in tables if language != UNDECLARED]
    dataset.modified = next(filter(None, (values.scalar(one.get("updated")) for one in tables.values())), "")
    dataset.licences = values.strings(record.get("licence"))
    dataset.provenance = _texts(tables, "source")
    dataset.keywords = {
        language: words for language, table in tables.items() if (words := values.strings(table.get("tags")))
    }
    dataset.description = _texts(tables, "description") or _notes(tables)
    _read_subjects(record, main, dataset)
    dataset.periods = _periods(main)
    dataset.distributions = _distributions(record, tables)
    for file in dataset.distributions:
        file.modified = dataset.modified  # each is the table itself, in one of its languages or formats
    dataset.extras |= _extras(tables, main)
    return dataset


def _skip_what_is_not_public(table: Json, name: str) -> None:
    state = values.scalar(table.get("category")).casefold()
    if state in _HIDDEN:
        raise SkipRecord(Issue("record-not-public", record=name, field="category", params={"state": state}))


def _texts(tables: dict[str, Json], *names: str) -> Text:
    found = {
        language: next(filter(None, (values.scalar(table.get(name)) for name in names)), "")
        for language, table in tables.items()
    }
    return {language: text for language, text in found.items() if text}


def _notes(tables: dict[str, Json]) -> Text:
    """The notes on a whole table, which explain it where it has no description."""
    found = {
        language: "\n\n".join(" ".join(note.split()) for note in values.strings(_metadata(table).get("note")))
        for language, table in tables.items()
    }
    return {language: text for language, text in found.items() if text}


def _metadata(table: Json) -> Json:
    return next(iter(values.items(table.get("metadata"))), Json())


def _read_subjects(record: Json, main: Json, dataset: SourceDataset) -> None:
    """The subject is the topmost folder below the database; the second version keeps paths to it.

    A table that was read alone names it in what PxWeb adds to JSON-stat.
    """
    labels = [values.first_text(_labels(folder)) for folder in values.items(record.get("folders"))]
    paths = [values.items(path) for path in cast("list[Any]", main.get("paths") or [])]
    tops = labels[:1] or [values.scalar(path[0].get("label")) for path in paths if path]
    dataset.themes = values.strings(tops or _of_px(main).get("subject-area"))
    if len(labels) > 1:
        dataset.extras["folders"] = " / ".join(labels)


def _of_px(table: Json) -> Json:
    """What PxWeb adds to the JSON-stat description of a table from its PX file."""
    extension = next(iter(values.items(_metadata(table).get("extension"))), Json())
    return next(iter(values.items(extension.get("px"))), Json())


def _labels(folder: Json) -> Text:
    return {language: text for language, content in folder.items() if (text := values.scalar(content))}


def _periods(table: Json) -> list[Period]:
    """From the first to the last of the table's points in time."""
    first, last = values.scalar(table.get("firstPeriod")), values.scalar(table.get("lastPeriod"))
    points = [(first, last)] if first or last else [(point, point) for point in _points(table)]
    starts = sorted(start for point, _ in points if (start := _bounds(point)[0]))
    ends = sorted(end for _, point in points if (end := _bounds(point)[1]))
    return [Period(starts[0] if starts else "", ends[-1] if ends else "")] if starts or ends else []


def _points(table: Json) -> list[str]:
    found = [variable for variable in values.items(table.get("variables")) if variable.get("time") is True]
    return values.strings(*(variable.get("values") for variable in found[:1]))


def _bounds(point: str) -> tuple[str, str]:
    """First and last month of a point in time in the notation of PX files; empty for weeks and free words."""
    match = _PERIOD.fullmatch(point)
    if match is None:
        return "", ""
    year, length = match["year"], _MONTHS.get((match["unit"] or "").upper(), 0)
    if not length:
        return year, year
    end = int(match["number"]) * length
    if not length <= end <= 12:
        return "", ""
    return f"{year}-{end - length + 1:02d}", f"{year}-{end:02d}"


def _contacts(table: Json) -> list[Contact]:
    """The offices to ask; names and addresses of their staff are left out."""
    extension = next(iter(values.items(_metadata(table).get("extension"))), Json())
    found: list[Contact] = []
    for item in values.items(extension.get("contact")):
        office, person = values.scalar(item.get("organization")), values.scalar(item.get("name"))
        mail, phone = values.scalar(item.get("mail")), values.scalar(item.get("phone"))
        if _names_a_person(person, mail):
            mail = phone = ""
        found.append(Contact(name=values.texts(office), email=mail, phone=phone))
    return [contact for contact in found if contact != Contact()]


def _names_a_person(name: str, mail: str) -> bool:
    """Whether a word of the name stands before the @, or the name has several words."""
    box = mail.partition("@")[0].casefold()
    return len(name.split()) > 1 or any(len(word) > 2 and word.casefold() in box for word in name.split())


def _distributions(record: Json, tables: dict[str, Json]) -> list[SourceDistribution]:
    """The files that a table names of its own, else where each of its languages is read."""
    files = values.items(record.get("files"))
    if files:
        return [_file(file) for file in files if values.scalar(file.get("href"))]
    addresses = next(iter(values.items(record.get("addresses"))), Json())
    return [
        _distribution(
            language, table, values.scalar(addresses.get("" if language == UNDECLARED else language))
        )
        for language, table in tables.items()
    ]


def _file(link: Json) -> SourceDistribution:
    """A file by its link, as JSON-stat writes links."""
    address = values.scalar(link.get("href"))
    return SourceDistribution(
        title=values.texts(link.get("label")),
        access_url=address,
        download_url=address,
        format=values.scalar(link.get("format")),
        media_type=values.scalar(link.get("type")),
    )


def _distribution(language: str, table: Json, address: str) -> SourceDistribution:
    """Where one language of a table is read; a link of the source's own goes before the one we know."""
    links = [link for link in values.items(table.get("links")) if values.scalar(link.get("rel")) == "data"]
    given = next(filter(None, (values.scalar(link.get("href")) for link in links)), "")
    # Version 1 describes the table at its address and answers to POST there; version 2 names its formats.
    formats = dict(parse_qsl(urlsplit(given).query))
    return SourceDistribution(
        access_url=given or address,
        download_url=given,
        format=formats.get("outputFormat") or formats.get("outputformat", ""),
        languages=[] if language == UNDECLARED else [language],
    )


def _extras(tables: dict[str, Json], main: Json) -> dict[str, str]:
    extras = {name: values.scalar(main.get(name)) for name in ("subjectCode", "timeUnit", "discontinued")}
    extras["subjectCode"] = extras["subjectCode"] or values.scalar(_of_px(main).get("subject-code"))
    for language, table in tables.items():
        own = [values.scalar(one.get("text")) for one in values.items(table.get("variables"))]
        name = "variables" if language == UNDECLARED else f"variables_{language}"
        extras[name] = ", ".join(own or values.strings(table.get("variableNames")))
    return {name: text for name, text in extras.items() if text and text != "false"}
