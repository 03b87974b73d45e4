from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from resilient_ops.ports import LOOPBACK, answers, choose_ports, is_free


@pytest.fixture
def listener() -> Iterator[int]:
    """A port that something listens on."""
    with socket.socket() as server:
        server.bind((LOOPBACK, 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_port_that_is_taken_is_passed_over(listener: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(choose_ports.__globals__["PREFERRED"], "web", listener)

    chosen = choose_ports(["web"], {}, {})

    assert chosen["web"] > listener
    assert is_free(chosen["web"])


def test_no_two_services_get_the_same_port() -> None:
    chosen = choose_ports(["it-sample", "es-sample", "gr-sample", "web"], {}, {})

    assert len(set(chosen.values())) == 4


def test_a_remembered_port_is_kept_though_the_service_itself_holds_it(listener: int) -> None:
    assert choose_ports(["solr"], {"solr": listener}, {}) == {"solr": listener}


@pytest.mark.parametrize(
    ("name", "variable"),
    [("web", "RESILIENT_PORT"), ("solr", "RESILIENT_SOLR_PORT"), ("it-sample", "RESILIENT_IT_SAMPLE_PORT")],
)
def test_the_environment_decides_before_what_is_remembered(name: str, variable: str) -> None:
    assert choose_ports([name], {name: 1}, {variable: "7001"}) == {name: 7001}


def test_the_tests_services_have_ports_of_their_own() -> None:
    assert choose_ports(["web"], {}, {}, offset=10_000)["web"] >= 15_000


def test_a_closed_port_does_not_answer(listener: int) -> None:
    with socket.socket() as unused:
        unused.bind((LOOPBACK, 0))
        closed = unused.getsockname()[1]

    assert answers(LOOPBACK, listener)
    assert not answers(LOOPBACK, closed)
