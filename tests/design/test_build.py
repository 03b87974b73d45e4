"""What browsers load is what the sources of the design base give."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import unavailable

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "ckanext-resilient/ckanext/resilient"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    modules = Path(os.environ.get("RESILIENT_NODE_MODULES", ROOT / "var/node/node_modules"))
    if not (modules / "lightningcss").exists() or not shutil.which("node"):
        unavailable(f"node or lightningcss not found in {modules}: set RESILIENT_NODE_MODULES.")
    folder = tmp_path_factory.mktemp("design")
    subprocess.run(["node", ROOT / "tools/design.mjs", folder], check=True, cwd=ROOT)
    return folder


def test_what_is_committed_is_what_the_sources_give(built: Path) -> None:
    made = [path.relative_to(built) for path in built.rglob("*") if path.is_file()]
    assert len(made) >= 8
    different = [str(path) for path in made if (PLUGIN / path).read_bytes() != (built / path).read_bytes()]
    assert different == [], "Run `node tools/design.mjs` and commit what it writes"


def test_the_fonts_have_the_letters_of_all_nine_languages() -> None:
    sheet = (PLUGIN / "assets/css/resilient.css").read_text("utf-8")
    ranges = [part for found in re.findall(r"unicode-range:([^;}]+)", sheet) for part in found.split(",")]
    covered: set[int] = set()
    for part in ranges:
        low, _, high = part.strip().upper().removeprefix("U+").partition("-")
        if "?" in low:
            low, high = low.replace("?", "0"), low.replace("?", "F")
        covered |= set(range(int(low, 16), int(high or low, 16) + 1))
    letters = "ãçõáàâêéíóôúñ¿¡üœæÿèëìòùčćđšžΑΩάέήίόύώϊϋΐΰςβψë“”„’‘«»–…·€ "
    assert [letter for letter in letters if ord(letter) not in covered] == []


def test_every_icon_that_a_page_asks_for_is_there() -> None:
    there = set(
        re.findall(r'<symbol id="([a-z-]+)"', (PLUGIN / "public/resilient/icons.svg").read_text("utf-8"))
    )
    asked: set[str] = set()
    for path in (PLUGIN / "templates").rglob("*.html"):
        asked |= set(re.findall(r"rs\.icon\('([a-z-]+)'\)", path.read_text("utf-8")))
    assert len(asked) > 10
    assert asked - there == set()
