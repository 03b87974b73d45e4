"""Phrases are found whatever the ending of their words, and only where all their words stand."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import snowballstemmer

from ckanext.resilient.svrc.phrases import Phrases, stem, words_of


def found(language: str, phrase: str, text: str, *ignored: str) -> list[str]:
    phrases = Phrases(language, frozenset(ignored))
    phrases.add(phrase, "name")
    words = words_of(text, language, phrases.ignored)
    return [words.between(span) for _, span in phrases.find(words)]


@pytest.mark.parametrize(
    ("language", "phrase", "text"),
    [
        ("en", "nursing home", "Nursing homes by district"),
        ("pt", "idoso", "Lares de idosos"),
        ("es", "residencia mayores", "RESIDENCIAS DE MAYORES"),
        ("fr", "personne âgée", "Aide aux personnes âgées"),
        ("it", "cooperativa sociale", "Cooperative sociali"),
        ("el", "φροντίδα ηλικιωμένων", "Δομές φροντίδας των ηλικιωμένων"),
        ("ca", "persona gran", "Serveis per a persones grans"),
        ("hr", "starij* osob*", "Skrb o starijim osobama"),
        ("sl", "starejš*", "Domovi za starejše"),
        ("sq", "të moshuar*", "Qendra për të moshuarit"),
    ],
)
def test_an_ending_does_not_hide_a_phrase(language: str, phrase: str, text: str) -> None:
    assert found(language, phrase, text, "de", "των")


def test_words_that_say_nothing_do_not_part_a_phrase() -> None:
    assert found("es", "atención dependencia", "Atención a la dependencia", "a", "la") == [
        "Atención dependencia"
    ]


def test_a_phrase_needs_all_its_words_in_order() -> None:
    assert not found("it", "asilo nido", "Asilo politico")
    assert not found("it", "asilo nido", "nido asilo")
    assert not found("it", "asilo nido", "asilo")


def test_only_an_open_word_stands_for_longer_ones() -> None:
    assert found("sl", "zadrug*", "Register zadružništva in zadrugah") == ["zadrugah"]
    assert not found("sl", "zadrug", "zadrugah")


def test_a_word_that_means_itself_alone_is_no_other_with_its_stem() -> None:
    assert found("es", "paro!", "Paradas y paro") == ["paro"]
    assert found("es", "tasa paro!", "Tasa de paro", "de") == ["Tasa paro"]


def test_the_words_of_a_phrase_part_like_those_of_a_text() -> None:
    assert found("fr", "protection de l'enfance", "Protection de l’enfance") == ["Protection de l enfance"]
    assert found("it", "socio-sanitari*", "Servizi socio-sanitari") == ["socio sanitari"]


def test_decomposed_accents_make_no_difference() -> None:
    assert found("fr", "précarité", "Pre\u0301carite\u0301 en Provence")


@pytest.mark.parametrize("phrase", ["", "de", "so*"])
def test_a_phrase_that_would_mean_anything_is_refused(phrase: str) -> None:
    phrases = Phrases("es", frozenset({"de"}))
    with pytest.raises(ValueError, match=r"word|short"):
        phrases.add(phrase, "name")


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_threads_that_stem_at_once_do_not_mix_their_words(restless: None) -> None:
    starts = ("cooper", "assist", "inform", "form", "organizz", "abit")
    ends = ("ativamente", "azioni", "anza", "ando", "erebbero", "ature")
    words = ["".join(parts) for parts in itertools.product(starts, ("", "al", "in", "or"), ends)]
    alone = snowballstemmer.stemmer("italian")
    expected = [alone.stemWord(word) for word in words]
    stem.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda word: stem(word, "it"), words)) == expected
