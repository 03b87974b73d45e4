"""A place is called by its name in every language, and by those of what it lies in."""

from __future__ import annotations

from ckanext.resilient.svrc.place_names import names_of
from ckanext.resilient.svrc.places import NUTS
from ckanext.resilient.svrc.vocabularies import LANGUAGES


def test_a_province_is_also_found_by_its_region_and_country() -> None:
    names = names_of(f"{NUTS}ITF47")
    assert {("it", "Bari"), ("it", "Puglia"), ("", "pouilles"), ("en", "Italy"), ("hr", "Italija")} <= set(
        names
    )
    assert not any("Sud" in name for _, name in names)


def test_a_country_has_its_name_in_all_languages() -> None:
    names = names_of("http://publications.europa.eu/resource/authority/country/SVN")
    assert set(LANGUAGES) <= {language for language, _ in names}
    assert {("es", "Eslovenia"), ("hr", "Slovenija"), ("fr", "Slovénie")} <= set(names)


def test_codes_and_addresses_are_no_names() -> None:
    words = [name for _, name in names_of("http://publications.europa.eu/resource/authority/country/FRA")]
    assert "France" in words
    assert not any("/" in word or ":" in word or "country" in word for word in words)


def test_a_place_that_nobody_knows_keeps_its_name_only() -> None:
    assert names_of("", "Atlantis") == [("", "Atlantis")]
    assert names_of("https://example.org/place/1", "") == []
