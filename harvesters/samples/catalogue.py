"""The records of one sample portal as its YAML file says them: the protocol forms are rendered from these."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
FLAWS = (
    "no-licence",
    "empty-licence",
    "legal-notice",
    "broken-link",
    "pdf-only",
    "outdated",
    "no-description",
    "html-description",
    "malformed",
    "no-title",
)
"""The deliberate flaws that a record may name; `malformed` ones must be rejected by a harvest."""

UNSAID = (
    "contact",
    "frequency",
    "place",
    "period",
    "theme",
    "file-title",
    "file-size",
    "licence-address",
)
"""What a portal's form may have no field for: its YAML file says it all the same, and none may arrive."""

_NAMESPACE = uuid.UUID("5b2ad0a7-6c1e-4a53-9f0e-2f6a3a7e51c4")


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence as the portal writes it, with the EU code (`eu`) that it stands for, if any."""

    id: str
    title: str
    url: str
    eu: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """An invented public body."""

    key: str
    name: Mapping[str, str]
    identifier: str
    email: str
    url: str
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A region that exists: name in the portal's language, NUTS code, the portal's own IRI, bounding box."""

    label: str
    nuts: str
    bbox: tuple[float, float, float, float]
    uri: str = ""


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A file or link of a dataset; `file` names our own file, `url` anything else (`/…`: on this server)."""

    id: str
    title: Mapping[str, str]
    format: str
    description: Mapping[str, str] = field(default_factory=dict[str, str])
    file: str = ""
    url: str = ""
    encoding: str = "utf-8"
    literal: bool = False
    broken: bool = False

    def address(self, base: str) -> str:
        """Where the file is when the server's own address is `base`."""
        return f"{base}/files/{self.file}" if self.file else absolute(self.url, base)

    def content(self) -> bytes:
        """What the server sends: our UTF-8 file, in the encoding that the portal would use."""
        raw = (HERE / "files" / self.file).read_bytes()
        if self.encoding == "utf-8":
            return raw
        mark = "\ufeff" if self.encoding == "utf-16-le" else ""
        return (mark + raw.decode("utf-8")).encode(self.encoding)


@dataclass(frozen=True, slots=True)
class SampleDataset:
    """One dataset of a sample portal. Themes are the portal's words, everything coded else EU codes."""

    id: str
    name: str
    title: Mapping[str, str]
    notes: Mapping[str, str]
    body: Body
    holder: Body
    keywords: Mapping[str, tuple[str, ...]]
    themes: tuple[str, ...]
    frequency: str
    place: Place
    issued: str
    modified: str
    languages: tuple[str, ...]
    needs: tuple[str, ...]
    files: tuple[SampleFile, ...]
    flaws: tuple[str, ...] = ()
    licence: Licence | None = None
    file_licence: Licence | None = None
    start: str = ""
    end: str = ""
    geometry: bool = False
    extras: Mapping[str, Any] = field(default_factory=dict[str, Any])
    harvested: Mapping[str, Any] = field(default_factory=dict[str, Any])
    frequency_as: str = ""
    dates: str = "iso"
    profile: str = "dcat-ap"
    conforms_to: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def malformed(self) -> bool:
        """Whether a harvest must reject it."""
        return "malformed" in self.flaws

    @property
    def short_id(self) -> str:
        """Its id as udata's database writes ids."""
        return self.id.replace("-", "")[:24]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A sample portal's records and the way its server offers them."""

    key: str
    country: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    language: str
    last_change: str
    dataset_path: str
    datasets: tuple[SampleDataset, ...]
    bodies: tuple[Body, ...]
    theme_words: Mapping[str, str]
    theme_titles: Mapping[str, str]
    theme_prefix: str
    ckan: Mapping[str, Any]
    feed: Mapping[str, Any]
    udata: Mapping[str, Any]
    opendata_al: Mapping[str, Any]
    unsaid: tuple[str, ...]

    def theme_code(self, word: str) -> str:
        """The EU data theme that the portal's word stands for (IT writes the code itself)."""
        return self.theme_words.get(word, word)


def absolute(address: str, base: str) -> str:
    """The address itself, or on this server when it starts with a slash."""
    return base + address if address.startswith("/") else address


@lru_cache
def load(key: str) -> Catalogue:
    """The catalogue of the sample portal `key`, e.g. `it-sample`.

    Raises:
        KeyError: no such sample, or the file names a licence, body or place that it does not define.
    """
    path = HERE / f"{key.removesuffix('-sample')}.yaml"
    if not path.is_file():
        raise KeyError(key)
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    portal, themes = data["portal"], data.get("themes", {})
    bodies = {name: Body(key=name, **value) for name, value in data["bodies"].items()}
    return Catalogue(
        **{"ckan": {}, "feed": {}, "udata": {}, "opendata_al": {}, **portal},
        unsaid=tuple(data.get("unsaid", ())),
        bodies=tuple(bodies.values()),
        theme_words=themes.get("words", {}),
        theme_titles=themes.get("titles", {}),
        theme_prefix=themes.get("prefix", ""),
        datasets=tuple(_dataset(record, data, bodies) for record in data["datasets"]),
    )


def _dataset(record: Mapping[str, Any], data: Mapping[str, Any], bodies: Mapping[str, Body]) -> SampleDataset:
    values, language = dict(record), data["portal"]["language"]
    keywords = _by_language(values["keywords"], language)
    period = values.pop("period", {})
    identity = uuid.uuid5(_NAMESPACE, f"{data['portal']['key']}/{values['name']}")
    place = data["places"][values.pop("place")]
    body = values.pop("body")
    values |= {
        "title": _texts(values["title"], language),
        "notes": _texts(values["notes"], language),
        "keywords": {code: tuple(words) for code, words in keywords.items()},
        "languages": tuple(values.get("languages", (language,))),
        **{name: tuple(values.get(name, ())) for name in ("themes", "needs", "flaws")},
        **{name: _licence(values.get(name), data) for name in ("licence", "file_licence")},
    }
    return SampleDataset(
        **{
            **values,
            "id": str(identity),
            "body": bodies[body],
            "holder": bodies[values.get("holder", body)],
            "place": Place(**{**place, "bbox": tuple(place["bbox"])}),
            "start": period.get("start", ""),
            "end": period.get("end", ""),
            "files": tuple(
                _file(item, index, identity, language) for index, item in enumerate(record["files"])
            ),
        }
    )


def _licence(key: str | None, data: Mapping[str, Any]) -> Licence | None:
    return Licence(**data["licences"][key]) if key else None


def _file(item: Mapping[str, Any], index: int, dataset: uuid.UUID, language: str) -> SampleFile:
    texts = {name: _texts(item.get(name, {}), language) for name in ("title", "description")}
    return SampleFile(**{**item, **texts, "id": str(uuid.uuid5(dataset, str(index)))})


def _texts(value: str | Mapping[str, str], language: str) -> dict[str, str]:
    """Texts by language, trimmed; an empty string gives none."""
    return {code: text.strip() for code, text in _by_language(value, language).items() if text.strip()}


def _by_language(value: Any, language: str) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {language: value}
