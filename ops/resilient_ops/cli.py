"""The command line of `./resilient`."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from .down import down, status
from .errors import StepError
from .instance import open_instance
from .mail import folder_of, show_mails
from .portal import pass_on
from .supervisor import Supervisor
from .testing import bench, test
from .up import up

ROOT = Path(__file__).resolve().parents[2]
USAGE = """\
./resilient up                      bring the portal up (again: seconds, nothing is lost)
./resilient down [--erase [--yes]]  stop it; --erase removes its data after asking
./resilient status [--json]         what runs, on which port, where its log is
./resilient test [--quick] [ARGS]   all checks and tests; --quick: the part for every save; ARGS go to pytest
./resilient bench NAME [ARGS]       run a program of benchmarks/
./resilient mail [NUMBER]           which mails were caught, or one of them
./resilient ckan …                  the ckan command of this portal

--debug before the command shows where an error came from. ops/README.md names the variables that are read."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit code."""
    debug = list(arguments[:1]) == ["--debug"]
    words = list(arguments[1:] if debug else arguments)
    commands: dict[str, Callable[[list[str]], int]] = {
        "up": _up,
        "down": _down,
        "status": _status,
        "test": _test,
        "bench": _bench,
        "mail": _mail,
        "ckan": _ckan,
    }
    if not words or words[0] not in commands:
        print(USAGE, file=sys.stdout if words[:1] in ([], ["--help"], ["-h"]) else sys.stderr)
        return 0 if words[:1] in (["--help"], ["-h"]) else 2
    os.umask(0o022)
    try:
        return commands[words[0]](words[1:])
    except KeyboardInterrupt:
        print("\nStopped; run the same command again to go on from here.", file=sys.stderr)
        return 130
    except StepError as failure:
        return _report(str(failure), debug)
    except (OSError, ValueError) as error:
        text = f"`{words[0]}` stopped, because {error}: ./resilient --debug {words[0]} shows where."
        return _report(text, debug)


def _report(sentence: str, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    print(f"\n{sentence}", file=sys.stderr)
    return 1


def _up(words: list[str]) -> int:
    _parser("up").parse_args(words)
    return up(ROOT)


def _down(words: list[str]) -> int:
    parser = _parser("down")
    parser.add_argument("--erase", action="store_true", help="remove the data too")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    options = parser.parse_args(words)
    return down(ROOT, erase=options.erase, confirmed=options.yes)


def _status(words: list[str]) -> int:
    parser = _parser("status")
    parser.add_argument("--json", action="store_true")
    return status(ROOT, as_json=parser.parse_args(words).json)


def _test(words: list[str]) -> int:
    quick = "--quick" in words
    return test(ROOT, [word for word in words if word != "--quick"], quick=quick)


def _bench(words: list[str]) -> int:
    if not words:
        names = sorted(
            file.stem for file in (ROOT / "benchmarks").glob("*.py") if not file.stem.startswith("_")
        )
        remedy = f"name one of: {', '.join(names)}" if names else "add a program to benchmarks/"
        raise StepError("No benchmark was run", "none was named", remedy)
    return bench(ROOT, words[0], words[1:])


def _mail(words: list[str]) -> int:
    parser = _parser("mail")
    parser.add_argument("number", nargs="?", type=int)
    number = parser.parse_args(words).number
    var = ROOT / "var"
    known = (var / "run" / "instance.json").exists()
    folder = folder_of(open_instance(ROOT, var, "portal", {})) if known else var / "mail"
    return show_mails(folder, number)


def _ckan(words: list[str]) -> int:
    var = ROOT / "var"
    if not (var / "ckan.ini").exists():
        raise StepError(
            "The ckan command was not run", "this clone has no portal yet", "run ./resilient up first"
        )
    instance = open_instance(ROOT, var, "portal", os.environ)
    if not Supervisor(instance).is_running():
        raise StepError(
            "The ckan command was not run", "the portal's services are stopped", "run ./resilient up first"
        )
    return pass_on(instance, words)


def _parser(name: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"./resilient {name}")
