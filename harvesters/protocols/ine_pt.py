"""The catalogue of indicators of Statistics Portugal: one large, slow XML document per language.

`https://www.ine.pt/ine/xml_indic.jsp?opc=2&lang=PT` lists all, `xml_indic_hvd.jsp?opc=3` those of high value.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, Option, Page, Protocol
from ckanext.resilient.harvesters.protocols.ine_pt_read import read_record
from ckanext.resilient.harvesters.protocols.ine_pt_xml import Catalogue, Indicator
from ckanext.resilient.harvesters.protocols.listing import Tally
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import N_, Issue

_USUAL_PLACE = "/ine/xml_indic.jsp"
_USUAL_QUERY = {"opc": "2", "lang": "PT"}
_LANGUAGES = ("pt", "en")
_AT_ONCE = 100

Texts = dict[str, dict[str, Indicator]]
"""Language to id to what the document says of that indicator."""


def list_records(endpoint: Endpoint, http: HttpClient) -> Listing:
    """The indicators in the order of the first language, then those that only another one has.

    The documents of the other languages are read before, so that the texts of an indicator meet.

    Raises:
        FetchError: the first document could not be read, or is no catalogue.
    """
    tally = Tally(endpoint)
    first, *more = _addresses(endpoint)
    main = _catalogue(first, http)
    others, told = _others(more, main.language, http, tally)
    issues = [*main.issues, *told]
    records = _records(main, others)
    while found := list(islice(records, tally.wanted(_AT_ONCE))):
        page = tally.page(found)
        yield Page(page.records, (*issues, *page.issues))
        issues.clear()
        if tally.is_full:
            break
    if issues:
        yield Page((), tuple(issues))
    tally.issues += main.damages
    return tally.end(None, reached_end=not tally.is_full)


def _catalogue(address: str, http: HttpClient) -> Catalogue:
    return Catalogue(http.get(address, accept="application/xml, text/xml"))


def _others(addresses: list[str], main: str, http: HttpClient, tally: Tally) -> tuple[Texts, list[Issue]]:
    """The documents in further languages; one that comes in a language that we have brings nothing new."""
    found: Texts = {}
    told: list[Issue] = []
    for number, address in enumerate(addresses, 2):
        try:
            catalogue = _catalogue(address, http)
        except FetchError as error:
            tally.lost(number, error)
            continue
        if catalogue.language in {main, *found}:
            continue
        found[catalogue.language] = {_id(item): item for item in catalogue.indicators() if _id(item)}
        tally.issues += catalogue.damages
        told += catalogue.issues
    return found, told


def _records(main: Catalogue, others: Texts) -> Iterator[Json]:
    for item in main.indicators():
        name = _id(item)
        beside = {language: held.pop(name) for language, held in others.items() if name in held}
        yield {"id": name, "texts": {main.language: item, **beside}}
    for name in dict.fromkeys(name for held in others.values() for name in held):
        yield {
            "id": name,
            "texts": {language: held[name] for language, held in others.items() if name in held},
        }


def _id(item: Indicator) -> str:
    return (item.get("id") or item.get("varcd") or [""])[0]


def _addresses(endpoint: Endpoint) -> list[str]:
    """The document's address in each language; a saved document has only its own."""
    parts = urlsplit(endpoint.url)
    path, query = parts.path, dict(parse_qsl(parts.query))
    if "." not in path.rsplit("/", 1)[-1]:
        path, query = _USUAL_PLACE, {**_USUAL_QUERY, **query}
    if not path.endswith(".jsp"):
        return [endpoint.url]
    wanted = endpoint.options.get("languages") or _LANGUAGES
    chosen = wanted.replace(",", " ").split() if isinstance(wanted, str) else cast("list[str]", wanted)
    languages = dict.fromkeys(word.upper() for word in (query.get("lang", ""), *chosen) if word)
    return [
        urlunsplit((parts.scheme, parts.netloc, path, urlencode({**query, "lang": language}), ""))
        for language in languages
    ]


PROTOCOL = Protocol(
    name="ine_pt",
    title=N_("INE Portugal, catalogue of indicators"),
    options=(Option("languages", list, N_("Languages to ask for: `pt`, `en` or both."), _LANGUAGES),),
    list_records=list_records,
    read_record=read_record,
)
