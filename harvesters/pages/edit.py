"""The page on which the settings of a source are changed: one typed field for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvest.plan import find_portal
from ckanext.resilient.harvesters.pages import chosen, options, sample
from ckanext.resilient.harvesters.pages import plan as plans
from ckanext.resilient.harvesters.pages.plan import Choice
from ckanext.resilient.harvesters.pages.protocols import protocol_choices
from ckanext.resilient.harvesters.pages.rehearsal import RehearsalView
from ckanext.resilient.harvesters.portals.base import Social
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.svrc.issues import N_

Row = Mapping[str, Any]

_TEXTS = ("title", "url", "protocol", "languages", "limit", "only_social")

_LABELS: dict[str, str] = {
    "title": N_("Name"),
    "url": N_("Address"),
    "protocol": N_("How it is read"),
    "languages": N_("Languages"),
    "limit": N_("At most so many records"),
    "only_social": N_("What comes in"),
    **chosen.LABELS,
    **plans.LABELS,
}


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
    options: list[options.OptionField]
    options_of: str
    chosen: chosen.ChosenFields
    may_choose_social: bool
    moving_waits: bool
    plan: plans.PlanFields
    rehearsal: RehearsalView | None
    sample: sample.Sample


def as_typed(source: Row) -> dict[str, str]:
    """What holds of a source, as `resilient_harvest_source_show` gives it, as it stands in the form."""
    return {
        "title": source["title"],
        "url": source["url"],
        "protocol": options.protocol_of(source).name,
        "languages": " ".join(source["languages"]),
        "limit": "" if source["limit"] is None else str(source["limit"]),
        "only_social": "true" if source["only_social"] else "",
        **plans.as_typed(source),
        **chosen.as_typed(source),
        **options.as_typed(source),
    }


def typed(given: Mapping[str, str]) -> dict[str, str]:
    """The values of the form that was sent, without what surrounds them."""
    texts = {name: given.get(name, "").strip() for name in (*_TEXTS, *sample.FIELDS)}
    return {**texts, **plans.typed(given), **chosen.typed(given), **options.typed(given)}


def as_given(values: Mapping[str, str], source: Row) -> dict[str, Any]:
    """The values of the form as the action takes them.

    Raises:
        tk.ValidationError: an option is no number.
    """
    return {
        **{name: values[name] for name in ("title", "url", "protocol", "limit")},
        "languages": values["languages"].replace(",", " ").split(),
        "only_social": bool(values["only_social"]),
        "options": options.as_given(values, {**source, "protocol": values["protocol"]}),
        **chosen.as_given(values),
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
    said = {field.replace("options.", options.PREFIX): " ".join(texts) for field, texts in errors.items()}
    portal = find_portal(source["portal"], source["url"]) if source["portal"] else None
    protocol = options.protocol_of({**source, "protocol": values["protocol"]})
    option_fields = options.option_fields(protocol, source, values, said)
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
        | {option.name: option.label for option in option_fields},
        protocols=protocol_choices(protocol.name),
        options=option_fields,
        chosen=chosen.fields(values, said),
        options_of=protocol.name,
        may_choose_social=portal is not None and portal.social != Social(),
        moving_waits=moving_waits,
        plan=plans.plan_fields(values),
        rehearsal=rehearsal,
        sample=sample.Sample(tk.h.url_for("resilient_sources.count", name=name), sample.Seen(), ""),
    )
