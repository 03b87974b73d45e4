"""What a run did, in numbers and in findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ckanext.resilient.harvest.stages import Batch
from ckanext.resilient.svrc.issues import KINDS, Issue
from ckanext.resilient.svrc.meanings import WordField, field_of

COUNTS = ("listed", "new", "changed", "unchanged", "duplicates", "vanished", "rejected", "skipped")
"""Names of the numbers of a run, in the order in which people read them."""


def in_order(counts: Mapping[str, int]) -> dict[str, int]:
    """Stored counts in the order of `COUNTS`: the database keeps none."""
    return {name: counts[name] for name in COUNTS if name in counts}


@dataclass(slots=True)
class Report:
    """Counts and issues of one run or rehearsal.

    `listed` = `new` + `changed` + `unchanged` + `duplicates` + `rejected` + `skipped` + those listed twice.
    """

    listed: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicates: int = 0
    vanished: int = 0
    rejected: int = 0
    skipped: int = 0
    issues: list[Issue] = field(default_factory=list[Issue])

    def add_batch(self, batch: Batch) -> None:
        """Count a batch's records and take over its findings."""
        self.listed += batch.listed
        self.rejected += len(batch.rejected)
        self.skipped += len(batch.skipped) + batch.left_out
        self.issues += batch.issues
        self.issues += batch.skipped
        self.issues += [rejected.issue for rejected in batch.rejected]
        for prepared in batch.prepared:
            self.issues += prepared.issues

    def count(self, action: str, *, duplicate: bool) -> None:
        """Count a record by what it means here; one for which another source's stands is a duplicate."""
        name = "duplicates" if duplicate else action
        setattr(self, name, getattr(self, name) + 1)

    def counts(self) -> dict[str, int]:
        """The numbers under the names that `rehearse --json` prints."""
        return {name: getattr(self, name) for name in COUNTS}


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that no table knows: the kind of its finding (`code`), its field, how often it is there, one record."""

    code: str
    field: str
    value: str
    count: int
    record: str

    @property
    def meant(self) -> WordField | None:
        """The field in which somebody may say what it means."""
        return field_of(self.code, self.field)


def unknown_words(issues: Iterable[Issue]) -> list[UnknownWord]:
    """The words that can be given a meaning, the most frequent first."""
    groups: dict[tuple[str, str, str], list[Issue]] = {}
    for issue in issues:
        if field_of(issue.code, issue.field) is not None:
            groups.setdefault((issue.code, issue.field, issue.params["value"]), []).append(issue)
    found = [UnknownWord(*key, len(issues), issues[0].record) for key, issues in groups.items()]
    return sorted(found, key=lambda word: (-word.count, word.field, word.value))


@dataclass(frozen=True, slots=True)
class Cause:
    """Issues with the same cause: how many, and one of them to show."""

    code: str
    field: str
    count: int
    example: Issue


def group_by_cause(issues: Iterable[Issue]) -> list[Cause]:
    """Causes, gravest and most frequent first."""
    groups: dict[tuple[str, str], list[Issue]] = {}
    for issue in issues:
        groups.setdefault((issue.code, issue.field), []).append(issue)
    causes = [Cause(code, name, len(found), found[0]) for (code, name), found in groups.items()]
    grade = {"error": 0, "warning": 1, "info": 2}
    return sorted(causes, key=lambda cause: (grade[KINDS[cause.code].severity], -cause.count, cause.code))
