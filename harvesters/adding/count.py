"""How many records of a source would come in with what stands in a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvesters.pages import chosen, options, sample


def count(url: str, values: Mapping[str, str], source: Mapping[str, Any] | None) -> sample.Sample:
    """The part of the form that says it; the source is asked only when something else is chosen than before.

    Args:
        url: where that part asks.
        values: of the form.
        source: how it is read (`url`, `portal`, `protocol`, `options`); None when that is not known yet.
    """
    seen = sample.carried(values)
    if source is None or seen.of == sample.choice_of(values):
        return sample.counted(url, values, seen)
    try:
        return sample.counted(url, values, _look(values, source, seen))
    except tk.ValidationError as error:
        return sample.Sample(url, seen, " ".join(error.error_summary.values()))


def _look(values: Mapping[str, str], source: Mapping[str, Any], seen: sample.Seen) -> sample.Seen:
    given = options.as_given(values, source) if values[options.OF] else source["options"]
    probe = _probe(source, given, chosen.as_given(values))
    plain = options.without_choosing(given, options.protocol_of(source))
    total = probe["records"] if given == plain else seen.total
    if total is None and given != plain and probe["records"] is not None:
        total = _probe(source, plain, {})["records"]
    return sample.seen_in(probe, values, total)


def _probe(source: Mapping[str, Any], given: dict[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    data = {name: source[name] for name in ("url", "portal", "protocol")}
    return tk.get_action("resilient_harvest_probe")({}, {**data, "options": given, **wanted})
