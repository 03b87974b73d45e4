"""The whole rating of a dataset: points, band, aspects, stars, and what to mend first. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.resilient.quality.aspects import ASPECTS, Answer
from ckanext.resilient.quality.description import describe
from ckanext.resilient.quality.findings import Checks, State
from ckanext.resilient.quality.mqa import MAXIMUM, Assessment, Measured, assess
from ckanext.resilient.quality.stars import Stars, stars


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing to mend: what to do, in which field of the form, the points it gives, and its effort (1 to 3)."""

    text: str
    field: str
    gain: int
    effort: int
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The rating of one dataset."""

    assessment: Assessment
    answers: tuple[Answer, ...]
    stars: Stars

    def unchecked(self, indicator: str) -> bool:
        """Whether an indicator waits for a job that looks at it."""
        return any(one.indicator.id == indicator and one.open for one in self.assessment.measured)

    def fix_first(self) -> list[Fix]:
        """What to mend, most points for the effort first; what one step mends together is one fix."""
        grouped: dict[tuple[str, str], list[Measured]] = {}
        for one in self.assessment.measured:
            if one.state is State.FAIL:
                grouped.setdefault((one.indicator.field, one.indicator.fix), []).append(one)
        fixes = [
            Fix(
                text,
                field,
                sum(one.indicator.points for one in group),
                max(one.indicator.effort for one in group),
                tuple(one.indicator.id for one in group),
            )
            for (field, text), group in grouped.items()
        ]
        return sorted(fixes, key=lambda fix: (-fix.gain / fix.effort, -fix.gain))

    def as_dict(self) -> dict[str, Any]:
        """The form of `ckan resilient quality score --json`; texts in English, without placeholders filled."""
        assessment = self.assessment
        return {
            "score": assessment.points,
            "max": MAXIMUM,
            "open": assessment.open,
            "rating": assessment.band,
            "provisional": assessment.open > 0,
            "stars": self.stars.count,
            "stars_from_content": self.stars.looked_into,
            "dimensions": assessment.dimensions(),
            "indicators": [_indicator(one) for one in assessment.measured],
            "aspects": [_aspect(answer) for answer in self.answers],
            "fix_first": [
                {"text": fix.text, "field": fix.field, "gain": fix.gain, "indicators": list(fix.indicators)}
                for fix in self.fix_first()
            ],
        }


def score(package: Mapping[str, Any], checks: Checks, today: dt.date) -> Score:
    """The rating of a dataset.

    Args:
        package: dict of `package_show`, or of a form that was not saved yet.
        checks: what jobs found out about its links, conformance and files.
        today: the day that "up to date" is measured against.
    """
    description = describe(package)
    answers = tuple(measure(description, checks, today) for _, _, measure in ASPECTS)
    return Score(assess(description, checks), answers, stars(description, checks))


def _indicator(one: Measured) -> dict[str, Any]:
    indicator = one.indicator
    failed = one.state is State.FAIL
    messages = {State.PASS: indicator.passed, State.FAIL: indicator.failed}
    return {
        "id": indicator.id,
        "dimension": indicator.dimension,
        "points": one.points,
        "max": indicator.points,
        "state": one.state.value,
        "message": messages.get(one.state, ""),
        "fix": {"field": indicator.field, "gain": indicator.points, "text": indicator.fix}
        if failed
        else None,
    }


def _aspect(answer: Answer) -> dict[str, Any]:
    return {
        "id": answer.aspect,
        "state": answer.state.value,
        "message": answer.sentence,
        "fix": answer.fix,
        "field": answer.field,
        "params": dict(answer.params),
    }
