"""What a web form adds to a record: a marker, the gaps of its page, values that follow from others."""

from __future__ import annotations

import json
from typing import Any, cast

import ckan.plugins.toolkit as tk
from ckan.types import Context, FlattenDataDict, FlattenErrorDict
from ckanext.scheming.plugins import expand_form_composite

from ckanext.resilient.content import publishable
from ckanext.resilient.paging import page_number
from ckanext.resilient.svrc.places import partner_regions

MARKER = "resilient_form"
"""Hidden field of our forms: content type and number of the form's page, 0 for a form of one page."""
LATER = "resilient_later"
"""Button of our forms that saves a page with gaps."""
CLASH = "resilient_clash"

Schema = dict[str, Any]


def is_form(context: Context) -> bool:
    """Whether the values come from one of our forms."""
    return bool(_state(context).get("form"))


def take_marker(data: FlattenDataDict, context: Context) -> None:
    """Remember which page of the form was sent, and whether it may be saved with gaps."""
    extras = data.get(("__extras",)) or {}
    if MARKER in extras:
        _content_type, page = _page_of(extras[MARKER])
        _state(context)["form"] = {"page": page, "later": bool(extras.get(LATER))}


def move_clashing_extras(data: FlattenDataDict, schema: Schema) -> None:
    """Free the way for extras that bear the name of a field: CKAN would refuse the whole record.

    navl has planned the validation of every extra before this runs; so the extra gets a harmless
    name here, and `derive` moves it to `source_extra` at the end.
    """
    names = {field["field_name"] for field in schema.get("dataset_fields", [])}
    for key, name in list(data.items()):
        if len(key) == 3 and key[0] == "extras" and key[2] == "key" and name in names:
            data[key] = f"{CLASH}:{name}"


def drop_unknown_subfields(data: FlattenDataDict, schema: Schema) -> None:
    """Forget what navl sets aside within repeating fields, as CKAN does for unknown fields elsewhere."""
    for key in list(data):
        if len(key) > 1 and key[-1] == "__extras" and not (key[0] == "resources" and len(key) == 3):
            del data[key]


def derive(data: FlattenDataDict, schema: Schema) -> None:
    """Fill in what follows from other fields."""
    names = {field["field_name"] for field in schema.get("dataset_fields", [])}
    if "source_extra" in names:
        _keep_clashes(data)
    places = [value for key, value in data.items() if _is_place(key) and isinstance(value, str)]
    if "spatial_coverage" in names and places:
        set_extra(data, "partner_region", partner_regions(places))


def ask_for_publishable(
    data: FlattenDataDict, errors: FlattenErrorDict, context: Context, schema: Schema
) -> None:
    """Report what the page that was sent lacks for publishing, unless it is saved for later."""
    form = _state(context).get("form")
    if not form or form["later"]:
        return
    content_type = schema["dataset_type"]
    for gap in publishable.missing(_readable(data), content_type, page_fields(schema, form["page"])):
        place = (gap.field, 0, gap.subfield) if gap.subfield else (gap.field,)
        if not errors.get(place):
            errors[place] = [tk._(gap.reason)]


def page_fields(schema: Schema, page: int) -> set[str]:
    """Names of the fields on a page of the form, counted from 1; all of them for page 0."""
    current, found = 0, set[str]()
    for field in schema.get("dataset_fields", []):
        current += "start_form_page" in field
        if page in (0, current):
            found.add(field["field_name"])
    return found


def complete_page(sent: dict[str, Any]) -> None:
    """Make a patch of a form's page: repeating fields as lists, and emptied fields as empty.

    A browser sends nothing for a list without ticks or a table without rows; without this a patch
    would keep what was stored.
    """
    content_type, page = _page_of(sent[MARKER])
    schema = tk.h.scheming_get_dataset_schema(content_type) or {"dataset_fields": []}
    repeating = {f["field_name"] for f in schema["dataset_fields"] if "repeating_subfields" in f}
    expand_form_composite(sent, repeating)
    shown = {f["field_name"] for f in schema["dataset_fields"] if f.get("form_snippet", "") is not None}
    for name in page_fields(schema, page) & shown:
        if name not in sent and not any(key.startswith(f"{name}-") for key in sent):
            sent[name] = [] if name in repeating else ""


def is_whole_form(sent: dict[str, Any]) -> bool:
    """Whether these are the values of a form of one page."""
    return MARKER in sent and _page_of(sent[MARKER])[1] == 0


def keep_hidden(sent: dict[str, Any], stored: dict[str, Any]) -> None:
    """Add the stored values of the fields that have no place in the form."""
    schema = tk.h.scheming_get_dataset_schema(_page_of(sent[MARKER])[0]) or {"dataset_fields": []}
    for field in schema["dataset_fields"]:
        name = field["field_name"]
        if field.get("form_snippet", "") is None and name in stored:
            sent.setdefault(name, stored[name])


def _page_of(marker: str) -> tuple[str, int]:
    content_type, _colon, page = marker.partition(":")
    return content_type, page_number(page) or 0


def _state(context: Context) -> dict[str, Any]:
    return cast("dict[str, Any]", context).setdefault("resilient", {})


def _is_place(key: tuple[Any, ...]) -> bool:
    return len(key) == 3 and key[0] == "spatial_coverage" and key[2] == "uri"


def _readable(data: FlattenDataDict) -> dict[str, Any]:
    """The flat values as far as the rules read them: fields, and the subfields of repeating ones."""
    found: dict[str, Any] = {}
    for key, value in data.items():
        if value is tk.missing or value in ("", None):
            continue
        if len(key) == 1:
            found[key[0]] = value
        elif len(key) == 3:
            found.setdefault(key[0], {}).setdefault(key[1], {})[key[2]] = value
    return {name: _as_list(value) for name, value in found.items()}


def _as_list(value: Any) -> Any:
    indexed = isinstance(value, dict) and value and all(isinstance(key, int) for key in value)
    return list(value.values()) if indexed else value


def _keep_clashes(data: FlattenDataDict) -> None:
    taken = [key[1] for key in data if len(key) == 3 and key[0] == "source_extra"]
    index = max(taken, default=-1) + 1
    for key, name in list(data.items()):
        if len(key) != 3 or key[0] != "extras" or not str(name).startswith(f"{CLASH}:"):
            continue
        value = data.pop(("extras", key[1], "value"), "")
        del data[key]
        field = str(name).removeprefix(f"{CLASH}:")
        if value != data.get((field,)):
            data["source_extra", index, "key"] = field
            data["source_extra", index, "value"] = value if isinstance(value, str) else json.dumps(value)
            index += 1


def set_extra(data: FlattenDataDict, name: str, value: list[str]) -> None:
    """Store a list under this name whatever was sent for it; an empty one is not stored."""
    for key in [key for key in data if key[0] == "extras" and data.get((*key[:-1], "key")) == name]:
        del data[key]
    if value:
        taken = [key[1] for key in data if len(key) == 3 and key[0] == "extras"]
        index = max(taken, default=-1) + 1
        data["extras", index, "key"] = name
        data["extras", index, "value"] = json.dumps(value)
