"""The beginning of a longer text, cut where a reader would pause."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"(?<=[.!?;·…])\s+(?=[^\s\da-zα-ωάέήίόύώ])")


def first_sentence(text: str, length: int) -> str:
    """The first sentence of a plain text; longer than `length`, it is cut at a word and gets an ellipsis."""
    flat = " ".join(text.split())
    sentence = _SENTENCE_END.split(flat, maxsplit=1)[0]
    if len(sentence) <= length:
        return sentence
    cut = sentence[: length + 1].rsplit(" ", 1)[0].rstrip(" ,;:–-(")
    return f"{cut[:length]}…"
