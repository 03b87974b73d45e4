"""What a rehearsal says: numbers, what was found, and the cards as the public will see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvest.wording import NUMBERS
from ckanext.resilient.harvesters.pages.changes import RecordChange, record_changes
from ckanext.resilient.harvesters.pages.meanings import WordGroup, word_groups
from ckanext.resilient.harvesters.pages.pairs import RehearsedPair
from ckanext.resilient.pages import reader
from ckanext.resilient.pages.cards import Card, cards

Row = Mapping[str, Any]

_CARDS = 6
_FINDINGS = 20
_HERE = "#what-comes-in"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was found in several records, and what helps."""

    message: str
    remedy: str
    count: str
    example: str


@dataclass(frozen=True, slots=True)
class RehearsalView:
    """What would come in.

    `sentence` says it in one line, `unknown` what cannot be known of a part, `more` counts the findings not listed, `words` want a meaning, `pairs` a decision.
    """

    sentence: str
    unknown: str
    counts: list[tuple[str, str]]
    cards: list[Card]
    changes: list[RecordChange]
    findings: list[Finding]
    more: int
    words: list[WordGroup]
    pairs: list[RehearsedPair]


def rehearsal_view(result: Row, pairs: list[RehearsedPair], country: str = "") -> RehearsalView:
    """What is shown of a rehearsal.

    Args:
        result: as `resilient_harvest_rehearse` gives it.
        pairs: its pairs, for whoever decides.
        country: ISO 3166 code of the source's country, empty where it has none.
    """
    counts = result["counts"]
    taken = counts["listed"] - counts["rejected"] - counts["skipped"]
    findings = _findings(result["issues"])
    return RehearsalView(
        sentence=tk._("Of the first {listed} records, {taken} would come in.").format(
            listed=reader.number(counts["listed"]), taken=reader.number(taken)
        ),
        unknown=_unknown(result),
        counts=[(tk._(NUMBERS[name][0]), reader.number(number)) for name, number in counts.items() if number],
        cards=[
            replace(card, url=dataset.get("url") or _HERE)
            for dataset, card in zip(
                result["datasets"][:_CARDS], cards(result["datasets"][:_CARDS]), strict=True
            )
        ],
        changes=record_changes(result["changes"]),
        findings=findings[:_FINDINGS],
        more=max(0, len(findings) - _FINDINGS),
        words=word_groups(result["words"], country),
        pairs=pairs,
    )


def _unknown(result: Row) -> str:
    if result["complete"] or not result["held"]:
        return ""
    return tk._("Only a part was read, so it cannot be said which datasets the source no longer lists.")


def _findings(issues: Iterable[Row]) -> list[Finding]:
    """Findings that say the same are one, the most frequent first."""
    several = list(issues)
    counted = Counter((issue["message"], issue["remedy"]) for issue in several)
    examples = {(issue["message"], issue["remedy"]): issue["record"] for issue in reversed(several)}
    return [
        Finding(
            message,
            remedy,
            tk.ungettext("{number} time", "{number} times", count).format(number=reader.number(count)),
            examples[message, remedy],
        )
        for (message, remedy), count in counted.most_common()
    ]
