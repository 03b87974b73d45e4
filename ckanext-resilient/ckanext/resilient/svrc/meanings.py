"""What words of a source mean that no table knows, as those say who look after it: a code, or to leave it as it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.svrc.issues import N_, Issue
from ckanext.resilient.svrc.places import NUTS, nuts_of, place_uri, regions
from ckanext.resilient.svrc.text import word, word_key
from ckanext.resilient.svrc.vocabularies import authority

SETTING = "meanings"
"""The setting of a source that holds them: by field, each word with its code."""

LEFT = ""
"""In place of a code: the word stays as the source has it, and is not reported any more."""

_SHOWN_LEVEL = 2


@dataclass(frozen=True, slots=True)
class WordField:
    """A field whose words are codes of a table.

    Args:
        name: how settings, actions and commands call it.
        label: how people call it.
        kind: the kind of finding that reports a word of it which no table knows.
        where: the field that the finding names, where its kind stands for several.
        table: the EU authority table; empty for places, which are regions and countries.
    """

    name: str
    label: str
    kind: str
    where: str = ""
    table: str = ""


FIELDS = {
    one.name: one
    for one in (
        WordField("theme", N_("EU data theme"), "theme-unknown", table="data-theme"),
        WordField("licence", N_("Licence"), "licence-unknown", table="licence"),
        WordField("frequency", N_("How often it is renewed"), "frequency-unknown", table="frequency"),
        WordField("format", N_("Format"), "format-unknown", table="file-type"),
        WordField("language", N_("Language"), "language-unknown", table="language"),
        WordField("place", N_("Place"), "place-unknown"),
        WordField(
            "access_rights", N_("Who may have it"), "value-unknown", "dct:accessRights", "access-right"
        ),
        WordField("status", N_("State of the file"), "value-unknown", "adms:status", "distribution-status"),
        WordField(
            "availability",
            N_("How long it will be there"),
            "value-unknown",
            "dcatap:availability",
            "planned-availability",
        ),
        WordField(
            "hvd_category",
            N_("High-value dataset category"),
            "value-unknown",
            "dcatap:hvdCategory",
            "hvd-category",
        ),
    )
}
"""The fields whose words can be given a meaning; one more is a row here."""


def field_of(kind: str, where: str) -> WordField | None:
    """The field whose unknown words a finding reports; None when its words cannot be given a meaning."""
    return _by_finding().get((kind, where)) or _by_finding().get((kind, ""))


@cache
def _by_finding() -> Mapping[tuple[str, str], WordField]:
    return {(one.kind, one.where): one for one in FIELDS.values()}


@cache
def addresses(name: str) -> Mapping[str, str]:
    """The codes that a word of a field may mean, each with its address; `notspecified` has none."""
    table = FIELDS[name].table
    if table:
        return {term.code: term.uri for term in authority(table)}
    countries = {nuts_of(term.uri) or term.code: term.uri for term in authority("country")}
    return countries | {region.code: region.uri for region in regions().values() if region.level}


def choices(name: str, locale: str, country: str = "", also: Collection[str] = ()) -> list[tuple[str, str]]:
    """The codes that a word of a field may mean, with their names in a language, by name.

    Args:
        name: a key of `FIELDS`.
        locale: the language.
        country: ISO 3166 code of a country; of places, its small regions are given, too.
        also: codes that are given in any case.
    """
    table = FIELDS[name].table
    if table:
        return sorted(((term.code, term.label(locale)) for term in authority(table)), key=_by_name)
    inside = nuts_of(place_uri(country.upper())) if country else ""
    countries = [(nuts_of(term.uri) or term.code, term.label(locale)) for term in authority("country")]
    shown = [
        (region.code, f"{region.name} ({region.code})")
        for region in regions().values()
        if 0 < region.level <= _SHOWN_LEVEL
        or (region.level and inside and region.code.startswith(inside))
        or region.code in also
    ]
    return [*sorted(countries, key=_by_name), *sorted(shown, key=_by_name)]


def _by_name(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


def name_of(name: str, code: str, locale: str) -> str:
    """What is shown for a code of a field; "" for the word that is left as it is."""
    table = authority(FIELDS[name].table or "country")
    uri = addresses(name).get(code, "")
    term = table.get(code) or (table.by_uri(uri) if uri else None)
    if term is not None:
        return term.label(locale)
    region = regions().get(uri.removeprefix(NUTS))
    return f"{region.name} ({region.code})" if region else code


@dataclass(frozen=True, slots=True)
class Meanings:
    """What words of one source mean: by field and `word_key`, a code or `LEFT`."""

    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])

    def of(self, name: str) -> Mapping[str, str]:
        """The words of one field."""
        return self.said.get(name, {})

    def code(self, name: str, value: str) -> str | None:
        """What a word of a field means; None where nobody has said it."""
        words = self.of(name)
        return words.get(word_key(value)) if words else None

    def uri(self, name: str, value: str) -> str | None:
        """The address of what a word of a field means, "" where it is left as it is; None where nobody has said it."""
        code = self.code(name, value)
        return code if not code else addresses(name)[code]

    def is_left(self, kind: str, where: str, value: str) -> bool:
        """Whether a word that a finding would report is to be left as it is."""
        known = field_of(kind, where) if self.said else None
        return known is not None and self.code(known.name, value) == LEFT


NOTHING_SAID = Meanings()


def read_meanings(given: Any) -> Meanings:
    """The meanings that a source's settings give.

    Raises:
        StopHarvest: it has another form, names a field that there is not, or a code that its table does not have.
    """
    said: dict[str, dict[str, str]] = {}
    for name, words in _object(given).items():
        if name not in FIELDS:
            known = ", ".join(sorted(FIELDS))
            raise _refusal("meaning-field-unknown", value=name, known=known)
        for value, code in _object(words).items():
            known_code = isinstance(code, str) and (code == LEFT or code in addresses(name))
            if not word(value) or not known_code:
                raise _refusal("meaning-unknown", value=value, field=name, code=str(code))
            said.setdefault(name, {})[word_key(value)] = code
    return Meanings(said)


def _object(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _refusal("meanings-unreadable", value=str(given))
    return cast("dict[str, Any]", given)


def _refusal(kind: str, /, **params: str) -> StopHarvest:
    return StopHarvest(Issue(kind, field=SETTING, params=params))
