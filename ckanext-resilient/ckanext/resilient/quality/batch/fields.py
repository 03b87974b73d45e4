"""Which fields can be set for many datasets at once, and how a value of one is read, checked and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import ckan.plugins.toolkit as tk
from ckan.types import Schema
from ckanext.scheming.validation import validators_from_string

from ckanext.resilient.content.logic.validators import resilient_list_output
from ckanext.resilient.pages import reader

_KEPT = "resilient/form/kept_value.html"
_SILENT = frozenset({"", "notspecified"})
_NONE: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is set for many.

    Args:
        name: in the schema of datasets.
        indicator: what a dataset is rated by that lacks it; "" where the points do not ask for it.
    """

    name: str
    indicator: str = ""


# One value for many is honest where it is the same body that answers, publishes, licenses and speaks, and where
# datasets of one kind are chosen: a topic, a place. What is true of one dataset only is not here (name, description,
# keywords, years, files), nor is what somebody must have looked at (personal data). Only what is empty is filled: a
# licence or a contact that somebody has stated is a statement of hers, and no batch takes it back.
FIELDS: tuple[Field, ...] = (
    Field("od_category", "categoryAvailability"),
    Field("spatial_coverage", "spatialAvailability"),
    # A dataset's licence holds for those of its files that name none.
    Field("license_id", "licenceAvailability"),
    Field("contact", "contactPointAvailability"),
    Field("access_rights", "accessRightsAvailability"),
    Field("publisher", "publisherAvailability"),
    # No points, but questions: "Up to date" needs a promise, and a reader wants to know the others.
    Field("frequency"),
    Field("language"),
    Field("theme"),
)

_BY_NAME = {field.name: field for field in FIELDS}
_BY_INDICATOR = {field.indicator: field for field in FIELDS if field.indicator}


def field_of(name: str) -> Field:
    """A field by its name.

    Raises:
        tk.ObjectNotFound: it cannot be set for many, or this site's datasets do not have it.
    """
    if name not in _BY_NAME or not _of_schema(name):
        raise tk.ObjectNotFound(tk._("This cannot be set for many datasets at once."))
    return _BY_NAME[name]


def by_indicator(indicator: str) -> Field | None:
    """The field that mends what an indicator measures, if it can be set for many."""
    found = _BY_INDICATOR.get(indicator)
    return found if found and _of_schema(found.name) else None


def without_points() -> list[Field]:
    """The fields that no indicator asks for."""
    return [field for field in FIELDS if not field.indicator and _of_schema(field.name)]


def label(field: Field) -> str:
    """What the form calls the field."""
    return tk._(_of_schema(field.name)["label"])


def controls(field: Field) -> list[dict[str, Any]]:
    """The field of the form, or the parts of a repeating one that people fill in, named as a form sends them."""
    found = _of_schema(field.name)
    if "repeating_subfields" not in found:
        return [dict(found)]
    return [
        {**part, "field_name": f"{field.name}-0-{part['field_name']}"}
        for part in found["repeating_subfields"]
        if part.get("form_snippet", "") is not None and part.get("form_snippet") != _KEPT
    ]


def sent(field: Field, form: Mapping[str, list[str]]) -> Any:
    """The value that a form sent: a text, a list of codes, or an entry with its parts."""
    if not is_repeating(field):
        values = [value for value in form.get(field.name, []) if value]
        return values if _is_many(field) else "".join(values[:1])
    return {
        part["field_name"].rpartition("-")[2]: form[part["field_name"]][0].strip()
        for part in controls(field)
        if form.get(part["field_name"])
    }


def is_repeating(field: Field) -> bool:
    """Whether the field is made of entries with parts: a contact has a name and an address."""
    return "repeating_subfields" in _of_schema(field.name)


def _is_many(field: Field) -> bool:
    return "resilient_list_output" in str(_of_schema(field.name).get("output_validators", ""))


def is_empty(package: Mapping[str, Any], field: Field) -> bool:
    """Whether a dataset says nothing here."""
    value = package.get(field.name)
    if isinstance(value, list):
        entries = cast("list[Any]", value)
        return not any(
            any(cast("Mapping[str, Any]", one).values()) if isinstance(one, Mapping) else one
            for one in entries
        )
    return str(value or "") in _SILENT


def checked(field: Field, value: Any) -> Any:
    """The value as datasets keep it: codes of an EU table as its addresses, one code of a list as a list.

    Raises:
        tk.ValidationError: by name of the part, what is wrong with it.
    """
    data, errors = tk.navl_validate({field.name: _given(field, value)}, _validators(field))
    if errors:
        raise tk.ValidationError(_by_control(field, errors))
    found = _read(field, data.get(field.name))
    if is_empty({field.name: found}, field):
        raise tk.ValidationError({field.name: [tk._("Please choose or fill in something.")]})
    return found


def _given(field: Field, value: Any) -> Any:
    """What the validators are given: an entry as a list of one; of a field with one value also a list of one."""
    if is_repeating(field):
        if not isinstance(value, Mapping):
            raise tk.ValidationError({field.name: [tk._("Give an object with the parts of the field.")]})
        return [value]
    if isinstance(value, Mapping):
        raise tk.ValidationError({field.name: [tk._("Give a code, or a list of codes.")]})
    if isinstance(value, list) and not _is_many(field):
        return value[0] if len(value) == 1 else str(value)
    return value


def _validators(field: Field) -> Schema:
    """The schema's own validators of the field: what they refuse, every dataset would refuse."""
    schema = tk.h.scheming_get_dataset_schema("dataset")
    found = _of_schema(field.name)
    parts = found.get("repeating_subfields")
    if parts is None:
        return {field.name: validators_from_string(found["validators"], found, schema)}
    of_parts = {
        part["field_name"]: validators_from_string(part["validators"], part, schema) for part in parts
    }
    return {field.name: of_parts}  # type: ignore[dict-item]


def _read(field: Field, value: Any) -> Any:
    """What the validators made of a value; lists come as the JSON that is stored."""
    return resilient_list_output(value) if _is_many(field) else value


def _by_control(field: Field, errors: Mapping[str, Any]) -> dict[str, Any]:
    """Errors under the names of `controls`."""
    found = errors[field.name]
    if not is_repeating(field):
        return {field.name: found}
    return {
        f"{field.name}-{place}-{part}": messages
        for place, entry in enumerate(found)
        for part, messages in entry.items()
    }


def readable(field: Field, value: Any) -> str:
    """A value in the reader's words; "" where there is none."""
    if is_empty({field.name: value}, field):
        return ""
    if not is_repeating(field):
        names = _names(field)
        return ", ".join(names.get(code, str(code)) for code in (value if _is_many(field) else [value]))
    return "; ".join(filter(None, (_entry(field, entry) for entry in value)))


def _entry(field: Field, entry: Mapping[str, Any]) -> str:
    if field.name == "spatial_coverage":
        return tk.h.resilient_place_label(dict(entry))
    shown = [part["field_name"] for part in _of_schema(field.name)["repeating_subfields"]]
    return ", ".join(str(entry[name]) for name in shown if isinstance(entry.get(name), str) and entry[name])


def _names(field: Field) -> dict[str, str]:
    choices = tk.h.scheming_field_choices(_of_schema(field.name)) or []
    return {
        choice["value"]: tk.h.scheming_language_text(choice["label"], reader.locale()) for choice in choices
    }


def _of_schema(name: str) -> Mapping[str, Any]:
    schema = tk.h.scheming_get_dataset_schema("dataset") if "scheming_get_dataset_schema" in tk.h else None
    fields = schema["dataset_fields"] if schema else []
    return next((field for field in fields if field["field_name"] == name), _NONE)
