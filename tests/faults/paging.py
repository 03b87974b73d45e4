"""Faults of listings: totals that lie, pages that repeat, vanish, shift or lead elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ckanext.resilient.harvest.stages import Bounds
from tests.faults.conversations import CONVERSATIONS, Conversation
from tests.faults.entries import ODD, WELL, Entry, entry
from tests.faults.model import Fault, Play, Scene, holding, in_part, paging, stopped, whole
from tests.harvest.servers import Answer, Asked, Respond
from tests.harvesters.protocols.habits import (
    PAGES,
    PER_PAGE,
    Paged,
    breaks_off,
    fails_with,
    goes_in_circles,
    repeats_a_page,
    tells,
)

_MARK = 987_654_321
_MARKED = re.compile(rb"987654321|493827161")
"""The marked total, and the number of pages that some sources make of it."""
_LINK = re.compile(rb'(nextPage <|"next_page": "|"next": ")([^?>"]*)(\?[^>"]*)')
_PAGED = ("pages",)
_COUNTED = ("pages", "total")


def tells_as(in_json: bytes, in_xml: bytes, in_rdf: bytes) -> Play:
    """The source tells a total that is no number."""

    def play(conversation: Conversation) -> Scene:
        written = {"csw": in_xml, "dcat": in_rdf}.get(conversation.protocol, in_json)
        marked = tells(_MARK)(conversation.holding(WELL))

        def respond(asked: Asked) -> Answer:
            answer = marked(asked)
            return replace(answer, body=_MARKED.sub(written, answer.body))

        return Scene(respond)

    return play


def after_first(entries: Sequence[Entry]) -> Play:
    """A source that holds other records as soon as its first page was read."""

    def play(conversation: Conversation) -> Scene:
        sources = [conversation.holding(WELL), conversation.holding(entries)]

        def respond(asked: Asked) -> Answer:
            if (sources[0].page(asked) or 1) > 1:
                del sources[:-1]
            return sources[0].respond(asked)

        return Scene(respond)

    return play


def leads_to(target: bytes) -> Play:
    """A source whose links to the next page lead to another place."""

    def play(conversation: Conversation) -> Scene:
        paged = conversation.holding(WELL)

        def respond(asked: Asked) -> Answer:
            answer = paged.respond(asked)
            return replace(answer, body=_LINK.sub(rb"\g<1>" + target + rb"\g<3>", answer.body))

        return Scene(respond)

    return play


def without_end(records: int = 500_000, hours: float = 12) -> Play:
    """A source whose every page holds records that nobody has seen, and names a next one."""

    def play(conversation: Conversation) -> Scene:
        well = conversation.holding(WELL)

        def respond(asked: Asked) -> Answer:
            number = well.page(asked) or 1
            # One page more than is asked for, whichever that is.
            return conversation.holding([entry(one) for one in range(PER_PAGE * (number + 1))]).respond(asked)

        return Scene(respond, bounds=Bounds(records, hours))

    return play


_BEYOND = {
    "dcat": (
        b"<https://dati.example/> a dcat:Catalog",
        b"<> hydra:nextPage <?page=4> . <https://dati.example/> a dcat:Catalog",
    ),
    "udata": (b'"next_page": null', b'"next_page": "/api/1/datasets/?page=4"'),
    "datosgobes": (b'"result": {', b'"result": {"next": "/apidata/catalog/dataset.json?_page=3", '),
}
"""What the last page says where the link to a next one is missing, and what it says with one."""


def leads_beyond_the_end(conversation: Conversation) -> Scene:
    """The last page names a next one, which is empty."""
    paged = conversation.holding(WELL)

    def respond(asked: Asked) -> Answer:
        answer = paged.respond(asked)
        if paged.page(asked) != PAGES:
            return answer
        return replace(answer, body=answer.body.replace(*_BEYOND[conversation.protocol]))

    return Scene(respond)


def empty_in_the_middle(paged: Paged) -> Respond:
    """The second page holds nothing, although others follow."""
    return lambda asked: paged.respond(paged.turn(asked, 50) if paged.page(asked) == 2 else asked)


_LOST = ("page-lost", "record-lost")
_GOES_ON = {"dcat": in_part(4, "page-lost")}
"""What numbers its pages in their addresses can be read on after a lost one."""
_ALL_BUT_RDF = frozenset(CONVERSATIONS) - {"dcat"}

FAULTS: tuple[Fault, ...] = (
    Fault(
        "page-500",
        "The second page is an error 500.",
        paging(fails_with(500, b'{"success": false}')),
        in_part(2, *_LOST),
        but={**_GOES_ON, "datosgobes": in_part(4, "page-lost")},
        needs=_PAGED,
        seen="ckanext-harvest 1.6.3",
    ),
    Fault(
        "page-for-people",
        "The second page is a web page that says that there is maintenance.",
        paging(fails_with(200, b"<!DOCTYPE html><html><body>Manutenzione</body></html>")),
        in_part(2, *_LOST),
        but=_GOES_ON,
        needs=_PAGED,
    ),
    Fault(
        "page-refused",
        "The second page is 200 and says `success: false`.",
        paging(fails_with(200, b'{"success": false}')),
        in_part(2, *_LOST),
        but=_GOES_ON,
        needs=_PAGED,
        seen="ckanext-harvest 1.6.3",
    ),
    Fault(
        "page-cut",
        "The second page ends in the middle and says that it is whole.",
        paging(breaks_off),
        in_part(2, *_LOST),
        but=_GOES_ON,
        needs=_PAGED,
    ),
    Fault(
        "page-empty",
        "The second page holds nothing, although a third follows.",
        paging(empty_in_the_middle),
        in_part(2, "count-differs"),
        # Its interface tells no total and ends with an empty page when the last one was full.
        but={"datosgobes": whole(unchanged=2, vanished=4)},
        needs=_PAGED,
    ),
    Fault(
        "page-repeats",
        "Every page is the first once more.",
        paging(repeats_a_page),
        in_part(2, "page-repeats", "paging-repeats"),
        needs=_PAGED,
        seen="ckan/ckanext-dcat#260",
    ),
    Fault(
        "pages-in-circles",
        "After the second page comes the first again, for ever.",
        paging(goes_in_circles),
        in_part(4, "page-repeats", "paging-repeats"),
        needs=_PAGED,
        seen="ckan/ckanext-dcat#260",
    ),
    Fault(
        "invents-records-for-ever",
        "Every page holds records that nobody has seen and leads to a next one; of ten records, reading ends.",
        without_end(records=10),
        in_part(6, "too-many-records", new=4),
        needs=_PAGED,
    ),
    Fault(
        "total-too-high",
        "The source tells a total of 1,000 and holds six records.",
        paging(tells(1000)),
        in_part(6, "count-differs"),
        needs=_COUNTED,
    ),
    Fault(
        "total-too-low",
        "The source tells a total of four and holds six records.",
        paging(tells(4)),
        in_part(6, "count-differs"),
        needs=_COUNTED,
    ),
    Fault(
        "total-zero",
        "The source tells a total of zero and holds six records.",
        paging(tells(0)),
        in_part(6, "count-differs"),
        needs=_COUNTED,
    ),
    Fault(
        "total-null",
        "The place of the total holds nothing.",
        tells_as(b"null", b"", b'""'),
        whole(),
        needs=_COUNTED,
    ),
    Fault(
        "total-in-words",
        "The place of the total holds a word.",
        tells_as(b'"six"', b"six", b'"six"'),
        whole(),
        needs=_COUNTED,
    ),
    Fault(
        "total-negative",
        "The source tells a total of -1.",
        paging(tells(-1)),
        in_part(6, "count-differs"),
        but={"dcat": whole(), "csw": whole()},
        needs=_COUNTED,
    ),
    Fault(
        "record-added-while-reading",
        "A record is added at the top while we read, so that one comes twice.",
        after_first((entry(len(WELL)), *WELL)),
        in_part(6, "count-differs"),
        but={"datosgobes": whole("record-repeated"), "socrata": whole(new=1)},
        needs=_PAGED,
        seen="old CKAN portals",
    ),
    Fault(
        "record-removed-while-reading",
        "A record is removed at the top while we read, so that one is on no page.",
        after_first(WELL[1:]),
        whole(unchanged=5, vanished=1),
        but={"socrata": in_part(5, "count-differs")},
        needs=_PAGED,
        seen="old CKAN portals",
    ),
    Fault(
        "record-on-two-pages",
        "The first record comes once more at the end.",
        holding((*WELL, WELL[0])),
        in_part(6, "record-repeated", "page-repeats"),
        but={name: whole("record-repeated") for name in ("dkan", "dcat_us", "ine_pt", "datosgobes")},
        only=_ALL_BUT_RDF,
        cannot="In RDF, two descriptions of one name are one record.",
        seen="GSA/data.gov#2981",
    ),
    Fault(
        "next-on-other-host",
        "The link to the next page names a host that is not reachable from outside.",
        leads_to(b"http://192.168.3.34:8080/feed.ttl"),
        whole(),
        needs=("leads",),
        seen="geodati.gov.it",
    ),
    Fault(
        "next-is-a-file",
        "The link to the next page names a file of this machine.",
        leads_to(b"file:///etc/passwd"),
        whole(),
        needs=("leads",),
    ),
    Fault(
        "next-beyond-end",
        "The last page names a next one, which is empty.",
        leads_beyond_the_end,
        whole(),
        needs=("leads",),
    ),
    Fault(
        "empty-after-full",
        "The source answers as it should and holds nothing any more.",
        holding(()),
        stopped("source-empty"),
        seen="GetDKAN/dkan#2829",
    ),
    Fault(
        "most-vanished",
        "Of 46 records the source lists one.",
        lambda conversation: Scene(conversation.holding(WELL[:1]).respond, held=40),
        stopped("too-much-vanished", unchanged=1),
        seen="GetDKAN/dkan#2829",
    ),
    Fault(
        "one-vanished",
        "One record is gone.",
        holding(tuple(one for one in WELL if one.number != ODD)),
        whole(unchanged=5, vanished=1),
        seen="ckan/ckanext-harvest#542",
    ),
)
