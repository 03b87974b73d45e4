"""A PostgreSQL cluster of the instance's own, with generated passwords, apart from the system's."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from .errors import StepError
from .instance import Instance
from .ports import LOOPBACK
from .run import run_logged
from .state import require_reachable

BINARIES = Path("/usr/lib/postgresql")
SYSTEM_USER = "postgres"
MINIMUM = 13
WHAT = "The database could not be set up"


def installed_versions() -> list[int]:
    """The PostgreSQL server versions of this system, newest first."""
    found = [
        int(one.parent.parent.name)
        for one in BINARIES.glob("*/bin/postgres")
        if one.parent.parent.name.isdigit()
    ]
    return sorted((version for version in found if version >= MINIMUM), reverse=True)


def binary(instance: Instance, name: str) -> str:
    """The path of a PostgreSQL program, of the version that the data was made with."""
    kept = _data(instance) / "PG_VERSION"
    wanted = int(kept.read_text(encoding="utf-8")) if kept.exists() else next(iter(installed_versions()), 0)
    path = BINARIES / str(wanted) / "bin" / name
    if path.exists():
        return str(path)
    found = shutil.which(name)  # elsewhere than Debian puts it
    if found:
        return found
    raise StepError(WHAT, f"PostgreSQL {wanted or ''} is not installed", "install the package `postgresql`")


def run_as() -> str | None:
    """The system user that PostgreSQL runs as: it refuses to run as root."""
    return SYSTEM_USER if os.geteuid() == 0 else None


def make_cluster(instance: Instance) -> None:
    """Create the cluster once; its superuser gets a generated password."""
    folder = instance.state / "postgres"
    if (_data(instance) / "PG_VERSION").exists():
        return
    require_reachable(instance.state) if run_as() else None
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    password_file = folder / "password"
    password_file.touch(mode=0o600)
    password_file.write_text(instance.secret("database-superuser"), encoding="utf-8")
    if run_as():
        for path in (folder, password_file):
            shutil.chown(path, SYSTEM_USER, SYSTEM_USER)
    run_logged(
        [
            binary(instance, "initdb"), "--pgdata", str(_data(instance)), "--username=postgres",
            "--auth=scram-sha-256", f"--pwfile={password_file}", "--encoding=UTF8", "--locale=C.UTF-8",
            *(["--no-sync"] if instance.is_test else ["--data-checksums"]),
        ],
        instance.log("postgres-setup"),
        WHAT,
        user=run_as(),
        cwd=folder if run_as() is None else Path("/"),
    )  # fmt: skip
    password_file.unlink()


def postgres_command(instance: Instance) -> list[str]:
    """How the server is started: loopback only, no socket file; tests trade durability for speed."""
    settings = {
        "listen_addresses": LOOPBACK,
        "unix_socket_directories": "",
        "max_connections": "100",
        "log_timezone": "UTC",
        "timezone": "UTC",
    }
    if instance.is_test:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    command = [
        binary(instance, "postgres"),
        "-D",
        str(_data(instance)),
        "-p",
        str(instance.ports["postgres"]),
    ]
    for key, value in settings.items():
        command += ["-c", f"{key}={value}"]
    return command


def make_databases(instance: Instance) -> None:
    """Create the role `ckan` and the instance's databases where they are missing."""
    script = [
        "SELECT 'CREATE ROLE ckan LOGIN' "
        "WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ckan') \\gexec",
        # Set each time, so that a restored secrets folder and the database agree again.
        f"ALTER ROLE ckan PASSWORD '{instance.secret('database')}';",
    ]
    script += [
        f"SELECT 'CREATE DATABASE {name} OWNER ckan' "  # noqa: S608 (our own fixed names)
        f"WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{name}') \\gexec"
        for name in instance.databases
    ]
    run_logged(
        [
            binary(instance, "psql"), "--no-psqlrc", "--quiet", "--host", LOOPBACK,
            "--port", str(instance.ports["postgres"]),
            "--username", "postgres", "--dbname", "postgres", "--set", "ON_ERROR_STOP=1",
        ],
        instance.log("postgres-setup"),
        WHAT,
        env={"PATH": os.environ.get("PATH", ""), "PGPASSWORD": instance.secret("database-superuser")},
        given="\n".join(script),
    )  # fmt: skip


def _data(instance: Instance) -> Path:
    return instance.state / "postgres" / "data"
