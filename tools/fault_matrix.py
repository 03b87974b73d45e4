"""Writes `docs/faults.md`, the matrix of faults and protocols: `python tools/fault_matrix.py`.

Every fault is played anew; `tests/faults` holds that the page is what they lead to.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/faults.md"


def main() -> int:
    """Write the page."""
    sys.path.insert(0, str(ROOT))
    # The tests' own package: importing it needs the repository on the path.
    from tests.faults.matrix import page  # noqa: PLC0415

    logging.disable(logging.CRITICAL)
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Written: {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
