"""Colours: every pair of text and ground that docs/design.md allows can be read, in both modes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "ckanext-resilient/ckanext/resilient/assets/src"
TEXT, EDGE = 4.5, 3.0


def colours(mode: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("tokens", "dark")[: 1 if mode == "light" else 2]:
        text = (SOURCES / f"{name}.css").read_text("utf-8")
        found |= dict(re.findall(r"--rs-([a-z-]+): (#[0-9a-f]{3,6});", text))
    return found


def luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(kind: str) -> list[tuple[str, str]]:
    text = (ROOT / "docs/design.md").read_text("utf-8")
    table = text.split(f"| {kind} | on these grounds |")[1].split("\n\n")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", table, re.MULTILINE)
    return [(front, ground) for front, grounds in rows for ground in re.findall(r"`([a-z-]+)`", grounds)]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("kind", "least"), [("Text", TEXT), ("Edge", EDGE)])
def test_every_pair_can_be_read(mode: str, kind: str, least: float) -> None:
    known = colours(mode)
    measured = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in pairs(kind)}
    assert len(measured) > 2
    assert {pair: ratio for pair, ratio in measured.items() if ratio < least} == {}


def test_the_measure_is_the_one_of_the_web_guidelines() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777", "#fff") == pytest.approx(4.48, abs=0.01)


def test_no_colour_stands_outside_the_tokens() -> None:
    others = [path for path in SOURCES.glob("*.css") if path.stem not in ("tokens", "dark")]
    assert len(others) > 8
    colour = re.compile(r": [^;{}]*(#[0-9a-f]{3,8}\b|rgba?\(|hsla?\()")
    found = {path.name: colour.findall(path.read_text("utf-8")) for path in others}
    assert {name: values for name, values in found.items() if values} == {}
