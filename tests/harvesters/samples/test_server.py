"""The servers: validators, HEAD, own addresses, files as they are sent, and the command that starts them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from ckanext.resilient.harvesters.samples import SAMPLES, sample_portal
from ckanext.resilient.harvesters.samples.catalogue import load

RESOURCES = {
    "it-sample": "/opendata/api/3/action/package_list",
    "es-sample": "/catalogo/federador.rdf?page=2",
    "gr-sample": "/files/gr/kapi.csv",
    "pt-sample": "/api/1/datasets/?page=2&page_size=5",
    "al-sample": "/files/al/qendrat.geojson",
}
each = pytest.mark.parametrize(("key", "path"), RESOURCES.items(), ids=list(RESOURCES))
Ask = Callable[..., Any]


@each
def test_head_answers_like_get_without_a_body(bases: dict[str, str], ask: Ask, key: str, path: str) -> None:
    got, head = ask(bases[key] + path), ask(bases[key] + path, "HEAD")
    assert (head.status, head.body) == (200, b"")
    names = ("content-type", "content-length", "etag", "last-modified")
    assert [head.headers[name] for name in names] == [got.headers[name] for name in names]
    assert int(got.headers["content-length"]) == len(got.body)


@each
def test_what_is_known_is_not_sent_again(bases: dict[str, str], ask: Ask, key: str, path: str) -> None:
    first = ask(bases[key] + path)
    for known in (
        {"If_None_Match": first.headers["etag"]},
        {"If_None_Match": f'"old", W/{first.headers["etag"]}'},
        {"If_Modified_Since": first.headers["last-modified"]},
    ):
        again = ask(bases[key] + path, **known)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])


@each
def test_a_tag_that_does_not_match_wins_over_a_date_that_does(
    bases: dict[str, str], ask: Ask, key: str, path: str
) -> None:
    date = ask(bases[key] + path).headers["last-modified"]
    assert ask(bases[key] + path, If_None_Match='"other"', If_Modified_Since=date).status == 200


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_page_is_the_same_bytes_after_every_start(bases: dict[str, str], ask: Ask, seed: str) -> None:
    """rdflib orders by hash: an ETag must not."""
    program = (
        "import sys; from ckanext.resilient.harvesters.samples.server import respond;"
        "from ckanext.resilient.harvesters.samples.messages import Request;"
        "from ckanext.resilient.harvesters.samples.catalogue import load;"
        "ask = lambda key, path: respond(load(key), Request('GET', path, {}, b'', sys.argv[1])).body;"
        "sys.stdout.buffer.write(ask('es-sample', '/catalogo/federador.rdf'));"
        "sys.stdout.buffer.write(ask('gr-sample', '/catalog.ttl'))"
    )
    spain, greece = bases["es-sample"], bases["gr-sample"]
    expected = ask(f"{spain}/catalogo/federador.rdf").body + ask(f"{greece}/catalog.ttl").body.replace(
        greece.encode(), spain.encode()
    )
    again = subprocess.run(
        [sys.executable, "-c", program, spain], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}
    )
    assert again.stdout == expected


def test_links_lead_to_the_address_that_was_asked(bases: dict[str, str], ask: Ask) -> None:
    url = f"{bases['it-sample']}/opendata/api/3/action/package_show?id=orti-sociali"
    package = ask(url, Host="campione.example:8101").json["result"]
    assert package["resources"][0]["url"].startswith("http://campione.example:8101/")


@pytest.mark.parametrize("host", ["evil.example/path", "a b", "x<y>", ""])
def test_a_host_that_is_no_host_is_refused(bases: dict[str, str], ask: Ask, host: str) -> None:
    assert ask(f"{bases['it-sample']}/", Host=host).status == 400


def test_a_body_that_is_too_long_is_refused(bases: dict[str, str], ask: Ask) -> None:
    answer = ask(f"{bases['gr-sample']}/api/3/action/package_search", "POST", None, Content_Length="1000001")
    assert answer.status == 413


@pytest.mark.parametrize("key", list(SAMPLES))
def test_every_link_of_a_record_works_unless_it_is_meant_to_be_broken(
    bases: dict[str, str], ask: Ask, key: str
) -> None:
    catalogue, base = load(key), bases[key]
    for dataset in catalogue.datasets:
        for name in (dataset.name, dataset.id):
            assert ask(f"{base}{catalogue.dataset_path}{name}").status == 200
        for file in dataset.files:
            assert ask(file.address(base), "HEAD").status == (404 if file.broken else 200)
        if dataset.licence and dataset.licence.url.startswith("/"):
            assert ask(base + dataset.licence.url).status == 200


@pytest.mark.parametrize(
    ("key", "file", "content_type", "start"),
    [
        (
            "it-sample",
            "it/assistenza-domiciliare.csv",
            "text/csv; charset=windows-1252",
            "Anno;Fascia di età".encode("cp1252"),
        ),
        ("it-sample", "it/case-comunita.csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfSede"),
        ("es-sample", "es/demandantes-empleo.csv", "text/csv; charset=utf-16", b"\xff\xfeM\x00e\x00s\x00"),
        ("gr-sample", "gr/anergia-dexiotites.csv", "text/csv; charset=utf-16", b"\xff\xfe\x9c\x03"),
        ("gr-sample", "gr/kapi.geojson", "application/geo+json", b'{"type": "FeatureCollection"'),
        ("es-sample", "es/puntos-violeta.pdf", "application/pdf", b"%PDF-1.4"),
        (
            "si-sample",
            "si/pomoc-na-domu.csv",
            "text/csv; charset=windows-1250",
            "Leto;Krajevna skupnost;Uporabniki;Ure na leto;Cena ure (EUR)\n2020;Center".encode("cp1250"),
        ),
        ("si-sample", "si/brezposelnost.csv", "text/csv; charset=utf-16", b"\xff\xfeM\x00e\x00s\x00"),
    ],
)
def test_files_are_sent_in_the_encoding_that_the_portal_uses(
    bases: dict[str, str], ask: Ask, key: str, file: str, content_type: str, start: bytes
) -> None:
    answer = ask(f"{bases[key]}/files/{file}")
    assert (answer.status, answer.headers["content-type"]) == (200, content_type)
    assert answer.body.startswith(start)


@pytest.mark.parametrize("path", ["/files/../it.yaml", "/files/it/nidi.csv", "/files/", "/nope", "/opendata"])
def test_nothing_else_is_served(bases: dict[str, str], ask: Ask, path: str) -> None:
    assert ask(f"{bases['es-sample']}{path}").status == 404


def test_the_front_page_says_that_it_is_a_sample(bases: dict[str, str], ask: Ask) -> None:
    page = ask(f"{bases['gr-sample']}/").body.decode()
    assert '<html lang="el">' in page
    assert "επινοημένοι" in page


def test_the_front_page_links_to_every_dataset(bases: dict[str, str], ask: Ask) -> None:
    page = ask(f"{bases['it-sample']}/opendata").body.decode()
    links = re.findall(r'href="([^"]*)"', page)
    assert len(links) == 20
    assert {ask(bases["it-sample"] + link, "HEAD").status for link in links} == {200}


def test_html_of_a_description_is_escaped_on_its_page(bases: dict[str, str], ask: Ask) -> None:
    assert b"&lt;strong&gt;" in ask(f"{bases['it-sample']}/opendata/dataset/indagine-anziani-soli").body


@pytest.mark.parametrize("key", list(SAMPLES))
def test_the_command_serves_and_says_where(key: str, ask: Ask) -> None:
    command = [sys.executable, "-m", "ckanext.resilient.harvesters.samples", key, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            said = re.search(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
            assert said is not None
            assert ask(f"{said[0]}/").status == 200
        finally:
            process.terminate()


@pytest.mark.parametrize("key", list(SAMPLES))
def test_a_sample_is_a_portal_wherever_it_runs(key: str) -> None:
    sample, base = SAMPLES[key], "http://127.0.0.1:8101"
    portal = sample_portal(key, base)
    assert (portal.key, portal.title, portal.url) == (key, sample.title, base + sample.path)
    assert sample_portal(key, portal.url) == portal
    assert sample_portal(key).url == ""
