"""Validators for multilingual fields, under the names that ckanext-dcat knows from ckanext-fluent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, Validator
from ckan.types import FlattenDataDict as Data
from ckan.types import FlattenErrorDict as Errors
from ckan.types import FlattenKey as Key

from ckanext.resilient.multilingual import text
from ckanext.resilient.multilingual.reading import reader_language, site_language
from ckanext.resilient.svrc import languages

__all__ = [
    "fluent_adopt_core_texts",
    "fluent_core_translated",
    "fluent_tags",
    "fluent_text",
    "fluent_text_output",
]

SUFFIX = "_translated"
Field = dict[str, Any]
Read = Callable[[object, Mapping[str, object]], Mapping[str, object]]


def fluent_text(field: Field, schema: dict[str, Any]) -> Validator:
    """Text by language; one language is enough for a required field. `max_length` limits each."""
    limit = int(field.get("max_length", 0))
    return _multilingual(field, lambda value, form: text.texts(value, form, limit))


def fluent_tags(field: Field, schema: dict[str, Any]) -> Validator:
    """Keywords by language: lists of words, or in a form words separated by commas."""
    return _multilingual(field, text.keywords)


def fluent_core_translated(field: Field, schema: dict[str, Any]) -> Validator:
    """Keep CKAN's own field (`title` for `title_translated`) in step: site language, English, first."""

    def validator(key: Key, data: Data, errors: Errors, context: Context) -> None:
        value = fluent_text_output(data.get(key))
        if errors.get(key) or not isinstance(value, dict):
            return
        core = (*key[:-1], key[-1].removesuffix(SUFFIX))
        data[core] = languages.resolve(value, site_language()).text

    return validator


def fluent_adopt_core_texts(field: Field | None, schema: dict[str, Any]) -> Validator:
    """Let a client that knows only `title` and `notes` write them: they count as the site's language."""
    names = [
        (field["field_name"], field["field_name"].removesuffix(SUFFIX))
        for group in ("dataset_fields", "fields")
        for field in schema.get(group, [])
        if field.get("preset") == "fluent_core_translated"
    ]

    def validator(key: Key, data: Data, errors: Errors, context: Context) -> None:
        for name, core in names:
            sent = data.get((core,))
            if not _given(data.get((name,))) and not _form_keys((name,), data) and isinstance(sent, str):
                data[(name,)] = {site_language(): sent}

    return validator


def fluent_text_output(value: Any) -> Any:
    """The stored value as `{language: …}`; what stood in the field before this plugin, as it is."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _multilingual(field: Field, read: Read) -> Validator:
    def validator(key: Key, data: Data, errors: Errors, context: Context) -> None:
        value = data.get(key)
        try:
            form = _form_keys(key, data)
            found = read(value if _given(value) else None, form)
        except text.TextError as problem:
            raise tk.Invalid(tk._(problem.template).format(**problem.params)) from None
        _forget_form_keys(key, data)
        if found:
            data[key] = _as_stored(key, _in_order(found, key, context) if form else found)
            return
        data.pop(key, None)
        if field.get("required"):
            errors[key].append(tk._("Fill this in, in at least one language."))
        raise tk.StopOnError

    return validator


def _in_order(found: Mapping[str, object], key: Key, context: Context) -> Mapping[str, object]:
    """The texts of a form, which come sorted: as they were stored, the writer's language before new ones."""
    package = context.get("package")
    stored = fluent_text_output((package.extras or {}).get(key[-1])) if package and len(key) == 1 else None
    first = [*(stored if isinstance(stored, dict) else ()), reader_language()]
    return {tag: found[tag] for tag in dict.fromkeys([*first, *found]) if tag in found}


def _as_stored(key: Key, found: Mapping[str, object]) -> object:
    """The value in its order, which CKAN would sort: the language that was written first stays first."""
    return json.dumps(found, ensure_ascii=False) if len(key) == 1 else dict(found)


def _given(value: object) -> bool:
    return value is not tk.missing and value not in (None, "", {})


def _form_keys(key: Key, data: Data) -> dict[str, object]:
    """Language to text from form keys such as `title_translated-it`, which navl sets aside as extras."""
    extras: dict[str, object] = data.get((*key[:-1], "__extras")) or {}
    prefix = f"{key[-1]}-"
    return {name.removeprefix(prefix): entry for name, entry in extras.items() if name.startswith(prefix)}


def _forget_form_keys(key: Key, data: Data) -> None:
    """A resource would keep them as further values of its own."""
    extras: dict[str, object] = data.get((*key[:-1], "__extras")) or {}
    for name in [name for name in extras if name.startswith(f"{key[-1]}-")]:
        del extras[name]


for _factory in (fluent_text, fluent_tags, fluent_core_translated, fluent_adopt_core_texts):
    _factory.is_a_scheming_validator = True  # type: ignore[attr-defined]
