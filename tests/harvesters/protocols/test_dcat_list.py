"""Listing a DCAT feed over HTTP: paging old and new, circles, lies, lost pages, identities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.http import HttpClient, HttpSettings
from ckanext.resilient.harvesters.protocols.base import Endpoint, ListingEnd, Page
from ckanext.resilient.harvesters.protocols.dcat import PROTOCOL
from tests.harvest.servers import Answer, Asked, Server, serving
from tests.harvesters.protocols.dcat_help import TURTLE, drained, parsed, read_all

Pages = Mapping[str, str | int]


def dataset(number: int, more: str = "") -> str:
    return f'<http://d.example/{number}> a dcat:Dataset ; dct:title "Dati {number}" {more} .\n'


def walk(
    pages: Pages | Callable[[Asked], Answer], start: str = "/1", limit: int | None = None, **options: Any
) -> tuple[list[Page], ListingEnd, Server]:
    """List a feed whose pages are served by path and query; `{url}` in a page is the server's address."""

    def respond(asked: Asked) -> Answer:
        if callable(pages):
            return pages(asked)
        query = "&".join(f"{name}={values[0]}" for name, values in asked.query.items())
        body = pages.get(f"{asked.path}?{query}" if query else asked.path, 404)
        if isinstance(body, int):
            return Answer(status=body)
        text = TURTLE + body.replace("{url}", server.url)
        return Answer(body=text.encode(), headers={"Content-Type": "text/turtle"})

    with serving(respond) as server:
        settings = HttpSettings(frozenset({server.pair}), retries=0, min_delay=0)
        with HttpClient(settings, resolver=lambda host, _: [host] if host == "127.0.0.1" else []) as client:
            listing = PROTOCOL.list_records(Endpoint(server.url + start, options, limit=limit), client)
            pages_read, end = drained(listing)
            return pages_read, end, server


def guids(pages: list[Page]) -> list[str]:
    return [record.guid for page in pages for record in page.records]


def issue_codes(pages: list[Page], end: ListingEnd) -> list[str]:
    return [issue.code for page in pages for issue in page.issues] + [issue.code for issue in end.issues]


def numbers(*found: int) -> list[str]:
    return [f"http://d.example/{number}" for number in found]


@pytest.mark.parametrize(
    "link",
    [
        '<{url}/1> a hydra:PagedCollection ; hydra:nextPage "{url}/2" ; hydra:totalItems 2 .',
        "<{url}/1> a hydra:PagedCollection ; hydra:nextPage <{url}/2> .",
        "[] a hydra:PartialCollectionView ; hydra:next <{url}/2> .",
        "<http://c.example/> a dcat:Catalog ; hydra:view [ hydra:next <2> ] .",
        '<http://elsewhere.example/> <https://www.w3.org/ns/hydra/core#next> "2" .',
    ],
)
def test_both_generations_of_hydra_lead_to_the_next_page(link: str) -> None:
    pages, end, _ = walk({"/1": dataset(1) + link, "/2": dataset(2)})
    assert guids(pages) == numbers(1, 2)
    assert end.complete
    assert not issue_codes(pages, end)


def test_an_unpaged_feed_is_complete() -> None:
    pages, end, server = walk({"/1": dataset(1) + dataset(2)})
    assert (guids(pages), end) == (numbers(1, 2), ListingEnd(complete=True))
    assert "application/rdf+xml" in server.asked[0].headers["accept"]


def test_a_records_payload_leads_to_its_dataset() -> None:
    pages, _, server = walk({"/1": dataset(1) + dataset(2)})
    endpoint = Endpoint(server.url)
    titles = [PROTOCOL.read_record(record, endpoint).title for page in pages for record in page.records]
    assert titles == [{"und": "Dati 1"}, {"und": "Dati 2"}]


def test_a_count_that_lies_makes_the_listing_incomplete() -> None:
    pages, end, _ = walk({"/1": dataset(1) + "[] hydra:totalItems 3 ."})
    assert (end.complete, end.declared) == (False, 3)
    assert end.issues[0].code == "count-differs"
    assert end.issues[0].params == {"declared": "3", "found": "1"}
    assert guids(pages) == numbers(1)


def test_a_page_that_links_to_itself_ends_the_listing() -> None:
    pages, end, server = walk({"/1": dataset(1) + "[] hydra:next <1> ."})
    assert (guids(pages), end.complete, len(server.asked)) == (numbers(1), False, 1)
    assert issue_codes(pages, end) == ["paging-repeats"]


def test_pages_that_repeat_under_ever_new_addresses_end_the_listing() -> None:
    def endless(asked: Asked) -> Answer:
        page = int(asked.query.get("page", ["1"])[0])
        return Answer(body=(TURTLE + dataset(1) + f"[] hydra:next <?page={page + 1}> .").encode())

    pages, end, server = walk(endless)
    assert (guids(pages), end.complete, len(server.asked)) == (numbers(1), False, 2)
    assert set(issue_codes(pages, end)) == {"record-repeated", "paging-repeats"}


def test_a_circle_costs_nothing_when_the_count_agrees() -> None:
    pages, end, _ = walk({
        "/1": dataset(1) + "[] hydra:next <2> ; hydra:totalItems 2 .",
        "/2": dataset(2) + "[] hydra:next <1> ; hydra:totalItems 2 .",
    })  # fmt: skip
    assert (guids(pages), end.complete) == (numbers(1, 2), True)


def test_links_beyond_the_end_are_followed_only_briefly() -> None:
    def endless(asked: Asked) -> Answer:
        page = int(asked.query.get("page", ["1"])[0])
        body = "<http://c.example/> a dcat:Catalog ." + (dataset(page) if page < 3 else "")
        return Answer(body=(TURTLE + body + f"[] hydra:next <?page={page + 1}> .").encode())

    pages, end, server = walk(endless)
    assert (guids(pages), end.complete, len(server.asked)) == (numbers(1, 2), True, 4)


def test_max_pages_ends_the_listing_incomplete() -> None:
    pages, end, _ = walk(
        {f"/{n}": dataset(n) + f"[] hydra:next <{n + 1}> ." for n in range(1, 9)}, max_pages=3
    )
    assert (guids(pages), end.complete) == (numbers(1, 2, 3), False)
    assert issue_codes(pages, end) == ["paging-too-long"]


def test_a_limit_reads_only_so_much_and_is_never_complete() -> None:
    feed = {"/1": dataset(1) + dataset(2) + "[] hydra:next <2> ; hydra:totalItems 3 .", "/2": dataset(3)}
    for limit in (1, 2):
        pages, end, server = walk(feed, limit=limit)
        assert (guids(pages), end.complete, end.issues) == (numbers(1, 2)[:limit], False, ())
        assert len(server.asked) == 1
    assert walk(feed, limit=3)[1].complete


def test_a_lost_page_is_named_and_the_numbered_ones_behind_it_are_read() -> None:
    feed: dict[str, str | int] = {
        f"/c?page={n}": dataset(n) + f"[] hydra:next <?page={n + 1}> ." for n in range(1, 5)
    }
    feed["/c?page=2"] = 500
    feed["/c?page=4"] = dataset(4)
    pages, end, _ = walk(feed, "/c?page=1")
    assert (guids(pages), end.complete) == (numbers(1, 3, 4), False)
    assert [issue.code for issue in end.issues] == ["page-lost"]
    assert end.issues[0].params["page"] == "2"


def test_a_broken_page_without_number_ends_the_listing_with_what_was_read() -> None:
    pages, end, _ = walk({"/1": dataset(1) + "[] hydra:next <2> .", "/2": "<http://x> a"})
    assert (guids(pages), end.complete) == (numbers(1), False)
    assert "Turtle" in end.issues[0].params["reason"]


def test_an_internal_host_in_the_links_is_replaced_by_the_one_that_answers() -> None:
    pages, end, server = walk({
        "/f?page=1": dataset(1) + "[] hydra:next <http://paster/f?page=2> ; hydra:totalItems 3 .",
        "/f?page=2": dataset(2) + "[] hydra:next <http://paster/f?page=3> ; hydra:totalItems 3 .",
        "/f?page=3": dataset(3),
    }, "/f?page=1")  # fmt: skip
    assert (guids(pages), end.complete, len(server.asked)) == (numbers(1, 2, 3), True, 3)
    assert issue_codes(pages, end) == ["next-page-moved"]


def test_the_first_page_must_be_readable_and_a_catalogue() -> None:
    for body, code in (
        (500, "http-status"),
        ("<http://x> a", "rdf-unreadable"),
        ('<http://x> a foaf:Person ; foaf:name "Ada" .', "not-a-catalogue"),
        ("[] a dcat:Distribution ; dcat:accessURL <http://x> .", "not-a-catalogue"),
    ):
        with pytest.raises(FetchError) as caught:
            walk({"/1": body})
        assert caught.value.issue.code == code


def test_a_catalogue_without_datasets_declares_none() -> None:
    for body in ('<http://c.example/> a dcat:Catalog ; dct:title "Vuoto" .', "[] a dcatapit:Catalog ."):
        pages, end, _ = walk({"/1": body})
        assert (guids(pages), len(pages), end) == ([], 1, ListingEnd(complete=True, declared=0))


def test_datasets_that_are_listed_but_never_described_are_told() -> None:
    body = "<http://c.example/> a dcat:Catalog ; dcat:dataset <http://d.example/1>, <http://d.example/2> ."
    pages, end, _ = walk({"/1": body + dataset(1)})
    assert (guids(pages), end.complete) == (numbers(1), False)
    assert end.issues[0].code == "dataset-not-described"
    assert "http://d.example/2" in end.issues[0].message


def test_a_dataset_may_be_listed_on_one_page_and_described_on_the_next() -> None:
    listed = "<http://c.example/> dcat:dataset <http://d.example/1>, <http://d.example/2> ."
    pages, end, _ = walk({"/1": listed + dataset(1) + "[] hydra:next <2> .", "/2": listed + dataset(2)})
    assert (guids(pages), end.complete) == (numbers(1, 2), True)


def test_a_record_that_comes_twice_is_read_once() -> None:
    pages, end, _ = walk({"/1": dataset(1) + "[] hydra:next <2> .", "/2": dataset(1) + dataset(2)})
    assert (guids(pages), end.complete) == (numbers(1, 2), True)
    assert issue_codes(pages, end) == ["record-repeated"]


@pytest.mark.parametrize(
    "body",
    [
        '<http://d.example/1> a dcatapit:Dataset ; dct:title "a" .',
        '<http://d.example/1> a dcat:dataset ; dct:title "a" .',
        '<http://d.example/1> a dcat:DatasetSeries ; dct:title "a" .',
        '<http://c.example/> dcat:dataset <http://d.example/1> . <http://d.example/1> dct:title "a" .',
        '<http://c.example/> dcat:dataset "http://d.example/1" . <http://d.example/1> dct:title "a" .',
        "[] a dcat:Catalog ; dcat:catalog [ a dcat:Catalog ; dcat:dataset <http://d.example/1> ] ."
        ' <http://d.example/1> dct:title "a" .',
        '<http://d.example/1> a dcat:Dataset, dcatapit:Dataset ; dct:title "a" . <http://s.x/> a dcat:Dataset .',
    ],
)
def test_datasets_are_found_by_class_or_by_being_listed(body: str) -> None:
    assert guids(walk({"/1": body})[0]) == numbers(1)


def test_the_option_rdf_format_overrules_what_a_page_looks_like() -> None:
    body = '# a comment\n<http://d.example/1> a dcat:Dataset ; dct:title "a" .'
    assert guids(walk({"/1": body}, rdf_format="turtle")[0]) == numbers(1)
    with pytest.raises(FetchError, match="JSON-LD"):
        walk({"/1": body}, rdf_format="jsonld")


def blank(identifier: str, title: str, url: str = "") -> str:
    named = f' ; dct:identifier "{identifier}"' if identifier else ""
    file = f" ; dcat:distribution [ dcat:accessURL <{url}> ]" if url else ""
    return f'[] a dcat:Dataset ; dct:title "{title}"{named}{file} .\n'


def test_a_blank_dataset_is_known_by_its_identifier() -> None:
    assert guids(walk({"/1": blank("A-1", "Nidi") + blank("A-2", "Mense")})[0]) == ["A-1", "A-2"]


def test_blank_datasets_that_share_an_identifier_are_known_by_title_and_files() -> None:
    pages, end, _ = walk({"/1": blank("N/A", "Nidi", "http://f/1") + blank("N/A", "Nidi", "http://f/2")})
    first, second = guids(pages)
    assert first.startswith("sha256:")
    assert first != second
    assert issue_codes(pages, end) == ["identifier-shared"]


def test_identities_of_blank_datasets_do_not_depend_on_order_or_reading() -> None:
    parts = [blank("", "Nidi", "http://f/1"), blank("", "Nidi", "http://f/2"), blank("", "Mense")]
    forth = guids(walk({"/1": "".join(parts)})[0])
    back = guids(walk({"/1": "".join(reversed(parts))})[0])
    assert sorted(forth) == sorted(back)
    assert len(set(forth)) == 3


def test_blank_datasets_with_the_same_title_and_files_are_told_apart_by_the_rest() -> None:
    twins = "".join(
        f'[] a dcat:Dataset ; dct:title "Nidi" ; dct:spatial [ rdfs:label "{place}" ] .'
        for place in ("Alba", "Asti")
    )
    assert len(set(guids(walk({"/1": twins})[0]))) == 2


def test_identities_do_not_depend_on_the_order_of_a_datasets_texts() -> None:
    forth = '[] a dcat:Dataset ; dct:title "Nidi"@it, "Jasli"@sl .'
    back = '[] a dcat:Dataset ; dct:title "Jasli"@sl, "Nidi"@it .'
    assert guids(walk({"/1": forth})[0]) == guids(walk({"/1": back})[0])


def test_an_identifier_that_two_addressed_datasets_share_is_no_identity() -> None:
    body = dataset(1, '; dct:identifier "x"') + dataset(2, '; dct:identifier "x"')
    assert guids(walk({"/1": body})[0]) == numbers(1, 2)
    assert [found.identifier for found in read_all(parsed(body))] == ["x", "x"]
