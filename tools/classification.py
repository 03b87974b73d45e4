"""How well datasets are classified: `python tools/classification.py show | write`.

`show` prints the tables of docs/classification.md, `write` writes them there. Needs the reference material
beside the repository, and never prints a record.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "ops")]

from tests.classification.tables import BEGIN, END, tables  # noqa: E402 - the path has to be there first

DOCUMENT = ROOT / "docs/classification.md"


def show() -> None:
    """Print the tables."""
    print(tables())


def write() -> None:
    """Put the tables into the document, in the place of the former ones."""
    before, _begin, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    _old, _end, after = rest.partition(END)
    DOCUMENT.write_text(before + tables() + after, "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("show", "write"))
    {"show": show, "write": write}[parser.parse_args().command]()
