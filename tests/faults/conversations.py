"""One source that is well for every protocol: six records, on three pages where the protocol has pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import rdflib

from tests.faults import written
from tests.faults.entries import Entry
from tests.harvest.servers import Answer, Asked, Respond
from tests.harvesters.protocols.fake_ckan import FakeCkan
from tests.harvesters.protocols.fake_csw import FakeCsw
from tests.harvesters.protocols.fake_datosgobes import FakeDatosgobes
from tests.harvesters.protocols.fake_dcat_us import catalogue as data_json
from tests.harvesters.protocols.fake_dcat_us import served
from tests.harvesters.protocols.fake_dkan import metastore
from tests.harvesters.protocols.fake_ine_pt import catalogue as indicators
from tests.harvesters.protocols.fake_ine_pt import sent
from tests.harvesters.protocols.fake_opendatasoft import FakeOpendatasoft
from tests.harvesters.protocols.fake_pxweb import FakePxWebV2
from tests.harvesters.protocols.fake_socrata import FakeSocrata
from tests.harvesters.protocols.habits import PER_PAGE, Paged
from tests.harvesters.protocols.paged import NEXT_PAGE, WAYS, hydra, opendata_al, udata

NEEDS: dict[str, str] = {
    "pages": "It comes in one document, without pages.",
    "total": "It tells no total.",
    "leads": "Its pages are counted, not linked.",
    "json": "It is not written in JSON.",
    "xml": "It is not written in XML.",
    "jsonld": "It is not written in JSON-LD.",
    "names-of-any-type": "Identifiers are always texts there.",
    "any-character": "XML knows no such characters.",
    "own-names": "It has no field for an identifier that could be missing.",
    "files": "It names no addresses of files: they follow from the identifier.",
    "sizes": "It tells no size of a file.",
    "licence": "It has no field for a licence.",
    "language": "It has no field for a language.",
    "issued": "It has no field for the date of publication.",
    "pages-of-records": "It has no field for a page about the record.",
    "extras": "It has no fields of its own beside those that the protocol foresees.",
}
"""What a fault may need of a protocol, and why the cell is empty where the protocol has it not."""


@dataclass(frozen=True)
class Conversation:
    """How a source that is well answers.

    Args:
        protocol: name of the protocol.
        holding: the source that holds these records.
        has: what of `NEEDS` the protocol has.
    """

    protocol: str
    holding: Callable[[Sequence[object]], Paged]
    has: frozenset[str]

    def lacks(self, needs: Sequence[str]) -> str:
        """Why a fault cannot be played here; empty when it can."""
        return next((NEEDS[need] for need in needs if need not in self.has), "")


def _way(name: str, respond: Respond) -> Paged:
    """A way of paging of the contract's, with other records."""
    return replace(WAYS[name][1], respond=respond)


def _all(write: Callable[[Entry], Any], held: Sequence[object]) -> list[Any]:
    """What a source holds in the protocol's form; what is no record stands there as it is."""
    return [write(one) if isinstance(one, Entry) else one for one in held]


def _one_document(respond: Respond, path: str = "") -> Paged:
    return Paged(respond, page=lambda asked: None, turn=lambda asked, number: asked, path=path)


def _ckan(entries: Sequence[object]) -> Paged:
    actions = frozenset({"package_search", "package_list", "package_show"})
    return _way("ckan by search", FakeCkan(_all(written.ckan, entries), actions=actions))


def _dcat(entries: Sequence[object]) -> Paged:
    records = [one for one in entries if isinstance(one, Entry)]
    described = {written.turtle_name(one): written.turtle(one) for one in records}
    return _way("dcat nextPage", hydra(NEXT_PAGE, described))


def _ine_pt(entries: Sequence[object]) -> Paged:
    def respond(asked: Asked) -> Answer:
        if asked.path != "/ine/xml_indic.jsp":
            return Answer(404, b"no")
        return sent(indicators(*_all(written.ine_pt, entries), language=asked.query["lang"][0]))

    return _one_document(respond)


def _csw(entries: Sequence[object]) -> Paged:
    return _way("csw", FakeCsw(_all(written.csw, entries), at_once=PER_PAGE))


_JSON = {"json", "names-of-any-type", "any-character", "own-names", "extras"}
_DESCRIBED = {"files", "sizes", "licence", "language", "issued", "pages-of-records"}
_PAGED = {"pages", "total"}


CONVERSATIONS: dict[str, Conversation] = {
    one.protocol: one
    for one in (
        Conversation("ckan", _ckan, frozenset(_JSON | _DESCRIBED | _PAGED)),
        Conversation(
            "dcat",
            _dcat,
            frozenset({"xml", "jsonld", "own-names", "any-character", "leads"} | _DESCRIBED | _PAGED),
        ),
        Conversation(
            "udata",
            lambda entries: _way("udata", udata(_all(written.udata, entries))),
            frozenset({"leads"} | _JSON | _DESCRIBED | _PAGED),
        ),
        Conversation(
            "dkan",
            lambda entries: _one_document(metastore(*_all(written.dkan, entries))),
            frozenset(_JSON | _DESCRIBED),
        ),
        Conversation(
            "dcat_us",
            lambda entries: _one_document(served(data_json(*_all(written.dcat_us, entries)))),
            frozenset(_JSON | _DESCRIBED),
        ),
        Conversation(
            "socrata",
            lambda entries: _way("socrata catalogue", FakeSocrata(*_all(written.socrata, entries))),
            frozenset(_JSON - {"extras"} | _PAGED | {"files", "licence", "issued", "pages-of-records"}),
        ),
        Conversation(
            "opendatasoft",
            lambda entries: _way("opendatasoft 2.1", FakeOpendatasoft(*_all(written.opendatasoft, entries))),
            frozenset(_JSON | _PAGED | {"licence", "language", "issued"}),
        ),
        Conversation(
            "pxweb",
            lambda entries: _way("pxweb 2", FakePxWebV2({"it": _all(written.pxweb, entries)})),
            frozenset(_JSON - {"extras"} | _PAGED),
        ),
        Conversation(
            "opendata_al",
            lambda entries: _way("opendata_al", opendata_al(_all(written.opendata_al, entries))),
            frozenset(_JSON | _PAGED | _DESCRIBED - {"language"}),
        ),
        Conversation(
            "datosgobes",
            lambda entries: _way("datosgobes", FakeDatosgobes(*_all(written.datosgobes, entries))),
            frozenset({"pages", "leads"} | _JSON | _DESCRIBED),
        ),
        Conversation("csw", _csw, frozenset({"xml", "own-names"} | _PAGED | _DESCRIBED - {"sizes"})),
        Conversation("ine_pt", _ine_pt, frozenset({"xml", "own-names", "files", "pages-of-records"})),
    )
}
"""By protocol."""


def transcribed(respond: Respond, form: str, media_type: str) -> Respond:
    """A feed in Turtle as it is in another form of RDF."""

    def other(asked: Asked) -> Answer:
        answer = respond(asked)
        base = f"http://{asked.headers['host']}{asked.path}"
        graph = rdflib.Graph().parse(data=answer.body, format="turtle", publicID=base)
        body = graph.serialize(format=form, encoding="utf-8")
        return replace(answer, body=body, headers={"Content-Type": media_type})

    return other
