"""Which of many datasets are chosen, carried from page to page by the form itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ALL = "all"
NONE = "none"
BASE = "base"
"""Names what the choice began with: all of them, or none."""
OTHERS = "others"
"""Names the datasets that differ from that, on whatever page they are."""
SHOWN = "shown"
"""Names the datasets that were on the page, whether they are ticked or not."""
TICKED = "dataset"

Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """All datasets, or none of them (`base`), but for `others`."""

    base: str = ALL
    others: frozenset[str] = frozenset()

    def __contains__(self, package_id: str) -> bool:
        return (self.base == ALL) is (package_id not in self.others)

    def of(self, ids: Sequence[str]) -> list[str]:
        """Those of the datasets that are chosen."""
        return [one for one in ids if one in self]

    @property
    def kept(self) -> str:
        """The `others` as the form holds them."""
        return " ".join(sorted(self.others))


def sent(form: Form) -> Choice:
    """The choice that a form sends: what it began with, changed by what is ticked on its page."""
    ticked = set(form.get(TICKED, ()))
    shown = _several(form, SHOWN) | ticked
    base = ALL if ALL in form.get(BASE, ()) else NONE
    differs = ticked if base == NONE else shown - ticked
    return Choice(base, frozenset(_several(form, OTHERS) - shown | differs))


def _several(form: Form, name: str) -> set[str]:
    return set(" ".join(form.get(name, ())).split())
