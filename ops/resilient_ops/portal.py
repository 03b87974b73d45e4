"""The steps that make a portal of running services: configuration, tables, index, administrator, sources."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import StepError
from .ini import OPS, SHARED_INI, write_ini
from .instance import SAMPLES, Instance
from .mail import mail_settings
from .ports import LOOPBACK, answers
from .run import run_logged
from .venv import environment_for, suite_stamp

ADMINISTRATOR = "admin"
FIRST_SLICE = 50
# One of the portals that are harvested, tried to see whether there is a way out; another would do as well.
OUTSIDE = ("www.dati.gov.it", 443)
OUTSIDE_SECONDS = 3.0
CHOICES = ("samples", "real", "none")


def configure(instance: Instance) -> bool:
    """Write ckan.ini; whether it changed."""
    addresses = instance.addresses()
    values = {
        "shared_ini": str(SHARED_INI),
        "site_id": "resilient",
        "site_url": instance.site_url,
        "storage_path": str(instance.state / "storage"),
        "sqlalchemy_url": addresses["CKAN_SQLALCHEMY_URL"],
        "solr_url": addresses["CKAN_SOLR_URL"],
        "redis_url": addresses["CKAN_REDIS_URL"],
        "secret_key": instance.secret("session-key"),
        "csrf_key": instance.secret("csrf-key"),
        "token_key": instance.secret("api-token-key"),
        "secure_cookies": str(instance.site_url.startswith("https:")).lower(),
        "allowed_private_hosts": " ".join(f"{LOOPBACK}:{instance.ports[key]}" for key in SAMPLES),
        **mail_settings(instance),
    }
    return write_ini(instance.ini, values)


def ckan(instance: Instance, arguments: Sequence[str], what: str, log: str) -> str:
    """Run the ckan command of this instance; what it printed."""
    environment = environment_for(instance, CKAN_INI=str(instance.ini))
    return run_logged(
        [str(instance.ckan), *arguments], instance.log(log), what, env=environment, cwd=instance.root
    )


def migration_stamp(instance: Instance) -> str:
    """A digest that changes with the lock, the plugin list and the suite's own revision files."""
    digest = hashlib.sha256(suite_stamp(instance).read_bytes() + SHARED_INI.read_bytes())
    package = instance.root / "ckanext-resilient" / "ckanext" / "resilient"
    for revision in sorted(package.glob("migration/*/versions/*.py")):
        digest.update(revision.name.encode())
    return digest.hexdigest()


def code_stamp(instance: Instance) -> str:
    """A digest that changes with any file of the suite: servers that run older code have to start anew."""
    digest = hashlib.sha256()
    package = instance.root / "ckanext-resilient" / "ckanext" / "resilient"
    for folder, _, names in sorted(os.walk(package, followlinks=True)):
        for name in sorted(names):
            if not name.endswith(".pyc"):
                facts = (Path(folder) / name).stat()
                digest.update(f"{folder}/{name}:{facts.st_mtime_ns}:{facts.st_size}\n".encode())
    return digest.hexdigest()


def migrate(instance: Instance) -> None:
    """Bring the tables of CKAN and of all plugins up to date."""
    ckan(instance, ["db", "upgrade"], "The database could not be migrated", "migrate")


def bundle_assets(instance: Instance) -> None:
    """Make the bundles of style sheets and scripts, which CKAN would make for the first visitor.

    Two web processes that meet their first visitors at once would write the same files.
    """
    ckan(instance, ["asset", "build"], "The style sheets could not be bundled", "assets")


def reindex(instance: Instance) -> None:
    """Index everything anew, after the search schema changed."""
    what = "The search index could not be rebuilt"
    ckan(instance, ["search-index", "clear"], what, "index")
    ckan(instance, ["search-index", "rebuild", "--quiet", "--force"], what, "index")


def load_content(instance: Instance) -> str:
    """Load the content that comes with the suite; the counts in words."""
    arguments = ["resilient", "content", "load", "--json"]
    outcome = last_json(ckan(instance, arguments, "The content could not be loaded", "content"))
    words = (("created", "new"), ("updated", "updated"), ("unchanged", "unchanged"))
    counts = {word: len(outcome[name]) for name, word in words}
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "nothing"


def create_administrator(instance: Instance) -> str:
    """The generated password of the first system administrator, or nothing where there is one already."""
    password = secrets.token_urlsafe(15)
    outcome = run_logged(
        [
            str(instance.python), str(OPS / "resilient_ops" / "first_sysadmin.py"),
            ADMINISTRATOR, f"{ADMINISTRATOR}@resilient.invalid",
        ],
        instance.log("administrator"),
        "The first administrator could not be created",
        env=environment_for(instance, CKAN_INI=str(instance.ini)),
        given=password,
    )  # fmt: skip
    return password if outcome.split()[-1:] == ["created"] else ""


def choose_portals(instance: Instance, environ: Mapping[str, str]) -> str:
    """`samples`, `real` or `none`: what was asked for, else chosen before, else what can be reached."""
    asked = environ.get("RESILIENT_PORTALS", "")
    if asked and asked not in CHOICES:
        raise StepError(
            "The portals were not registered",
            f"RESILIENT_PORTALS is `{asked}`",
            f"set it to {', '.join(CHOICES[:-1])} or {CHOICES[-1]}, or unset it",
        )
    return asked or instance.memory.get("portals") or _reachable_portals()


def _reachable_portals() -> str:
    return "real" if answers(*OUTSIDE, timeout=OUTSIDE_SECONDS) else "samples"


@dataclass(frozen=True)
class Source:
    """One registered harvest source."""

    name: str
    title: str


def register_sources(instance: Instance, portals: str) -> list[Source]:
    """Register the sample portals, or a first slice of some real ones in each country, as harvest sources."""
    what = "The harvest sources could not be registered"
    rows = last_json(ckan(instance, ["resilient", "portals", "list", "--json"], what, "register"))
    wanted = [row for row in rows if row["sample" if portals == "samples" else "starter"]]
    sources: list[Source] = []
    for row in wanted:
        if row["sample"]:
            bounds = ["--url", f"http://{LOOPBACK}:{instance.ports[row['key']]}"]
        else:
            bounds = ["--limit", str(FIRST_SLICE)]
        printed = ckan(instance, ["resilient", "portals", "register", row["key"], *bounds], what, "register")
        sources.append(Source(printed.split()[-1], row["title"]))
    return sources


def harvest(instance: Instance, source: Source) -> str:
    """Harvest one source once; the counts in words."""
    arguments = ["resilient", "harvest", "run", source.name, "--json"]
    printed = ckan(instance, arguments, f"{source.title} could not be harvested", source.name)
    return spell_counts(last_json(printed)["counts"])


def spell_counts(counts: Mapping[str, int]) -> str:
    """`18 new, 1 rejected`: the counts that are not zero."""
    words = ("new", "changed", "unchanged", "duplicates", "vanished", "rejected")
    return ", ".join(f"{counts[word]} {word}" for word in words if counts.get(word)) or "nothing"


def last_json(printed: str) -> Any:
    """The JSON document at the end of a command's output, after whatever was logged before it."""
    lines = printed.strip().splitlines()
    for begin in range(len(lines)):
        if lines[begin].startswith(("{", "[")):
            try:
                return json.loads("\n".join(lines[begin:]))
            except json.JSONDecodeError:
                continue
    raise StepError(
        "A ckan command was not understood", "it printed no JSON", "see the newest log in var/log"
    )


def pass_on(instance: Instance, arguments: Sequence[str]) -> int:
    """Run the ckan command at the terminal; its exit code."""
    environment = {**environment_for(instance, CKAN_INI=str(instance.ini)), **instance.given}
    return subprocess.run([str(instance.ckan), *arguments], env=environment, check=False).returncode
