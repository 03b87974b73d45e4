"""How often detection is right on the texts that the project ships, in all its languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from ckanext.resilient.svrc.detection import DETECTABLE, detect
from ckanext.resilient.svrc.vocabularies import LANGUAGES

ROOT = Path(__file__).parents[2]
SHORTEST = 20
"""Letters below which detection keeps silent anyway."""


def written(node: Any) -> Iterator[tuple[str, str]]:
    """Texts with the language under which a file holds them."""
    if isinstance(node, dict):
        for key, value in cast("dict[Any, Any]", node).items():
            if key in DETECTABLE and isinstance(value, str):
                yield key, value
            else:
                yield from written(value)
    elif isinstance(node, list):
        for value in cast("list[Any]", node):
            yield from written(value)


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    """Every fourth text of the samples and the shipped content that is long enough to be read."""
    shipped = ROOT / "ckanext-resilient/ckanext/resilient/shipped"
    files = [*(ROOT / "harvesters/samples").glob("*.yaml"), *shipped.rglob("*.yaml")]
    found = {text for path in files for text in written(safe_load(path))}
    return sorted(text for text in found if sum(letter.isalpha() for letter in text[1]) >= SHORTEST)[::4]


def safe_load(path: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_bytes(), Loader=loader)  # noqa: S506 - both are safe loaders


def outcomes(texts: list[tuple[str, str]], *, known: bool) -> Counter[str]:
    counted: Counter[str] = Counter()
    for language, text in texts:
        found = detect(text, (language,) if known else ())
        counted["right" if found == language else "open" if not found else "wrong"] += 1
    return counted


def test_the_samples_hold_texts_in_every_language(texts: list[tuple[str, str]]) -> None:
    assert set(LANGUAGES) <= {language for language, _ in texts}
    assert len(texts) > 500


def test_without_any_hint_nine_of_ten_texts_are_right_and_not_one_of_a_hundred_is_wrong(
    texts: list[tuple[str, str]],
) -> None:
    counted = outcomes(texts, known=False)
    assert counted["right"] / counted.total() > 0.9
    assert counted["wrong"] / counted.total() < 0.01


def test_with_the_portals_language_ninety_seven_of_a_hundred_are_right(texts: list[tuple[str, str]]) -> None:
    counted = outcomes(texts, known=True)
    assert counted["right"] / counted.total() > 0.97
    assert counted["wrong"] / counted.total() < 0.01
