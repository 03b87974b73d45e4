"""What a dataset is recognised by at another source: identifiers, addresses of its files, title with publisher.

Everything is brought into one form first, so that the same thing written in two ways is the same text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from ckanext.resilient.svrc.package import Package
from ckanext.resilient.svrc.text import fold, is_address, one_line

_UUID = re.compile(r"(?:^|[:/])([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$", re.IGNORECASE)
_DOI = re.compile(r"^(?:doi:\s*|https?://(?:dx\.|www\.)?doi\.org/)?(10\.\d{4,9}/\S+)$", re.IGNORECASE)
_TRACKING = re.compile(
    r"utm_\w+|pk_\w+|mtm_\w+|fbclid|gclid|mc_[ce]id|_ga|phpsessid|jsessionid", re.IGNORECASE
)
_PORTS = {"http": 80, "https": 443}
_MARKED = (("uris", "uri"), ("pages", "uri"), ("identifiers", "id"), ("addresses", "file"))
NAMED = "named"
"""What a mark is made of when it is of a title with a publisher."""

_SHORTEST_IDENTIFIER = 6
_MOST_FILES = 200
"""A dataset with thousands of files is known by some of them; the same ones at every source."""

_SHORTEST_NUMBER = 9
"""A number with fewer digits is a position in somebody's table, not an identifier."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What people compare when they decide between two records of one dataset."""

    title: str = ""
    page: str = ""
    licence: str = ""
    modified: str = ""
    files: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class Profile:
    """Marks of one dataset, each in the one form in which they are compared.

    Args:
        uris: identities that are unique in the world: addresses of the record, DOIs, URNs, UUIDs.
        pages: addresses of its page; several datasets may share one.
        identifiers: identities that are unique only where they were given.
        addresses: addresses of its files, without those of its own pages.
        titles: its titles, without case, accents and punctuation.
        publishers: names, addresses and identifiers of its publishers.
        facts: what people compare; no mark.
    """

    uris: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    identifiers: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()
    facts: Facts = field(default_factory=Facts)

    def as_dict(self) -> dict[str, Any]:
        """The form in which it is stored: the same for the same profile."""
        marks = {name: sorted(getattr(self, name)) for name in _SETS}
        return marks | {"facts": asdict(self.facts)}


_SETS = tuple(one.name for one in fields(Profile) if one.name != "facts")


def from_dict(stored: Mapping[str, Any]) -> Profile:
    """The profile that `as_dict` gave."""
    marks = {name: frozenset(cast("list[str]", stored[name])) for name in _SETS}
    return Profile(**marks, facts=Facts(**stored["facts"]))


def profile_of(package: Package) -> Profile:
    """The profile of a dataset in the form of `package_dict`."""
    named = [package.get("source_uri"), package.get("source_guid"), package.get("identifier")]
    values = [str(value) for value in (*named, *(package.get("alternate_identifier") or ())) if value]
    uris = {uri for value in values for uri in _uris(value)}
    page = str(package.get("url") or "")
    pages = {canonical(page)} - {""}
    resources = cast("list[Package]", package.get("resources") or [])
    return Profile(
        uris=frozenset(uris | {uri for uri in _uris(page) if uri.startswith("uuid:")}),
        pages=frozenset(pages - uris),
        identifiers=frozenset(filter(None, map(_identifier, values))),
        addresses=frozenset(_file_addresses(resources) - pages - uris),
        titles=frozenset(_folded(cast("dict[str, str]", package.get("title_translated") or {}).values())),
        publishers=frozenset(_publishers(package)),
        facts=_facts(package, page or str(package.get("source_uri") or ""), len(resources)),
    )


def _facts(package: Package, page: str, files: int) -> Facts:
    return Facts(
        title=str(package.get("title") or ""),
        # It becomes a link, so nothing but the web's own schemes.
        page=page if page.startswith(("http://", "https://")) else "",
        licence=str(package.get("license_id") or ""),
        modified=str(package.get("modified") or ""),
        files=files,
        length=len(str(package.get("notes") or "")),
    )


def canonical(address: str) -> str:
    """An address in the form in which two are compared; "" when it names no more than a host.

    Gone are scheme, `www.`, default port, doubled and trailing slashes, and parameters that follow readers.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return ""
    if not parts.scheme or not parts.hostname:
        return ""
    host = parts.hostname.removeprefix("www.")
    if port and port != _PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    path = re.sub(r"/{2,}", "/", unquote(parts.path)).rstrip("/")
    given = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted(pair for pair in given if not _TRACKING.fullmatch(pair[0])))
    rest = path + (f"?{query}" if query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return host + rest if rest else ""


def _uris(value: str) -> set[str]:
    """What in an identifier is unique in the world."""
    text = value.strip()
    if doi := _DOI.match(text):
        return {f"doi:{doi[1].casefold()}"}
    found: set[str] = set()
    if uuid := _UUID.search(text.rstrip("/#")):
        found.add(f"uuid:{uuid[1].casefold()}")
    if is_address(text):
        found.add(canonical(text))
    elif text.casefold().startswith("urn:") and not uuid:
        found.add(text.casefold())
    return found - {""}


def _identifier(value: str) -> str:
    """An identifier of one portal, "" for what only stands in the place of one (`N/A`, `12`)."""
    text = one_line(value).casefold()
    shortest = _SHORTEST_NUMBER if fold(text).replace(" ", "").isdigit() else _SHORTEST_IDENTIFIER
    return "" if _uris(text) or is_address(text) or len(text) < shortest else text


def _file_addresses(resources: Iterable[Package]) -> set[str]:
    found = {canonical(str(one.get("url") or one.get("access_url") or "")) for one in resources}
    return set(sorted(found - {""})[:_MOST_FILES])


def _folded(texts: Iterable[str]) -> set[str]:
    return {fold(text) for text in texts} - {""}


def _publishers(package: Package) -> set[str]:
    found: set[str] = set()
    for agent in cast("list[Package]", package.get("publisher") or []):
        names = cast("dict[str, str]", agent.get("name_translated") or {})
        found |= _folded([str(agent.get("name") or ""), *names.values()])
        found |= {canonical(str(agent.get("uri") or "")), _identifier(str(agent.get("identifier") or ""))}
    return found - {""}


def marks(profile: Profile) -> dict[str, str]:
    """The marks under which other sources' records are looked up, each with what it was made of.

    A mark is a short digest: some addresses are longer than an index takes. A page and the address of a
    record share their marks, because one portal's page is often the other's identity.
    """
    found: dict[str, str] = {}
    for name, sort in _MARKED:
        found |= {_digest(sort, value): name for value in getattr(profile, name)}
    for title in profile.titles:
        found |= {_digest("named", title, one): NAMED for one in profile.publishers}
    return found


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
