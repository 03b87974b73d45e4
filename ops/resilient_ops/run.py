"""Start other programs: their output goes to a log, their failure becomes one sentence."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from .errors import StepError

TAIL_BYTES = 20_000


def run_logged(
    command: Sequence[str],
    log: Path,
    what: str,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: str | None = None,
    given: str | None = None,
    remedy: str | None = None,
) -> str:
    """What the command wrote to its standard output; everything it wrote is added to `log`.

    A non-zero exit raises a StepError with the last telling line of the output as its reason.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as sink:
        sink.write(f"\n$ {' '.join(command)}\n".encode())
    try:
        with log.open("ab") as sink:
            done = subprocess.run(
                list(command),
                stdout=subprocess.PIPE,
                stderr=sink,
                input=(given or "").encode(),
                env=dict(env) if env is not None else None,
                cwd=cwd,
                check=False,
                user=user,
                group=user,
                extra_groups=[] if user else None,
            )
            sink.write(done.stdout)
    except OSError as error:
        raise StepError(
            what, f"{command[0]} cannot be started ({error.strerror})", remedy or f"see {log}"
        ) from error
    if done.returncode:
        reason = telling_line(log) or f"{Path(command[0]).name} ended with code {done.returncode}"
        raise StepError(what, reason, remedy or f"see {log} and run the same command again")
    return done.stdout.decode(errors="replace")


def telling_line(log: Path) -> str:
    """The line of the last command in a log that says best what went wrong.

    The last one that speaks of an error (Maven: the first, since advice follows), else the last one of all.
    """
    if not log.is_file():
        return ""
    text = log.read_bytes()[-TAIL_BYTES:].decode(errors="replace")
    _, mark, last = text.rpartition("\n$ ")
    block = last.splitlines()[1 if mark else 0 :]  # without the command itself
    lines = [line.strip() for line in block if line.strip()]
    maven = [line for line in lines if line.startswith("[ERROR]")]
    if maven:
        return maven[0][:300]
    marked = [line for line in lines if "error" in line.lower() or line.startswith("E:")]
    return (marked or lines or [""])[-1][:300]
