"""Finding out what an address is: nothing is asked twice, the likely is asked first, and it has an end."""

from __future__ import annotations

from collections import Counter

import pytest

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvest.http import HttpSettings
from ckanext.resilient.harvest.probe import asking_once, recognise
from tests.faults.conversations import CONVERSATIONS
from tests.faults.entries import entry
from tests.harvest.clients import Serve
from tests.harvest.servers import Answer, Asked, Server

CATALOGUES = {
    "csw": "/csw",
    "dcat": "/feed.ttl",
    "dcat_us": "/data.json",
    "pxweb": "/api/v2",
}
"""Addresses that tell by themselves how they are read."""


def settings(server: Server) -> HttpSettings:
    return HttpSettings(allowed_private_hosts=frozenset({server.pair}), min_delay=0)


def told_apart(asked: Asked) -> tuple[str, str, str, bytes]:
    return asked.method, asked.path, repr(sorted(asked.query.items())), asked.body


@pytest.mark.parametrize(("protocol", "path"), CATALOGUES.items())
def test_an_address_that_tells_how_it_is_read_is_asked_by_that_protocol_first(
    serve: Serve, protocol: str, path: str
) -> None:
    server = serve(CONVERSATIONS[protocol].holding([entry(number) for number in range(3)]).respond)
    with asking_once(settings(server)) as http:
        assert recognise(server.url + path, http).plan.protocol.name == protocol
    assert not [asked.path for asked in server.asked if "/action/" in asked.path]


def test_a_portal_that_nothing_fits_is_asked_for_nothing_twice(serve: Serve) -> None:
    server = serve(lambda asked: Answer(404, b"no"))
    with asking_once(settings(server)) as http, pytest.raises(StopHarvest) as stopped:
        recognise(server.url, http)
    assert stopped.value.issue.code == "nothing-recognised"
    times = Counter(map(told_apart, server.asked))
    # A page and a document of an address are asked for with other words.
    assert {asked for asked, count in times.items() if count > 1} <= {("GET", "/", "[]", b"")}
    assert max(times.values()) <= 3


def test_a_portal_that_is_too_slow_says_so_when_the_time_is_over(serve: Serve) -> None:
    server = serve(lambda asked: Answer(404, b"no"))
    with asking_once(settings(server), seconds=0) as http, pytest.raises(StopHarvest) as stopped:
        recognise(server.url, http)
    issue = stopped.value.issue
    assert (issue.code, issue.field) == ("recognised-too-slowly", "url")
    assert server.url in issue.message
    assert server.asked == []


def test_a_portal_that_refuses_one_way_of_asking_and_hangs_up_at_the_other_is_no_portal(serve: Serve) -> None:
    def answer(asked: Asked) -> Answer:
        if asked.method == "POST":
            raise ConnectionResetError(asked.path)
        return Answer(400, b"no")

    server = serve(answer)
    with asking_once(settings(server)) as http, pytest.raises(StopHarvest) as stopped:
        # Errors that come of errors close to a ring here, which was once followed for ever.
        recognise(server.url, http)
    assert stopped.value.issue.code == "nothing-recognised"
