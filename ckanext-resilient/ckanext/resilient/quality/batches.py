"""What the checks of links and of files have in common: batches of what is due, and many tries side by side."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import anyio

Item = TypeVar("Item")
Result = TypeVar("Result")
Progress = Callable[[int], None]


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


async def side_by_side(items: Sequence[Item], work: Callable[[Item], Awaitable[Result]]) -> list[Result]:
    """The results of some work on all items at once, in the order of the items."""
    results: dict[int, Result] = {}

    async def one(place: int, item: Item) -> None:
        results[place] = await work(item)

    async with anyio.create_task_group() as group:
        for place, item in enumerate(items):
            group.start_soon(one, place, item)
    return [results[place] for place in range(len(items))]
