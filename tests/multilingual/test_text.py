"""What a multilingual value may look like on its way in, and how it is stored."""

from __future__ import annotations

import pytest

from ckanext.resilient.multilingual import text


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ({"it": " Asili ", "el": "  "}, {}),
        ('{"it": "Asili", "en": null}', {}),
        (None, {"it": "Asili", "fr": ""}),
        ({"el": "Παλιό"}, {"it": "Asili", "el": " "}),
    ],
    ids=["dict", "json", "form", "form over stored"],
)
def test_texts_are_trimmed_and_empty_ones_dropped(value: object, form: dict[str, object]) -> None:
    assert text.texts(value, form) == {"it": "Asili"}


@pytest.mark.parametrize("value", [None, "", {}, {"it": ""}, "{}"])
def test_nothing_is_nothing(value: object) -> None:
    assert text.texts(value, {}) == {}


@pytest.mark.parametrize("tag", ["it", "ca", "eu", "gl", "ast", "en-t-it", "sq-t-en"])
def test_base_codes_and_machine_text_are_accepted(tag: str) -> None:
    assert text.texts({tag: "x"}, {}) == {tag: "x"}


@pytest.mark.parametrize("tag", ["pt_PT", "pt-PT", "IT", "xx", "und", "it-t-xx", "italiano", ""])
def test_other_tags_are_refused_by_name(tag: str) -> None:
    with pytest.raises(text.TextError) as refused:
        text.texts({tag: "x"}, {})
    assert (refused.value.template, refused.value.params) == (text.UNKNOWN_LANGUAGE, {"tag": tag})


@pytest.mark.parametrize("value", ["Asili nido", "[1]", 7, ["it"]])
def test_a_text_without_a_language_is_refused(value: object) -> None:
    with pytest.raises(text.TextError) as refused:
        text.texts(value, {})
    assert refused.value.template == text.NOT_BY_LANGUAGE


def test_each_translation_has_the_same_limit() -> None:
    assert text.texts({"it": "a" * 140}, {}, 140)
    with pytest.raises(text.TextError) as refused:
        text.texts({"it": "ok", "el": "α" * 141}, {}, 140)
    assert refused.value.params == {"tag": "el", "length": 141, "limit": 140}


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(text.TextError) as refused:
        text.texts({"it": ["a"]}, {})
    assert refused.value.template == text.NOT_TEXT


def test_keywords_come_as_lists_or_with_commas_and_stay_once() -> None:
    assert text.keywords({"it": ["asili ", "asili", ""], "el": []}, {}) == {"it": ["asili"]}
    assert text.keywords(None, {"it": "asili nido,  infanzia,,asili  nido"}) == {
        "it": ["asili nido", "infanzia"]
    }
    with pytest.raises(text.TextError) as refused:
        text.keywords({"it": [1]}, {})
    assert refused.value.template == text.NOT_KEYWORDS
