"""Which values of a dataset somebody can propose, how they are read, and how an accepted one gets into the dataset.

A value is named by its path: `license_id`, `title_translated/el` for a text in a language, `tags_translated/el` for the
keywords in it, `resources/ID/url` for the address of a file, `contact/new` for an entry of a repeating field (see `entries`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context

from ckanext.resilient.community import entries, words
from ckanext.resilient.display.texts import stored_text
from ckanext.resilient.mail import language
from ckanext.resilient.svrc.languages import language_name, resolve
from ckanext.resilient.svrc.vocabularies import LANGUAGES

_FILES = "resources"
_NOT_PROPOSED = {"name", "owner_org", "privacy_check", "language_detected", "license_id"}
_LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Field:
    """A value that can be proposed: what it is called, what it is now, and what one may choose, if it is coded.

    One with `parts` is an entry of a repeating field.
    """

    path: str
    label: str
    now: Any = ""
    choices: list[tuple[str, str]] = field(default_factory=list["tuple[str, str]"])
    many: bool = False
    long: bool = False
    parts: list[entries.Part] = field(default_factory=list["entries.Part"])


def fields(package: Mapping[str, Any], about: str) -> list[Field]:
    """What can be proposed of a dataset for this kind of suggestion; nothing where words alone are asked for."""
    if about in (words.BROKEN_LINK, words.FILE):
        return list(_files(package))
    if about == words.LICENCE:
        return [_plain(one, package) for one in _schema() if one["field_name"] == "license_id"]
    if about == words.TRANSLATION:
        return [*_texts(package, missing=True), *_keywords(package, missing=True)]
    if about == words.WRONG_VALUE:
        plain = (_plain(one, package) for one in _schema() if _is_plain(one))
        found = [*_texts(package, missing=False), *_keywords(package, missing=False), *plain]
        return [*found, *_entries(package)]
    return []


def find(package: Mapping[str, Any], about: str, path: str) -> Field | None:
    """One of these values by its path."""
    return next((one for one in fields(package, about) if one.path == path), None)


def _schema() -> list[dict[str, Any]]:
    schema = tk.h.scheming_get_dataset_schema("dataset") if "scheming_get_dataset_schema" in tk.h else None
    return schema["dataset_fields"] if schema else []


def _is_plain(one: Mapping[str, Any]) -> bool:
    name = one["field_name"]
    shown = one.get("form_snippet", "") is not None and "repeating_subfields" not in one
    return shown and name not in _NOT_PROPOSED and not _is_fluent(one)


def _is_fluent(one: Mapping[str, Any]) -> bool:
    return "fluent" in str(one.get("validators", ""))


def _plain(one: Mapping[str, Any], package: Mapping[str, Any]) -> Field:
    choices = tk.h.scheming_field_choices(one) or []
    here = language.current()
    return Field(
        path=one["field_name"],
        label=tk._(one["label"]),
        now=package.get(one["field_name"]) or "",
        choices=[(choice["value"], tk.h.scheming_language_text(choice["label"], here)) for choice in choices],
        many="resilient_list_output" in str(one.get("output_validators", "")),
    )


def _texts(package: Mapping[str, Any], *, missing: bool) -> Iterator[Field]:
    """Texts by language: those that are not there, of fields that have a text, or those that are."""
    for one in _schema():
        texts = package.get(one["field_name"])
        if "fluent_text" not in str(one.get("validators", "")) or not isinstance(texts, Mapping) or not texts:
            continue
        for code in LANGUAGES if missing else texts:
            if bool(texts.get(code)) != missing:
                label = f"{tk._(one['label'])}: {language_name(code, language.current()) or code}"
                yield Field(f"{one['field_name']}/{code}", label, texts.get(code, ""), long=True)


def _keywords(package: Mapping[str, Any], *, missing: bool) -> Iterator[Field]:
    """Keywords by language: those that are there, or those that are not. Where there are none, the title's language."""
    for one in _schema():
        if "fluent_tags" not in str(one.get("validators", "")):
            continue
        there = {code: tags for code, tags in (package.get(one["field_name"]) or {}).items() if tags}
        begun = there or list(package.get("title_translated") or {})
        codes = [code for code in LANGUAGES if code not in begun] if missing else list(begun)
        for code in codes:
            label = f"{tk._(one['label'])}: {language_name(code, language.current()) or code}"
            yield Field(f"{one['field_name']}/{code}", label, list(there.get(code, [])), many=True)


def _entries(package: Mapping[str, Any]) -> Iterator[Field]:
    """The entries of repeating fields, and of each one more."""
    for one in filter(entries.is_repeating, _schema()):
        name, label = one["field_name"], tk._(one["label"])
        for entry in package.get(name) or ():
            parts = entries.parts(one, entry)
            yield Field(
                f"{name}/{entries.key_of(entry)}", f"{label}: {entries.summary(one, entry)}", parts=parts
            )
        more = tk._("{field}: one more").format(field=label)
        yield Field(f"{name}/{entries.NEW}", more, parts=entries.parts(one, {}))


def _files(package: Mapping[str, Any]) -> Iterator[Field]:
    for file in package.get(_FILES, []):
        texts = stored_text(file, "name")
        title = texts if isinstance(texts, str) else resolve(texts, language.current()).text
        address = file.get("url", "")
        yield Field(f"{_FILES}/{file['id']}/url", title or address or tk._("File"), address)


def checked(found: Field, value: Any) -> Any:
    """The proposed value, if it can be one: of a coded field a code of its list, of an entry its parts.

    Raises:
        ValidationError: it is empty, too long, or not in the list.
    """
    if found.parts:
        entry = entries.checked(found.parts, value)
        if entry is None or sum(map(len, entry.values())) > _LONGEST:
            raise _refused(found)
        return entry
    given = [one.strip() for one in (value if isinstance(value, list) else [str(value)]) if one.strip()]
    if found.many and not found.choices:
        given = [line.strip() for one in given for line in one.splitlines() if line.strip()]
    allowed = {code for code, _ in found.choices}
    if not given or sum(map(len, given)) > _LONGEST or (allowed and not set(given) <= allowed):
        raise _refused(found)
    return given if found.many else given[0]


def _refused(found: Field) -> tk.ValidationError:
    return tk.ValidationError(
        {"value": [tk._("Please give a value for “{field}”.").format(field=found.label)]}
    )


def apply(context: Context, package_id: str, path: str, value: Any) -> None:
    """Put an accepted value into the dataset; of a harvested one it is kept as an edit that harvests leave alone.

    Raises:
        ValidationError: the dataset does not take the value, or the entry that it is for has changed since.
        ObjectNotFound: the file is no longer there.
    """
    name, _, rest = path.partition("/")
    if name == _FILES:
        file_id, _, part = rest.partition("/")
        tk.get_action("resource_patch")(tk.fresh_context(context), {"id": file_id, part: value})
        return
    if rest:
        package = tk.get_action("package_show")(tk.fresh_context(context), {"id": package_id})
        held = package.get(name)
        is_entry = isinstance(value, dict)
        value = (
            entries.with_entry(name, held or (), rest, value) if is_entry else {**(held or {}), rest: value}
        )
    tk.get_action("package_patch")(tk.fresh_context(context), {"id": package_id, name: value})


def file_of(path: str) -> str:
    """The id of the file that a path is about."""
    return path.split("/")[1]


def label_of(path: str) -> str:
    """What the field of a path is called, without a look at its dataset."""
    name, _, rest = path.partition("/")
    if name == _FILES:
        return tk._("File")
    one = next((one for one in _schema() if one["field_name"] == name), None)
    found = tk._(one["label"]) if one else name
    if one and entries.is_repeating(one):
        return tk._("{field}: one more").format(field=found) if rest == entries.NEW else found
    return f"{found}: {language_name(rest, language.current()) or rest}" if rest else found


def readable(path: str, value: Any) -> list[str]:
    """A value as lines for a reader: codes by their names, an entry part by part."""
    name = path.partition("/")[0]
    one = next((field for field in _schema() if field["field_name"] == name), None)
    if isinstance(value, dict):
        return entries.lines(one, value) if one else [str(text) for text in value.values()]
    names = dict(_plain(one, {}).choices) if one and _is_coded(one) else {}
    return [names.get(code, str(code)) for code in (value if isinstance(value, list) else [value]) if code]


def _is_coded(one: Mapping[str, Any]) -> bool:
    return "choices" in one or "choices_helper" in one
