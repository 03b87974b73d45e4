"""What `up`, `test` and `bench` do alike: install what is missing and start the three databases."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from . import postgres, solr, venv
from .console import say, step
from .errors import StepError
from .instance import GIVEN, Instance, open_instance
from .ports import LOOPBACK, answers, port_variable
from .services import database_programs, wait_for_http, wait_for_port
from .state import prepare_state_folder
from .supervisor import Program, Supervisor
from .system import install, missing_needs

STORES = ("postgres", "redis", "solr")


def open_state(root: Path, name: str) -> Instance:
    """The instance of this name, its folders made."""
    return open_instance(root, prepare_state_folder(root, say), name, os.environ)


def install_software(instance: Instance, testing: str = "") -> None:
    """System packages, Python packages and the search server, each only when missing or outdated."""
    own = [service for service in STORES if instance.owns(service)]
    needs = missing_needs(own, testing=testing)
    if needs:
        with step(f"Installing system packages: {', '.join(sorted({need.package for need in needs}))}"):
            install(needs, instance.log("apt"))
    if not venv.packages_are_locked(instance):
        stop_all(instance.root, instance.shared)  # what runs from the old environment
        with step("Installing Python packages (a few minutes the first time)"):
            venv.install_locked(instance)
    if not venv.suite_is_installed(instance):
        with step("Installing the suite"):
            venv.install_suite(instance)
    if instance.owns("solr") and not solr.jars_are_complete(instance):
        with step("Fetching the search server"):
            solr.resolve_jars(instance)


def stop_all(root: Path, var: Path) -> None:
    """Stop every instance of this clone."""
    for name in ("portal", "test"):
        if (var / ("test" if name == "test" else "") / "run" / "supervisord.pid").exists():
            Supervisor(open_instance(root, var, name, {})).shut_down()


def start_stores(instance: Instance, more: list[Program]) -> tuple[Supervisor, str]:
    """Start PostgreSQL, Redis and Solr as far as they are the instance's own; a digest of the search schema.

    `more` are the programs that the supervisor shall know besides.
    """
    check_given(instance)
    own = [service for service in STORES if instance.owns(service)]
    schema = ""
    with step(f"Starting {', '.join(own)}" if own else "Using the given services"):
        if instance.owns("postgres"):
            postgres.make_cluster(instance)
        if instance.owns("solr"):
            schema = solr.write_cores(instance)
        stores = database_programs(instance)
        supervisor = Supervisor(instance)
        supervisor.apply([*stores, *more])
        for program in stores:
            _start_store(instance, supervisor, program, schema)
        if instance.owns("postgres"):
            postgres.make_databases(instance)
    instance.memory.keep(loaded_schema=schema)
    return supervisor, schema


def _start_store(instance: Instance, supervisor: Supervisor, program: Program, schema: str) -> None:
    changed = program.name == "solr" and instance.memory.get("loaded_schema") != schema
    require_free_port(supervisor, program)
    if changed:
        supervisor.restart(program)  # it reads its schema at the start only
    else:
        supervisor.start(program)
    supervisor.settle([program])
    wait_for_port(program)
    if program.name == "solr":
        for core in instance.databases:
            wait_for_http(program, f"http://{LOOPBACK}:{program.port}/solr/{core}/select?q=id:none")


def require_free_port(supervisor: Supervisor, program: Program) -> None:
    """Raise a StepError where a stranger holds the port of a program that is about to start."""
    running = supervisor.states().get(program.name) in {"running", "starting"}
    if program.port and not running and answers(LOOPBACK, program.port):
        raise StepError(
            f"The service `{program.name}` was not started",
            f"another program listens on its port {program.port}",
            f"stop that program, or set {port_variable(program.name)} to a free one and try again",
        )


def check_given(instance: Instance) -> None:
    """Raise a StepError where a service that was given cannot be reached."""
    defaults = {"CKAN_SQLALCHEMY_URL": 5432, "CKAN_SOLR_URL": 8983, "CKAN_REDIS_URL": 6379}
    for variable, url in instance.given.items():
        parts = urlsplit(url)
        host, port = parts.hostname or "localhost", parts.port or defaults[variable]
        if not answers(host, port, timeout=5):
            raise StepError(
                f"The given service `{GIVEN[variable]}` cannot be used",
                f"nothing answers at {host}:{port}",
                f"start it, or correct {variable}",
            )
