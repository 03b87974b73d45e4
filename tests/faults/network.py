"""Faults below HTTP: connections that fail, stall or speak something else."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.faults.model import Fault, Play, Scene, answering, in_part, paging, stopped, well
from tests.harvest.servers import Answer, Asked, Respond
from tests.harvesters.protocols.habits import hangs_up

_IMPATIENT = {"read_timeout": 0.05}
_SHORT = {"deadline": 0.08, "document_deadline": 0.08}
_DRIP = 0.01


def below(connection: Callable[[socket.socket], None], **settings: float) -> Play:
    """A server that does not get as far as HTTP."""
    return lambda conversation: Scene(connection=connection, settings=settings)


def _no_such_name(host: str, port: int) -> list[str]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def _hangs_up(connection: socket.socket) -> None:
    connection.recv(65536)


def _resets(connection: socket.socket) -> None:
    connection.recv(65536)
    # Closing with this option sends RST instead of FIN.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _is_silent(connection: socket.socket) -> None:
    while connection.recv(65536):
        continue


def _drips_headers(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        time.sleep(_DRIP)
        connection.sendall(b"x")


def _greets_as_ssh(connection: socket.socket) -> None:
    connection.sendall(b"SSH-2.0-OpenSSH_9.2p1\r\n")
    connection.recv(65536)


def _endless_headers(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-More: " + b"x" * 8192 + b"\r\n")


def dripping(respond: Respond) -> Respond:
    """Sends every body letter by letter, for ever."""

    def drip() -> Iterator[bytes]:
        while True:
            time.sleep(_DRIP)
            yield b" "

    return lambda asked: replace(respond(asked), stream=drip())


def hung_up(respond: Respond) -> Respond:
    """Hangs up after two thirds of every body."""

    def shorter(asked: Asked) -> Answer:
        answer = respond(asked)
        headers = {**answer.headers, "Content-Length": str(len(answer.body))}
        return replace(answer, headers=headers, stream=iter([answer.body[: len(answer.body) * 2 // 3]]))

    return shorter


_KEPT = ("answer-broken", "document-broken")

FAULTS: tuple[Fault, ...] = (
    Fault("nobody-listens", "Nothing listens at the address.", lambda _: Scene(), stopped("unreachable")),
    Fault(
        "name-unknown",
        "The name of the host does not exist (any more).",
        lambda _: Scene(url="http://portal.example", resolver=_no_such_name),
        stopped("name-unknown"),
    ),
    Fault(
        "tls-on-plain-port",
        "The address says https://, and the server does not speak TLS.",
        lambda conversation: Scene(well(conversation).respond, url="https://{pair}"),
        stopped("tls-failed"),
    ),
    Fault(
        "hangs-up",
        "The server takes the request and hangs up without an answer.",
        below(_hangs_up),
        stopped("answer-broken"),
    ),
    Fault(
        "resets",
        "The connection is reset while we wait for the answer.",
        below(_resets),
        stopped("answer-broken"),
    ),
    Fault(
        "stays-silent",
        "The server takes the request and never answers.",
        below(_is_silent, **_IMPATIENT),
        stopped("timed-out"),
        seen="ckan/ckanext-harvest#380",
    ),
    Fault(
        "drips-headers",
        "The headers come letter by letter, without end (slowloris).",
        below(_drips_headers, **_SHORT),
        stopped("timed-out"),
    ),
    Fault(
        "drips-body",
        "The body comes letter by letter, without end.",
        lambda conversation: Scene(dripping(well(conversation).respond), settings=_SHORT),
        stopped("timed-out"),
        but={"ine_pt": stopped("answer-empty")},
    ),
    Fault(
        "endless-headers",
        "The headers never end.",
        below(_endless_headers),
        stopped("answer-broken"),
    ),
    Fault(
        "other-service",
        "Another service listens there (SSH).",
        below(_greets_as_ssh),
        stopped("answer-broken"),
    ),
    Fault(
        "body-breaks-off",
        "The connection is cut in the middle of every body.",
        answering(hung_up),
        stopped("answer-broken"),
        but={
            "dcat_us": in_part(3, *_KEPT),
            "ine_pt": in_part(3, *_KEPT),
            "dkan": in_part(4, *_KEPT),
        },
    ),
    Fault(
        "page-breaks-off",
        "The connection is cut in the middle of the second page.",
        paging(hangs_up),
        in_part(2, "page-lost"),
        but={"dcat": in_part(4, "page-lost")},
        needs=("pages",),
    ),
)
