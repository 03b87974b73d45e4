"""Node's packages for type checks and browser tests, from package-lock.json, below `var/node`."""

from __future__ import annotations

import hashlib
import shutil

from .instance import Instance
from .run import run_logged

FILES = ("package.json", "package-lock.json")


def packages_are_current(instance: Instance) -> bool:
    """Whether what is installed is what the lock file names."""
    stamp = instance.node / "resilient.stamp"
    return stamp.exists() and stamp.read_text(encoding="utf-8") == _digest(instance)


def install_packages(instance: Instance) -> None:
    """Install exactly what the lock file names; no script of a package is run."""
    instance.node.mkdir(exist_ok=True)
    for name in FILES:
        shutil.copyfile(instance.root / name, instance.node / name)
    run_logged(
        [
            "npm",
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-update-notifier",
            "--cache",
            str(instance.node / "cache"),
        ],
        instance.log("npm"),
        "The packages of the browser tests could not be installed",
        cwd=instance.node,
    )
    (instance.node / "resilient.stamp").write_text(_digest(instance), encoding="utf-8")


def _digest(instance: Instance) -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((instance.root / name).read_bytes())
    return digest.hexdigest()
