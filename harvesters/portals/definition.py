"""Portal definitions as files: one YAML file a portal, `definitions/<country>-<name>.yaml`.

The first document of a file is the portal, the second its sample: what the portal answers and what has
to become of it. `docs/add-a-portal.md` shows one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

from ckanext.resilient.harvesters.portals.base import Correction, Portal, Social
from ckanext.resilient.svrc.sameness import GATHERS

FOLDER = Path(__file__).parent / "definitions"
"""Where the files are."""

_LISTS = frozenset({"languages"})
_DERIVED = frozenset({"key", "country", "crosswalk"})


class DefinitionError(ValueError):
    """A portal's file cannot be used; the message names the file, the field and the remedy."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What a portal answers, and what has to become of it.

    Args:
        answers: path, with or without query, as the protocol asks for it, to the body of the answer; a key
            that ends in `*` answers every path that begins so.
        expected: guid to what the harvested dataset holds: a part of `package_show`'s dict, and of files,
            agents and places in it only the fields that matter.
        rejected: guid to the code of the issue for which a record is refused.
    """

    answers: Mapping[str, str]
    expected: Mapping[str, Mapping[str, Any]]
    rejected: Mapping[str, str] = field(default_factory=dict[str, str])


def portals_of(country: str, corrections: Mapping[str, Correction] | None = None) -> tuple[Portal, ...]:
    """The portals of a country, by key.

    Args:
        country: ISO 3166 code in lower case.
        corrections: key of a portal to its last correction, where no table can say it.

    Raises:
        DefinitionError: a file is not a portal, or a correction has no portal.
    """
    found = tuple(
        _portal(file, (corrections or {}).get(_key(file))) for file in _files() if _key(file)[:2] == country
    )
    without = sorted(set(corrections or {}) - {portal.key for portal in found})
    if without:
        raise DefinitionError(
            f"There is a correction for {without[0]}, but no definitions/{without[0]}.yaml."
        )
    return found


def sample_of(key: str) -> Sample:
    """The sample of a portal.

    Raises:
        DefinitionError: its file has none, or the sample lacks what it needs.
    """
    name = f"{key}.yaml"
    documents = [*_documents(FOLDER / name), None, None]
    sample = documents[1]
    if not isinstance(sample, dict):
        raise DefinitionError(f"{name} has no sample: write it after a line with “---”.")
    try:
        return Sample(**cast("dict[str, Any]", sample))
    except TypeError as error:
        raise DefinitionError(f"The sample of {name} needs answers and expected: {error}") from None


@cache
def _files() -> tuple[Path, ...]:
    return tuple(sorted(FOLDER.glob("*.yaml"), key=_key))


def _key(file: Path) -> str:
    return file.stem


def _documents(file: Path) -> Any:
    """The documents of a file, one at a time: the sample is parsed only when someone asks for it."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        yield from yaml.load_all(file.read_text(encoding="utf-8"), Loader=loader)
    except (yaml.YAMLError, FileNotFoundError) as error:
        raise DefinitionError(f"{file.name} cannot be read as YAML: {error}") from None


def _portal(file: Path, crosswalk: Correction | None) -> Portal:
    given = next(_documents(file), None)
    if not isinstance(given, dict):
        raise DefinitionError(f"{file.name} is empty: its first document describes the portal.")
    values = cast("dict[str, Any]", given)
    known = {known.name for known in fields(Portal)} - _DERIVED
    unknown = sorted(set(values) - known)
    if unknown:
        raise DefinitionError(
            f"{file.name} has “{unknown[0]}”, which is not a field of a portal; use {', '.join(sorted(known))}."
        )
    described: dict[str, Any] = {name: _listed(name, value) for name, value in values.items()}
    key = _key(file)
    if described.get("gathers", "") not in GATHERS:
        raise DefinitionError(
            f"{file.name}: gathers is one of {', '.join(filter(None, GATHERS))}, or left out."
        )
    try:
        social = Social(**{name: tuple(words) for name, words in described.pop("social", {}).items()})
        return Portal(key=key, country=key[:2], crosswalk=crosswalk, social=social, **described)
    except TypeError as error:
        raise DefinitionError(f"{file.name} is not a portal: {error}") from None


def _listed(name: str, value: Any) -> Any:
    return tuple(value) if name in _LISTS else value
