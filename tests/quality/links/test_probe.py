"""Links are tried against real servers: politely, within bounds, and never into the private network."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import anyio
import pytest

from ckanext.resilient.harvest.addresses import AddressGuard
from ckanext.resilient.moments import utc_now
from ckanext.resilient.quality.links.politeness import Limits
from ckanext.resilient.quality.links.probe import Link, Prober
from ckanext.resilient.quality.links.schedule import Found, Standing, after
from tests.harvest.servers import Answer, Asked, Server, serving

CSV = b"anno;posti\n2024;31\n"
FAST = Limits(delay=0, timeout=5)


def respond(asked: Asked) -> Answer:
    return ANSWERS.get(asked.path, lambda _: Answer(404, b"gone"))(asked)


def _endless() -> Iterator[bytes]:
    while True:
        yield b"1;2;3\n" * 1000


def _typed(kind: str, body: bytes) -> Answer:
    return Answer(body=body, headers={"Content-Type": kind})


def _no_head(asked: Asked) -> Answer:
    return Answer(405) if asked.method == "HEAD" else Answer(206, CSV[:4], {"Content-Range": "bytes 0-3/19"})


def _wms(asked: Asked) -> Answer:
    asks_well = asked.query.get("request") == ["GetCapabilities"]
    return _typed("text/xml", b"<WMS_Capabilities/>" if asks_well else b"<ServiceExceptionReport/>")


ANSWERS: dict[str, Callable[[Asked], Answer]] = {
    "/file.csv": lambda _: _typed("text/csv; charset=utf-8", CSV),
    "/no-head.csv": _no_head,
    "/page.csv": lambda _: _typed("text/html", b"<!doctype html><title>Scarica</title>"),
    "/endless.csv": lambda _: Answer(stream=_endless()),
    "/to-login": lambda _: Answer(302, headers={"Location": "/user/login"}),
    "/user/login": lambda _: _typed("text/html", b"<html><input type=password></html>"),
    "/busy": lambda _: Answer(429, headers={"Retry-After": "120"}),
    "/circle": lambda _: Answer(302, headers={"Location": "/circle"}),
    "/to-nothing": lambda _: Answer(302, headers={"Location": "http://x:abc/"}),
    "/to-no-path": lambda _: Answer(302, headers={"Location": "mailto:someone@dati.example"}),
    "/busy-for-ever": lambda _: Answer(429, headers={"Retry-After": "9" * 400}),
    "/odd-page": lambda _: _typed("text/html", b"<html><title>Errore</title><![foo[ ]]></html>"),
    "/inside": lambda _: Answer(302, headers={"Location": "http://127.0.0.1:9/secret"}),
    "/wms": _wms,
}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(respond) as running:
        yield running


def found(server: Server, *links: Link, limits: Limits = FAST) -> Sequence[Found]:
    async def run() -> Sequence[Found]:
        results: dict[int, Found] = {}
        async with Prober(limits, AddressGuard([server.pair]), "link checker") as prober:

            async def one(place: int, link: Link) -> None:
                results[place] = await prober.probe(link)

            async with anyio.create_task_group() as group:
                for place, link in enumerate(links):
                    group.start_soon(one, place, link)
        return [results[place] for place in range(len(links))]

    return anyio.run(run)


def test_a_file_is_known_by_its_header_alone(server: Server) -> None:
    (result,) = found(server, Link(f"{server.url}/file.csv", {"CSV"}))
    assert result == Found(200, "", "text/csv", len(CSV))
    assert [asked.method for asked in server.asked] == ["HEAD"]


def test_where_head_is_refused_the_first_bytes_are_asked_for(server: Server) -> None:
    (result,) = found(server, Link(f"{server.url}/no-head.csv", {"CSV"}))
    assert (result.status, result.problem, result.size) == (405, "head-refused", 19)
    assert server.asked[-1].headers["range"] == "bytes=0-4095"


def test_only_the_beginning_of_a_body_is_read(server: Server) -> None:
    (result,) = found(server, Link(f"{server.url}/endless.csv", {"CSV"}))
    assert result.good


@pytest.mark.parametrize(
    ("path", "status", "problem"),
    [
        ("/page.csv", 200, "web-page"),
        ("/to-login", 200, "sign-in"),
        ("/gone.csv", 404, "error-status"),
        ("/circle", 1100, "no-connection"),
        ("/inside", 1100, "no-connection"),
        ("/to-nothing", 1100, "no-connection"),
        ("/to-no-path", 1100, "no-connection"),
        ("/odd-page", 200, "error-page"),
        ("/wms", 200, ""),
    ],
)
def test_what_is_wrong_is_told_apart(server: Server, path: str, status: int, problem: str) -> None:
    formats = {"WMS_SRVC"} if path == "/wms" else {"CSV"}
    (result,) = found(server, Link(f"{server.url}{path}", formats))
    assert (result.status, result.problem) == (status, problem)


@pytest.mark.parametrize("address", ["", "posti.csv", "ftp://dati.example/a.csv", "http://", "http://[1"])
def test_what_is_no_address_is_not_asked(server: Server, address: str) -> None:
    assert found(server, Link(address))[0].status == 1300


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/",
        "http://2130706433:1/",
        "http://[::ffff:127.0.0.1]:1/",
        "http://169.254.169.254/",
    ],
)
def test_the_private_network_stays_closed(server: Server, address: str) -> None:
    assert found(server, Link(address))[0] == Found(1100, "no-connection")


def test_a_busy_host_is_not_asked_again_in_the_same_run(server: Server) -> None:
    links = [Link(f"{server.url}/busy?{number}") for number in range(20)]
    results = found(server, *links, limits=Limits(per_host=1, delay=0, timeout=5))
    assert {result.wait for result in results} == {120}
    assert len(server.asked) == 1


def test_a_host_that_wants_to_be_left_alone_for_ever_is_tried_again_on_another_day(server: Server) -> None:
    (result,) = found(server, Link(f"{server.url}/busy-for-ever"))
    now = utc_now()
    assert after(Standing(now), result, now).next_check == now + dt.timedelta(days=1)


def test_behind_a_proxy_the_private_network_stays_closed_too() -> None:
    names = {"dati.example": ["93.184.216.34"], "dentro.example": ["10.0.0.5"]}
    guard = AddressGuard(resolver=lambda host, port: names.get(host, [host]))

    async def run(proxy: str) -> Sequence[Found]:
        hosts = ("dati.example", "dentro.example", "10.0.0.5", "169.254.169.254")
        async with Prober(FAST, guard, "link checker", proxy) as prober:
            return [await prober.probe(Link(f"http://{host}/file.csv", {"CSV"})) for host in hosts]

    with serving(respond) as proxy:
        outside, *inside = anyio.run(run, proxy.url)
        asked = [one.headers["host"] for one in proxy.asked]
    assert outside.good
    assert inside == [Found(1100, "no-connection")] * 3
    assert asked == ["dati.example"]


def test_one_host_never_gets_more_requests_at_once_than_is_polite() -> None:
    lock, running, most, starts = threading.Lock(), [0], [0], list[float]()

    def slowly(asked: Asked) -> Answer:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
            starts.append(time.monotonic())
        time.sleep(0.02)
        with lock:
            running[0] -= 1
        return Answer(headers={"Content-Type": "text/csv"})

    with serving(slowly) as server:
        links = [Link(f"{server.url}/{number}") for number in range(20)]
        found(server, *links, limits=Limits(per_host=2, delay=0.01, timeout=5))
    assert most[0] <= 2
    assert len(starts) == 20


def test_a_silent_server_is_given_up(server: Server) -> None:
    gate = threading.Event()

    def silent(asked: Asked) -> Answer:
        gate.wait(10)
        return Answer()

    with serving(silent) as mute:
        (result,) = found(mute, Link(f"{mute.url}/a.csv"), limits=Limits(delay=0, timeout=1))
        gate.set()
    assert result == Found(1100, "no-connection")
