"""`up`: from nothing to a running, filled portal, and in seconds when it was done before."""

from __future__ import annotations

import os
import time
from pathlib import Path

from .console import say, spell_duration, step
from .errors import StepError
from .instance import Instance
from .portal import (
    ADMINISTRATOR,
    Source,
    bundle_assets,
    choose_portals,
    code_stamp,
    configure,
    create_administrator,
    harvest,
    load_content,
    migrate,
    migration_stamp,
    register_sources,
    reindex,
)
from .ports import LOOPBACK
from .prepare import install_software, open_state, require_free_port, start_stores
from .services import (
    mail_programs,
    portal_programs,
    sample_programs,
    wait_for_http,
    wait_for_port,
    web_check,
)
from .supervisor import Program, Supervisor

TOLD = {
    "samples": "Sample portals on this machine, with invented records (no way out to the internet was found)",
    "real": "Real portals, a first slice of each",
    "none": "No portals, as RESILIENT_PORTALS=none asks",
}


def up(root: Path) -> int:
    """Bring the portal of this clone up; 0 when it answers."""
    begin = time.monotonic()
    say("Bringing the portal up")
    instance = open_state(root, "portal")
    install_software(instance)
    portals = choose_portals(instance, os.environ)
    samples = sample_programs(instance) if portals == "samples" else []
    mail = mail_programs(instance)
    web, *workers = portal_programs(instance)
    supervisor, schema = start_stores(instance, [*samples, *mail, web, *workers])
    password = _prepare_portal(instance, schema)
    _start(instance, supervisor, [*samples, *mail, web])
    wait_for_http(web, web_check(instance))
    _load_content(instance)
    _register(instance, portals)
    if _unharvested(instance):  # the workers would start the same harvests a second time
        for worker in workers:
            supervisor.stop(worker)
    failures = _harvest_new(instance)
    _start(instance, supervisor, workers)
    instance.memory.keep(restart=False)
    _tell(instance, portals, password, failures, time.monotonic() - begin)
    return 0


def _prepare_portal(instance: Instance, schema: str) -> str:
    """Configuration, tables, index and administrator; the password if one was made."""
    changed = configure(instance)
    code = code_stamp(instance)
    stale = changed or code != instance.memory.get("code")
    instance.memory.keep(restart=stale or bool(instance.memory.get("restart")), code=code)
    stamp = migration_stamp(instance)
    if instance.memory.get("migrated") != stamp:
        with step("Migrating the database"):
            migrate(instance)
        instance.memory.keep(migrated=stamp, restart=True)
    if stale:
        with step("Bundling style sheets and scripts"):
            bundle_assets(instance)
    known = instance.memory.get("indexed_schema")
    if known is not None and known != schema:
        with step("Indexing anew, since the search schema changed"):
            reindex(instance)
    instance.memory.keep(indexed_schema=schema)
    if instance.memory.get("administrator"):
        return ""
    with step("Creating the first administrator"):
        password = create_administrator(instance)
    instance.memory.keep(administrator=True)
    if password:
        _tell_password(password)
    return password


def _tell_password(password: str) -> None:
    say()
    say(f"    user name  {ADMINISTRATOR}")
    say(f"    password   {password}")
    say("    Shown this once and kept nowhere: note it down now.")
    say()


def _start(instance: Instance, supervisor: Supervisor, programs: list[Program]) -> None:
    with step(f"Starting {', '.join(one.name for one in programs)}"):
        for program in programs:
            require_free_port(supervisor, program)
            if instance.memory.get("restart") and program.environment:  # it runs code of the suite
                supervisor.restart(program)
            else:
                supervisor.start(program)
        supervisor.settle(programs)
        for program in programs:
            wait_for_port(program)


def _load_content(instance: Instance) -> None:
    if instance.memory.get("content") != instance.memory.get("code"):
        with step("Loading the content"):
            counts = load_content(instance)
        say(f"    {counts}")
        instance.memory.keep(content=instance.memory.get("code"))


def _register(instance: Instance, portals: str) -> None:
    if portals not in {"none", instance.memory.get("portals")}:
        with step("Registering the harvest sources"):
            sources = register_sources(instance, portals)
        instance.memory.keep(sources=[[one.name, one.title] for one in sources])
    instance.memory.keep(portals=portals)


def _harvest_new(instance: Instance) -> list[str]:
    """Harvest each source that was not harvested yet; what could not be harvested, in sentences."""
    failures = [_harvest_one(instance, source) for source in _unharvested(instance)]
    return [failure for failure in failures if failure]


def _harvest_one(instance: Instance, source: Source) -> str:
    try:
        with step(f"Harvesting {source.title}"):
            counts = harvest(instance, source)
    except StepError as failure:
        return str(failure)
    say(f"    {counts}")
    instance.memory.keep(harvested=[*instance.memory.get("harvested", []), source.name])
    return ""


def _unharvested(instance: Instance) -> list[Source]:
    done = instance.memory.get("harvested", [])
    return [Source(name, title) for name, title in instance.memory.get("sources", []) if name not in done]


def _tell(instance: Instance, portals: str, password: str, failures: list[str], seconds: float) -> None:
    for failure in failures:
        say(f"  {failure}")
    say()
    say(f"The portal is up after {spell_duration(seconds)}:  {instance.site_url}")
    say(f"  Content: {TOLD[portals]}.")
    if instance.owns("mail"):
        page = f"http://{LOOPBACK}:{instance.ports['mail-page']}"
        say(f"  Mail is caught here and sent to nobody: {page} or ./resilient mail shows it.")
    if password:
        say(f"  Log in as `{ADMINISTRATOR}` with the password shown above.")
    else:
        say(f"  Forgotten the password? ./resilient ckan user setpass {ADMINISTRATOR}")
    say("  ./resilient status shows the services and their logs, ./resilient down stops them.")
