"""What portals get wrong while they page, for any protocol: a habit changes what a well-behaved source answers.

A `Paged` source tells how a page is asked for and where the total stands; the habits need no more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.harvest.servers import Answer, Asked, Respond

PER_PAGE = 2
PAGES = 3
RECORDS = PER_PAGE * PAGES
"""Every paged source holds so many records, on pages that are all full."""


@dataclass(frozen=True)
class Paged:
    """A source with three pages.

    Args:
        respond: answers as it should.
        page: number of the page that a request asks for; None for any other request.
        turn: the same request for another page.
        tell: the body with another total; None where the source tells none.
        path: appended to the server's address.
        options: of the protocol.
        pages_are_independent: a page says nothing of the others (folders, single records), so that only
            its failing can be a fault.
    """

    respond: Respond
    page: Callable[[Asked], int | None]
    turn: Callable[[Asked, int], Asked]
    tell: Callable[[bytes, int], bytes] | None = None
    path: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    pages_are_independent: bool = False


def in_query(name: str, first: int = 1, step: int = 1) -> dict[str, Any]:
    """Pages by a parameter of the query: its value on the first page, and what each page adds."""

    def page(asked: Asked) -> int | None:
        if name not in asked.query:
            return None
        return (int(asked.query[name][0]) - first) // step + 1

    def turn(asked: Asked, number: int) -> Asked:
        return replace(asked, query={**asked.query, name: [str(first + (number - 1) * step)]})

    return {"page": page, "turn": turn}


def told_in(*keys: str) -> Callable[[bytes, int], bytes]:
    """The total at a place in a JSON body."""

    def tell(body: bytes, total: int) -> bytes:
        document = json.loads(body)
        held = document
        for key in keys[:-1]:
            held = held[key]
        held[keys[-1]] = total
        return json.dumps(document).encode()

    return tell


def told_in_text(pattern: str) -> Callable[[bytes, int], bytes]:
    """The total after a pattern in a text."""
    return lambda body, total: re.sub(f"({pattern})\\d+".encode(), rb"\g<1>%d" % total, body)


Habit = Callable[[Paged], Respond]


def _on_page(paged: Paged, number: int, answer: Callable[[Asked], Answer]) -> Respond:
    def respond(asked: Asked) -> Answer:
        return answer(asked) if paged.page(asked) == number else paged.respond(asked)

    return respond


def repeats_a_page(paged: Paged) -> Respond:
    """Every page after the first is the first once more."""

    def respond(asked: Asked) -> Answer:
        number = paged.page(asked)
        return paged.respond(paged.turn(asked, 1) if number and number > 1 else asked)

    return respond


def goes_in_circles(paged: Paged) -> Respond:
    """After the second page comes the first again, for ever."""

    def respond(asked: Asked) -> Answer:
        number = paged.page(asked)
        return paged.respond(paged.turn(asked, (number - 1) % 2 + 1) if number else asked)

    return respond


def tells(total: int) -> Habit:
    """The source tells another total than it has."""

    def habit(paged: Paged) -> Respond:
        def respond(asked: Asked) -> Answer:
            answer = paged.respond(asked)
            if paged.page(asked) is None or paged.tell is None or answer.status != 200:
                return answer
            return replace(answer, body=paged.tell(answer.body, total))

        return respond

    return habit


def fails_with(status: int, body: bytes = b"") -> Habit:
    """The second page is an error or something else."""
    return lambda paged: _on_page(paged, 2, lambda asked: Answer(status, body))


def breaks_off(paged: Paged) -> Respond:
    """The second page ends in the middle, and says that it is whole."""

    def half(asked: Asked) -> Answer:
        answer = paged.respond(asked)
        return replace(answer, body=answer.body[: len(answer.body) // 2])

    return _on_page(paged, 2, half)


def hangs_up(paged: Paged) -> Respond:
    """The connection is cut in the middle of the second page."""

    def half(asked: Asked) -> Answer:
        answer = paged.respond(asked)
        middle = len(answer.body) // 2
        headers = {**answer.headers, "Content-Length": str(len(answer.body))}
        return replace(answer, headers=headers, stream=iter([answer.body[:middle]]))

    return _on_page(paged, 2, half)


FAILING: dict[str, Habit] = {
    "500": fails_with(500, b'{"success": false}'),
    "page": fails_with(200, b"<!DOCTYPE html><html><body>Manutenzione</body></html>"),
    "refusal": fails_with(200, b'{"success": false}'),
    "cut": breaks_off,
    "hang-up": hangs_up,
}
"""The second page cannot be read."""

MISLEADING: dict[str, Habit] = {"repeats": repeats_a_page, "circles": goes_in_circles}
"""The pages say that there is more, and it is not there."""

LYING: dict[str, Habit] = {"too-many": tells(1000), "too-few": tells(RECORDS - PER_PAGE), "none": tells(0)}
"""The total is not true; with far too high a one, the pages after the last are empty for ever."""
