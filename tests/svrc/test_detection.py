"""Detection tells the languages of our portals apart, and keeps silent when in doubt."""

from __future__ import annotations

import pytest

from ckanext.resilient.svrc.detection import detect, guess, plausible


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lista de equipamentos sociais do município, por freguesia, com moradas e horários", "pt"),
        ("Relación de centros de mayores de la ciudad con su dirección y teléfono", "es"),
        ("Liste des associations d'aide à domicile de la région avec leurs coordonnées", "fr"),
        ("Elenco degli asili nido comunali con indirizzo e numero di posti", "it"),
        ("Κατάλογος δομών κοινωνικής φροντίδας του δήμου", "el"),
        ("Popis udruga osoba s invaliditetom u gradu i županiji", "hr"),
        ("Seznam domov za starejše občane v Republiki Sloveniji", "sl"),
        ("Të dhënat për përfituesit e ndihmës ekonomike sipas qarkut", "sq"),
        ("List of day care centres with the number of places by district", "en"),
        ("Llista d'equipaments de serveis socials de la ciutat amb l'adreça", "ca"),
        ("Gizarte zerbitzuen zerrenda, helbidea eta telefonoa", "eu"),
        ("Relación de establecementos de servizos sociais de Galicia coa súa dirección", "gl"),
    ],
)
def test_a_sentence_is_recognised(text: str, code: str) -> None:
    assert detect(text) == code


def test_a_short_text_is_left_to_the_sources_usual_language() -> None:
    assert detect("Museos") == ""


def test_a_text_that_could_be_several_languages_is_left_open() -> None:
    assert detect("Bibliotecas municipales") == ""


def test_only_languages_plausible_for_the_source_come_into_question() -> None:
    assert plausible(("it",)) == ("it", "en")
    assert plausible(("es",)) == ("es", "ca", "gl", "eu", "en")
    assert detect("Popis udruga osoba s invaliditetom u gradu i županiji", ("sl", "hr")) == "hr"


def test_a_catalan_text_on_a_spanish_portal_is_recognised() -> None:
    assert detect("Llista d'equipaments de serveis socials de la ciutat amb l'adreça", ("es",)) == "ca"


def test_a_guess_is_made_for_a_source_of_which_nothing_is_known() -> None:
    assert guess("Elenco degli asili") == "it"
    assert guess("") == guess("Dataset 1") == "en"
