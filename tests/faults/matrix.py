"""The matrix of faults and protocols, as `docs/faults.md` shows it."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.resilient.svrc.issues import KINDS
from tests.faults.catalogue import FAULTS, GROUPS
from tests.faults.conversations import CONVERSATIONS
from tests.faults.model import Fault
from tests.faults.play import Outcome, played

_HEAD = """# Faults that the harvest is tried with
A server of ours plays each of these faults against every protocol: a source that holds six records, on three
pages where the protocol has pages, gets one thing wrong. The harvest finds these six records held from an
earlier run. `tests/faults` holds that every cell ends as it does here, that nothing held is deleted, that every
finding is a plain sentence with a remedy, and that nothing harmful would be stored; for a part of them also
with a database behind it. This page is written by `python tools/fault_matrix.py`.

| sign | means |
|---|---|
| ● | read to the end |
| ◐ | read in part; nothing is taken for vanished |
| ■ | stopped before anything is written |
| 6 | so many records are as they were |
| ~1 | so many records are changed |
| +1 | so many records are new |
| ×1 | so many records are rejected, each with its reason |
| ?1 | so many records are no longer listed; they stay until they are missing once more |
| | it cannot happen there; the list below says why |
"""
_TITLES = {
    "network": "Connections",
    "http": "HTTP",
    "paging": "Pages and totals",
    "document": "Documents",
    "record": "Records",
    "attack": "Attacks",
}
_SIGNS = {"complete": "●", "incomplete": "◐", "stopped": "■"}


def page() -> str:
    """The whole page."""
    cells = len(FAULTS) * len(CONVERSATIONS)
    empty = sum(1 for fault in FAULTS for one in CONVERSATIONS.values() if fault.empty_cell(one))
    summary = (
        f"\n{len(FAULTS)} faults against {len(CONVERSATIONS)} protocols: {cells - empty} cells are played, "
        f"{empty} are empty.\n"
    )
    return _HEAD + summary + "".join(part for name in GROUPS for part in _group(name))


def _group(name: str) -> Iterator[str]:
    faults = GROUPS[name]
    yield f"\n## {_TITLES[name]}\n\n"
    yield f"| | {' | '.join(CONVERSATIONS)} |\n|---|{'---|' * len(CONVERSATIONS)}\n"
    for fault in faults:
        yield f"| {fault.name} | {' | '.join(_cell(fault, protocol) for protocol in CONVERSATIONS)} |\n"
    yield "\n"
    for fault in faults:
        yield f"- **{fault.name}**: {' '.join(_notes(fault))}\n"


def _cell(fault: Fault, protocol: str) -> str:
    if fault.empty_cell(CONVERSATIONS[protocol]):
        return ""
    return f"{_SIGNS[played(fault, protocol).ending]} {_counts(played(fault, protocol))}".strip()


def _counts(outcome: Outcome) -> str:
    if outcome.ending == "stopped":
        return ""
    counts = outcome.report
    marked = {"~": counts.changed, "+": counts.new, "×": counts.rejected, "?": counts.vanished}
    return " ".join(
        [str(counts.unchanged), *(f"{sign}{number}" for sign, number in marked.items() if number)]
    )


def _notes(fault: Fault) -> Iterator[str]:
    yield fault.says
    codes = sorted(
        {code for protocol in CONVERSATIONS for code in _told(fault, protocol)},
        key=lambda code: (["error", "warning", "info"].index(KINDS[code].severity), code),
    )
    if codes:
        yield f"Told: {', '.join(f'`{code}`' for code in codes)}."
    reasons: dict[str, list[str]] = {}
    for protocol, conversation in CONVERSATIONS.items():
        if reason := fault.empty_cell(conversation):
            reasons.setdefault(reason, []).append(protocol)
    for reason, protocols in reasons.items():
        yield f"Empty for {', '.join(protocols)}. {reason}"
    if fault.seen:
        yield f"Seen: {fault.seen}."


def _told(fault: Fault, protocol: str) -> set[str]:
    return set() if fault.empty_cell(CONVERSATIONS[protocol]) else played(fault, protocol).codes
