from __future__ import annotations

import socket
import stat
from configparser import RawConfigParser
from dataclasses import replace
from pathlib import Path

import pytest

from resilient_ops.errors import StepError
from resilient_ops.instance import SAMPLES, Instance
from resilient_ops.prepare import require_free_port
from resilient_ops.services import portal_programs, sample_programs
from resilient_ops.supervisor import (
    Program,
    Supervisor,
    clean_environment,
    known_socket,
    make_short_socket,
    render_config,
)


def test_every_program_is_started_again_when_it_dies_and_has_its_log(portal: Instance) -> None:
    programs = [*sample_programs(portal), *portal_programs(portal)]

    parser = RawConfigParser()
    parser.read_string(render_config(portal, portal.run / "s.sock", programs))

    names = {
        section.removeprefix("program:") for section in parser.sections() if section.startswith("program:")
    }
    assert names == {
        *SAMPLES, "web",
        "jobs", "harvest-gather", "harvest-gather-2", "harvest-fetch", "harvest-clock",
    }  # fmt: skip
    for name in names:
        assert parser[f"program:{name}"]["autorestart"] == "true"
        assert parser[f"program:{name}"]["stdout_logfile"].endswith(f"/log/{name}.log")
    assert parser["unix_http_server"]["chmod"] == "0600"


def test_a_percent_sign_in_a_path_is_no_expansion(portal: Instance) -> None:
    program = Program("web", ["/opt/100%/web"], portal.log("web"))

    assert "command=/opt/100%%/web" in render_config(portal, portal.run / "s.sock", [program])


def test_the_socket_stands_beside_the_state(portal: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resilient_ops.supervisor.SOCKET_LIMIT", 1000)

    assert known_socket(portal) == portal.run.resolve() / "supervisor.sock"


def test_a_path_too_long_for_a_socket_gets_a_short_one_that_is_remembered(portal: Instance) -> None:
    deep = replace(portal, state=portal.state / ("x" * 60) / ("y" * 60))
    assert known_socket(deep) is None

    made = make_short_socket(deep)

    assert len(str(made)) < 100
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    assert known_socket(deep) == made
    made.parent.rmdir()
    assert known_socket(deep) is None


def test_a_port_that_a_stranger_holds_is_named_with_the_variable_that_changes_it(portal: Instance) -> None:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        program = Program("it-sample", ["true"], portal.log("it-sample"), stranger.getsockname()[1])
        with pytest.raises(StepError, match=r"another program listens .* set RESILIENT_IT_SAMPLE_PORT"):
            require_free_port(Supervisor(portal), program)


def test_services_do_not_inherit_what_points_to_another_portal() -> None:
    inherited = {
        "PATH": "/bin",
        "LANG": "C",
        "CKAN_INI": "x",
        "PYTHONPATH": "y",
        "PIP_INDEX": "z",
        "CI": "true",
    }

    assert clean_environment(inherited) == {"PATH": "/bin", "LANG": "C", "CI": "true"}


def test_without_a_supervisor_nothing_runs(portal: Instance, tmp_path: Path) -> None:
    assert Supervisor(replace(portal, state=tmp_path)).states() == {}
