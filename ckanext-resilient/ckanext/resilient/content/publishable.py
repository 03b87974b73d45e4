"""What a publisher is asked for before "publish" (IA 9), as data: one rule, one sentence.

API and harvest demand only a title and an organisation; a gap is shown and scored, never a
reason to lose a record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.resilient.svrc.issues import N_

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Rule:
    """One thing to fill in: its field, why, how one sees that it is there, and where a form says so."""

    field: str
    reason: str
    holds: Callable[[Values], bool]
    subfield: str = ""


@dataclass(frozen=True)
class Missing:
    """A rule that does not hold, ready to be shown."""

    field: str
    reason: str
    subfield: str = ""


def _filled(name: str) -> Callable[[Values], bool]:
    return lambda values: bool(values.get(name))


def _subfield(name: str, *subfields: str) -> Callable[[Values], bool]:
    return lambda values: any(entry.get(sub) for entry in values.get(name) or [] for sub in subfields)


def _file_or_conditions(values: Values) -> bool:
    return bool(values.get("rights")) or any(
        resource.get("url") or resource.get("access_url") for resource in values.get("resources") or []
    )


def _licence(values: Values) -> bool:
    return values.get("license_id") not in (None, "", "notspecified")


DATASET = (
    Rule("title_translated", N_("Give it a name, so that people can find it."), _filled("title_translated")),
    Rule("in_short", N_("Say in one sentence what it is."), _filled("in_short")),
    Rule(
        "contact",
        N_("Say who answers questions, with an e-mail address."),
        _subfield("contact", "email"),
        "email",
    ),
    Rule("od_category", N_("Choose a topic."), _filled("od_category")),
    Rule(
        "spatial_coverage",
        N_("Say which place it is about."),
        _subfield("spatial_coverage", "uri", "text"),
        "uri",
    ),
    Rule("frequency", N_("Say how often it is renewed."), _filled("frequency")),
    Rule("license_id", N_("Choose a licence, so that others know what they may do."), _licence),
    Rule("privacy_check", N_("Say whether it holds personal data."), _filled("privacy_check")),
    Rule("resources", N_("Add a file or a link, or say how to get the data."), _file_or_conditions),
)

CLUSTER = (
    Rule("title_translated", N_("Give it a name, so that people can find it."), _filled("title_translated")),
    Rule("in_short", N_("Say in one sentence what it is."), _filled("in_short")),
    Rule("mission", N_("Say what the cluster is there for."), _filled("mission")),
    Rule("partner_region", N_("Choose the region."), _filled("partner_region")),
    Rule("cluster_formality", N_("Say how formal the cluster is."), _filled("cluster_formality")),
    Rule("leading_org_type", N_("Say what kind of organisation leads it."), _filled("leading_org_type")),
    Rule("activity_area", N_("Choose a field of work."), _filled("activity_area")),
    Rule("social_innovation_area", N_("Choose an area of innovation."), _filled("social_innovation_area")),
    Rule("macro_scenario", N_("Choose a scenario."), _filled("macro_scenario")),
)

_NAME = Rule(
    "title_translated", N_("Give it a name, so that people can find it."), _filled("title_translated")
)
_IN_SHORT = Rule("in_short", N_("Say in one sentence what it is."), _filled("in_short"))

SERIES = (
    _NAME,
    _IN_SHORT,
    Rule("notes_translated", N_("Say what its datasets have in common."), _filled("notes_translated")),
)

USE_CASE = (
    _NAME,
    _IN_SHORT,
    Rule("macro_scenario", N_("Choose a scenario."), _filled("macro_scenario")),
    Rule("need", N_("Say which need there was."), _filled("need")),
    Rule("done", N_("Say what was done with data."), _filled("done")),
    Rule("use_stage", N_("Say for which step of the work data was used."), _filled("use_stage")),
    Rule("result", N_("Say what came out of it."), _filled("result")),
)

TRAINING = (
    _NAME,
    _IN_SHORT,
    Rule("training_topic", N_("Choose a topic."), _filled("training_topic")),
    Rule("training_target_group", N_("Say for whom it is."), _filled("training_target_group")),
    Rule("training_format", N_("Choose a format."), _filled("training_format")),
    Rule("training_level", N_("Choose a level."), _filled("training_level")),
    Rule("training_minutes", N_("Say how much time it takes."), _filled("training_minutes")),
    Rule("language", N_("Say in which languages it is there."), _filled("language")),
    Rule(
        "notes_translated",
        N_("Add the text, or an address where the training is."),
        lambda values: bool(values.get("notes_translated") or values.get("url")),
    ),
)

PORTAL = (
    _NAME,
    _IN_SHORT,
    Rule("url", N_("Give the address of the source."), _filled("url")),
    Rule("portal_type", N_("Choose the type of source."), _filled("portal_type")),
    Rule("territorial_level", N_("Choose a level."), _filled("territorial_level")),
    Rule(
        "spatial_coverage",
        N_("Say which place it is about."),
        _subfield("spatial_coverage", "uri", "text"),
        "uri",
    ),
)

DATA_REQUEST = (_NAME, Rule("notes_translated", N_("Say what you need."), _filled("notes_translated")))

PAGE = (
    _NAME,
    _IN_SHORT,
    Rule("page_kind", N_("Choose the kind of page."), _filled("page_kind")),
    Rule("notes_translated", N_("Add the text."), _filled("notes_translated")),
)

RULES: dict[str, tuple[Rule, ...]] = {
    "dataset": DATASET,
    "dataset_series": SERIES,
    "cluster": CLUSTER,
    "use-case": USE_CASE,
    "training": TRAINING,
    "portal": PORTAL,
    "data-request": DATA_REQUEST,
    "page": PAGE,
}


def missing(values: Values, content_type: str, fields: set[str] | None = None) -> list[Missing]:
    """The rules that do not hold for a record, in the order of the form; only those of `fields` if given."""
    return [
        Missing(rule.field, rule.reason, rule.subfield)
        for rule in RULES.get(content_type, ())
        if (fields is None or rule.field in fields) and not rule.holds(values)
    ]
