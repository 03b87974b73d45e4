"""Which records of a batch are the same dataset as one that another source gives. Reads; the caller writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckanext.resilient.harvest import stock
from ckanext.resilient.harvest.duplicates import store
from ckanext.resilient.harvest.duplicates.model import DuplicateDecision
from ckanext.resilient.harvest.duplicates.store import Held
from ckanext.resilient.harvest.guard import Known
from ckanext.resilient.harvest.plan import find_portal
from ckanext.resilient.harvest.stages import Prepared
from ckanext.resilient.harvest.store import package_id
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.profile import Profile, marks, profile_of
from ckanext.resilient.svrc.sameness import Finding, compare, differences, nearer, rank

ONE_SOURCE = {"addresses": 3}
"""How many records of one source may share a mark before it tells nothing; any other mark is of one only."""


@dataclass(frozen=True, slots=True)
class Place:
    """A source as people know it, and whose records it gathers (`svrc.sameness.GATHERS`)."""

    title: str
    gathers: str = ""


@dataclass(slots=True)
class Recognised:
    """What a batch has in common with other sources.

    Args:
        duplicates: guid of a record to the package id of the dataset that stands for it.
        decisions: rows of pairs that were not known before.
        over: ids of decisions of the rules that hold no longer.
        issues: what the report says of the new pairs.
    """

    duplicates: dict[str, str] = field(default_factory=dict[str, str])
    decisions: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    over: list[int] = field(default_factory=list[int])
    issues: list[Issue] = field(default_factory=list[Issue])


@dataclass(frozen=True, slots=True)
class _Record:
    """One record of the batch with all that is known of it."""

    id: str
    title: str
    profile: Profile
    shown: bool
    found: Mapping[str, tuple[Finding, Held]]
    decided: Sequence[DuplicateDecision]


def places() -> dict[str, Place]:
    """Every source of ours by id, in one query."""
    return {source.id: place_of(source) for source in stock.own_sources()}


def place_of(source: stock.Source) -> Place:
    """A source as people know it."""
    portal = find_portal(stock.source_config(source).get("portal", ""), source.url)
    return Place(source.title, portal.gathers if portal else "")


class Recogniser:
    """Finds the datasets of one source that other sources give too, batch by batch.

    Args:
        source_id: the source that is read.
        gathers: whose records it gathers.
    """

    def __init__(self, source_id: str, gathers: str) -> None:
        self._source_id = source_id
        self._places = places() | {source_id: Place("", gathers)}

    def recognise(self, batch: Sequence[Prepared], known: Mapping[str, Known]) -> Recognised:
        """What the records of a batch have in common with those of other sources, in five queries."""
        profiles = {one.guid: profile_of(one.package) for one in batch}
        matches = self._matches(profiles)
        ids = {guid: package_id(self._source_id, guid) for guid in profiles}
        decided = store.decisions_on(list(ids.values()))
        standing = store.standing({one.keeps for one in decided if one.keeps})
        result = Recognised()
        for one in batch:
            own = ids[one.guid]
            held = known.get(one.guid)
            record = _Record(
                own,
                one.title,
                profiles[one.guid],
                held is not None and held.shown,
                {stays: match for stays, match in matches.get(one.guid, {}).items() if stays != own},
                [decision for decision in decided if own in (decision.first, decision.second)],
            )
            keeper = self._kept_by(record, standing, result) or self._judge(record, result)
            if keeper:
                result.duplicates[one.guid] = keeper
        return result

    def save(self, batch: Sequence[Prepared]) -> None:
        """Keep by what the records of a batch are recognised. The caller commits."""
        store.save_profiles(self._source_id, {one.guid: profile_of(one.package) for one in batch})

    def _matches(self, profiles: Mapping[str, Profile]) -> dict[str, dict[str, tuple[Finding, Held]]]:
        """For each record, the datasets of other sources that it is or may be, by package id."""
        sorts = {mark: sort for profile in profiles.values() for mark, sort in marks(profile).items()}
        carriers = store.carriers(sorts)
        for guid, profile in profiles.items():
            for mark in marks(profile):
                carriers.setdefault(mark, {})[self._source_id, guid] = True
        common = {mark for mark, keys in carriers.items() if _tells_nothing(sorts[mark], keys)}
        others = {key for mark in carriers.keys() - common for key in carriers[mark]}
        held = store.held_records({key for key in others if key[0] != self._source_id})
        found: dict[str, dict[str, tuple[Finding, Held]]] = {}
        for guid, profile in profiles.items():
            keys = {key for mark in marks(profile).keys() - common for key in carriers[mark]}
            candidates = [held[key] for key in sorted(keys & held.keys())]
            found[guid] = _best(profile, candidates, frozenset(common))
        return found

    def _kept_by(self, record: _Record, standing: Mapping[str, str], result: Recognised) -> str:
        """The dataset that stands for a record by an earlier decision, "" when none does."""
        for decision in record.decided:
            stays = standing.get(decision.keeps, "")
            if record.id in {decision.keeps, stays} or not stays:
                continue
            if decision.decided_by or stays in record.found:
                return stays
            # The rules found it, and the record has changed so much that they would not find it again.
            result.over.append(decision.id)
        return ""

    def _judge(self, record: _Record, result: Recognised) -> str:
        """What a record has in common with datasets it was never compared with; the one that stands for it."""
        known = {one for decision in record.decided for one in (decision.first, decision.second)}
        new = {stays: match for stays, match in record.found.items() if stays not in known}
        certain = {stays: held for stays, (finding, held) in new.items() if finding.grade == "certain"}
        if certain and not record.shown:
            keeper = max(certain, key=lambda stays: self._rank(certain[stays]))
            self._note(record, keeper, new[keeper], result, keeps=keeper)
            return keeper
        for stays, match in new.items():
            self._note(record, stays, match, result)
        return ""

    def _note(
        self,
        record: _Record,
        stays: str,
        match: tuple[Finding, Held],
        result: Recognised,
        keeps: str = "",
    ) -> None:
        finding, held = match
        own, other = self._places[self._source_id], self._place(held)
        settled = bool(keeps) and not nearer(own.gathers, other.gathers)
        better = settled or rank(record.profile, own.gathers) <= self._rank(held)
        first, second = sorted((record.id, stays))
        result.decisions.append(
            {
                "first": first,
                "second": second,
                "verdict": "same" if settled else "open",
                "keeps": keeps,
                "proposal": stays if better else record.id,
                "reasons": list(finding.reasons),
                "differences": _by_id(stays, record.id, differences(held.profile, record.profile)),
                "decided_by": "",
            }
        )
        code = "duplicate-found" if settled else "duplicate-nearer" if keeps else "duplicate-open"
        params = {"title": held.profile.facts.title, "portal": other.title}
        result.issues.append(Issue(code, record=record.title, params=params))

    def _place(self, held: Held) -> Place:
        return self._places.get(held.source_id, Place(held.source_id))

    def _rank(self, held: Held) -> tuple[int, int, int]:
        return rank(held.profile, self._place(held).gathers)


def _tells_nothing(sort: str, keys: Mapping[store.Key, bool]) -> bool:
    """Whether too many records carry a mark: all in all, or of one source.

    One that its source lists no more does not count there: it may be the same record under a new guid.
    """
    sources = Counter(source_id for (source_id, _), listed in keys.items() if listed)
    return len(keys) > store.MANY or max(sources.values(), default=0) > ONE_SOURCE.get(sort, 1)


def _best(
    profile: Profile, candidates: Iterable[Held], common: frozenset[str]
) -> dict[str, tuple[Finding, Held]]:
    """The datasets that a record is or may be, by package id, each with what is surest of it."""
    found: dict[str, tuple[Finding, Held]] = {}
    for held in candidates:
        finding = compare(profile, held.profile, common)
        if finding.grade == "different":
            continue
        if held.stays not in found or finding.grade == "certain":
            found[held.stays] = (finding, held)
    return found


def _by_id(first: str, second: str, different: Mapping[str, Sequence[Any]]) -> dict[str, dict[str, Any]]:
    return {name: {first: values[0], second: values[1]} for name, values in different.items()}
