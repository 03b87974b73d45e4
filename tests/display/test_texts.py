"""Where texts are found, and how they are shortened."""

from __future__ import annotations

from ckanext.resilient.display.excerpt import first_sentence
from ckanext.resilient.display.texts import stored_text, translations


def test_translations_come_before_cores_own_text() -> None:
    record = {"title": "Asili", "title_translated": {"it": "Asili nido", "el": " "}}
    assert stored_text(record, "title") == {"it": "Asili nido"}


def test_a_stock_record_gives_its_plain_text() -> None:
    assert stored_text({"title": " Nurseries "}, "title") == "Nurseries"
    assert stored_text({"title": None}, "title") == ""


def test_a_field_may_hold_its_translations_itself() -> None:
    assert translations({"in_short": {"it": "Dove sono"}}, "in_short") == {"it": "Dove sono"}


def test_the_first_sentence_ends_where_the_reader_pauses() -> None:
    assert first_sentence("Elenco dei centri. Aggiornato ogni anno.", 200) == "Elenco dei centri."
    assert first_sentence("Λίστα των ΚΑΠΗ. Ενημερώνεται.", 200) == "Λίστα των ΚΑΠΗ."


def test_numbers_and_small_letters_after_a_point_do_not_end_a_sentence() -> None:
    assert first_sentence("Art. 5 del d. lgs. vale qui.", 200) == "Art. 5 del d. lgs. vale qui."


def test_a_long_sentence_is_cut_at_a_word() -> None:
    cut = first_sentence("parola " * 50, 30)
    assert cut == "parola parola parola parola…"


def test_one_endless_word_is_cut_all_the_same() -> None:
    assert first_sentence("x" * 300, 40) == "x" * 40 + "…"


def test_white_space_is_evened_out() -> None:
    assert first_sentence("  a\n\n b ", 10) == "a b"
