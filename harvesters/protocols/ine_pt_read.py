"""One indicator of Statistics Portugal to a `SourceDataset`, word for word.

The catalogue knows no licence, so that stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from ckanext.resilient.errors import RejectRecord
from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.owners import untitled
from ckanext.resilient.svrc.record import UNDECLARED, Period, SourceDataset, SourceDistribution, Text

_BETWEEN_KEYWORDS = re.compile(r"[;,/|]|\s-\s")
_YEAR = re.compile(r"[12]\d{3}")
_KNOWN = frozenset(
    {
        *("id", "varcd", "title", "description", "keywords", "theme", "subtheme", "source", "periodicity"),
        *("last_update", "bdd_url", "metainfo_url", "json_dataset", "json_metainfo"),
    }
)


def read_record(raw: RawRecord, endpoint: Endpoint) -> SourceDataset:
    """What one indicator says, in all languages that were read.

    Raises:
        RejectRecord: it has neither title nor description, or is no indicator at all.
    """
    payload: object = raw.payload
    record = cast("Json", payload) if isinstance(payload, dict) else Json()
    texts = {
        language or UNDECLARED: cast("Json", fields)
        for language, fields in next(iter(values.items(record.get("texts"))), Json()).items()
        if isinstance(fields, dict)
    }
    if not texts:
        raise RejectRecord(Issue("record-unreadable", record=raw.guid))
    dataset = SourceDataset(guid=raw.guid)
    dataset.title = _by_language(texts, "title")
    dataset.description = _by_language(texts, "description")
    if not dataset.title and not dataset.description:
        raise untitled(dataset)
    main = next(iter(texts.values()))
    dataset.languages = [language for language in texts if language != UNDECLARED]
    dataset.identifier = _first(main, "id") or _first(main, "varcd")
    dataset.alternate_identifiers = [
        code for code in values.strings(main.get("varcd")) if code != dataset.identifier
    ]
    dataset.keywords = {language: words for language, fields in texts.items() if (words := _keywords(fields))}
    dataset.themes = values.strings(main.get("theme"))
    dataset.subjects = values.strings(main.get("subtheme"))
    dataset.provenance = _by_language(texts, "source")
    dataset.frequency = _first(main, "periodicity")
    dataset.modified = _first(main, "last_update")
    dataset.landing_page = _first(main, "bdd_url")
    dataset.documentation = values.strings(
        *(fields.get(name) for fields in texts.values() for name in ("metainfo_url", "json_metainfo"))
    )
    dataset.periods = [
        Period(end=last)
        for last in values.strings(main.get("last_period_available"))
        if _YEAR.fullmatch(last)
    ]
    dataset.distributions = _distributions(texts)
    dataset.extras |= {name: ", ".join(values.strings(found)) for name, found in _rest(texts, main)}
    if dataset.periods:
        del dataset.extras["last_period_available"]
    return dataset


def _first(fields: Json, name: str) -> str:
    return values.scalar(fields.get(name))


def _by_language(texts: dict[str, Json], name: str) -> Text:
    found = {language: "\n".join(values.strings(fields.get(name))) for language, fields in texts.items()}
    return {language: text for language, text in found.items() if text}


def _keywords(fields: Json) -> list[str]:
    """The keywords, which are parted by commas, semicolons, strokes, or a dash between blanks."""
    written = values.strings(fields.get("keywords"))
    found = [word.strip() for text in written for word in _BETWEEN_KEYWORDS.split(text)]
    return list(dict.fromkeys(filter(None, found)))


def _distributions(texts: dict[str, Json]) -> list[SourceDistribution]:
    """The data of each language, under the address that the source gives."""
    found: dict[str, SourceDistribution] = {}
    for language, fields in texts.items():
        for address in values.strings(fields.get("json_dataset")):
            # The element itself says the format.
            file = SourceDistribution(access_url=address, download_url=address, format="JSON")
            file.languages = [] if language == UNDECLARED else [language]
            found.setdefault(address, file)
    return list(found.values())


def _rest(texts: dict[str, Json], main: Json) -> Iterable[tuple[str, object]]:
    """What has no field of its own; in further languages only where it differs."""
    for language, fields in texts.items():
        for name, found in fields.items():
            if name in _KNOWN:
                continue
            if fields is main:
                yield name, found
            elif found != main.get(name):
                yield f"{name}_{language}", found
