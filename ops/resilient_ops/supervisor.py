"""The supervisor of an instance: it keeps the services running and starts again what dies."""

from __future__ import annotations

import http.client
import os
import shlex
import socket
import tempfile
import time
import xmlrpc.client
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import StepError
from .instance import Instance
from .run import run_logged, telling_line
from .vault import write_private

SOCKET_LIMIT = 100  # a socket's path may have 107 bytes on Linux; the supervisor adds its process number
STOP_SECONDS = 60.0


@dataclass(frozen=True)
class Program:
    """One supervised program."""

    name: str
    command: Sequence[str]
    log: Path
    port: int | None = None
    user: str | None = None
    stop_signal: str = "TERM"
    priority: int = 100
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    start_seconds: int = 1


def render_config(instance: Instance, socket_path: Path, programs: Sequence[Program]) -> str:
    """The text of supervisord.conf; nothing starts by itself, `up` starts the programs in order."""
    root_user = ["user=root"] if os.geteuid() == 0 else []
    lines = [
        "[unix_http_server]",
        f"file={_escape(str(socket_path))}",
        "chmod=0600",
        "[supervisord]",
        f"logfile={_escape(str(instance.log('supervisor')))}",
        f"pidfile={_escape(str(_pid_file(instance)))}",
        f"childlogdir={_escape(str(instance.log('supervisor').parent))}",
        f"directory={_escape(str(instance.state))}",
        f"identifier=resilient-{instance.name}",
        "umask=022",
        *root_user,
        "[rpcinterface:supervisor]",
        "supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface",
    ]
    for program in programs:
        lines += _program_lines(program)
    return "\n".join(lines) + "\n"


def _program_lines(program: Program) -> list[str]:
    environment = ",".join(f'{key}="{_escape(value)}"' for key, value in program.environment.items())
    return [
        f"[program:{program.name}]",
        f"command={_escape(shlex.join(program.command))}",
        f"priority={program.priority}",
        "autostart=false",
        "autorestart=true",
        f"startsecs={program.start_seconds}",
        "startretries=20",
        f"stopsignal={program.stop_signal}",
        f"stopwaitsecs={STOP_SECONDS:.0f}",
        "stopasgroup=true" if program.stop_signal == "TERM" else "killasgroup=true",
        f"stdout_logfile={_escape(str(program.log))}",
        "redirect_stderr=true",
        "stdout_logfile_maxbytes=10MB",
        "stdout_logfile_backups=3",
        *([f"user={program.user}"] if program.user else []),
        *([f"environment={environment}"] if environment else []),
    ]


def _escape(text: str) -> str:
    return text.replace("%", "%%")


def known_socket(instance: Instance) -> Path | None:
    """Where the control socket stands: beside the state, or in a temporary folder if that is too long."""
    near = instance.run.resolve() / "supervisor.sock"
    if len(str(near).encode()) <= SOCKET_LIMIT:
        return near
    kept = instance.memory.get("socket")
    return Path(kept) if kept and Path(kept).parent.is_dir() else None


def make_short_socket(instance: Instance) -> Path:
    """A short path for the socket in a new private folder, remembered until the supervisor is shut down."""
    short = Path(tempfile.mkdtemp(prefix="resilient-")) / "s.sock"
    instance.memory.keep(socket=str(short))
    return short


class Supervisor:
    """The supervisor of one instance, spoken to through its socket."""

    def __init__(self, instance: Instance) -> None:
        """Know where the socket is; nothing is started yet."""
        self._instance = instance
        self._socket = known_socket(instance)
        self._config = instance.run / "supervisord.conf"

    def is_running(self) -> bool:
        """Whether it answers."""
        if self._socket is None or not self._socket.exists():
            return False
        try:
            self._call("getState")
        except (OSError, http.client.HTTPException):
            return False
        return True

    def apply(self, programs: Sequence[Program]) -> None:
        """Make it know exactly these programs: start it, or let it read its changed configuration again."""
        self._socket = self._socket or make_short_socket(self._instance)
        write_private(self._config, render_config(self._instance, self._socket, programs))
        if not self.is_running():
            self._launch()
            return
        added, changed, removed = self._call("reloadConfig")[0]
        for name in [*changed, *removed]:
            self._call("stopProcessGroup", name)
            self._call("removeProcessGroup", name)
        for name in [*added, *changed]:
            self._call("addProcessGroup", name)

    def _launch(self) -> None:
        run_logged(
            [str(self._instance.venv / "bin" / "supervisord"), "--configuration", str(self._config)],
            self._instance.log("supervisor-start"),
            "The supervisor of the services could not be started",
            env=clean_environment(os.environ),
        )
        _wait(
            self.is_running,
            20.0,
            "The supervisor of the services does not answer",
            self._instance.log("supervisor"),
        )

    def start(self, program: Program) -> None:
        """Let a program start unless it runs; `settle` tells whether it did."""
        if self.states().get(program.name) not in {"running", "starting"}:
            self._call("startProcess", program.name, False)

    def settle(self, programs: Sequence[Program]) -> None:
        """Return when all these programs run; a StepError for the first one that ended at once."""
        end = time.monotonic() + STOP_SECONDS
        while True:
            states = self.states()
            waiting = [program for program in programs if states.get(program.name) != "running"]
            if not waiting:
                return
            broken = [program for program in waiting if states.get(program.name) != "starting"]
            if broken or time.monotonic() > end:
                program = (broken or waiting)[0]
                reason = telling_line(program.log) or "it ended at once and left no word in its log"
                what = f"The service `{program.name}` could not be started"
                raise StepError(what, reason, f"see {program.log} and run the same command again")
            time.sleep(0.2)

    def stop(self, program: Program) -> None:
        """Stop a program if it runs."""
        if self.states().get(program.name) in {"running", "starting"}:
            self._call("stopProcess", program.name)

    def restart(self, program: Program) -> None:
        """Stop and start a program."""
        self.stop(program)
        self.start(program)

    def states(self) -> dict[str, str]:
        """`running`, `starting`, `stopped` or `failed` per program; empty when no supervisor runs."""
        if not self.is_running():
            return {}
        words = {"RUNNING": "running", "STARTING": "starting", "STOPPED": "stopped", "STOPPING": "stopped"}
        return {one["name"]: words.get(one["statename"], "failed") for one in self._call("getAllProcessInfo")}

    def shut_down(self) -> None:
        """Stop all programs, last started first, then the supervisor itself."""
        socket_path = self._socket
        if socket_path is None or not self.is_running():
            return
        self._call("shutdown")
        pid_file = _pid_file(self._instance)
        _wait(
            lambda: not pid_file.exists() and not socket_path.exists(),
            2 * STOP_SECONDS,
            "Some services do not stop",
            self._instance.log("supervisor"),
        )
        if str(socket_path) == self._instance.memory.get("socket"):
            socket_path.parent.rmdir()
            self._instance.memory.forget("socket")
            self._socket = None

    def _call(self, method: str, *arguments: str | bool) -> Any:
        if self._socket is None:
            raise FileNotFoundError("the supervisor has no socket yet")
        with xmlrpc.client.ServerProxy(
            "http://supervisor/RPC2", transport=_SocketTransport(self._socket)
        ) as proxy:
            return getattr(proxy.supervisor, method)(*arguments)


class _SocketConnection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("supervisor")
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(2 * STOP_SECONDS)
        self.sock.connect(str(self._path))


class _SocketTransport(xmlrpc.client.Transport):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        return _SocketConnection(self._path)


def clean_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment without what could point a program to another portal or another Python."""
    dropped = ("CKAN_", "RESILIENT_", "PYTHON", "VIRTUAL_ENV", "PIP_", "PYENV_")
    return {key: value for key, value in environ.items() if not key.startswith(dropped)}


def _pid_file(instance: Instance) -> Path:
    return instance.run / "supervisord.pid"


def _wait(ready: Any, seconds: float, what: str, log: Path) -> None:
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise StepError(what, f"nothing happened for {seconds:.0f} seconds", f"see {log}")
        time.sleep(0.2)
