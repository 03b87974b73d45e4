"""The page on which a source is added: one form in three steps that keeps what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvesters.pages import chosen, options, sample, words
from ckanext.resilient.harvesters.pages import plan as plans
from ckanext.resilient.harvesters.pages.plan import Choice
from ckanext.resilient.harvesters.pages.protocols import protocol_choices
from ckanext.resilient.harvesters.pages.rehearsal import RehearsalView
from ckanext.resilient.pages import reader
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.svrc.issues import N_
from ckanext.resilient.svrc.languages import language_name

Row = Mapping[str, Any]

FIELDS = (
    "url", "chosen", "tested", "portal", "protocol", "title", "owner_org", "only_social", "limit", "languages", *sample.FIELDS, *plans.FIELDS,
)  # fmt: skip
"""The fields of the form, sent with every step; `chosen` is the protocol that was asked for, `tested` the address
and that choice that portal, protocol, languages and sample are of."""

REHEARSED = 50
"""So many records are read to show what would come in."""

_LABELS: dict[str, str] = {
    "url": N_("Address"),
    "chosen": N_("How it is read"),
    "portal": N_("Known portal"),
    "protocol": N_("How it is read"),
    "title": N_("Name"),
    "owner_org": N_("Organisation"),
    "only_social": N_("What comes in"),
    "limit": N_("At most so many records"),
    "languages": N_("Languages"),
    **chosen.LABELS,
    **plans.LABELS,
}

_STEPS = (N_("Address"), N_("What comes in"), N_("Plan"))


@dataclass(frozen=True, slots=True)
class Preset:
    """A known portal to begin with; `used` when it is a source already."""

    title: Text
    url: str
    used: bool


@dataclass(frozen=True, slots=True)
class PresetGroup:
    """The known portals of one country."""

    name: str
    presets: list[Preset]


@dataclass(frozen=True, slots=True)
class ProbeView:
    """What stands behind the address, in words."""

    protocol: str
    records: str
    languages: str
    samples: list[str]


@dataclass(frozen=True, slots=True)
class AddPage:
    """The form with what was typed, what was found so far, and what is wrong with it."""

    trail: list[tuple[str, str]]
    steps: list[tuple[str, bool]]
    step: int
    values: Mapping[str, str]
    errors: Mapping[str, str]
    labels: Mapping[str, str]
    search: str
    presets: list[PresetGroup]
    protocols: list[Choice]
    organisations: list[Choice]
    plan: plans.PlanFields
    options: list[options.OptionField]
    options_of: str
    chosen: chosen.ChosenFields
    may_choose_social: bool
    waits: bool
    probe: ProbeView | None = None
    rehearsal: RehearsalView | None = None
    sample: sample.Sample | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What the steps so far have brought."""

    probe: Row | None = None
    rehearsal: RehearsalView | None = None
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])


def typed(given: Mapping[str, str]) -> dict[str, str]:
    """The values of the form, each there, without what surrounds them."""
    values = {name: given.get(name, "").strip() for name in FIELDS}
    return {**values, **plans.typed(given), **chosen.typed(given), **options.typed(given)}


def as_source(values: Mapping[str, str]) -> dict[str, Any]:
    """What the values say of how a source is read, as if it were one already."""
    return {**{name: values[name] for name in ("url", "portal", "protocol")}, "options": {}}


def begun(key: str, portals: Iterable[Row]) -> dict[str, str]:
    """The values to begin with, from a known portal or from nothing."""
    portal = next((row for row in portals if row["key"] == key), None)
    if portal is None:
        return typed({})
    return typed({"url": portal["url"], "portal": key, "title": portal["title"]})


def asked_for(values: Mapping[str, str]) -> str:
    """What a test of the connection is of: the address, and the protocol that was asked for."""
    return f"{values['url']} {values['chosen']}".strip()


def with_found(values: Mapping[str, str], probe: Row) -> dict[str, str]:
    """The values, with what the test of the connection has found."""
    found = {
        "tested": asked_for(values),
        "protocol": probe["protocol"],
        "portal": probe["portal"],
        "languages": " ".join(probe["languages"]),
    }
    source = as_source({**values, **found})
    # What was typed for another way of reading says nothing of this one.
    kept = {name: value for name, value in values.items() if not name.startswith(options.PREFIX)}
    shown = {**kept, **found, **options.as_typed(source)}
    plain = {**shown, **chosen.typed({})}
    return {**shown, **sample.carrying(sample.seen_in(probe, plain, probe["records"]))}


def add_page(
    values: Mapping[str, str],
    portals: Sequence[Row],
    organisations: Iterable[Row],
    found: Found,
    *,
    search: str = "",
    waits: bool = True,
) -> AddPage:
    """The page.

    Args:
        values: what was typed, as `typed` gives it.
        portals: as `resilient_portal_list` gives them, with `social`.
        organisations: those that the reader administers.
        found: what the steps so far have brought.
        search: words that a known portal is looked for with.
        waits: the source will wait for approval.
    """
    step = 1 + bool(values["protocol"]) + bool(found.rehearsal)
    known = next((row for row in portals if row["key"] == values["portal"]), None)
    errors = {
        name.replace("options.", options.PREFIX): " ".join(messages)
        for name, messages in found.errors.items()
    }
    source = as_source(values)
    protocol = options.protocol_of(source)
    option_fields = options.option_fields(protocol, source, values, errors) if values["protocol"] else []
    page = AddPage(
        trail=[(tk._("Where the data comes from"), tk.h.url_for("resilient_sources.index"))],
        steps=[(tk._(name), number == step) for number, name in enumerate(_STEPS, 1)],
        step=step,
        values=values,
        errors=errors,
        labels={name: tk._(label) for name, label in _LABELS.items()}
        | {option.name: option.label for option in option_fields},
        search=search,
        presets=_presets(portals, search),
        protocols=[
            Choice("", tk._("Find it out"), not values["chosen"]),
            *protocol_choices(values["chosen"]),
        ],
        organisations=[
            Choice(row["id"], row["title"] or row["name"], row["id"] == values["owner_org"])
            for row in organisations
        ],
        plan=plans.plan_fields(values),
        options=option_fields,
        options_of=protocol.name if values["protocol"] else "",
        chosen=chosen.fields(values, errors),
        may_choose_social=bool(known and known["social"]),
        waits=waits,
        rehearsal=found.rehearsal,
        sample=sample.counted(tk.h.url_for("resilient_sources.count_new"), values, sample.carried(values))
        if values["sample"]
        else None,
    )
    return replace(page, probe=_probe(found.probe)) if found.probe else page


def _presets(portals: Iterable[Row], search: str) -> list[PresetGroup]:
    wanted = search.casefold().split()
    groups: dict[str, list[Preset]] = {}
    for row in portals:
        name = words.country_name(row["country"])
        said = f"{row['title']} {row['url']} {row['key']} {name}".casefold()
        if not row["sample"] and all(word in said for word in wanted):
            groups.setdefault(name, []).append(_preset(row))
    return [PresetGroup(name, groups[name]) for name in sorted(groups)]


def _preset(row: Row) -> Preset:
    return Preset(
        title=words.source_title(row["title"], next(iter(row["languages"]), "")),
        url=tk.h.url_for("resilient_sources.add_source", portal=row["key"]),
        used=bool(row["source"]),
    )


def _probe(found: Row) -> ProbeView:
    count, title = found["records"], found["title"]
    unknown = tk._("It does not say how many records it has.")
    known = tk.ungettext("{number} record", "{number} records", count or 0)
    locale = reader.locale()
    return ProbeView(
        protocol=tk._(title),
        records=unknown if count is None else known.format(number=reader.number(count)),
        languages=", ".join(language_name(code, locale) for code in found["languages"]),
        samples=[next(iter(sample["title"].values()), "") for sample in found["samples"]],
    )
