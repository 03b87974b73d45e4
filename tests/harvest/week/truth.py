"""What a portal truly holds in the course of the week, and what happens to it by chance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from random import Random

from tests.faults.entries import ODD, WELL, Entry, File

_WORDS = ("per anziani", "per famiglie", "per giovani", "di quartiere", "comunali", "per tutti")


def entry(number: int) -> Entry:
    """A record that shares nothing with those of other portals."""
    return Entry(
        number,
        title=f"Servizi sociali {number}",
        description=f"Sportelli e orari, elenco {number}.",
        page=f"https://dati.example/servizi/{number}",
        files=(File(f"https://dati.example/file/{number}.csv"),),
    )


@dataclass
class Truth:
    """The records of a portal by number.

    Args:
        base: number of its first record; the first six stand where faults expect the suite's own six.
        held: what it lists.
        away: what it has listed and does not list now.
        shared: numbers of records that another portal lists, too; they come and go, and never change.
        changed: hour in which a record came or changed.
    """

    base: int
    held: dict[int, Entry]
    away: dict[int, Entry] = field(default_factory=dict[int, Entry])
    shared: frozenset[int] = frozenset()
    changed: dict[int, int] = field(default_factory=dict[int, int])
    _versions: int = 0

    @classmethod
    def of(cls, base: int, count: int, shared: Sequence[int] = ()) -> Truth:
        """A portal with so many records, and with the shared ones."""
        numbers = [*range(base, base + count), *shared]
        return cls(base, {one: entry(one) for one in numbers}, shared=frozenset(shared))

    @property
    def odd(self) -> int:
        """Number of the record that faults spoil; nothing else happens to it."""
        return self.base + ODD

    def played(self, given: Sequence[object]) -> list[object]:
        """What the portal holds when a fault is played with `given`, the suite's own six or what it made of them."""
        if not given:
            return []
        own = [self._own(one) for one in given if isinstance(one, Entry) and one.number < len(WELL)]
        first = range(self.base, self.base + len(WELL))
        return [*filter(None, own), *(one for number, one in self.held.items() if number not in first)]

    def _own(self, given: Entry) -> Entry | None:
        here = self.held.get(self.base + given.number)
        spoilt = {
            one.name: getattr(given, one.name)
            for one in fields(Entry)
            if getattr(given, one.name) != getattr(WELL[given.number], one.name)
        }
        return replace(here, **spoilt) if here else None

    def happens(self, chance: Random, hour: int, certain: Callable[[int], bool], *, may_go: bool) -> None:
        """One thing that happens to the portal in an hour, if anything does.

        Args:
            chance: what decides.
            hour: of the week.
            certain: whether the catalogue's state of a record is known; only such records go.
            may_go: whether any may.
        """
        what = chance.choices((None, self._change, self._add, self._remove, self._return), (70, 14, 4, 7, 9))[
            0
        ]
        if what is None or (what == self._remove and not may_go):
            return
        number = what(chance, certain)
        if number is not None:
            self.changed[number] = hour

    def _change(self, chance: Random, certain: Callable[[int], bool]) -> int | None:
        number = chance.choice([one for one in self.held if one not in self.shared and one != self.odd])
        self._versions += 1
        said = f"{chance.choice(_WORDS)} {number} edizione {chr(97 + self._versions % 26)}{self._versions}"
        fresh = chance.choice(
            ({"title": f"Servizi {said}"}, {"description": f"Elenco {said}."}, {"keywords": (said[:40],)})
        )
        self.held[number] = replace(self.held[number], **fresh)
        return number

    def _add(self, chance: Random, certain: Callable[[int], bool]) -> int | None:
        number = max(one for one in (*self.held, *self.away) if one not in self.shared) + 1
        self.held[number] = entry(number)
        return number

    def _remove(self, chance: Random, certain: Callable[[int], bool]) -> int | None:
        going = [one for one in self.held if one != self.odd and certain(one)]
        if len(self.held) <= len(WELL) or not going:
            return None
        number = chance.choice(going)
        self.away[number] = self.held.pop(number)
        return number

    def _return(self, chance: Random, certain: Callable[[int], bool]) -> int | None:
        if not self.away:
            return None
        number = chance.choice(list(self.away))
        self.held[number] = self.away.pop(number)
        return number

    def change_some(self, chance: Random, hour: int) -> None:
        """Three records change at once."""
        for _ in range(3):
            number = self._change(chance, lambda one: True)
            if number is not None:
                self.changed[number] = hour

    def lose(self, count: int) -> None:
        """Most of it is gone at once."""
        going = [one for one in self.held if one >= self.base + len(WELL) and one not in self.shared]
        self.away |= {number: self.held.pop(number) for number in going[:count]}

    def find_again(self, hour: int) -> None:
        """All that was away is back."""
        self.changed |= dict.fromkeys(self.away, hour)
        self.held |= self.away
        self.away.clear()

    def since(self, hour: float) -> Mapping[int, Entry]:
        """What came or changed since an hour."""
        return {one: it for one, it in self.held.items() if self.changed.get(one, 0) >= hour}
