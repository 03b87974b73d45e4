"""The tables of docs/classification.md: how well the classifier does, per language and per code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ckanext.resilient.svrc.vocabularies import LANGUAGES, vocabulary
from tests.classification.labelled import PARTS, Labelled, entries, labelled
from tests.classification.measure import MEASURED, Labeller, by_rules, by_substring, measure

__all__ = ["LANGUAGES", "tables"]

BEGIN = "<!-- numbers: written by tools/classification.py -->"
END = "<!-- end of the numbers -->"


def tables() -> str:
    """All tables as Markdown, between their two marks."""
    parts = {part: labelled(part) for part in PARTS}
    blocks = [block for field in MEASURED for block in (_languages(field, parts), _codes(field, parts))]
    return "\n\n".join([BEGIN, *blocks, END])


def _languages(field: str, parts: dict[str, list[Labelled]]) -> str:
    rows = [("all", parts), *((language, _of(language, parts)) for language in LANGUAGES)]
    head = (
        "language",
        "records tuning / test",
        "macro-F1 tuning",
        "macro-F1 test",
        "micro-F1 test",
        "substrings test",
    )
    real = {part: [record for record in parts[part] if record.id in _real()] for part in PARTS}
    own = {part: [record for record in parts[part] if record.id not in _real()] for part in PARTS}
    lines = [
        _language_row(name, chosen, field)
        for name, chosen in [*rows, ("of real portals", real), ("our own", own)]
    ]
    return f"### `{field}` by language\n" + _table(head, lines)


def _language_row(name: str, parts: dict[str, list[Labelled]], field: str) -> Sequence[str]:
    tuning, test = parts["tuning"], parts["test"]
    return (
        name,
        f"{len(tuning)} / {len(test)}",
        _macro(tuning, field, by_rules),
        _macro(test, field, by_rules),
        f"{measure(test, field).micro_f1:.2f}",
        _macro(test, field, by_substring),
    )


def _macro(records: Sequence[Labelled], field: str, labeller: Labeller) -> str:
    return f"{measure(records, field, labeller).macro_f1:.2f}"


def _codes(field: str, parts: dict[str, list[Labelled]]) -> str:
    tuning, test = (measure(parts[part], field).codes for part in ("tuning", "test"))
    head = "code", "records test", "precision", "recall", "F1 test", "F1 tuning"
    lines = [
        (
            term.code,
            str(test[term.code].support),
            f"{test[term.code].precision:.2f}",
            f"{test[term.code].recall:.2f}",
            f"{test[term.code].f1:.2f}",
            f"{tuning[term.code].f1:.2f}",
        )
        for term in vocabulary(field)
    ]
    return f"### `{field}` by code\n" + _table(head, lines)


def _of(language: str, parts: dict[str, list[Labelled]]) -> dict[str, list[Labelled]]:
    return {part: [r for r in records if r.language == language] for part, records in parts.items()}


def _real() -> set[str]:
    return {entry["id"] for entry in entries() if "fixture" in entry}


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
