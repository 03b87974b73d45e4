"""The programs of an instance: what they are called, how they are started, when they are ready."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from .errors import StepError
from .ini import OPS
from .instance import SAMPLES, Instance
from .mail import folder_of
from .ports import LOOPBACK, answers
from .postgres import postgres_command, run_as
from .run import telling_line
from .solr import solr_command
from .supervisor import Program
from .vault import write_private

WEB_PROCESSES = 2
WEB_THREADS = 4
HARVEST_WORKERS = 2
"""So many sources are harvested side by side: a slow one leaves a worker for the others."""

READY_SECONDS = 90.0


def database_programs(instance: Instance) -> list[Program]:
    """PostgreSQL, Redis and Solr, as far as the instance runs them itself."""
    programs = [
        Program(
            "postgres",
            postgres_command(instance) if instance.owns("postgres") else [],
            instance.log("postgres"),
            instance.ports["postgres"],
            user=run_as(),
            stop_signal="INT",  # "fast": ends sessions, writes everything down
            priority=10,
        ),
        Program(
            "redis",
            ["redis-server", str(write_redis_config(instance))],
            instance.log("redis"),
            instance.ports["redis"],
            priority=11,
        ),
        Program("solr", solr_command(instance), instance.log("solr"), instance.ports["solr"], priority=12),
    ]
    return [program for program in programs if instance.owns(program.name)]


def write_redis_config(instance: Instance) -> Path:
    """The private configuration of Redis: loopback, a password, and everything kept on disk."""
    folder = instance.state / "redis"
    folder.mkdir(exist_ok=True)
    lines = [
        f"bind {LOOPBACK}",
        f"port {instance.ports['redis']}",
        f'requirepass "{instance.secret("redis")}"',
        f'dir "{folder}"',
        f"databases {max(16, len(instance.databases))}",
        "daemonize no",
        'logfile ""',
        *(['save ""'] if instance.is_test else ["appendonly yes", "save 300 10"]),
    ]
    path = instance.run / "redis.conf"
    write_private(path, "\n".join(lines) + "\n")
    return path


def sample_programs(instance: Instance) -> list[Program]:
    """The sample portals that stand in for the real ones where there is no way out."""
    return [
        Program(
            key,
            [str(instance.python), "-m", "ckanext.resilient.harvesters.samples", key, "--port", str(port)],
            instance.log(key),
            port,
            priority=20,
        )
        for key in SAMPLES
        for port in [instance.ports[key]]
    ]


def mail_programs(instance: Instance) -> list[Program]:
    """What catches mails and shows them; nothing where a real mail server was given."""
    if not instance.owns("mail"):
        return []
    modules = {"mail": "resilient_ops.mail_sink", "mail-page": "resilient_ops.mail_page"}
    environment = {"PYTHONPATH": str(OPS), "PYTHONUNBUFFERED": "1"}
    return [
        Program(
            name,
            [str(instance.python), "-m", module, str(folder_of(instance)), str(instance.ports[name])],
            instance.log(name),
            instance.ports[name],
            priority=30,
            environment=environment,
        )
        for name, module in modules.items()
    ]


def portal_programs(instance: Instance) -> list[Program]:
    """The web server and the workers."""
    environment = portal_environment(instance)
    port = instance.ports["web"]
    web = Program(
        "web",
        web_command(instance.venv, instance.host, port),
        instance.log("web"),
        port,
        priority=50,
        environment=environment,
    )
    workers = [
        Program(name, command, instance.log(name), priority=60, environment=environment, start_seconds=3)
        for name, command in worker_commands(instance.venv, instance.state).items()
    ]
    return [web, *workers]


def worker_commands(venv: Path, state: Path) -> dict[str, list[str]]:
    """The background programs of a portal; the containers run the same ones.

    Args:
        venv: the virtual environment with CKAN.
        state: a folder that outlives them, for what the clock remembers.
    """
    ckan = str(venv / "bin" / "ckan")
    names = ["harvest-gather", *(f"harvest-gather-{number}" for number in range(2, HARVEST_WORKERS + 1))]
    return {
        "jobs": [ckan, "jobs", "worker"],
        **{name: [ckan, "harvester", "gather-consumer"] for name in names},
        # For sources of other extensions' types: ours do everything in the first.
        "harvest-fetch": [ckan, "harvester", "fetch-consumer"],
        "harvest-clock": [
            str(venv / "bin" / "python"),
            str(OPS / "resilient_ops" / "harvest_clock.py"),
            ckan,
            str(state / "daily-work-done"),
        ],
    }


def web_command(venv: Path, host: str, port: int) -> list[str]:
    """Gunicorn with threads: an idle connection of a browser does not hold a process."""
    return [
        str(venv / "bin" / "gunicorn"), "--bind", f"{host}:{port}",
        "--workers", str(WEB_PROCESSES), "--worker-class", "gthread", "--threads", str(WEB_THREADS),
        "--timeout", "120", "--graceful-timeout", "20",
        "--pythonpath", str(OPS), "resilient_ops.wsgi:application",
    ]  # fmt: skip


def portal_environment(instance: Instance) -> dict[str, str]:
    """How the ckan command and its relatives find their configuration."""
    return {"CKAN_INI": str(instance.ini), "PYTHONUNBUFFERED": "1"}


def wait_for_port(program: Program) -> None:
    """Return when the program accepts connections."""
    if program.port is not None:
        port = program.port
        _wait_until(program, lambda: answers(LOOPBACK, port))


def wait_for_http(program: Program, url: str) -> None:
    """Return when the address answers with success."""
    _wait_until(program, lambda: is_success(url))


def _wait_until(program: Program, ready: Callable[[], bool]) -> None:
    end = time.monotonic() + READY_SECONDS
    while not ready():
        if time.monotonic() > end:
            raise StepError(
                f"The service `{program.name}` does not answer",
                telling_line(program.log)
                or f"nothing came from port {program.port} for {READY_SECONDS:.0f} seconds",
                f"see {program.log}",
            )
        time.sleep(0.2)


def is_success(url: str) -> bool:
    """Whether the address answers with status 200."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({})
    )  # our own address: never through a proxy
    try:
        with opener.open(url, timeout=30) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def web_check(instance: Instance) -> str:
    """The address that tells whether the web server works."""
    host = LOOPBACK if instance.host in {"0.0.0.0", "::"} else instance.host  # noqa: S104 (compared only)
    return f"http://{host}:{instance.ports['web']}/api/3/action/status_show"
