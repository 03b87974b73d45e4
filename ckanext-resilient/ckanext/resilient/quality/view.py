"""What pages show of a rating."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import reader
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.quality.checks import checks_of
from ckanext.resilient.quality.conformance.shown import Finding, conformance, violations
from ckanext.resilient.quality.description import addresses
from ckanext.resilient.quality.findings import LinkResult
from ckanext.resilient.quality.indicators import CONFORMANCE, DIMENSIONS, INDICATORS, Indicator
from ckanext.resilient.quality.letter import Letter, letter_to_source
from ckanext.resilient.quality.mqa import MAXIMUM, Band
from ckanext.resilient.quality.places import in_file, place_of
from ckanext.resilient.quality.rating import rate
from ckanext.resilient.quality.score import Fix, Score
from ckanext.resilient.quality.texts import localised
from ckanext.resilient.quality.words import DIMENSIONS as DIMENSION_WORDS
from ckanext.resilient.quality.words import LEVELS, LINK_PROBLEMS, STATES

Package = Mapping[str, Any]

_MOST_REASONS = 10
RULES = "#resilient-rules"
"""Where the page lists the rules of DCAT-AP that are broken."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A level as a word with a sign: `marks` of four are filled. `provisional` while checks are to come."""

    level: str
    word: str
    sentence: str
    marks: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class Aspect:
    """One question about a dataset, answered; `url` leads to the field of the form where it can be mended."""

    title: str
    state: str
    state_word: str
    message: str
    fix: str
    url: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to mend: what to do, the points it gives, and where."""

    text: str
    gain: int
    url: str


@dataclass(frozen=True, slots=True)
class Check:
    """One indicator of the method: what was found, and its points."""

    message: str
    state: str
    state_word: str
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class Part:
    """One dimension of the points with its indicators."""

    title: str
    points: int
    most: int
    checks: list[Check]


@dataclass(frozen=True, slots=True)
class LinkNote:
    """What is wrong with the link of one file, and since when that is known."""

    file: Text
    message: str
    checked: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a dataset does not follow DCAT-AP: the file it is about, what is wrong, what helps, and where."""

    file: str
    message: str
    fix: str
    url: str


@dataclass(frozen=True, slots=True)
class RulesNote:
    """Whether a dataset follows DCAT-AP, since when that is known, and why it does not; `more` reasons are left out."""

    state: str
    state_word: str
    checked: str
    reasons: list[Reason]
    more: int


@dataclass(frozen=True, slots=True)
class DatasetQuality:
    """The rating of a dataset as its page shows it.

    `may_edit`: whether the reader can mend it here. `harvested`: then the source may hold more than we do, and
    `letter` is a ready mail to it, where there is something to tell.
    """

    badge: Badge
    aspects: list[Aspect]
    links: list[LinkNote]
    rules: RulesNote
    steps: list[Step]
    parts: list[Part]
    points: int
    open: int
    most: int
    may_edit: bool
    harvested: bool
    letter: Letter | None


def badges(packages: Iterable[Package]) -> list[Badge]:
    """The badges of several datasets, in order; two queries for all of them."""
    return [_badge(score) for score in rate(packages)]


def dataset_quality(package: Package) -> DatasetQuality:
    """The rating of a dataset, in the reader's language."""
    score = rate([package])[0]
    found = localised(score, reader.locale(), reader.date)
    harvested = bool(package.get("source_guid"))
    may_edit = tk.h.check_access("package_update", {"id": package["id"]})
    rules = _rules_note(package, may_edit=bool(may_edit))
    steps = [
        Step(text["text"], fix.gain, _place_of(package, score, fix) if may_edit else "")
        for fix, text in zip(score.fix_first(), found["fix_first"], strict=True)
    ]
    return DatasetQuality(
        badge=_badge(score),
        aspects=[
            Aspect(
                one["title"], one["state"], _state(one), one["message"], one["fix"],
                place_of(package, one["field"], [one["id"]]) if may_edit else "",
            )
            for one in found["aspects"]
        ],
        links=_link_notes(package),
        rules=rules,
        steps=steps,
        parts=[_part(dimension, found) for dimension in DIMENSIONS],
        points=found["score"],
        open=found["open"],
        most=MAXIMUM,
        may_edit=bool(may_edit),
        harvested=harvested,
        letter=letter_to_source(package, lambda: _wishes(package, score)) if harvested and steps else None,
    )  # fmt: skip


def _link_notes(package: Package) -> list[LinkNote]:
    links = checks_of([package])[str(package["id"])].links
    return [
        LinkNote(
            reader.text_of(resource, "name") or Text(tk._("File without a name")),
            _problem(result.problem),
            reader.date(result.checked),
        )
        for resource in package.get("resources") or ()
        if (result := _problematic(links, resource))
    ]


def _problematic(links: Mapping[str, LinkResult], resource: Mapping[str, Any]) -> LinkResult | None:
    access, download = addresses(resource)
    found = (links.get(address) for address in (download, access) if address)
    return next((result for result in found if result and result.problem in LINK_PROBLEMS), None)


def _problem(name: str) -> str:
    return tk._(LINK_PROBLEMS[name])


def _rules_note(package: Package, *, may_edit: bool) -> RulesNote:
    found = conformance(package)
    several = violations(found)
    return RulesNote(
        found.state.value,
        tk._(STATES[found.state.value]),
        reader.date(found.checked[:10]),
        [
            Reason(one.file, one.message, one.fix, _form_of(package, one) if may_edit else "")
            for one in several[:_MOST_REASONS]
        ],
        max(0, len(several) - _MOST_REASONS),
    )


def _form_of(package: Package, finding: Finding) -> str:
    """The field of the form where a finding can be mended."""
    if finding.file_id:
        return in_file(package, finding.field, finding.file_id)
    return place_of(package, finding.field, [])


def _badge(score: Score) -> Badge:
    return badge(score.assessment.band, provisional=score.assessment.open > 0)


def badge(band: Band, *, provisional: bool) -> Badge:
    """The badge of a band of points."""
    level = LEVELS[band]
    return Badge(band, tk._(level.word), tk._(level.sentence), level.marks, provisional)


def _place_of(package: Package, score: Score, fix: Fix) -> str:
    """Where something can be mended: a field of a form, or the list of rules with the fields of each."""
    if CONFORMANCE in fix.indicators:
        return RULES
    measured_on = {one.indicator.id: one.file for one in score.assessment.measured}
    return place_of(package, fix.field, fix.indicators, measured_on[fix.indicators[0]])


def _wishes(package: Package, score: Score) -> list[str]:
    """What a source could do; the rules that it breaks one by one, since it does not see our list."""
    steps = [_say(fix.text) for fix in score.fix_first() if CONFORMANCE not in fix.indicators]
    rules = _rules_note(package, may_edit=False)
    return steps + [f"{one.file}: {one.message}" if one.file else one.message for one in rules.reasons]


def _say(text: str) -> str:
    """A text that is a variable: literals are marked where they are written."""
    return tk._(text)


def _part(dimension: str, found: Mapping[str, Any]) -> Part:
    checks = [
        Check(_found(one), one["state"], _state(one), one["points"], one["max"])
        for one in found["indicators"]
        if one["dimension"] == dimension
    ]
    return Part(
        tk._(DIMENSION_WORDS[dimension]),
        found["dimensions"][dimension],
        sum(check.most for check in checks),
        checks,
    )


def _found(one: Mapping[str, Any]) -> str:
    """What was found, or what is still to be looked at, in the words of passing."""
    return one["message"] or _passed(str(one["id"]))


def _passed(indicator: str) -> str:
    return tk._(_BY_ID[indicator].passed)


def _state(one: Mapping[str, Any]) -> str:
    state = str(one["state"])
    return tk._(STATES[state])


_BY_ID: Mapping[str, Indicator] = {indicator.id: indicator for indicator in INDICATORS}
