"""One well-behaved source of three pages for every way in which a protocol pages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from tests.harvest.servers import Answer, Asked, Respond
from tests.harvesters.protocols.fake_ckan import FakeCkan, records
from tests.harvesters.protocols.fake_csw import FakeCsw, Iso
from tests.harvesters.protocols.fake_datosgobes import FakeDatosgobes, item
from tests.harvesters.protocols.fake_dkan import dkan_1
from tests.harvesters.protocols.fake_opendatasoft import SEARCH, FakeOpendatasoft, dataset
from tests.harvesters.protocols.fake_pxweb import FakePxWebV1, FakePxWebV2, folder, table, table_v2
from tests.harvesters.protocols.fake_socrata import FakeSocrata, asset
from tests.harvesters.protocols.habits import PAGES, PER_PAGE, RECORDS, Paged, in_query, told_in, told_in_text

_BY_TWO = {"page_size": PER_PAGE}


def _ckan(action: str, **options: Any) -> dict[str, Any]:
    actions = frozenset({action, "package_list", "package_show"})
    return {"respond": FakeCkan(records(RECORDS), actions=actions), "options": {**_BY_TWO, **options}}


def _named(paged: Callable[..., FakeCkan], *actions: str) -> Paged:
    """The second record that is shown stands for the second page."""
    return Paged(
        paged(RECORDS, *actions),
        page=lambda asked: 2 if asked.query.get("id", [""])[0] == "servizio-2" else None,
        turn=lambda asked, number: asked,
        options={**_BY_TWO, "use_package_list": True},
        pages_are_independent=True,
    )


def _part(records: Sequence[Any], number: int) -> tuple[Sequence[Any], bool]:
    """The records of a page, and whether others follow."""
    end = number * PER_PAGE
    return records[end - PER_PAGE : end], end < len(records)


def _page_asked(asked: Asked) -> int:
    return int(asked.query.get("page", ["1"])[0])


def hydra(nodes: str, described: Mapping[str, str]) -> Respond:
    """A DCAT feed whose pages are linked by one of the two generations of Hydra.

    Args:
        nodes: the link, with places for the address of the next page.
        described: what each dataset says of itself in Turtle, by the dataset's name.
    """
    prefixes = (
        "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . "
        "@prefix hydra: <http://www.w3.org/ns/hydra/core#> ."
    )

    def respond(asked: Asked) -> Answer:
        number = _page_asked(asked)
        names, more = _part(list(described), number)
        link = nodes.format(following=f"?page={number + 1}") if more else ""
        catalogue = "<https://dati.example/> a dcat:Catalog ."
        count = f"<> hydra:totalItems {len(described)} ."
        body = " ".join([prefixes, catalogue, count, link, *(described[name] for name in names)])
        return Answer(body=body.encode(), headers={"Content-Type": "text/turtle"})

    return respond


def _first_without_number(paged: Paged) -> Paged:
    """Pages of a feed whose first one is asked for without a number."""
    turn = paged.turn

    def page(asked: Asked) -> int | None:
        return int(asked.query["page"][0]) if "page" in asked.query else 1

    return replace(paged, page=page, turn=turn)


def udata(records: Sequence[Any]) -> Respond:
    """The API of a udata portal, which links to the next page as well."""

    def respond(asked: Asked) -> Answer:
        number = _page_asked(asked)
        found, more = _part(records, number)
        host = asked.headers["host"]
        link = f"http://{host}{asked.path}?page={number + 1}&page_size={PER_PAGE}" if more else None
        body = {"data": found, "total": len(records), "next_page": link}
        return Answer(body=json.dumps(body).encode())

    return respond


def opendata_al(records: Sequence[Any]) -> Respond:
    """The interface of opendata.gov.al."""

    def respond(asked: Asked) -> Answer:
        found, _ = _part(records, json.loads(asked.body)["page"])
        pages = -(-len(records) // PER_PAGE)
        data = {"results": found, "rowCount": len(records), "pageCount": pages}
        return Answer(body=json.dumps({"data": data}).encode())

    return respond


def _body_page(asked: Asked) -> int | None:
    return json.loads(asked.body)["page"] if asked.body else None


def _body_turn(asked: Asked, number: int) -> Asked:
    return replace(asked, body=json.dumps({**json.loads(asked.body), "page": number}).encode())


_POSITION = re.compile(rb'startPosition="(\d+)"')


def _csw_page(asked: Asked) -> int | None:
    found = _POSITION.search(asked.body)
    start = found[1].decode() if found else asked.query.get("startPosition", [""])[0]
    return (int(start) - 1) // PER_PAGE + 1 if start else None


def _csw_turn(asked: Asked, number: int) -> Asked:
    start = str(1 + (number - 1) * PER_PAGE)
    if asked.body:
        return replace(asked, body=_POSITION.sub(f'startPosition="{start}"'.encode(), asked.body))
    return replace(asked, query={**asked.query, "startPosition": [start]})


def _rows_and_pages(body: bytes, total: int) -> bytes:
    document = json.loads(body)
    document["data"] |= {"rowCount": total, "pageCount": -(-total // PER_PAGE)}
    return json.dumps(document).encode()


def _elements_and_pages(body: bytes, total: int) -> bytes:
    document = json.loads(body)
    document["page"] |= {"totalElements": total, "totalPages": -(-total // PER_PAGE)}
    return json.dumps(document).encode()


def _folders() -> FakePxWebV1:
    tables = {
        f"F{n}": [table(f"{n}{place}.px", f"Servizi {n}") for place in range(PER_PAGE)]
        for n in range(1, PAGES + 1)
    }
    return FakePxWebV1({"en": {"": [folder(name, "Servizi") for name in tables], **tables}})


def _folder_page(asked: Asked) -> int | None:
    name = urlsplit(asked.path).path.rsplit("/", 1)[-1]
    return int(name[1:]) if name.startswith("F") else None


_DATASETS = {
    (name := f"<https://dati.example/{n}>"): f'{name} a dcat:Dataset ; dct:title "Servizi {n}"@it .'
    for n in range(RECORDS)
}
_OF_UDATA = udata([{"id": str(n), "title": f"Servizi {n}", "resources": []} for n in range(RECORDS)])
_OF_ALBANIA = opendata_al(
    [{"id": str(n), "title": f"Servizi {n}", "dcatDistributions": []} for n in range(RECORDS)]
)
NEXT_PAGE = "<> a hydra:PagedCollection ; hydra:nextPage <{following}> ."
_DCAT_PAGES = {**in_query("page"), "tell": told_in_text("totalItems "), "path": "/feed.ttl"}

WAYS: dict[str, tuple[str, Paged]] = {
    "ckan by search": (
        "ckan",
        Paged(**_ckan("package_search"), **in_query("start", 0, PER_PAGE), tell=told_in("result", "count")),
    ),
    "ckan by current list": (
        "ckan",
        Paged(**_ckan("current_package_list_with_resources"), **in_query("offset", 0, PER_PAGE)),
    ),
    "ckan by names": (
        "ckan",
        _named(
            lambda count, *actions: FakeCkan(records(count), actions=frozenset(actions)),
            "package_list",
            "package_show",
        ),
    ),
    "dkan 1": ("dkan", _named(dkan_1)),
    "dcat nextPage": (
        "dcat",
        _first_without_number(Paged(hydra(NEXT_PAGE, _DATASETS), **_DCAT_PAGES)),
    ),
    "dcat next": (
        "dcat",
        _first_without_number(
            Paged(
                hydra("<> a hydra:PartialCollectionView ; hydra:next <{following}> .", _DATASETS),
                **_DCAT_PAGES,
            )
        ),
    ),
    "udata": ("udata", Paged(_OF_UDATA, **in_query("page"), tell=told_in("total"), options=_BY_TWO)),
    "udata saved page": (
        "udata",
        _first_without_number(Paged(_OF_UDATA, **in_query("page"), tell=told_in("total"), path="/data.json")),
    ),
    "socrata catalogue": (
        "socrata",
        Paged(
            FakeSocrata(*(asset(number) for number in range(RECORDS))),
            **in_query("offset", 0, PER_PAGE),
            tell=told_in("resultSetSize"),
            options=_BY_TWO,
        ),
    ),
    "opendata_al": (
        "opendata_al",
        Paged(_OF_ALBANIA, _body_page, _body_turn, tell=_rows_and_pages, options=_BY_TWO),
    ),
    "pxweb 1": (
        "pxweb",
        Paged(
            _folders(),
            page=_folder_page,
            turn=lambda asked, number: asked,
            path="/api/v1/en/",
            pages_are_independent=True,
        ),
    ),
    "pxweb 2": (
        "pxweb",
        Paged(
            FakePxWebV2({"en": [table_v2(number, f"Servizi {number}") for number in range(RECORDS)]}),
            **in_query("pageNumber"),
            tell=_elements_and_pages,
            path="/api/v2",
            options=_BY_TWO,
        ),
    ),
    "opendatasoft 2.1": (
        "opendatasoft",
        Paged(
            FakeOpendatasoft(*(dataset(number) for number in range(RECORDS))),
            **in_query("offset", 0, PER_PAGE),
            tell=told_in("total_count"),
            options=_BY_TWO,
        ),
    ),
    "opendatasoft search": (
        "opendatasoft",
        Paged(
            FakeOpendatasoft(*(dataset(number) for number in range(RECORDS)), speaks=(SEARCH,)),
            **in_query("start", 0, PER_PAGE),
            tell=told_in("nhits"),
            path="/api/datasets/1.0/search/",
            options=_BY_TWO,
        ),
    ),
    "csw": (
        "csw",
        Paged(
            FakeCsw([Iso(f"it-{n}", f"Servizi {n}") for n in range(RECORDS)], at_once=PER_PAGE),
            _csw_page,
            _csw_turn,
            tell=told_in_text('numberOfRecordsMatched="'),
            path="/csw",
            options=_BY_TWO,
        ),
    ),
    "datosgobes": (
        "datosgobes",
        Paged(
            FakeDatosgobes(*(item(number) for number in range(RECORDS))),
            **in_query("_page", 0),
            options=_BY_TWO,
        ),
    ),
}
"""Way to its protocol and its source; what reads one document has no pages."""
