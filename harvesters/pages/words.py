"""How runs, plans and freshness are said: in plain words, with the colour that repeats them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import ckan.plugins.toolkit as tk
from babel import Locale
from babel.dates import format_time

from ckanext.resilient.pages import reader
from ckanext.resilient.svrc.issues import N_


@dataclass(frozen=True, slots=True)
class Word:
    """A state as a word and a sentence; `colour` is a kind of badge: yes, ask or empty."""

    code: str
    word: str
    sentence: str
    colour: str


_OUTCOMES: dict[str, tuple[str, str, str]] = {
    "never": (N_("Not collected yet"), N_("Nothing of it was collected so far."), ""),
    "waiting": (N_("Waiting"), N_("It will be collected as soon as a worker is free."), ""),
    "running": (N_("Being collected"), N_("Its data are being collected right now."), ""),
    "cancelled": (N_("Ended by hand"), N_("Somebody ended it. What was written until then stays."), "ask"),
    "stopped": (
        N_("Stopped"),
        N_("Something was wrong, so nothing was changed. What was here before has stayed."),
        "ask",
    ),
    "incomplete": (
        N_("Read in part"),
        N_("The source broke off. What it gave until then is here, and nothing was removed."),
        "ask",
    ),
    "flawed": (N_("Collected, with gaps"), N_("Some of its records could not be used."), "ask"),
    "fine": (N_("Collected"), N_("All went well."), "yes"),
}

_FRESHNESS: dict[str, tuple[str, str]] = {
    "never": (N_("Not read yet"), ""),
    "fresh": (N_("Up to date"), "yes"),
    "late": (N_("Overdue"), "ask"),
    "unplanned": (N_("Read by hand only"), ""),
}

FREQUENCIES: dict[str, str] = {
    "MANUAL": N_("Only when somebody starts it"),
    "HOURLY": N_("Every hour"),
    "SIX_HOURLY": N_("Every six hours"),
    "DAILY": N_("Every day"),
    "WEEKLY": N_("Every week"),
    "BIWEEKLY": N_("Every two weeks"),
    "MONTHLY": N_("Every month"),
    "ALWAYS": N_("Again and again"),
}
"""ckanext-harvest's words and ours for how often a source is read."""


def outcome_word(code: str) -> Word:
    """How a run ended."""
    word, sentence, colour = _OUTCOMES[code]
    return Word(code, tk._(word), tk._(sentence), colour)


def freshness_word(code: str) -> Word:
    """Whether a source is read as often as planned."""
    word, colour = _FRESHNESS[code]
    return Word(code, tk._(word), "", colour)


def frequency_word(code: str) -> str:
    """How often a source is read."""
    return tk._(FREQUENCIES[code])


def country_name(code: str) -> str:
    """A country in the reader's language, by ISO 3166 code in either case."""
    return Locale.parse(reader.locale()).territories.get(code.upper(), code.upper())


def moment(value: str | None) -> str:
    """A day and a time of day as the reader writes them; empty when there is none."""
    if not value:
        return ""
    parsed = datetime.datetime.fromisoformat(value)
    known = parsed if parsed.tzinfo else parsed.replace(tzinfo=datetime.timezone.utc)
    local = known.astimezone(tk.h.get_display_timezone())
    time = format_time(local.timetz(), "short", locale=Locale.parse(reader.locale()))
    return f"{reader.date(local.date().isoformat())}, {time} {local.tzname()}"


def source_title(title: str, language: str) -> reader.Text:
    """The name of a source, with its language where that is not the reader's."""
    foreign = bool(language) and language != reader.locale()[:2]
    return reader.Text(title, language, foreign)
