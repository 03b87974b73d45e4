"""What the containers of docker/compose.yaml run: `python -m resilient_ops.container ROLE`.

Roles: `setup` (migrates, makes the first administrator, ends), `web`, each name of `worker_commands`,
`healthy` (the health check of `web`) and `ckan …`. Addresses come from the environment, passwords and keys
from the files of /run/secrets; the configuration is written to a private file in memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from .errors import StepError
from .ini import OPS, SHARED_INI, write_ini
from .instance import REDIS_PATIENCE
from .mail import mail_values
from .ports import LOOPBACK, answers
from .services import is_success, web_command, worker_commands

VENV = Path(sys.prefix)
SECRETS = Path("/run/secrets")
INI = Path("/run/resilient/ckan.ini")
STORAGE = Path("/var/lib/ckan")
PORT = 5000
PATIENCE_SECONDS = 120.0
NEIGHBOURS = {"db": 5432, "redis": 6379, "solr": 8983}
WHAT = "The container was not started"


def read_secret(name: str, folder: Path = SECRETS) -> str:
    """The secret of this name; a StepError where its file is missing or empty: there is no default."""
    path = folder / name
    text = path.read_text(encoding="utf-8").strip() if path.is_file() else ""
    if not text:
        raise StepError(
            WHAT, f"the secret {path} is missing or empty", "make the secrets with docker/make-secrets"
        )
    return text


def ini_values(environ: Mapping[str, str], secrets: Path = SECRETS) -> dict[str, str]:
    """What the configuration template asks for."""
    site_url = environ.get("CKAN_SITE_URL", "").rstrip("/")
    if not site_url.startswith(("http://", "https://")):
        raise StepError(
            WHAT, "CKAN_SITE_URL is not an address", "set it to the portal's public https:// address"
        )
    database, redis = (quote(read_secret(name, secrets)) for name in ("database", "redis"))
    return {
        "shared_ini": str(SHARED_INI),
        "site_id": environ.get("CKAN_SITE_ID", "resilient"),
        "site_url": site_url,
        "storage_path": str(STORAGE),
        "sqlalchemy_url": f"postgresql://ckan:{database}@db/ckan",
        "solr_url": "http://solr:8983/solr/ckan",
        "redis_url": f"redis://:{redis}@redis:6379/0?{REDIS_PATIENCE}",
        "secret_key": read_secret("session_key", secrets),
        "csrf_key": read_secret("csrf_key", secrets),
        "token_key": read_secret("api_token_key", secrets),
        "secure_cookies": str(site_url.startswith("https:")).lower(),
        "allowed_private_hosts": "",
        **mail_values(_mail_environment(environ, secrets)),
    }


def _mail_environment(environ: Mapping[str, str], secrets: Path) -> dict[str, str]:
    """The variables about mail; the password is a secret that may be empty, since not every mail server asks for one."""
    path = secrets / "smtp_password"
    password = path.read_text(encoding="utf-8").strip() if path.is_file() else ""
    return {**environ, "CKAN_SMTP_PASSWORD": password}


def wait_for_neighbours() -> None:
    """Return when database, Redis and Solr accept connections."""
    end = time.monotonic() + PATIENCE_SECONDS
    for host, port in NEIGHBOURS.items():
        while not answers(host, port):
            if time.monotonic() > end:
                raise StepError(
                    WHAT, f"{host}:{port} does not answer", f"see the log of the service `{host}`"
                )
            time.sleep(1)


def command_of(role: str, arguments: Sequence[str]) -> list[str]:
    """The command that a role becomes."""
    commands = {
        "web": web_command(VENV, "0.0.0.0", PORT),  # noqa: S104 (inside the container's own network)
        "ckan": [str(VENV / "bin" / "ckan"), *arguments],
        **worker_commands(VENV, STORAGE),
    }
    if role not in commands:
        known = ", ".join(["setup", "healthy", *commands])
        raise StepError(WHAT, f"`{role}` is not a role", f"name one of {known}")
    return commands[role]


def set_up() -> None:
    """Migrate, bundle the assets, create the first administrator with the password of `administrator`."""
    for arguments in (["db", "upgrade"], ["asset", "build"]):
        subprocess.run([str(VENV / "bin" / "ckan"), *arguments], check=True)
    program = [
        sys.executable,
        str(OPS / "resilient_ops" / "first_sysadmin.py"),
        "admin",
        "admin@resilient.invalid",
    ]
    subprocess.run(program, input=read_secret("administrator"), text=True, check=True)


def main(words: Sequence[str]) -> int:
    """Play one role, whose exit code it gives; a long-running one replaces this process."""
    role, arguments = (words[0], words[1:]) if words else ("web", [])
    if role == "healthy":
        return 0 if is_success(f"http://{LOOPBACK}:{PORT}/api/3/action/status_show") else 1
    write_ini(INI, ini_values(os.environ))
    os.environ["CKAN_INI"] = str(INI)
    wait_for_neighbours()
    if role != "setup":
        command = command_of(role, arguments)
        os.execv(command[0], command)  # noqa: S606 (becomes the program, which then gets docker's signals)
    set_up()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (StepError, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
