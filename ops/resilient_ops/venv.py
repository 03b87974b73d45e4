"""The Python environment: made from the lock file, and again only when that changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from .instance import Instance
from .run import run_logged
from .supervisor import clean_environment
from .system import python_command

WHAT = "The Python packages could not be installed"


def digest_of(root: Path, *names: str) -> str:
    """A digest of these files and of the folder, which the environment's scripts name."""
    digest = hashlib.sha256(str(root.resolve()).encode())
    for name in names:
        digest.update(b"\0" + (root / name).read_bytes())
    return digest.hexdigest()


def locked_stamp(instance: Instance) -> Path:
    """Holds the digest that the locked packages were installed for."""
    return instance.venv / "resilient.locked"


def suite_stamp(instance: Instance) -> Path:
    """Holds the digest that the suite itself was installed for."""
    return instance.venv / "resilient.suite"


def packages_are_locked(instance: Instance) -> bool:
    """Whether the environment holds what the present lock file names."""
    wanted = digest_of(instance.root, "requirements.lock")
    return instance.ckan.exists() and instance.python.exists() and _holds(locked_stamp(instance), wanted)


def suite_is_installed(instance: Instance) -> bool:
    """Whether the suite was installed with its present declarations (entry points and the like)."""
    return _holds(suite_stamp(instance), _suite_digest(instance))


def install_locked(instance: Instance) -> None:
    """Make the environment anew and install the locked packages."""
    run_logged([python_command(), "-m", "venv", "--clear", str(instance.venv)], instance.log("pip"), WHAT)
    locked = instance.root / "requirements.lock"
    _pip(instance, "--require-hashes", "--requirement", str(locked))
    locked_stamp(instance).write_text(digest_of(instance.root, "requirements.lock"), encoding="utf-8")


def install_suite(instance: Instance) -> None:
    """Install the suite itself, in editable form."""
    _pip(instance, "--no-deps", "--editable", str(instance.root))
    suite_stamp(instance).write_text(_suite_digest(instance), encoding="utf-8")


def _pip(instance: Instance, *arguments: str) -> None:
    pip = [
        str(instance.python),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
        "--quiet",
    ]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    run_logged([*pip, *arguments], instance.log("pip"), WHAT, env=environment)


def _suite_digest(instance: Instance) -> str:
    return digest_of(instance.root, "requirements.lock", "pyproject.toml", "setup.py")


def _holds(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text(encoding="utf-8") == wanted


def environment_for(instance: Instance, **additions: str) -> dict[str, str]:
    """The environment of a program that is run from the virtual environment."""
    cleaned = clean_environment(os.environ)
    path = f"{instance.venv / 'bin'}{os.pathsep}{cleaned.get('PATH', '')}"
    return {**cleaned, "PATH": path, "PYTHONUNBUFFERED": "1", **additions}
