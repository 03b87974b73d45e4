"""The HTTP client against real servers on this machine."""

import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path

import pytest

from ckanext.resilient.harvest.http import Validators
from tests.harvest.clients import Serve, client, code_of, one_answer
from tests.harvest.servers import Answer, Asked, serving

_REFUSALS = {"address-refused", "name-unknown", "address-invalid"}
JSON = {"Content-Type": "application/json"}


def test_a_listed_address_is_read(serve: Serve):
    server = serve(lambda asked: Answer(body=b'{"a": 1}', headers=JSON))
    answer = client(server).get(f"{server.url}/x", params={"q": "nidi d'infanzia"}, accept="application/json")
    assert answer.json() == {"a": 1}
    assert answer.status == 200
    assert answer.content_type == "application/json"
    assert server.asked[0].query == {"q": ["nidi d'infanzia"]}
    assert server.asked[0].headers["accept"] == "application/json"


def test_the_machine_itself_is_refused_by_default(serve: Serve):
    server = serve(lambda asked: Answer())
    assert code_of(lambda: client().get(server.url)) == "address-refused"
    assert server.asked == []


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.1",
        "2130706433",
        "0177.0.0.1",
        "0x7f000001",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[::1]",
        "0",
    ],
)
def test_no_spelling_of_this_machine_gets_through_beside_the_listed_one(serve: Serve, host: str):
    server = serve(lambda asked: Answer())
    url = f"http://{host}:{server.port}/"
    assert code_of(lambda: client(server).get(url)) in _REFUSALS
    assert server.asked == []


def test_a_name_that_leads_to_a_private_address_is_refused_unless_listed(serve: Serve):
    server = serve(lambda asked: Answer(body=b"ok"))
    url = f"http://portal.example:{server.port}/"
    asked_names: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked_names.append(host)
        return ["127.0.0.1"]

    assert code_of(lambda: client(server, resolver=resolver).get(url)) == "address-refused"
    listed = client(resolver=resolver, allowed=frozenset({f"portal.example:{server.port}"}))
    assert listed.get(url).content == b"ok"
    assert asked_names == ["portal.example", "portal.example"]


def test_a_name_is_resolved_once_per_connection_so_that_its_answer_cannot_change_after_the_check(
    serve: Serve,
):
    server = serve(lambda asked: Answer(headers={"Connection": "close"}))
    pair = f"rebind.example:{server.port}"
    answers = iter([["127.0.0.1"], ["127.0.0.1"]])
    reader = client(resolver=lambda host, port: next(answers), allowed=frozenset({pair}))
    reader.get(f"http://{pair}/")
    reader.get(f"http://{pair}/")
    assert list(answers) == []
    assert len(server.asked) == 2


def test_a_redirect_to_a_private_address_is_refused(serve: Serve):
    secret = serve(lambda asked: Answer(body=b"secret"))
    for target in (secret.url, "http://169.254.169.254/latest/meta-data/", "http://[::1]/"):
        server = serve(one_answer(Answer(302, headers={"Location": target})))
        reader = client(server)
        assert code_of(lambda reader=reader, server=server: reader.get(server.url)) in {
            "address-refused",
            "name-unknown",
        }
    assert secret.asked == []


def test_redirects_are_followed_and_the_last_address_is_told(serve: Serve):
    def respond(asked: Asked) -> Answer:
        step = int(asked.path.strip("/"))
        return Answer(301, headers={"Location": f"/{step + 1}"}) if step < 5 else Answer(body=b"here")

    server = serve(respond)
    answer = client(server).get(f"{server.url}/0", headers={"X-Api-Key": "k"})
    assert (answer.content, answer.url) == (b"here", f"{server.url}/5")
    assert code_of(lambda: client(server).get(f"{server.url}/-1")) == "redirected-too-often"


def test_a_secret_header_does_not_follow_to_another_host(serve: Serve):
    other = serve(lambda asked: Answer(body=b"ok"))
    server = serve(one_answer(Answer(307, headers={"Location": f"{other.url}/y"})))
    client(server, other).get(server.url, headers={"Authorization": "Token t", "X-Thing": "kept"})
    assert "authorization" in server.asked[0].headers
    assert "authorization" not in other.asked[0].headers
    assert other.asked[0].headers["x-thing"] == "kept"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/passwd", "address-invalid"),
        ("ftp://example.org/x", "address-invalid"),
        ("gopher://127.0.0.1:6379/_x", "address-invalid"),
        ("/etc/passwd", "address-invalid"),
        ("", "address-invalid"),
        ("http://", "address-invalid"),
        ("http://example.org:99999999/", "address-invalid"),
        ("http://user:secret@example.org/", "address-with-password"),
    ],
)
def test_other_than_plain_web_addresses_are_refused(url: str, code: str):
    assert code_of(lambda: client().get(url)) == code


def test_a_redirect_to_a_file_is_refused(serve: Serve):
    server = serve(one_answer(Answer(302, headers={"Location": "file:///etc/passwd"})))
    assert code_of(lambda: client(server).get(server.url)) == "address-invalid"


@pytest.mark.parametrize("target", ["http://x:abc/", "mailto:someone@dati.example"])
def test_a_redirect_to_no_address_is_a_broken_answer(serve: Serve, target: str):
    server = serve(one_answer(Answer(302, headers={"Location": target})))
    assert code_of(lambda: client(server).get(server.url)) == "answer-broken"


def test_nobody_listening_is_unreachable_after_retries():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    reader = client(allowed=frozenset({f"127.0.0.1:{port}"}))
    assert code_of(lambda: reader.get(f"http://127.0.0.1:{port}/")) == "unreachable"


def test_a_certificate_that_nobody_signed_is_refused_at_once(tmp_path: Path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    request = (
        "req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
    )
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", *request.split(), *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(lambda asked: Answer(), tls=context) as server:
        reader = client(server, backoff=60)
        assert code_of(lambda: reader.get(f"https://{server.pair}/")) == "certificate-refused"
        assert server.asked == []


def test_a_plain_server_cannot_pass_for_a_secure_one(serve: Serve):
    server = serve(lambda asked: Answer())
    assert code_of(lambda: client(server, backoff=60).get(f"https://{server.pair}/")) == "tls-failed"


def test_nothing_changed_is_told_apart(serve: Serve):
    def respond(asked: Asked) -> Answer:
        if asked.headers.get("if-none-match") == '"v1"':
            return Answer(304)
        return Answer(body=b"ok", headers={"ETag": '"v1"', "Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT"})

    server = serve(respond)
    reader = client(server)
    first = reader.get(server.url)
    assert not first.not_modified
    assert first.validators == Validators('"v1"', "Mon, 01 Jan 2024 00:00:00 GMT")
    assert reader.get(server.url, validators=first.validators).not_modified
    assert server.asked[1].headers["if-modified-since"] == "Mon, 01 Jan 2024 00:00:00 GMT"


def test_nothing_changed_is_no_answer_where_nobody_asked(serve: Serve):
    server = serve(lambda asked: Answer(304))
    assert code_of(lambda: client(server).get(server.url)) == "http-status"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<!DOCTYPE html><html>", "looks-like-html"),
        (b"\xef\xbb\xbf  <html>", "looks-like-html"),
        (b"Request unsuccessful. Incapsula", "not-json"),
        (b"", "not-json"),
        (b"[" * 100_000, "not-json"),
    ],
)
def test_what_is_not_json_is_named(serve: Serve, body: bytes, code: str):
    server = serve(lambda asked: Answer(body=body, headers=JSON))
    assert code_of(client(server).get(server.url).json) == code


def test_json_in_another_character_set_is_read_and_a_wrong_one_is_reported(serve: Serve):
    latin = {"Content-Type": "application/json; charset=latin-1"}
    server = serve(
        one_answer(Answer(body='"café"'.encode("latin-1"), headers=latin), Answer(body=b'"caf\xe9"'))
    )
    reader = client(server)
    first, second = reader.get(server.url), reader.get(server.url)
    assert (first.json(), first.text_issues) == ("café", ())
    assert second.json() == "caf�"
    assert [issue.code for issue in second.text_issues] == ["letters-replaced"]


def test_a_json_body_is_posted_and_posted_again_after_a_307(serve: Serve):
    server = serve(one_answer(Answer(307, headers={"Location": "/there"}), Answer(body=b"{}")))
    client(server).post_json(f"{server.url}/here", {"rows": 1})
    assert [(a.method, a.path, a.body) for a in server.asked] == [
        ("POST", "/here", b'{"rows":1}'),
        ("POST", "/there", b'{"rows":1}'),
    ]
    assert server.asked[1].headers["content-type"] == "application/json"


def test_an_xml_body_is_posted_as_it_is(serve: Serve):
    server = serve(lambda asked: Answer(body=b"<a/>"))
    assert client(server).post_xml(server.url, "<città/>".encode()).text == "<a/>"
    (asked,) = server.asked
    assert (asked.method, asked.body) == ("POST", "<città/>".encode())
    assert asked.headers["content-type"] == asked.headers["accept"] == "application/xml"


def test_we_say_who_we_are_and_where_to_complain(serve: Serve):
    server = serve(lambda asked: Answer())
    client(server, contact_url="https://catalogue.example/about").get(server.url)
    agent = server.asked[0].headers["user-agent"]
    assert agent == "ckanext-resilient harvester (+https://catalogue.example/about)"


def test_requests_to_one_host_keep_their_distance(serve: Serve):
    server = serve(lambda asked: Answer())
    reader = client(server, min_delay=0.15)
    began = time.monotonic()
    for _ in range(3):
        reader.get(server.url)
    assert time.monotonic() - began >= 0.3


def test_proxies_of_the_environment_are_not_used(serve: Serve, monkeypatch: pytest.MonkeyPatch):
    server = serve(lambda asked: Answer(body=b"direct"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    assert client(server).get(server.url).content == b"direct"


def test_an_egress_proxy_gets_public_names_and_never_private_ones(serve: Serve):
    proxy = serve(lambda asked: Answer(body=b"through the proxy"))

    def resolver(host: str, port: int) -> list[str]:
        if host == "only-the-proxy-knows.example":
            raise OSError(host)
        return ["127.0.0.1"]

    reader = client(proxy=proxy.url, resolver=resolver)
    assert reader.get("http://only-the-proxy-knows.example/x").content == b"through the proxy"
    assert code_of(lambda: reader.get("http://intranet.example/")) == "address-refused"
    assert code_of(lambda: reader.get(proxy.url)) == "address-refused"
    assert len(proxy.asked) == 1


def test_threads_share_a_client(serve: Serve):
    server = serve(lambda asked: Answer(body=asked.path.encode()))
    reader = client(server)
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(reader.get(f"{server.url}/{n}").content))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert sorted(found) == [f"/{n}".encode() for n in range(8)]
