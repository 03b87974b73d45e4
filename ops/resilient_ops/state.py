"""Where an instance keeps its state, and what it remembers between two runs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .errors import StepError
from .vault import write_private

FALLBACK = Path("/var/lib/ckanext-resilient")


def is_open_to_others(folder: Path) -> bool:
    """Whether another system user can pass through this folder and all that lead to it."""
    resolved = folder.resolve()
    return all(one.stat().st_mode & stat.S_IXOTH for one in (resolved, *resolved.parents))


def outside_folder(root: Path) -> Path:
    """The folder outside the clone that holds its state when others cannot enter the clone."""
    digest = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:10]
    return FALLBACK / f"{root.resolve().name}-{digest}"


def prepare_state_folder(root: Path, announce: Callable[[str], None], *, as_root: bool | None = None) -> Path:
    """The folder `var` of a clone, made if need be.

    PostgreSQL refuses to run as root and runs as its own user, who must be able to reach its files. In a
    clone that is closed to other users (below /root, say) `var` becomes a link to a folder outside of it.
    """
    var = root / "var"
    if var.is_dir():
        return var
    if var.is_symlink():  # to a folder that is gone
        var.unlink()
    privileged = os.geteuid() == 0 if as_root is None else as_root
    if privileged and not is_open_to_others(root):
        target = outside_folder(root)
        _make_open(target)
        var.symlink_to(target)
        announce(f"  {root} is closed to other users, so the state is kept in {target} (var links to it)")
    else:
        var.mkdir()
        var.chmod(0o755)
    return var


def require_reachable(folder: Path) -> None:
    """Raise a StepError where PostgreSQL's own user could not reach this folder."""
    if not is_open_to_others(folder):
        closed = next(
            one
            for one in (folder.resolve(), *folder.resolve().parents)
            if not one.stat().st_mode & stat.S_IXOTH
        )
        raise StepError(
            "The database cannot be set up",
            f"{closed} is closed to other users and PostgreSQL runs as a user of its own",
            f"move {folder} away and run the same command again, or `chmod o+x {closed}`",
        )


def _make_open(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    folder.parent.chmod(0o755)


def remove_state_folder(var: Path) -> None:
    """Remove `var` whole, and what it links to."""
    target = var.resolve()
    if var.is_symlink():
        var.unlink()
    shutil.rmtree(target)


class Memory:
    """A few facts that survive a run (ports, given services, finished steps), in one private JSON file."""

    def __init__(self, path: Path) -> None:
        """Read what an earlier run kept."""
        self._path = path
        self._facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def get(self, key: str, default: Any = None) -> Any:
        """What was kept under this key."""
        return self._facts.get(key, default)

    def keep(self, **facts: Any) -> None:
        """Remember these facts from now on."""
        if any(self._facts.get(key) != value for key, value in facts.items()):
            self._facts.update(facts)
            write_private(self._path, json.dumps(self._facts, indent=1, sort_keys=True))

    def forget(self, *keys: str) -> None:
        """Drop these facts."""
        self._facts = {key: value for key, value in self._facts.items() if key not in keys}
        write_private(self._path, json.dumps(self._facts, indent=1, sort_keys=True))
