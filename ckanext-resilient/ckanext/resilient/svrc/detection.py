"""Which language a text is written in, where its source does not say.

py3langid is a small classifier without a service behind it: one model file, 139 languages, all of ours
among them, and confidences that hold for short texts too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from py3langid import langid  # pyright: ignore[reportMissingTypeStubs] - the package has no annotations

from ckanext.resilient.svrc.vocabularies import LANGUAGES

DETECTABLE = (*LANGUAGES, "ca", "eu", "gl")
"""Languages that detection tells apart: those of the eight countries' portals."""

COMPANIONS = {"es": ("ca", "gl", "eu")}
"""Languages that a portal of a language plausibly holds beside it without saying so."""

_MINIMAL_LETTERS = 20
_ENOUGH = 3000
_MINIMAL_CONFIDENCE = 0.75
_LIKELY = 0.5


@cache
def _identifier() -> Any:
    library = cast(Any, langid)
    identifier = library.LanguageIdentifier.from_model_file(library.MODEL_FILE, norm_probs=True)
    identifier.set_languages(DETECTABLE)
    return identifier


def _ranked(text: str) -> list[tuple[str, float]]:
    """Languages by likelihood, best first."""
    return [(str(language), float(score)) for language, score in _identifier().rank(text[:_ENOUGH])]


def plausible(declared: Sequence[str]) -> tuple[str, ...]:
    """The languages worth telling apart for a source: its own, their companions, and English."""
    found = [language for language in declared if language in DETECTABLE]
    beside = [companion for language in found for companion in COMPANIONS.get(language, ())]
    return tuple(dict.fromkeys((*found, *beside, "en"))) if found else DETECTABLE


def detect(text: str, declared: Sequence[str] = ()) -> str:
    """The language a text is written in, among those plausible for its source; "" when in doubt.

    A wrong language is worse than the source's usual one: short texts and close results give "".
    """
    if sum(character.isalpha() for character in text) < _MINIMAL_LETTERS:
        return ""
    allowed = plausible(declared)
    scores = [(language, score) for language, score in _ranked(text) if language in allowed]
    best, confidence = scores[0]
    return best if confidence >= _MINIMAL_CONFIDENCE * sum(score for _, score in scores) else ""


def guess(text: str) -> str:
    """The likeliest language of a text of whose source nothing is known; English when none is likely."""
    best, confidence = _ranked(text)[0] if text.strip() else ("en", 1.0)
    return best if confidence >= _LIKELY else "en"
