"""The page on which the settings of a source are changed: one typed field for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvest.editing import own_options
from ckanext.resilient.harvest.plan import find_portal
from ckanext.resilient.harvesters.pages import plan as plans
from ckanext.resilient.harvesters.pages.plan import Choice
from ckanext.resilient.harvesters.pages.protocols import protocol_choices
from ckanext.resilient.harvesters.pages.rehearsal import RehearsalView
from ckanext.resilient.harvesters.pages.sample import Sample
from ckanext.resilient.harvesters.portals.base import Social
from ckanext.resilient.harvesters.protocols import all_protocols
from ckanext.resilient.harvesters.protocols.base import Option, Protocol
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.svrc.issues import N_

Row = Mapping[str, Any]

PREFIX = "option-"
"""What the name of an option's field begins with."""

_TEXTS = ("title", "url", "protocol", "languages", "limit", "only_social")

_LABELS: dict[str, str] = {
    "title": N_("Name"),
    "url": N_("Address"),
    "protocol": N_("How it is read"),
    "languages": N_("Languages"),
    "limit": N_("At most so many records"),
    "only_social": N_("What comes in"),
    **plans.LABELS,
}


@dataclass(frozen=True, slots=True)
class OptionField:
    """An option of the protocol: `type` of its input is `text`, `number` or `check`."""

    name: str
    label: str
    help: str
    type: str
    value: str
    error: str


@dataclass(frozen=True, slots=True)
class EditPage:
    """The form with what holds or was typed, and what is wrong with it."""

    trail: list[tuple[str, str]]
    source: Text
    url: str
    values: Mapping[str, str]
    errors: Mapping[str, str]
    labels: Mapping[str, str]
    protocols: list[Choice]
    options: list[OptionField]
    options_of: str
    may_choose_social: bool
    moving_waits: bool
    plan: plans.PlanFields
    rehearsal: RehearsalView | None
    sample: Sample


def as_typed(source: Row) -> dict[str, str]:
    """What holds of a source, as `resilient_harvest_source_show` gives it, as it stands in the form."""
    protocol = _protocol(source)
    options = {PREFIX + option.name: _written(_holds(option, source)) for option in protocol.options}
    return {
        "title": source["title"],
        "url": source["url"],
        "protocol": protocol.name,
        "languages": " ".join(source["languages"]),
        "limit": "" if source["limit"] is None else str(source["limit"]),
        "only_social": "true" if source["only_social"] else "",
        "options_of": protocol.name,
        **plans.as_typed(source),
        **options,
    }


def typed(given: Mapping[str, str]) -> dict[str, str]:
    """The values of the form that was sent, without what surrounds them."""
    options = {name: value.strip() for name, value in given.items() if name.startswith(PREFIX)}
    texts = {name: given.get(name, "").strip() for name in (*_TEXTS, "options_of")}
    return {**texts, **plans.typed(given), **options}


def as_given(values: Mapping[str, str], source: Row) -> dict[str, Any]:
    """The values of the form as the action takes them.

    Raises:
        tk.ValidationError: an option is no number.
    """
    return {
        **{name: values[name] for name in ("title", "url", "protocol", "limit")},
        "languages": values["languages"].replace(",", " ").split(),
        "only_social": bool(values["only_social"]),
        "options": _options(values, source),
        **plans.as_given(values),
    }


def edit_page(
    source: Row,
    values: Mapping[str, str],
    errors: Mapping[str, Sequence[str]],
    *,
    rehearsal: RehearsalView | None = None,
    moving_waits: bool = True,
) -> EditPage:
    """The page.

    Args:
        source: as `resilient_harvest_source_show` gives it.
        values: what stands in the form.
        errors: what is wrong, by field.
        rehearsal: what would come in with these values.
        moving_waits: a new address will wait for approval.
    """
    name = source["name"]
    said = {field.replace("options.", PREFIX): " ".join(texts) for field, texts in errors.items()}
    portal = find_portal(source["portal"], source["url"]) if source["portal"] else None
    protocol = _protocol({**source, "protocol": values["protocol"]})
    options = list(_option_fields(protocol, source, values, said))
    return EditPage(
        trail=[
            (tk._("Where the data comes from"), tk.h.url_for("resilient_sources.index")),
            (source["title"], tk.h.url_for("resilient_sources.read", name=name)),
        ],
        source=Text(source["title"]),
        url=tk.h.url_for("resilient_sources.edit", name=name),
        values=values,
        errors=said,
        labels={field: tk._(label) for field, label in _LABELS.items()}
        | {option.name: option.label for option in options},
        protocols=protocol_choices(protocol.name),
        options=options,
        options_of=protocol.name,
        may_choose_social=portal is not None and portal.social != Social(),
        moving_waits=moving_waits,
        plan=plans.plan_fields(values),
        rehearsal=rehearsal,
        sample=Sample(tk.h.url_for("resilient_sources.count", name=name), "", ""),
    )


def _protocol(source: Row) -> Protocol:
    portal = find_portal(source["portal"], source["url"]) if source["portal"] else None
    known = all_protocols()
    # A name that was made up is for the action to refuse.
    return known.get(source["protocol"]) or known[portal.protocol if portal else min(known)]


def _inherited(source: Row, protocol: str) -> Mapping[str, Any]:
    portal = find_portal(source["portal"], source["url"]) if source["portal"] else None
    return portal.options if portal is not None and portal.protocol == protocol else {}


def _holds(option: Option, source: Row) -> Any:
    inherited = _inherited(source, _protocol(source).name)
    return source["options"].get(option.name, inherited.get(option.name, option.default))


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


def _option_fields(
    protocol: Protocol, source: Row, values: Mapping[str, str], errors: Mapping[str, str]
) -> Iterable[OptionField]:
    # Of a protocol that was just chosen, nothing was typed yet.
    fresh = values["options_of"] != protocol.name
    inherited = _inherited(source, protocol.name)
    for option in protocol.options:
        field = PREFIX + option.name
        usual = inherited.get(option.name, option.default)
        yield OptionField(
            name=field,
            label=option.name.replace("_", " ").capitalize(),
            help=tk._(option.help),
            type={bool: "check", int: "number"}.get(option.type, "text"),
            value=_written(usual) if fresh else values.get(field, ""),
            error=errors.get(field, ""),
        )


def _options(values: Mapping[str, str], source: Row) -> dict[str, Any]:
    protocol = _protocol({**source, "protocol": values["protocol"]})
    if values["options_of"] != protocol.name:
        return {}
    read = {option.name: _read(option, values.get(PREFIX + option.name, "")) for option in protocol.options}
    return own_options(read, protocol.options, _inherited(source, protocol.name))


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
