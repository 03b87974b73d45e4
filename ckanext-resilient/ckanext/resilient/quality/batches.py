"""What the checks of links and of files have in common: batches of what is due, and many tries side by side."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

import anyio

log = logging.getLogger(__name__)

Item = TypeVar("Item")
Result = TypeVar("Result")
Tried = TypeVar("Tried", bound="HasAddress")
Progress = Callable[[int], None]


class HasAddress(Protocol):
    """What is tried at an address."""

    @property
    def address(self) -> str:
        """The address."""
        ...


def in_batches(
    limit: int,
    size: int,
    due: Callable[[int], Sequence[Item]],
    check: Callable[[Sequence[Item]], None],
    progress: Progress,
) -> None:
    """Check what is due, at most `limit` of it, `size` at a time, until nothing is."""
    while limit > 0 and (batch := due(min(limit, size))):
        check(batch)
        progress(len(batch))
        limit -= len(batch)


async def side_by_side(
    items: Sequence[Tried], work: Callable[[Tried], Awaitable[Result]], failed: Result
) -> list[Result]:
    """The results of some work on all items at once, in the order of the items.

    Where the work ends in an error that nobody foresaw, that is logged and `failed` is the result: one odd address stops
    none of the others, now and in all runs to come.
    """
    results: dict[int, Result] = {}

    async def one(place: int, item: Tried) -> None:
        try:
            results[place] = await work(item)
        except Exception:
            log.exception("Not foreseen at %s", item.address)
            results[place] = failed

    async with anyio.create_task_group() as group:
        for place, item in enumerate(items):
            group.start_soon(one, place, item)
    return [results[place] for place in range(len(items))]
