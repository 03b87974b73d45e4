"""The HTTP client against servers that are too large, too slow, too busy or broken."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from email.utils import formatdate

import pytest

from ckanext.resilient.harvest.http import StatusError
from ckanext.resilient.harvest.retries import retry_after
from tests.harvest.clients import Serve, client, code_of, one_answer
from tests.harvest.servers import Answer, Asked


def test_a_bomb_is_cut_after_decompression(serve: Serve):
    bomb = gzip.compress(bytes(30_000_000))
    server = serve(lambda asked: Answer(body=bomb, headers={"Content-Encoding": "gzip"}))
    reader = client(server, max_bytes=1_000_000)
    assert len(bomb) < 100_000
    assert code_of(lambda: reader.get(server.url)) == "too-large"
    assert len(client(server).get(server.url).content) == 30_000_000


def test_an_endless_answer_is_cut(serve: Serve):
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 65536

    server = serve(lambda asked: Answer(stream=endless()))
    assert code_of(lambda: client(server).get(server.url, max_bytes=500_000)) == "too-large"


def test_a_server_that_drips_meets_the_deadline(serve: Serve):
    def drip() -> Iterator[bytes]:
        for _ in range(100):
            time.sleep(0.05)
            yield b"x"

    server = serve(lambda asked: Answer(stream=drip()))
    began = time.monotonic()
    assert code_of(lambda: client(server, deadline=0.4).get(server.url)) == "timed-out"
    assert time.monotonic() - began < 2


def test_a_server_that_drips_its_headers_meets_the_deadline_too():
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    stop = threading.Event()

    def drip() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not stop.wait(0.05):
                connection.sendall(b"x")

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    try:
        reader = client(allowed=frozenset({f"127.0.0.1:{port}"}), deadline=0.4)
        began = time.monotonic()
        assert code_of(lambda: reader.get(f"http://127.0.0.1:{port}/")) == "timed-out"
        assert time.monotonic() - began < 2
    finally:
        stop.set()
        thread.join(2)
        listener.close()


def test_a_silent_server_is_given_up(serve: Serve):
    def respond(asked: Asked) -> Answer:
        time.sleep(1)
        return Answer()

    server = serve(respond)
    assert code_of(lambda: client(server, read_timeout=0.2).get(server.url)) == "timed-out"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_status_that_may_pass_is_tried_again(serve: Serve, status: int):
    server = serve(one_answer(Answer(status), Answer(status), Answer(body=b"ok")))
    assert client(server).get(server.url).content == b"ok"
    assert len(server.asked) == 3


def test_retries_end(serve: Serve):
    server = serve(lambda asked: Answer(503, body=b"busy"))
    with pytest.raises(StatusError) as caught:
        client(server, retries=2).get(server.url)
    assert caught.value.status == 503
    assert caught.value.response.text == "busy"
    assert len(server.asked) == 3


def test_other_error_statuses_are_not_tried_again(serve: Serve):
    server = serve(lambda asked: Answer(500, body=b"x" * 1_000_000))
    with pytest.raises(StatusError) as caught:
        client(server).get(server.url, max_bytes=10)
    assert "500" in caught.value.issue.message
    assert len(caught.value.response.content) < 200_000
    assert len(server.asked) == 1


def test_retry_after_is_respected(serve: Serve):
    server = serve(one_answer(Answer(429, headers={"Retry-After": "1"}), Answer(body=b"ok")))
    began = time.monotonic()
    assert client(server).get(server.url).content == b"ok"
    assert time.monotonic() - began >= 1


def test_a_source_that_asks_for_a_long_pause_is_left_alone(serve: Serve):
    server = serve(lambda asked: Answer(429, headers={"Retry-After": "86400"}))
    assert code_of(lambda: client(server).get(server.url)) == "come-back-later"
    assert len(server.asked) == 1


def test_retry_after_may_be_a_date():
    assert 50 < retry_after(formatdate(time.time() + 60, usegmt=True)) <= 60
    assert retry_after(formatdate(time.time() - 60, usegmt=True)) == 0
    assert retry_after("soon") == 0
    assert retry_after("") == 0
    assert retry_after("Mon, 01 Jan 99999999999999999999 00:00:00 GMT") == 0


def test_a_source_that_asks_for_a_pause_without_end_is_left_alone_in_words(serve: Serve):
    server = serve(lambda asked: Answer(429, headers={"Retry-After": "9" * 400}))
    assert code_of(lambda: client(server).get(server.url)) == "come-back-later"


def test_a_connection_that_breaks_off_is_tried_again(serve: Serve):
    broken = Answer(headers={"Content-Length": "10"}, stream=iter([b"half"]))
    server = serve(one_answer(broken, Answer(body=b"complete")))
    assert client(server).get(server.url).content == b"complete"


def test_an_answer_that_stays_broken_is_named(serve: Serve):
    headers = {"Content-Encoding": "gzip"}
    server = serve(lambda asked: Answer(body=gzip.compress(b"x" * 999)[:-5], headers=headers))
    assert code_of(lambda: client(server).get(server.url)) == "answer-broken"
    headers["Content-Encoding"] = "br"
    assert code_of(lambda: client(server).get(server.url)) == "encoding-unknown"
