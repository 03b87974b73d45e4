"""Generated passwords and keys, one file each, that only the owner can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

BYTES = 32


def write_private(path: Path, text: str) -> None:
    """Write a file that had mode 0600 from its first byte on, replacing an older one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as sink:
        sink.write(text)
    draft.replace(path)


def secret(folder: Path, name: str) -> str:
    """The secret of this name, made and kept on first use (URL-safe characters only)."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    path = folder / name
    if not path.exists():
        write_private(path, secrets.token_urlsafe(BYTES))
    return path.read_text(encoding="utf-8").strip()
