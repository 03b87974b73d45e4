"""Faults of HTTP: statuses, redirects, waiting, compression, pages for people in the place of data."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable
from dataclasses import replace
from email.utils import formatdate

from tests.faults.model import Fault, Play, Scene, always, answering, in_part, paging, stopped, well, whole
from tests.harvest.servers import Answer, Asked, Respond
from tests.harvesters.protocols.habits import fails_with

LOGIN = b"<!DOCTYPE html><html><body><form action='/login'><input name='user'></form></body></html>"
FIREWALL = b"<html><head><title>Access denied</title></head><body>Your request was blocked.</body></html>"
INCAPSULA = b"Request unsuccessful. Incapsula incident ID: 443000270128-5"


def first(answer: Answer, then: Respond) -> Respond:
    """Gives one answer once and is well from then on."""
    count = itertools.count()
    return lambda asked: answer if next(count) == 0 else then(asked)


def at_first(*, status: int, after: str = "") -> Play:
    """A source whose first answer is an error that passes."""
    headers = {"Retry-After": after} if after else {}
    return answering(lambda respond: first(Answer(status, b"busy", headers), respond))


def good(change: Callable[[Answer], Answer]) -> Callable[[Respond], Respond]:
    """Changes every good answer."""

    def changed(respond: Respond) -> Respond:
        def answer(asked: Asked) -> Answer:
            given = respond(asked)
            return change(given) if given.status == 200 else given

        return answer

    return changed


def sends_on(target: str) -> Play:
    """A server that redirects everything; `{pair}` stands for its own host and port."""

    def respond(asked: Asked) -> Answer:
        return Answer(302, headers={"Location": target.format(pair=asked.headers["host"])})

    return always(respond)


def _encoded(name: str, encode: Callable[[bytes], bytes]) -> Callable[[Respond], Respond]:
    def change(answer: Answer) -> Answer:
        return replace(answer, body=encode(answer.body), headers={**answer.headers, "Content-Encoding": name})

    return good(change)


def _typed(media_type: str) -> Callable[[Respond], Respond]:
    return good(lambda answer: replace(answer, headers={**answer.headers, "Content-Type": media_type}))


def _hung_up() -> Answer:
    return Answer(200, headers={"Content-Length": "100"}, stream=iter([b""]))


def hangs_up_at_post(get: Callable[[Asked, Respond], Answer]) -> Play:
    """A source that hangs up at each POST; `get` says what it answers to a GET."""

    def change(respond: Respond) -> Respond:
        return lambda asked: _hung_up() if asked.method == "POST" else get(asked, respond)

    return answering(change)


def _large_pages_fail(respond: Respond) -> Respond:
    """The proxy of the portal gives up on pages of more than one record."""
    return lambda asked: (
        Answer(502, b"bad gateway") if asked.query.get("rows", ["1"]) > ["1"] else respond(asked)
    )


_BOMB = gzip.compress(bytes(30_000_000))

FAULTS: tuple[Fault, ...] = (
    Fault(
        "busy-once",
        "The first answer is 503, and all is well when we ask again.",
        at_first(status=503),
        whole(),
    ),
    Fault(
        "error-once",
        "The first answer is an error 500, and all would be well if we asked again.",
        at_first(status=500),
        stopped("http-status"),
        # An error 500 says no to a question as often as it tells of a fault, so these ask otherwise.
        but={
            "ckan": whole(),
            "udata": whole(),
            "csw": whole(),
            "pxweb": whole(),
            "datosgobes": in_part(4, "page-lost"),
        },
    ),
    Fault(
        "too-many-requests-seconds",
        "The first answer is 429 and says after how many seconds to come back.",
        at_first(status=429, after="0"),
        whole(),
    ),
    Fault(
        "too-many-requests-date",
        "The first answer is 429 and says with a date when to come back.",
        lambda conversation: Scene(
            first(Answer(429, b"", {"Retry-After": formatdate(usegmt=True)}), well(conversation).respond)
        ),
        whole(),
    ),
    Fault(
        "come-back-tomorrow",
        "Every answer is 429 and asks to come back after a day.",
        always(lambda asked: Answer(429, b"", {"Retry-After": "86400"})),
        stopped("come-back-later"),
    ),
    Fault(
        "always-500",
        "Every answer is an error 500.",
        always(lambda asked: Answer(500, b"no")),
        stopped("http-status"),
    ),
    Fault(
        "always-503",
        "Every answer is an error 503, however often we ask.",
        always(lambda asked: Answer(503, b"no")),
        stopped("http-status"),
    ),
    Fault(
        "gone",
        "Every answer is 404: the interface has moved.",
        always(lambda asked: Answer(404, LOGIN)),
        stopped("http-status"),
        seen="opendata.gov.al",
    ),
    Fault(
        "gone-for-good",
        "Every answer is 410: the interface was taken away.",
        always(lambda asked: Answer(410, LOGIN)),
        stopped("http-status"),
    ),
    Fault(
        "conflict",
        "Every answer is 409, whichever way we ask.",
        always(lambda asked: Answer(409, b"no")),
        stopped("http-status"),
    ),
    Fault(
        "locked",
        "Every answer is 423: somebody has locked the interface.",
        always(lambda asked: Answer(423, b"no")),
        stopped("http-status"),
    ),
    Fault(
        "refuses-get-hangs-up-at-post",
        "A GET is refused with 400, and at a POST the server hangs up.",
        hangs_up_at_post(lambda asked, respond: Answer(400, b"no")),
        stopped("http-status", "answer-broken"),
    ),
    Fault(
        "hangs-up-at-post",
        "At a POST the server hangs up; a GET would be answered.",
        hangs_up_at_post(lambda asked, respond: respond(asked)),
        whole(),
        but={"opendata_al": stopped("answer-broken")},
    ),
    Fault(
        "large-pages-502",
        "Pages of more than one record are an error 502 of the portal's proxy.",
        answering(_large_pages_fail),
        whole(),
        only=frozenset({"ckan"}),
        cannot="It is not asked for the size of a page as CKAN is.",
    ),
    Fault(
        "asks-for-password",
        "Every answer is 401.",
        always(lambda asked: Answer(401, b"", {"WWW-Authenticate": "Basic"})),
        stopped("http-status"),
    ),
    Fault(
        "firewall-403",
        "A firewall answers 403 with a page for people.",
        always(lambda asked: Answer(403, FIREWALL, {"Content-Type": "text/html"})),
        stopped("http-status", "kept-out"),
        seen="opendata.aragon.es",
    ),
    Fault(
        "firewall-200",
        "A firewall answers 200 with a short text.",
        always(lambda asked: Answer(200, INCAPSULA)),
        stopped("not-json", "rdf-unreadable", "xml-unreadable", "source-empty", "kept-out"),
        seen="opendata.gov.al",
    ),
    Fault(
        "login-page",
        "Every answer is 200 with a page to log in.",
        always(lambda asked: Answer(200, LOGIN, {"Content-Type": "text/html"})),
        stopped("looks-like-html"),
        seen="opendata.gov.al",
    ),
    Fault(
        "refused-with-200",
        "Every answer is 200 and says `success: false`.",
        always(lambda asked: Answer(200, b'{"success": false, "error": {"message": "no"}}')),
        stopped(),
        seen="old CKAN portals",
    ),
    Fault("no-content", "Every answer is 204 without a body.", always(lambda asked: Answer(204)), stopped()),
    Fault(
        "empty-body", "Every answer is 200 with an empty body.", always(lambda asked: Answer(200)), stopped()
    ),
    Fault(
        "not-modified-unasked",
        "Every answer is 304, although nobody asked whether anything changed.",
        always(lambda asked: Answer(304)),
        stopped("http-status"),
    ),
    Fault(
        "redirects-in-circles",
        "Every address leads to itself.",
        sends_on("http://{pair}/"),
        stopped("redirected-too-often"),
    ),
    Fault(
        "redirects-to-private-host",
        "Every address leads into a private network.",
        sends_on("http://192.168.3.34:8080/geoportal"),
        stopped("address-refused"),
        seen="geodati.gov.it",
    ),
    Fault(
        "redirects-to-file",
        "Every address leads to a file of this machine.",
        sends_on("file:///etc/passwd"),
        stopped("address-invalid"),
    ),
    Fault(
        "page-busy",
        "The second page is an error 503, however often we ask.",
        paging(fails_with(503)),
        in_part(2, "page-lost"),
        but={"dcat": in_part(4, "page-lost")},
        needs=("pages",),
        seen="ckanext-harvest 1.6.3",
    ),
    Fault(
        "wrong-media-type",
        "Data is declared as text/html.",
        answering(_typed("text/html; charset=utf-8")),
        whole(),
    ),
    Fault(
        "gzip",
        "Every body is compressed, as we ask for.",
        answering(_encoded("gzip", gzip.compress)),
        whole(),
    ),
    Fault(
        "gzip-broken",
        "Every body is said to be compressed and is not.",
        answering(_encoded("gzip", lambda body: body)),
        stopped("answer-broken"),
    ),
    Fault(
        "gzip-cut",
        "Every compressed body ends too early.",
        answering(_encoded("gzip", lambda body: gzip.compress(body)[:-12])),
        stopped("answer-broken"),
        but={
            "dkan": in_part(5, "document-broken"),
            "dcat_us": in_part(5, "document-broken"),
            "ine_pt": in_part(6, "answer-broken"),
        },
    ),
    Fault(
        "gzip-bomb",
        "A body of 30 kB becomes 30 MB when it is unpacked.",
        answering(_encoded("gzip", lambda body: _BOMB)),
        stopped("too-large", "document-too-large"),
    ),
    Fault(
        "encoding-unknown",
        "Every body is compressed in a way that we did not ask for.",
        answering(_encoded("br", lambda body: body)),
        stopped("encoding-unknown"),
    ),
    Fault(
        "endless-body",
        "The body never ends.",
        answering(good(lambda answer: replace(answer, stream=itertools.repeat(b" " * 65536)))),
        stopped("too-large", "document-too-large"),
    ),
)
