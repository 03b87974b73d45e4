"""How often data is updated: the words of sources to the EU frequency table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from ckanext.resilient.svrc.text import is_address, last_segment, word_key
from ckanext.resilient.svrc.vocabularies import authority, find

_NAMESPACES = (
    "purl.org/cld/freq/",
    "purl.org/linked-data/sdmx/2009/code#freq",
    "publications.europa.eu/mdr/authority/frequency/",
    "inspire.ec.europa.eu/metadata-codelist/MaintenanceFrequency/",
    "standards.iso.org/iso/19139/resources/gmxCodelists.xml#",
    "id.loc.gov/vocabulary/frequencies/",
)
# https://sdmx.org/?page_id=3215 (CL_FREQ): B is every day of a business week
_SDMX = {
    "A": "ANNUAL",
    "A2": "BIENNIAL",
    "A3": "TRIENNIAL",
    "A4": "QUADRENNIAL",
    "A5": "QUINQUENNIAL",
    "A10": "DECENNIAL",
    "A20": "BIDECENNIAL",
    "A30": "TRIDECENNIAL",
    "A_3": "ANNUAL_3",
    "S": "ANNUAL_2",
    "Q": "QUARTERLY",
    "M": "MONTHLY",
    "M2": "BIMONTHLY",
    "M_2": "MONTHLY_2",
    "M_3": "MONTHLY_3",
    "W": "WEEKLY",
    "W2": "BIWEEKLY",
    "W_2": "WEEKLY_2",
    "W_3": "WEEKLY_3",
    "D": "DAILY",
    "D_2": "DAILY_2",
    "B": "DAILY",
    "H": "HOURLY",
    "H2": "BIHOURLY",
    "H3": "TRIHOURLY",
    "I": "1MIN",
    "N": "1MIN",
    "_O": "OTHER",
    "_U": "UNKNOWN",
}
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_LONGEST_DURATION = 60
_DURATION = re.compile(
    rf"^(?:R/?)?P(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?$"
)
_MONTHS = {
    Fraction(12): "ANNUAL",
    Fraction(6): "ANNUAL_2",
    Fraction(4): "ANNUAL_3",
    Fraction(3): "QUARTERLY",
    Fraction(2): "BIMONTHLY",
    Fraction(1): "MONTHLY",
    Fraction("0.5"): "MONTHLY_2",
    Fraction("0.33"): "MONTHLY_3",
    Fraction(24): "BIENNIAL",
    Fraction(36): "TRIENNIAL",
    Fraction(48): "QUADRENNIAL",
    Fraction(60): "QUINQUENNIAL",
    Fraction(120): "DECENNIAL",
    Fraction(240): "BIDECENNIAL",
    Fraction(360): "TRIDECENNIAL",
}
_HOUR = 3600
_DAY = 24 * _HOUR
_SECONDS = {
    Fraction(1): "CONT",
    Fraction(60): "1MIN",
    Fraction(300): "5MIN",
    Fraction(600): "10MIN",
    Fraction(900): "15MIN",
    Fraction(1800): "30MIN",
    Fraction(_HOUR): "HOURLY",
    Fraction(2 * _HOUR): "BIHOURLY",
    Fraction(3 * _HOUR): "TRIHOURLY",
    Fraction(12 * _HOUR): "12HRS",
    Fraction(_DAY): "DAILY",
    Fraction(7 * _DAY, 2): "WEEKLY_2",
    Fraction("0.33") * 7 * _DAY: "WEEKLY_3",
    Fraction(7 * _DAY): "WEEKLY",
    Fraction(10 * _DAY): "MONTHLY_3",
    Fraction(14 * _DAY): "BIWEEKLY",
    Fraction(15 * _DAY): "MONTHLY_2",
    **dict.fromkeys((Fraction(days * _DAY) for days in (30, 31)), "MONTHLY"),
    **dict.fromkeys((Fraction(days * _DAY) for days in (60, 61)), "BIMONTHLY"),
    **dict.fromkeys((Fraction(days * _DAY) for days in (90, 91, 92)), "QUARTERLY"),
    **dict.fromkeys((Fraction(days * _DAY) for days in (120, 122)), "ANNUAL_3"),
    **dict.fromkeys((Fraction(days * _DAY) for days in (180, 182, 183)), "ANNUAL_2"),
    **dict.fromkeys((Fraction(days * _DAY) for days in (360, 364, 365, 366)), "ANNUAL"),
    **dict.fromkeys((Fraction(days * _DAY) for days in (730, 731)), "BIENNIAL"),
}


def _duration_code(text: str) -> str:
    """The code of an ISO 8601 duration: `P3M`, `R/P1Y`, NTI-RISP's `P0Y3M0DT0H0M0S`."""
    match = _DURATION.match(text.strip().upper()[:_LONGEST_DURATION])
    if match is None:
        return ""
    years, months, weeks, days, hours, minutes, seconds = (
        Fraction((part or "0").replace(",", ".")) for part in match.groups()
    )
    long = years * 12 + months
    short = ((weeks * 7 + days) * 24 + hours) * _HOUR + minutes * 60 + seconds
    if long and short:
        return ""
    return _MONTHS.get(long, "") if long else _SECONDS.get(short, "")


def frequency_code(value: str, own: Mapping[str, str] | None = None) -> str:
    """The EU frequency code that a source's value means, "" when it is not known.

    Args:
        value: an address, an ISO 8601 duration or a word in any of our languages.
        own: the portal's own words (`word_key`) to codes; they go first, and "" leaves the word unknown.
    """
    own_code = (own or {}).get(word_key(value))
    if own_code is not None:
        return own_code
    term = find("frequency", value)
    if term is not None:
        return term.code
    if is_address(value):
        if not any(namespace.casefold() in value.casefold() for namespace in _NAMESPACES):
            return ""
        word = last_segment(value)
        if "freq-" in word:
            return _SDMX.get(word.split("freq-")[1], "")
        term = find("frequency", word)
        return term.code if term else ""
    return _duration_code(value)


def frequency_uri(code: str) -> str:
    """The EU address of a frequency code."""
    term = authority("frequency").get(code)
    return term.uri if term else ""
