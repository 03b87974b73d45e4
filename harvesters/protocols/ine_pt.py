"""The catalogue of indicators of Statistics Portugal: one large, slow XML document per language.

`https://www.ine.pt/ine/xml_indic.jsp?opc=2&lang=PT` lists all, `xml_indic_hvd.jsp?opc=3` those of high value.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import islice
from typing import cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.documents import Document
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, ListingEnd, Option, Page, Protocol
from ckanext.resilient.harvesters.protocols.ine_pt_read import read_record
from ckanext.resilient.harvesters.protocols.ine_pt_xml import Catalogue, Indicator
from ckanext.resilient.harvesters.protocols.listing import Tally, states
from ckanext.resilient.harvesters.protocols.shelf import Shelf
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import N_, Issue

_USUAL_PLACE = "/ine/xml_indic.jsp"
_USUAL_QUERY = {"opc": "2", "lang": "PT"}
_LANGUAGES = ("pt", "en")
_AT_ONCE = 100
_XML = "application/xml, text/xml"


def list_records(endpoint: Endpoint, http: HttpClient) -> Listing:
    """The indicators in the order of the first language, then those that only another one has.

    The documents of the other languages are read before, so that the texts of an indicator meet.

    Raises:
        FetchError: the first document could not be read, or is no catalogue.
    """
    addresses = _addresses(endpoint)
    with ExitStack() as files:
        documents = _documents(addresses, endpoint, http, files)
        if all(isinstance(one, Document) and one.answer.not_modified for one in documents):
            return ListingEnd(complete=False, partial=True, documents=endpoint.documents)
        first, *more = _in_full(addresses, documents, http, files)
        if isinstance(first, FetchError):
            raise first
        end = yield from _merged(Catalogue(first), more, endpoint, files)
        pairs = zip(addresses, [first, *more], strict=True)
        read = states((name, one.answer) for name, one in pairs if isinstance(one, Document))
        return replace(end, documents=read)


def _documents(
    addresses: list[str], endpoint: Endpoint, http: HttpClient, files: ExitStack
) -> list[Document | FetchError]:
    """What each address gives; the first one is asked with what is known of it, too."""
    found: list[Document | FetchError] = []
    for address in addresses:
        try:
            document = http.document(address, accept=_XML, validators=endpoint.documents.get(address))
            found.append(files.enter_context(document))
        except FetchError as error:  # noqa: PERF203 - a lost language must not cost the others
            found.append(error)
    return found


def _in_full(
    addresses: list[str], documents: list[Document | FetchError], http: HttpClient, files: ExitStack
) -> list[Document | FetchError]:
    """The documents, those unchanged asked for once more: the texts of all languages are needed together."""
    again = [isinstance(document, Document) and document.answer.not_modified for document in documents]
    changed = zip(addresses, documents, again, strict=True)
    return [
        _documents([address], Endpoint(address), http, files)[0] if is_known else document
        for address, document, is_known in changed
    ]


def _merged(
    main: Catalogue, more: list[Document | FetchError], endpoint: Endpoint, files: ExitStack
) -> Listing:
    tally = Tally(endpoint)
    others: dict[str, Shelf] = {}
    told: list[Issue] = []
    for number, document in enumerate(more, 2):
        try:
            told += _put_by(document, main.language, others, tally, files)
        except FetchError as error:  # noqa: PERF203 - a lost language must not cost the others
            tally.lost(number, error)
    records = _records(main, others)
    while found := list(islice(records, tally.wanted(_AT_ONCE))):
        page = tally.page(found)
        yield Page(page.records, (*told, *page.issues))
        told = []
        if tally.is_full:
            break
    if told := [*told, *main.issues]:
        yield Page((), tuple(told))
    tally.issues += main.damages
    return tally.end(None, reached_end=not tally.is_full)


def _put_by(
    document: Document | FetchError, main: str, others: dict[str, Shelf], tally: Tally, files: ExitStack
) -> list[Issue]:
    """Put the indicators of a further language by; one that comes in a language that we have is not news."""
    if isinstance(document, FetchError):
        raise document
    catalogue = Catalogue(document)
    if catalogue.language in {main, *others}:
        return []
    shelf = others.setdefault(catalogue.language, files.enter_context(Shelf()))
    for item in catalogue.indicators():
        if name := _id(item):
            shelf.put(name, item)
    tally.issues += catalogue.damages
    return catalogue.issues


def _records(main: Catalogue, others: dict[str, Shelf]) -> Iterator[Json]:
    for item in main.indicators():
        name = _id(item)
        beside = {language: held.pop(name) for language, held in others.items() if name in held}
        yield {"id": name, "texts": {main.language: item, **beside}}
    for name in dict.fromkeys(name for held in others.values() for name in held):
        yield {
            "id": name,
            "texts": {language: held.get(name) for language, held in others.items() if name in held},
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
