"""Single values of a source record: addresses, e-mails, sizes, dates; what is wrong becomes an issue."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from ckanext.resilient.svrc.dates import read_date
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.meanings import FIELDS, NOTHING_SAID, Meanings
from ckanext.resilient.svrc.record import Period
from ckanext.resilient.svrc.spans import read_span
from ckanext.resilient.svrc.text import clean, one_line, word

_NOT_IN_ADDRESSES = re.compile(r"[\s<>\"{}|\\^`]")
_SCHEMES = {"http", "https", "ftp"}
_EMAIL = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"().]+(?:\.[^\s@<>,;:\"().]+)+")
_SIZE = re.compile(r"^(\d+(?:[., ]\d{3})*|\d+)(?:[.,](\d+))?\s*([a-z]*)$", re.IGNORECASE)
_UNITS = {
    "": 1,
    "b": 1,
    "byte": 1,
    "bytes": 1,
    "octet": 1,
    "octets": 1,
    "o": 1,
    "kb": 1000,
    "ko": 1000,
    "mb": 10**6,
    "mo": 10**6,
    "gb": 10**9,
    "go": 10**9,
    "kib": 1024,
    "mib": 1024**2,
    "gib": 1024**3,
}
_DURATION = re.compile(r"^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$")
_NUMBER = re.compile(r"^(\d+(?:[.,]\d+)?)\s*(?:m|metres?|meters?)?$", re.IGNORECASE)
_SHOWN = 120
_ADDRESS_LIMIT = 4000
_EMAIL_LIMIT = 320
_NUMBER_LIMIT = 40


def shown(value: str) -> str:
    """A value as an issue shows it: on one line and not too long."""
    line = one_line(value)
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


@dataclass(slots=True)
class Findings:
    """What was wrong with one record, as issues that name it; `meanings` are what was said of its source's words."""

    record: str
    meanings: Meanings = NOTHING_SAID
    issues: list[Issue] = field(default_factory=list[Issue])

    def add(self, code: str, where: str, **params: str) -> None:
        """Note one finding; the same one is noted once."""
        self._note(Issue(code, self.record, where, {name: shown(value) for name, value in params.items()}))

    def unknown(self, code: str, where: str, value: str) -> None:
        """Note a word that no table knows, unless it is to be left as it is."""
        if not self.meanings.is_left(code, where, value):
            self._note(Issue(code, self.record, where, {"value": word(value)}))

    def uri(self, name: str, value: str, read: Callable[[str], str]) -> str:
        """The address of what a word means, as was said of it or as `read` knows it; "" when unknown, which is noted.

        Args:
            name: a key of `meanings.FIELDS`.
            value: the word; empty when there is none.
            read: gives the address of what our tables know, else "".
        """
        said = self.meanings.uri(name, value)
        uri = read(one_line(value)) if said is None else said
        if value.strip() and not uri:
            self.unknown(FIELDS[name].kind, FIELDS[name].where, value)
        return uri

    def _note(self, issue: Issue) -> None:
        if issue not in self.issues:
            self.issues.append(issue)

    def date(self, value: str, where: str) -> str:
        """A date in ISO 8601, "" when there is none or it cannot be read.

        A span within a year ("2023-T1") is no date: its year is all that is certain.
        """
        read = read_date(value)
        if read is not None:
            return read
        first, last = read_span(value) or ("", "")
        if first and first[:4] == last[:4]:
            return first[:4]
        self.add("date-unreadable", where, value=value)
        return ""

    def url(self, value: str, where: str) -> str:
        """A web address with blanks encoded, "" when it is none."""
        text = "".join(line.strip() for line in clean(value).splitlines())
        if not text:
            return ""
        # Letters beyond ASCII stay: an address may be an IRI (RFC 3987).
        encoded = _NOT_IN_ADDRESSES.sub(lambda sign: quote(sign.group()), text)
        if len(encoded) > _ADDRESS_LIMIT or not _is_web_address(encoded):
            self.add("link-invalid", where, value=value)
            return ""
        return encoded

    def urls(self, values: Iterable[str], where: str) -> list[str]:
        """Web addresses, each once."""
        return unique(self.url(value, where) for value in values)

    def email(self, value: str, where: str) -> str:
        """A bare e-mail address (`mailto:` removed), "" when it is none."""
        text = unquote(clean(value))[:_EMAIL_LIMIT]
        if not text:
            return ""
        found = _EMAIL.search(re.sub(r"^mailto:", "", text, flags=re.IGNORECASE).split("?")[0])
        if found is None:
            self.add("email-invalid", where, value=value)
            return ""
        return found.group()

    def size(self, value: str, where: str) -> int | None:
        """A file's size in bytes ("42 octets", "12.0"), None when it is not told."""
        text = one_line(value)
        if text.casefold() in {"", "0", "null", "none", "n/a", "-"}:
            return None
        match = _SIZE.match(text) if len(text) <= _NUMBER_LIMIT else None
        unit = _UNITS.get(match[3].casefold()) if match else None
        if match is None or unit is None:
            self.add("number-unreadable", where, value=value)
            return None
        number = float(f"{re.sub(r'[., ]', '', match[1])}.{match[2] or 0}")
        return round(number * unit) or None

    def metres(self, value: str, where: str) -> str:
        """A resolution in metres as a plain number, "" when it is none."""
        text = one_line(value)
        match = _NUMBER.match(text) if len(text) <= _NUMBER_LIMIT else None
        if text and match is None:
            self.add("number-unreadable", where, value=value)
        return match[1].replace(",", ".") if match else ""

    def duration(self, value: str, where: str) -> str:
        """An ISO 8601 duration, "" when it is none."""
        text = one_line(value)
        if text and not _DURATION.match(text):
            self.add("value-unknown", where, value=value)
            return ""
        return text

    def periods(self, periods: Iterable[Period], where: str) -> list[Period]:
        """Spans of time with ISO dates, empty ones left out; a span in one word ("2023-T1") gives both ends."""
        read = (self._period(period, where) for period in periods)
        return [period for period in read if period.start or period.end]

    def _period(self, period: Period, where: str) -> Period:
        first, last = read_span(period.start), read_span(period.end)
        start = first[0] if first else self.date(period.start, where)
        end = last[1] if last else self.date(period.end, where)
        return Period(start, end or (first[1] if first else ""))


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme.lower() in _SCHEMES and bool(parts.hostname)
    except ValueError:
        return False


def unique(values: Iterable[str]) -> list[str]:
    """Trimmed values without empty ones, each once, in order."""
    return list(dict.fromkeys(text for value in values if (text := one_line(value))))
