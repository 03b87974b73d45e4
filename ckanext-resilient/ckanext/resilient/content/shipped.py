"""The content that comes with the suite: one YAML file an item, longer texts as Markdown beside it.

shipped/<content type>/<name>.yaml          fields by their names in the schema
shipped/<content type>/<name>.<lang>.md     the text of `notes_translated` in one language
shipped/<content type>/files/<file>         files that `resources` name by `file`
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ckanext.resilient.svrc.vocabularies import LANGUAGES

FOLDER = Path(__file__).resolve().parent.parent / "shipped"
ORDER = ("organization", "dataset", "portal", "training", "use-case", "cluster", "data-request", "page")
"""Content types, those that others link to first."""

BODY = {"organization": "description_translated"}
"""The field of the Markdown files, where it is not `notes_translated`."""


class ShippedError(Exception):
    """A file of the shipped content cannot be used; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the shipped content; `values` has the fields as the API takes them."""

    content_type: str
    name: str
    path: Path
    values: Mapping[str, Any]

    @property
    def key(self) -> str:
        """`cluster/friche-belle-de-mai`: how the item is named on the command line."""
        return f"{self.content_type}/{self.name}"

    def file(self, name: str) -> Path:
        """The path of a file that a resource names.

        Raises:
            ShippedError: when there is no such file beside the item.
        """
        path = self.path.parent / "files" / name
        if not path.is_file():
            raise ShippedError(f"{self.path.name}: the file {name} is missing: put it into {path.parent}.")
        return path

    def digests(self) -> dict[str, str]:
        """A digest of each field, files included."""
        return {name: digest(self._with_files(name, value)) for name, value in self.values.items()}

    def _with_files(self, name: str, value: Any) -> Any:
        if name != "resources":
            return value
        return [{**entry, "sha256": _digest_of_file(self.file(entry["file"]))} for entry in value]


def paths(folder: Path = FOLDER) -> Iterator[Path]:
    """The files of all items, in the order in which they are loaded."""
    for content_type in ORDER:
        yield from sorted((folder / content_type).glob("*.yaml"))


def read(path: Path) -> Item:
    """One item.

    Raises:
        ShippedError: when the file is not YAML, or holds something else than fields.
    """
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        place = getattr(problem, "problem_mark", None)
        line = f", line {place.line + 1}" if place else ""
        raise ShippedError(f"{path.name}{line} cannot be read: {problem}. Mend the YAML.") from problem
    if not isinstance(values, dict):
        raise ShippedError(f"{path.name} holds no fields: write one `field: value` a line.")
    content_type, body = path.parent.name, dict(_bodies(path))
    if body:
        values[BODY.get(content_type, "notes_translated")] = body
    return Item(content_type, path.stem, path, values)


def digest(value: Any) -> str:
    """A digest that is the same for the same value, whatever the order of its keys."""
    return hashlib.sha256(yaml.safe_dump(value, sort_keys=True, allow_unicode=True).encode()).hexdigest()


def _bodies(path: Path) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        body = path.with_name(f"{path.stem}.{language}.md")
        if body.is_file():
            yield language, body.read_text(encoding="utf-8").strip()


def _digest_of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
