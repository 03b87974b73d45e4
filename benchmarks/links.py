"""Checking links: the suite's bounded asynchronous check against trying one after the other, in one run.

Both try the same addresses on loopback hosts of ours (127.0.1.1, 127.0.1.2 …) that answer late, break off, turn HEAD
away or send error pages. They run in a process of their own, so that the checks do not wait for them. Printed are links
a second, by the clock and by the processor time that the checks took, the ratio, and what the hosts saw: how many requests
at once, and in the busiest second.

    ./resilient bench links --addresses 5000 --hosts 50
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection

import anyio

from ckanext.resilient.harvest.addresses import AddressGuard
from ckanext.resilient.quality.batches import side_by_side
from ckanext.resilient.quality.links.politeness import Limits
from ckanext.resilient.quality.links.probe import Link, Prober
from ckanext.resilient.quality.links.schedule import Found
from ckanext.resilient.quality.links.verdict import NO_CONNECTION


@dataclass
class Seen:
    """What one host saw of those who came."""

    delay: float
    running: int = 0
    most: int = 0
    starts: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Host(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    seen: Seen

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up when they know enough; the figures tell when they do so too early."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Host

    def _serve(self) -> None:
        seen = self.server.seen
        with seen.lock:
            seen.running += 1
            seen.most = max(seen.most, seen.running)
            seen.starts.append(time.monotonic())
        time.sleep(seen.delay)
        number = int(self.path.rsplit("/", 1)[-1].split(".")[0])
        status, kind, body = _answer(number, self.command)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
        with seen.lock:
            seen.running -= 1

    do_GET = do_HEAD = _serve  # noqa: N815 - names that http.server asks for

    def log_message(self, format: str, *args: object) -> None:
        """A benchmark needs no access log."""


def _answer(number: int, method: str) -> tuple[int, str, bytes]:
    """Nine in ten links are good; the others fail each in its way."""
    fault = number % 40
    if fault == 1:
        return 404, "text/html", b"gone"
    if fault == 2:
        return (405, "text/plain", b"") if method == "HEAD" else (200, "text/csv", b"a;b\n")
    if fault == 3:
        return 200, "text/html", b"<!doctype html><title>404 not found</title>"
    if fault == 4:
        return 500, "text/plain", b"broken"
    return 200, "text/csv", b"a;b\n"


def hosts(count: int, delay: float) -> list[_Host]:
    """Running servers, each at a loopback address of its own."""
    running: list[_Host] = []
    for number in range(count):
        host = _Host((f"127.0.{1 + number // 250}.{1 + number % 250}", 0), _Handler)
        host.seen = Seen(delay)
        threading.Thread(target=host.serve_forever, args=(0.05,), daemon=True).start()
        running.append(host)
    return running


def _serve_hosts(count: int, delay: float, pipe: Connection) -> None:
    """Run hosts: tell their addresses, and whenever asked, what they saw since they were asked last."""
    running = hosts(count, delay)
    pipe.send([f"{host.server_address[0]}:{host.server_address[1]}" for host in running])
    while pipe.recv():
        pipe.send(
            (
                max(host.seen.most for host in running),
                max(_most_in_a_second(host.seen.starts) for host in running),
            )
        )
        for host in running:
            host.seen.most, host.seen.starts = 0, []


async def _all(links: Sequence[Link], limits: Limits, allowed: frozenset[str]) -> list[Found]:
    async with Prober(limits, AddressGuard(allowed), "benchmark") as prober:
        return await side_by_side(links, prober.probe, Found(NO_CONNECTION, "no-connection"))


async def _in_turn(links: Sequence[Link], limits: Limits, allowed: frozenset[str]) -> list[Found]:
    async with Prober(limits, AddressGuard(allowed), "benchmark") as prober:
        return [await prober.probe(link) for link in links]


@dataclass
class Row:
    """One way of checking: time, speed, and what the busiest host saw."""

    way: str
    links: int
    good: int
    seconds: float
    processor: float
    links_a_second: float
    most_at_once: int
    most_in_a_second: int


def _most_in_a_second(starts: Sequence[float]) -> int:
    ordered = sorted(starts)
    return max((sum(begin <= one < begin + 1 for one in ordered) for begin in ordered), default=0)


def _measure(way: str, run: Callable[[], list[Found]], pipe: Connection) -> Row:
    begin, processor = time.monotonic(), time.process_time()
    found = run()
    seconds, processor = time.monotonic() - begin, time.process_time() - processor
    pipe.send(True)
    most, in_a_second = pipe.recv()
    return Row(
        way, len(found), sum(one.good for one in found), round(seconds, 2), round(processor, 2),
        round(len(found) / seconds, 1), most, in_a_second,
    )  # fmt: skip


def main() -> None:
    """Measure both ways and print them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--addresses", type=int, default=5000, help="how many links")
    parser.add_argument("--hosts", type=int, default=50, help="on how many hosts")
    parser.add_argument("--latency", type=float, default=0.1, help="seconds until a host answers")
    parser.add_argument("--delay", type=float, default=0.05, help="pause between two requests to a host")
    parser.add_argument("--sequential", type=int, default=500, help="so many of them one after the other")
    parser.add_argument("--json", action="store_true", help="print as JSON")
    asked = parser.parse_args()
    pipe, theirs = multiprocessing.Pipe()
    arguments = (asked.hosts, asked.latency, theirs)
    multiprocessing.get_context("spawn").Process(target=_serve_hosts, args=arguments, daemon=True).start()
    pairs = pipe.recv()
    links = [
        Link(f"http://{pairs[number % len(pairs)]}/files/{number}.csv", {"CSV"})
        for number in range(asked.addresses)
    ]
    allowed = frozenset(pairs)
    polite = Limits(at_once=100, per_host=2, delay=asked.delay, timeout=10)
    rows = [
        _measure("together", lambda: anyio.run(_all, links, polite, allowed), pipe),
        _measure("one by one", lambda: anyio.run(_in_turn, links[: asked.sequential], polite, allowed), pipe),
    ]
    pipe.send(False)
    ratio = rows[0].links_a_second / rows[1].links_a_second
    if asked.json:
        print(json.dumps({"rows": [asdict(row) for row in rows], "ratio": round(ratio, 1)}, indent=2))
        return
    for row in rows:
        print(
            f"{row.way:<12}{row.links:>6} links {row.good:>6} good {row.seconds:>8} s ({row.processor} of the processor) {row.links_a_second:>8} links/s"
            f"   at most {row.most_at_once} at once and {row.most_in_a_second} a second to a host"
        )
    print(f"ratio {ratio:.1f}")


if __name__ == "__main__":
    main()
