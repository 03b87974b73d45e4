"""The catalogues hold every text in all nine languages."""

from __future__ import annotations

import re
import string

import pytest

from tools import translations


def test_catalogues_hold_every_text_and_have_no_gap() -> None:
    assert translations.problems() == []


def placeholders(text: str) -> set[str]:
    braces = {name for _, name, _, _ in string.Formatter().parse(text) if name} if "{" in text else set()
    return braces | set(re.findall(r"%\(\w+\)[sd]", text))


@pytest.mark.parametrize("locale", translations.LOCALES)
def test_translations_keep_the_placeholders_of_their_text(locale: str) -> None:
    wrong = []
    for message in translations.read_catalogue(locale):
        if message.id:
            texts = message.id if isinstance(message.id, tuple) else (message.id,)
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            allowed = set().union(*(placeholders(text) for text in texts))
            if not all(placeholders(form) <= allowed for form in forms):
                wrong.append(message.id)
    assert wrong == []
