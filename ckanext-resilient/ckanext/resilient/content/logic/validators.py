"""Validators of our content types."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.munge import munge_title_to_name
from ckan.types import Context, Validator
from ckan.types import FlattenDataDict as Data
from ckan.types import FlattenErrorDict as Errors
from ckan.types import FlattenKey as Key

from ckanext.resilient.content import curation, forms, links, series, terms, values
from ckanext.resilient.multilingual import text as multilingual_text

__all__ = [
    "resilient_after",
    "resilient_authority",
    "resilient_authority_many",
    "resilient_before",
    "resilient_choice",
    "resilient_choice_many",
    "resilient_date",
    "resilient_email",
    "resilient_format",
    "resilient_geometry",
    "resilient_licence",
    "resilient_links",
    "resilient_list_output",
    "resilient_name",
    "resilient_number",
    "resilient_series",
    "resilient_size",
    "resilient_text",
    "resilient_text_many",
    "resilient_uri",
    "resilient_uri_many",
    "resilient_url",
    "resilient_url_many",
    "resilient_year",
    "resilient_yes_no",
    "resilient_yes_no_output",
]

Field = dict[str, Any]


def resilient_choice(field: Field, schema: dict[str, Any]) -> Validator:
    """One code of the field's vocabulary."""
    allowed = terms.codes(field)
    return _checked(lambda value: values.code(values.text(value), allowed))


def resilient_choice_many(field: Field, schema: dict[str, Any]) -> Validator:
    """Codes of the field's vocabulary."""
    allowed = terms.codes(field)
    return _checked(values.each(lambda value: values.code(value, allowed)))


def resilient_authority(field: Field, schema: dict[str, Any]) -> Validator:
    """A URI of the field's EU authority table; a code of the table is made its URI."""
    table = field["authority"]
    return _checked(lambda value: terms.authority_uri(table, values.text(value)))


def resilient_authority_many(field: Field, schema: dict[str, Any]) -> Validator:
    """URIs of the field's EU authority table; codes of the table are made their URIs."""
    table = field["authority"]
    return _checked(values.each(lambda value: terms.authority_uri(table, value)))


def resilient_links(field: Field, schema: dict[str, Any]) -> Validator:
    """Names of stored entries of the type that the field's `links_to` names."""
    return _checked(lambda value: links.names(values.items(value), field["links_to"]))


def resilient_series(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """Ids of stored series of datasets; names and addresses on this site are accepted."""
    _apply(lambda sent: links.ids(values.items(sent), series.TYPE), key, data)


def resilient_licence(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """A licence of the register: an EU licence code such as `CC_BY_4_0`, or `notspecified`."""
    _apply(lambda sent: terms.licence_code(values.text(sent)), key, data)


def resilient_format(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """A code of the EU file-type table such as `CSV`; its URI and any case are accepted."""
    _apply(lambda sent: terms.format_code(values.text(sent)), key, data)


def resilient_text(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """A text without blanks around it."""
    _apply(values.text, key, data)


def resilient_text_many(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """A list of texts, each once."""
    _apply(values.items, key, data)


def resilient_uri(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """An absolute URI: what identifies a thing."""
    _apply(lambda sent: values.uri(values.text(sent)), key, data)


def resilient_url(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """An absolute web address, fit for a link."""
    _apply(lambda sent: values.address(values.text(sent)), key, data)


def resilient_url_many(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """A list of absolute web addresses, fit for links."""
    _apply(values.each(values.address), key, data)


def resilient_uri_many(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """A list of absolute URIs."""
    _apply(values.each(values.uri), key, data)


def resilient_email(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """A bare e-mail address."""
    _apply(lambda sent: values.email(values.text(sent)), key, data)


def resilient_date(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """An ISO 8601 date or moment, or a year or month alone."""
    _apply(lambda sent: values.date(values.text(sent)), key, data)


def resilient_number(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """A number."""
    _apply(lambda sent: values.number(values.text(sent)), key, data)


def resilient_size(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """A whole number of bytes."""
    _apply(lambda sent: values.size(values.text(sent)), key, data)


def resilient_year(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """A year of four digits."""
    _apply(lambda sent: values.year(values.text(sent)), key, data)


def resilient_geometry(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """A GeoJSON geometry, as text."""
    _apply(values.geometry, key, data)


def resilient_yes_no(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """Yes or no; what is not answered is neither."""
    _apply(values.yes_no, key, data)


def resilient_list_output(value: Any) -> Any:
    """The stored list; a text that stood in the field before this plugin is a list of one."""
    if not isinstance(value, str):
        return value
    try:
        found = json.loads(value)
    except ValueError:
        return [value]
    return found if isinstance(found, list) else [value]


def resilient_yes_no_output(value: Any) -> Any:
    """The stored yes or no as a boolean."""
    return value if isinstance(value, bool) else str(value).lower() == "true"


def resilient_name(key: Key, data: Data, errors: Errors, context: Context) -> None:
    """Make an address from the title when a program gives none; a form shows it and must have it."""
    if data.get(key) not in (tk.missing, None, ""):
        return
    package = context.get("package")
    if package:
        data[key] = package.name
        return
    if forms.is_form(context):
        raise tk.Invalid(tk._("Missing value"))
    data[key] = f"{_slug(data.get(('title_translated',)))}-{uuid.uuid4().hex[:8]}"


def resilient_before(field: Field | None, schema: dict[str, Any]) -> Validator:
    """Set the form's marker aside, and extras whose name is a field of ours with the source's values."""

    def validator(key: Key, data: Data, errors: Errors, context: Context) -> None:
        forms.take_marker(data, context)
        forms.move_clashing_extras(data, schema)

    return validator


def resilient_after(field: Field | None, schema: dict[str, Any]) -> Validator:
    """Derive what follows from other fields, note edits, and ask a form for what its page still lacks."""

    def validator(key: Key, data: Data, errors: Errors, context: Context) -> None:
        forms.drop_unknown_subfields(data, schema)
        forms.derive(data, schema)
        curation.note_edits(data, context)
        forms.ask_for_publishable(data, errors, context, schema)

    return validator


def _slug(sent: object) -> str:
    try:
        titles = multilingual_text.texts(None if sent is tk.missing else sent, {})
    except multilingual_text.TextError:
        titles = {}
    slugs = (munge_title_to_name(title).strip("-_")[:80] for title in titles.values())
    return next((slug for slug in slugs if len(slug) > 2), "dataset")


def _checked(read: Callable[[object], object]) -> Validator:
    def validator(key: Key, data: Data, errors: Errors, context: Context) -> None:
        _apply(read, key, data)

    return validator


def _apply(read: Callable[[object], object], key: Key, data: Data) -> None:
    """Put what `read` makes of the value in its place; an empty value is no value."""
    sent = data.get(key)
    try:
        found = "" if sent in (tk.missing, None, "") else read(sent)
    except values.BadValueError as problem:
        raise tk.Invalid(tk._(problem.template).format(**problem.params)) from None
    if found in ("", []):
        data.pop(key, None)
        raise tk.StopOnError
    data[key] = found


for _factory in (
    resilient_choice,
    resilient_choice_many,
    resilient_authority,
    resilient_authority_many,
    resilient_links,
    resilient_before,
    resilient_after,
):
    _factory.is_a_scheming_validator = True  # type: ignore[attr-defined]
