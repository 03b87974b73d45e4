"""`down` stops what `up` started, and `status` tells what runs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from .console import say, step
from .errors import StepError
from .instance import GIVEN, Instance, open_instance
from .prepare import stop_all
from .services import database_programs, mail_programs, portal_programs, sample_programs
from .state import remove_state_folder
from .supervisor import Program, Supervisor


def down(root: Path, *, erase: bool, confirmed: bool) -> int:
    """Stop the services of this clone; with `erase` remove its data too, after asking. Given ones stay."""
    var = root / "var"
    if not var.is_dir():
        say("Nothing is running and there is nothing to erase.")
        return 0
    if erase and not confirmed:
        _ask(var)
    with step("Stopping the services"):
        stop_all(root, var)
    if erase:
        with step(f"Removing {var.resolve()}"):
            remove_state_folder(var)
    else:
        say("The data is kept: ./resilient up brings the portal back.")
    return 0


def _ask(var: Path) -> None:
    what = "Nothing was erased"
    if not sys.stdin.isatty():
        raise StepError(what, "there is no terminal to ask at", "add --yes if you mean it")
    answer = input(f"Remove {var.resolve()} with its database, files and passwords? Type `erase` to go on: ")
    if answer.strip() != "erase":
        raise StepError(what, "you did not type `erase`", "run the same command again if you mean it")


def status(root: Path, *, as_json: bool) -> int:
    """Tell what runs, on which port and where its log is."""
    var = root / "var"
    known = (var / "run" / "instance.json").exists()
    report = describe(open_instance(root, var, "portal", {})) if known else {"url": None, "services": {}}
    if as_json:
        say(json.dumps(report, indent=2))
        return 0
    if not known:
        say("This clone has no portal yet: ./resilient up makes one.")
        return 0
    say(f"{report['url']}")
    for name, service in report["services"].items():
        say(f"  {name:<15} {service['state']:<9} {service['port'] or '':<6} {service['log'] or ''}")
    return 0


def describe(instance: Instance) -> dict[str, Any]:
    """What `status --json` prints."""
    states = Supervisor(instance).states()
    samples = sample_programs(instance) if instance.memory.get("portals") == "samples" else []
    programs: list[Program] = [
        *database_programs(instance),
        *samples,
        *mail_programs(instance),
        *portal_programs(instance),
    ]
    services: dict[str, dict[str, Any]] = {
        service: {"state": "given", "port": None, "log": None}
        for variable, service in GIVEN.items()
        if variable in instance.given
    }
    if not instance.owns("mail"):
        services["mail"] = {"state": "given", "port": None, "log": None}
    for program in programs:
        state = states.get(program.name, "stopped")
        services[program.name] = {"state": state, "port": program.port, "log": str(program.log)}
    return {"url": instance.site_url, "services": services}
