"""The options of a protocol as fields of a form: one typed field for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvest.editing import own_options
from ckanext.resilient.harvest.plan import find_portal
from ckanext.resilient.harvesters.portals.base import Portal
from ckanext.resilient.harvesters.protocols import all_protocols
from ckanext.resilient.harvesters.protocols.base import Option, Protocol

Row = Mapping[str, Any]

PREFIX = "option-"
"""What the name of an option's field begins with."""

OF = "options_of"
"""The field with the protocol whose options are in the form."""


@dataclass(frozen=True, slots=True)
class OptionField:
    """An option of the protocol: `type` of its input is `text`, `number` or `check`; `chooses` what comes in."""

    name: str
    label: str
    help: str
    type: str
    value: str
    error: str
    chooses: bool


def protocol_of(source: Row) -> Protocol:
    """How a source is read: by its own `protocol`, else by that of its `portal`."""
    portal = _portal_of(source)
    known = all_protocols()
    # A name that was made up is for the action to refuse.
    return known.get(source["protocol"]) or known[portal.protocol if portal else min(known)]


def as_typed(source: Row) -> dict[str, str]:
    """What holds of the options of a source, as it stands in the form."""
    protocol = protocol_of(source)
    inherited = _inherited(source, protocol.name)
    held = {**inherited, **source["options"]}
    options = {
        PREFIX + option.name: _written(held.get(option.name, option.default)) for option in protocol.options
    }
    return {OF: protocol.name, **options}


def typed(given: Mapping[str, str]) -> dict[str, str]:
    """The options in a form that was sent, without what surrounds them."""
    options = {name: value.strip() for name, value in given.items() if name.startswith(PREFIX)}
    return {OF: given.get(OF, "").strip(), **options}


def option_fields(
    protocol: Protocol, source: Row, values: Mapping[str, str], errors: Mapping[str, str]
) -> list[OptionField]:
    """A field for each option of a protocol, with what was typed and what is wrong with it."""
    # Of a protocol that was just chosen, nothing was typed yet.
    fresh = values[OF] != protocol.name
    inherited = _inherited(source, protocol.name)
    return [
        OptionField(
            name=PREFIX + option.name,
            label=option.name.replace("_", " ").capitalize(),
            help=tk._(option.help),
            type={bool: "check", int: "number"}.get(option.type, "text"),
            value=_written(inherited.get(option.name, option.default))
            if fresh
            else values.get(PREFIX + option.name, ""),
            error=errors.get(PREFIX + option.name, ""),
            chooses=option.chooses,
        )
        for option in protocol.options
    ]


def as_given(values: Mapping[str, str], source: Row) -> dict[str, Any]:
    """The options as the actions take them: those that differ from what holds without them.

    Raises:
        tk.ValidationError: one is no number.
    """
    protocol = protocol_of(source)
    if values[OF] != protocol.name:
        return {}
    read = {option.name: _read(option, values.get(PREFIX + option.name, "")) for option in protocol.options}
    return own_options(read, protocol.options, _inherited(source, protocol.name))


def without_choosing(options: Row, protocol: Protocol) -> dict[str, Any]:
    """The options without those that leave out records."""
    choosing = {option.name for option in protocol.options if option.chooses}
    return {name: value for name, value in options.items() if name not in choosing}


def _portal_of(source: Row) -> Portal | None:
    return find_portal(source["portal"], source["url"]) if source["portal"] else None


def _inherited(source: Row, protocol: str) -> Mapping[str, Any]:
    portal = _portal_of(source)
    return portal.options if portal is not None and portal.protocol == protocol else {}


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


def _read(option: Option, text: str) -> Any:
    if option.type is bool:
        return bool(text)
    if option.type is list:
        return [part.strip() for part in text.split(",") if part.strip()]
    if option.type is int and not text:
        return option.default
    if option.type is int and not text.isdecimal():
        raise tk.ValidationError({f"options.{option.name}": [tk._("Write a whole number.")]})
    return int(text) if option.type is int else text
