"""Memory that reading a large feed takes, for every form in which feeds come.

Feeds are generated while they are served on 127.0.0.1 and read by a child process through the stages of
a harvest up to the database, one at a time. Printed are records, peak memory and time of the child.

    ./resilient bench streaming --megabytes 500
    ./resilient bench streaming --megabytes 40 --only turtle data.json --json
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ckanext.resilient.harvest.http import HttpClient, HttpSettings
from ckanext.resilient.harvest.plan import make_plan
from ckanext.resilient.harvest.stages import Gathering

MEGABYTE = 1024 * 1024
_WORDS = "Servizi sociali per famiglie, anziani e persone con disabilità nel quartiere; orari e posti. " * 40
_FILES = 4


def data_json() -> Iterator[str]:
    """A `data.json`, dataset by dataset."""
    yield '{"@type": "dcat:Catalog", "conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": ['
    for number in count():
        dataset = {
            "identifier": f"https://dati.example/servizi/{number}",
            "title": f"Servizi sociali {number}",
            "description": f"{_WORDS} {number}",
            "modified": "2024-05-31",
            "keyword": ["anziani", "famiglie", f"quartiere {number}"],
            "publisher": {"name": f"Comune {number % 500}"},
            "contactPoint": {"fn": "Ufficio", "hasEmail": "mailto:ufficio@dati.example"},
            "distribution": [
                {
                    "title": f"File {place}",
                    "format": "CSV",
                    "downloadURL": f"https://dati.example/{number}/{place}.csv",
                }
                for place in range(_FILES)
            ],
        }
        yield ("," if number else "") + json.dumps(dataset, ensure_ascii=False)


def ine_xml() -> Iterator[str]:
    """INE's catalogue, indicator by indicator."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<catalog>\n<language>PT</language>\n'
    for number in count():
        yield (
            f'<indicator id="{number:07d}"><title><![CDATA[ Creches {number} ]]></title><varcd>{number:07d}</varcd>'
            f"<description><![CDATA[ {_WORDS} ]]></description><keywords>infância, creches</keywords>"
            "<dates><last_update>28-10-2025</last_update></dates><periodicity>Anual</periodicity>"
            f"<html><bdd_url>https://ine.example/{number}</bdd_url></html>"
            f"<json><json_dataset>https://ine.example/{number}.json</json_dataset></json></indicator>\n"
        )


_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}


def turtle() -> Iterator[str]:
    """A DCAT catalogue in Turtle."""
    yield "".join(f"@prefix {name}: <{meaning}> .\n" for name, meaning in _PREFIXES.items())
    yield "<https://dati.example/> a dcat:Catalog .\n"
    for number in count():
        node = f"https://dati.example/{number}"
        files = ", ".join(
            f'[ a dcat:Distribution ; dcat:downloadURL <{node}/{place}.csv> ; dct:format "CSV" ; dct:title "File {place}"@it ]'
            for place in range(_FILES)
        )
        yield (
            f'<https://dati.example/> dcat:dataset <{node}> .\n<{node}> a dcat:Dataset ; dct:title "Servizi {number}"@it ;'
            f' dct:description "{_WORDS}"@it ; dcat:keyword "anziani"@it, "famiglie"@it ; dct:modified "2024-05-31" ;'
            f' dct:publisher [ a foaf:Agent ; foaf:name "Comune {number % 500}" ] ;'
            f' dcat:contactPoint [ vcard:fn "Ufficio" ] ; dcat:distribution {files} .\n'
        )


def ntriples() -> Iterator[str]:
    """The same as N-Triples."""
    dcat, dct, rdf = _PREFIXES["dcat"], _PREFIXES["dct"], _PREFIXES["rdf"]
    for number in count():
        node = f"<https://dati.example/{number}>"
        lines = [
            f"{node} <{rdf}type> <{dcat}Dataset> .",
            f'{node} <{dct}title> "Servizi {number}"@it .',
            f'{node} <{dct}description> "{_WORDS}"@it .',
            f'{node} <{dcat}keyword> "anziani"@it .',
            f"{node} <{dct}publisher> _:p{number} .",
            f'_:p{number} <{_PREFIXES["foaf"]}name> "Comune {number % 500}" .',
        ]
        for place in range(_FILES):
            lines += [
                f"{node} <{dcat}distribution> _:f{number}x{place} .",
                f"_:f{number}x{place} <{dcat}downloadURL> <https://dati.example/{number}/{place}.csv> .",
                f'_:f{number}x{place} <{dct}format> "CSV" .',
            ]
        yield "\n".join([*lines, ""])


def rdf_xml() -> Iterator[str]:
    """The same as RDF/XML, all datasets inside the catalogue."""
    names = " ".join(f'xmlns:{name}="{meaning}"' for name, meaning in _PREFIXES.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF {names}>\n<dcat:Catalog rdf:about="https://dati.example/">\n'
    for number in count():
        node = f"https://dati.example/{number}"
        files = "".join(
            f'<dcat:distribution><dcat:Distribution><dcat:downloadURL rdf:resource="{node}/{place}.csv"/>'
            f"<dct:format>CSV</dct:format></dcat:Distribution></dcat:distribution>"
            for place in range(_FILES)
        )
        yield (
            f'<dcat:dataset><dcat:Dataset rdf:about="{node}"><dct:title xml:lang="it">Servizi {number}</dct:title>'
            f'<dct:description xml:lang="it">{_WORDS}</dct:description><dcat:keyword>anziani</dcat:keyword>'
            f"<dct:publisher><foaf:Agent><foaf:name>Comune {number % 500}</foaf:name></foaf:Agent></dct:publisher>"
            f"{files}</dcat:Dataset></dcat:dataset>\n"
        )


def json_ld() -> Iterator[str]:
    """The same as JSON-LD."""
    yield json.dumps({"@context": _PREFIXES})[:-1] + ', "@graph": ['
    for number in count():
        node = f"https://dati.example/{number}"
        dataset = {
            "@id": node,
            "@type": "dcat:Dataset",
            "dct:title": {"@value": f"Servizi {number}", "@language": "it"},
            "dct:description": {"@value": _WORDS, "@language": "it"},
            "dcat:keyword": ["anziani", "famiglie"],
            "dct:publisher": {"@type": "foaf:Agent", "foaf:name": f"Comune {number % 500}"},
            "dcat:distribution": [
                {
                    "@type": "dcat:Distribution",
                    "dcat:downloadURL": {"@id": f"{node}/{place}.csv"},
                    "dct:format": "CSV",
                }
                for place in range(_FILES)
            ],
        }
        yield ("," if number else "") + json.dumps(dataset, ensure_ascii=False)


@dataclass(frozen=True)
class Feed:
    """One form: how it is read, where it stands, what it is made of and how it ends."""

    protocol: str
    path: str
    make: Callable[[], Iterator[str]]
    end: str
    media_type: str


FEEDS = {
    "data.json": Feed("dcat_us", "/data.json", data_json, "]}", "application/json"),
    "ine": Feed("ine_pt", "/catalogo.xml", ine_xml, "</catalog>", "text/xml"),
    "rdf-xml": Feed("dcat", "/catalog.rdf", rdf_xml, "</dcat:Catalog></rdf:RDF>", "application/rdf+xml"),
    "turtle": Feed("dcat", "/catalog.ttl", turtle, "", "text/turtle"),
    "n-triples": Feed("dcat", "/catalog.nt", ntriples, "", "application/n-triples"),
    "json-ld": Feed("dcat", "/catalog.jsonld", json_ld, "]}", "application/ld+json"),
}
CKAN = "ckan"
"""The one form that comes in pages."""


def sized(feed: Feed, size: int) -> Iterator[bytes]:
    """A whole feed of about so many bytes."""
    sent = 0
    for piece in feed.make():
        body = piece.encode()
        yield body
        sent += len(body)
        if sent >= size:
            break
    yield feed.end.encode()


def ckan_package(number: int) -> dict[str, Any]:
    """A dataset of a CKAN portal, about 5 KB."""
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "name": f"servizi-{number}",
        "title": f"Servizi sociali {number}",
        "notes": _WORDS,
        "metadata_modified": "2024-05-01T10:00:00",
        "tags": [{"name": "anziani"}, {"name": "famiglie"}],
        "extras": [{"key": f"campo {place}", "value": str(number)} for place in range(8)],
        "resources": [
            {"id": f"r{number}-{place}", "url": f"https://dati.example/{number}/{place}.csv", "format": "CSV"}
            for place in range(_FILES)
        ],
    }


def ckan_page(query: dict[str, list[str]], size: int) -> bytes:
    """One answer of `package_search` of a portal that holds so many bytes in all."""
    total = size // len(json.dumps(ckan_package(1)))
    start, rows = int(query["start"][0]), int(query["rows"][0])
    found = [ckan_package(number) for number in range(start, min(start + rows, total))]
    return json.dumps({"success": True, "result": {"count": total, "results": found}}).encode()


def serve(size: int) -> ThreadingHTTPServer:
    """A server that has every feed in that size."""
    by_path = {feed.path: feed for feed in FEEDS.values()}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            feed = by_path.get(parts.path)
            self.send_response(200)
            self.send_header("Content-Type", feed.media_type if feed else "application/json")
            self.end_headers()
            pieces = sized(feed, size) if feed else iter([ckan_page(parse_qs(parts.query), size)])
            for piece in pieces:
                self.wfile.write(piece)

        def log_message(self, format: str, *args: object) -> None:
            """The figures are the output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def read(protocol: str, url: str) -> dict[str, Any]:
    """Read a source through all stages up to the database; what it took. Runs in the child."""
    began = time.perf_counter()
    # However slow the machine is: what is measured is memory.
    settings = HttpSettings(frozenset({urlsplit(url).netloc}), min_delay=0, document_deadline=6 * 3600)
    records = 0
    with HttpClient(settings) as http:
        gathering = Gathering(make_plan(url, protocol=protocol, languages=("it",)), http)
        for batch in gathering:
            records += len(batch.prepared)
    return {
        "records": records,
        "complete": gathering.end.complete,
        "issues": [issue.message for issue in gathering.end.issues],
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "seconds": round(time.perf_counter() - began, 1),
    }


def measure(name: str, server: ThreadingHTTPServer) -> dict[str, Any]:
    """Read one feed in a process of its own."""
    protocol, path = (FEEDS[name].protocol, FEEDS[name].path) if name in FEEDS else ("ckan", "")
    url = f"http://127.0.0.1:{server.server_address[1]}{path}"
    child = subprocess.run(
        [sys.executable, __file__, "--read", protocol, url], check=True, capture_output=True, text=True
    )
    return json.loads(child.stdout)


def main() -> None:
    """Measure the feeds that were asked for, all unless some are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--only", nargs="+", choices=[*FEEDS, CKAN], default=[*FEEDS, CKAN])
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--read", nargs=2, metavar=("PROTOCOL", "URL"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.read:
        print(json.dumps(read(*asked.read)))
        return
    server = serve(asked.megabytes * MEGABYTE)
    figures: dict[str, dict[str, Any]] = {}
    for name in asked.only:
        figures[name] = measure(name, server)
        if not asked.as_json:
            told = figures[name]
            whole = "complete" if told["complete"] else f"NOT complete: {told['issues']}"
            print(
                f"{name:>10}: {told['records']:>8} records {told['peak_mb']:>5} MB peak {told['seconds']:>7} s  {whole}",
                flush=True,
            )
    if asked.as_json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
