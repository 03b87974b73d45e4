"""How many records would come in with what stands in a form: by the source's own count, else by those looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvest.probe import SAMPLES
from ckanext.resilient.harvesters.pages import chosen, options
from ckanext.resilient.pages import reader

FIELDS = ("sample", "sample_of", "matching", "total")
"""The fields in which a form carries what was looked at."""

_SOCIAL, _CHOSEN = 1, 2


@dataclass(frozen=True, slots=True)
class Seen:
    """What was looked at.

    Args:
        records: of each record looked at one digit: 1 when it concerns the social economy, 2 when it passes what
            is chosen, 3 for both.
        of: what was chosen then, as one word.
        matching: how many records the source has that pass its own filters, None when it does not say.
        total: how many it has in all, None when it does not say.
    """

    records: str = ""
    of: str = ""
    matching: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A part of the form that counts anew when its choices change.

    Args:
        url: where it asks.
        seen: what was looked at, as the form carries it on.
        sentence: how many would come in, or why that is not known.
    """

    url: str
    seen: Seen
    sentence: str


def seen_in(probe: Mapping[str, Any], values: Mapping[str, str], total: int | None) -> Seen:
    """What `resilient_harvest_probe` has looked at with these values of the form."""
    social = probe["social"] or [True] * probe["looked_at"]
    signs = (
        _SOCIAL * bool(is_social) + _CHOSEN * bool(passes)
        for is_social, passes in zip(social, probe["chosen"], strict=True)
    )
    return Seen("".join(map(str, signs)), choice_of(values), probe["records"], total)


def carried(given: Mapping[str, str]) -> Seen:
    """What a form has carried on."""
    records = "".join(sign for sign in given.get("sample", "") if sign in "0123")
    return Seen(
        records, given.get("sample_of", ""), _number(given.get("matching")), _number(given.get("total"))
    )


def carrying(seen: Seen) -> dict[str, str]:
    """The same as values of the form."""
    numbers = {"matching": seen.matching, "total": seen.total}
    counts = {name: "" if number is None else str(number) for name, number in numbers.items()}
    return {"sample": seen.records, "sample_of": seen.of, **counts}


def choice_of(values: Mapping[str, str]) -> str:
    """What is chosen in a form, as one word: with something else, the source has to be asked again."""
    said = chosen.said(values) | {
        name: value for name, value in values.items() if value and name.startswith(options.PREFIX)
    }
    return hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()[:16]


def counted(url: str, values: Mapping[str, str], seen: Seen) -> Sample:
    """How many come in; nothing is said when something else was looked at than is chosen now."""
    is_known = seen.of == choice_of(values) and (seen.records or seen.matching == 0)
    return Sample(url, seen, _sentence(values, seen) if is_known else "")


def _sentence(values: Mapping[str, str], seen: Seen) -> str:
    wanted = _CHOSEN | (_SOCIAL if values.get("only_social") else 0)
    limit = _number(values.get("limit")) or None
    takes = [int(sign) & wanted == wanted for sign in seen.records]
    if seen.matching is not None and seen.total is not None:
        if seen.matching <= SAMPLES:  # all of them were looked at, also those that cannot be used
            return _of_all(sum(takes[:limit]), seen.total)
        if not (values.get("only_social") or chosen.said(values)):
            return _of_all(min(seen.matching, limit or seen.matching), seen.total)
    looked_at = takes[:limit]
    sentence = tk._("Of the first {listed} records, {taken} would come in.").format(
        listed=reader.number(len(looked_at)), taken=reader.number(sum(looked_at))
    )
    if seen.matching is None:
        return sentence
    more = tk._("The source has {matching} such records.").format(matching=reader.number(seen.matching))
    return f"{sentence} {more}"


def _of_all(taken: int, total: int) -> str:
    return tk._("{taken} of {total} records would come in.").format(
        taken=reader.number(taken), total=reader.number(max(taken, total))
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
