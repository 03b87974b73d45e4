"""Lists that are ordered by the time of the last change, newest first: they are read no further than needed.

For portals that can be asked for an order, but not for what changed since a moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from typing import Any

MomentOf = Callable[[Any], str]
"""When a payload says it was changed last (ISO 8601; UTC where it names no zone); empty when it does not."""


def as_time(text: str) -> datetime | None:
    """A moment; one that names no zone is in UTC."""
    try:
        time = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=timezone.utc)


class NewestFirst:
    """Takes what is new from page after page, as long as the portal keeps the order it was asked for.

    A portal may take the wish for an order and not heed it. Then a page shows a moment that is later than the
    one before it, or none; from there on everything is taken, and the list has to be read to its end.

    Args:
        since: the moment (ISO 8601) from which on changes are wanted.
        moment_of: when a payload was changed last.
    """

    def __init__(self, since: str, moment_of: MomentOf) -> None:
        self._since = as_time(since)
        self._moment_of = moment_of
        self._last: datetime | None = None
        self._is_ordered = self._since is not None
        self.is_through = False
        """Whether a page reached back to what was known before: all changes were taken."""

    def of(self, payloads: Iterable[Any]) -> list[Any]:
        """What is new on the next page; all of it, when the order cannot be relied on."""
        found = list(payloads)
        moments = [as_time(self._moment_of(payload)) for payload in found]
        self._is_ordered = self._is_ordered and self._goes_back(moments)
        if not self._is_ordered:
            return found
        new = [one for one, moment in zip(found, moments, strict=True) if self._is_new(moment)]
        self.is_through = len(new) < len(found)
        return new

    def _goes_back(self, moments: Iterable[datetime | None]) -> bool:
        for moment in moments:
            if moment is None or (self._last is not None and moment > self._last):
                return False
            self._last = moment
        return True

    def _is_new(self, moment: datetime | None) -> bool:
        return moment is None or self._since is None or moment >= self._since


def keeps_order(payloads: Iterable[Any], moment_of: MomentOf) -> bool:
    """Whether a first page is ordered by the last change, newest first."""
    moments = [as_time(moment_of(payload)) for payload in payloads]
    told = [moment for moment in moments if moment]
    return len(told) == len(moments) and told == sorted(told, reverse=True)


def tells_an_order(payloads: Iterable[Any], moment_of: MomentOf) -> bool:
    """Whether payloads differ in their moments: of equal ones nobody can see how they are ordered."""
    return len({moment_of(payload) for payload in payloads}) > 1
