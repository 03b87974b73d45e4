"""Dates as portals write them, to ISO 8601 as precise as the source is and no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import cache

from ckanext.resilient.svrc.text import fold, one_line

_ABSENT = {"", "0", "null", "none", "nan", "n/a", "-", "0000-00-00", "0000-00-00 00:00:00"} | {
    "--", "?", "[]", "{}", "''", "n/d", "n.d.", "nd", "s/d", "s.d.", "unknown", "undefined", "not available",
    # an end that is still open
    "now", "present", "ongoing", "actualidad", "presente", "en cours", "in corso", "em curso",
    # the first moment of .NET and Java, in seconds
    "-62135596800",
}  # fmt: skip
# What programs write for "no date": the first day of their calendar, the last day for "without end".
_PLACEHOLDER = re.compile(r"(?:0001-01-01|9999-12-31)(?:[T ]|$)")
_MONTHS = (
    "jan janeiro enero janvier gennaio ιανουαριοσ ιανουαριου ιαν sijecanj "
    "sijecnja januar januarja janar january ene janv gen gener xaneiro",
    "feb fevereiro febrero fevrier febbraio φεβρουαριοσ φεβρουαριου φεβ "
    "veljaca veljace februar februarja shkurt february fev febrer febreiro",
    "mar marco marzo mars μαρτιοσ μαρτιου μαρ ozujak ozujka marec marca march marc",
    "apr abril avril aprile απριλιοσ απριλιου απρ travanj travnja april aprila prill abr avr",
    "may maio mayo mai maggio μαιοσ μαιου μαι svibanj svibnja maj maja mag maig",
    "jun junho junio juin giugno ιουνιοσ ιουνιου ιουν lipanj lipnja junij junija qershor june giu juny xuno",
    "jul julho julio juillet luglio ιουλιοσ ιουλιου ιουλ srpanj srpnja julij julija korrik july juil lug "
    "juliol xullo",
    "aug agosto aout αυγουστοσ αυγουστου αυγ kolovoz kolovoza avgust avgusta gusht august ago agost",
    "sep setembro septiembre septembre settembre σεπτεμβριοσ σεπτεμβριου σεπ "
    "rujan rujna september septembra shtator sept set setembre",
    "oct outubro octubre octobre ottobre οκτωβριοσ οκτωβριου οκτ oktober "
    "oktobra tetor october out ott okt listopad listopada",
    "nov novembro noviembre novembre νοεμβριοσ νοεμβριου νοε studeni studenoga november novembra nentor",
    "dec dezembro diciembre decembre dicembre δεκεμβριοσ δεκεμβριου δεκ "
    "prosinac prosinca december decembra dhjetor dez dic desembre decembro",
)
_ZONE = (
    r"(?P<zone>Z|(?:GMT|UTC)?\s?[+-]\d{2}:?\d{2}|[+-]\d{2}|GMT|UTC)?"
    r"(?:\[[\w/+-]+\])?(?:\s*\([^()]*\))?"
)
_DAY_ZONE = r"(?P<zone>Z|[+-]\d{2}:\d{2})?"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?\s*"
_TIME = _CLOCK + r"(?P<half>[AaPp]\.?[Mm]\.?)?\s*" + _ZONE
_AT = r"(?:- |à |at |às |a las |alle |στις |u |ob )?"
_YEAR_WORD = r"(?:(?i:year|ano|año|année|anno|any|έτος|leto|godina|viti)\s+)?"
_FIRST_MILLIS = 10**11
"""Seconds from here on would be beyond the year 5000: it is milliseconds."""


@cache
def _months() -> dict[str, int]:
    return {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    offset_text = re.sub(r"^(?:Z|GMT|UTC)\s?", "", text)
    if not offset_text:
        return timezone.utc
    digits = offset_text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if offset_text[0] == "-" else offset)


def _hour(part: Mapping[str, str | None]) -> int:
    """The hour of 24, from one of twelve where "am" or "pm" is said."""
    hour, half = int(part["hour"] or 0), part.get("half")
    if not half:
        return hour
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _iso(match: re.Match[str], month: int) -> str:
    part = match.groupdict()
    day = date(int(part["year"]), month, int(part["day"]))
    if part.get("hour") is None:
        return day.isoformat()
    micro = int((part.get("fraction") or "0")[:6].ljust(6, "0"))
    clock = time(_hour(part), int(part["minute"]), int(part["second"] or 0), micro, _zone(part["zone"]))
    return datetime.combine(day, clock).isoformat()


def _numeric(match: re.Match[str]) -> str:
    return _iso(match, int(match["month"]))


def _named(match: re.Match[str]) -> str:
    month = _months().get(fold(match["month"]))
    if month is None:
        raise ValueError(match["month"])
    return _iso(match, month)


def _year(match: re.Match[str]) -> str:
    return match["year"]


def _year_month(match: re.Match[str]) -> str:
    return date(int(match["year"]), int(match["month"]), 1).isoformat()[:7]


def _named_month(match: re.Match[str]) -> str:
    month = _months().get(fold(match["month"]))
    if month is None:
        raise ValueError(match["month"])
    return f"{int(match['year']):04d}-{month:02d}"


def _epoch(match: re.Match[str]) -> str:
    number = float(match["epoch"])
    seconds = number / 1000 if number >= _FIRST_MILLIS else number
    return datetime.fromtimestamp(seconds, timezone.utc).replace(microsecond=0).isoformat()


_Y = r"(?P<year>[12]\d{3})"
_M = r"(?P<month>\d{1,2})"
_D = r"(?P<day>\d{1,2})"
_NAME = r"(?P<month>[^\W\d_]{3,})\.?"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern + "$"), reader)
    for pattern, reader in (
        (rf"{_Y}-{_M}-{_D}(?:[T ]\s*{_TIME})?", _numeric),
        (rf"{_Y}-{_M}-{_D}{_DAY_ZONE}", _numeric),
        (rf"{_Y}/{_M}/{_D}(?:[T ,]+(?:- )?{_TIME})?", _numeric),
        (rf"{_Y}\.{_M}\.{_D}\.?(?:\s+{_TIME})?", _numeric),
        (rf"{_D}[/.-]\s?{_M}[/.-]\s?{_Y}\.?(?:,?\s*{_AT}{_TIME})?", _numeric),
        # month first, as in English (US): reached only where day first is impossible
        (rf"{_M}/{_D}/{_Y}(?:,?\s*{_AT}{_TIME})?", _numeric),
        (
            rf"{_Y}(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)"
            rf"(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d){_ZONE})?",
            _numeric,
        ),
        (rf"{_YEAR_WORD}{_Y}(?:\.|-00-00|{_DAY_ZONE})", _year),
        (rf"{_Y}[-/]{_M}(?:-00|{_DAY_ZONE})", _year_month),
        (rf"{_Y}M{_M}", _year_month),
        (rf"{_M}[-/.]{_Y}", _year_month),
        (
            rf"(?:[^\W\d_]+\.?,?\s+)?{_D}(?:\.|er|º|ª|st|nd|rd|th)?[\s-]+(?:de |d['’])?{_NAME}[\s-]+"
            rf"(?:de |del )?{_Y}\.?(?:[,\s]+{_AT}{_TIME})?",
            _named,
        ),
        (rf"(?:[^\W\d_]+,?\s+)?{_NAME}\s+{_D}(?:st|nd|rd|th)?,?\s+{_Y}(?:[,\s]+{_AT}{_TIME})?", _named),
        (rf"(?:[^\W\d_]+\s+)?{_NAME}\s+{_D}\s+{_CLOCK}(?P<zone>GMT|UTC)?(?:[A-Z]{{3,4}})?\s*{_Y}", _named),
        (rf"{_NAME},?\s+(?:de |del )?{_Y}", _named_month),
        (r"(?P<epoch>\d{9,13}(?:\.\d{1,9})?|\d\.\d{1,15}[eE]\+?(?:0?9|12))", _epoch),
    )
)
# DKAN writes "Date changed  jeu, 19/12/2019 - 03:00": a label, then the name of the day.
_LEAD = re.compile(r"^(?:date changed\s+)?(?:[^\W\d_]{2,}\.?,\s*)?(?=\d)", re.IGNORECASE)
_LONGEST = 100


def read_date(value: str) -> str | None:
    """An ISO 8601 date, date-time, year or year-month; "" when the source says none; None when unreadable."""
    text = one_line(value)
    if text.casefold() in _ABSENT or _PLACEHOLDER.match(text):
        return ""
    if len(text) > _LONGEST:
        return None
    for candidate in dict.fromkeys((text, _LEAD.sub("", text))):
        for pattern, reader in _FORMS:
            match = pattern.match(candidate)
            if match is None:
                continue
            try:
                return reader(match)
            except (ValueError, OverflowError):
                # Right shape, impossible date (31 February): another form may still fit.
                continue
    return None
