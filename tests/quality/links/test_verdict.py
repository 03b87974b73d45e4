"""What an answer means to a reader: the thing itself, or a page that only says so."""

from __future__ import annotations

import pytest

from ckanext.resilient.quality.links.services import request_for
from ckanext.resilient.quality.links.verdict import Answer, problem_of

URL = "https://dati.example/posti.csv"


def page(title: str, body: str = "", url: str = URL) -> Answer:
    html = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"
    return Answer(200, url, "text/html", start=html.encode())


@pytest.mark.parametrize(
    "title",
    [
        "404 - Page not found",
        "Pagina non trovata | Comune",
        "Página no encontrada",
        "Page introuvable",
        "Página não encontrada",
        "Η σελίδα δεν βρέθηκε",
        "Stranica nije pronađena",
        "Stran ni najdena",
        "Faqja nuk u gjet",
    ],
)
def test_an_error_page_is_known_by_its_title_whatever_its_status(title: str) -> None:
    assert problem_of(page(title), {"CSV"}) == "error-page"
    assert problem_of(page(title), ()) == "error-page"


def test_a_page_where_a_file_is_promised_is_no_file() -> None:
    assert problem_of(page("Posti negli asili"), {"CSV"}) == "web-page"
    assert problem_of(page("Posti negli asili"), ()) == ""
    assert problem_of(page("Posti negli asili"), {"CSV", "HTML"}) == ""


def test_a_page_that_calls_itself_a_file_is_still_a_page() -> None:
    answer = Answer(200, URL, "text/csv", start=b"\xef\xbb\xbf\n<!doctype html><html><title>Posti</title>")
    assert problem_of(answer, {"CSV"}) == "web-page"


@pytest.mark.parametrize(
    "answer",
    [
        page("Portale", '<form><input type="PASSWORD" name="p"></form>'),
        page("Portale", url="https://dati.example/user/login?came_from=/posti.csv"),
        Answer(401, URL, "text/plain"),
        Answer(403, "https://sso.dati.example/adfs/ls", "text/html"),
    ],
)
def test_a_page_that_asks_to_sign_in_is_told_as_such(answer: Answer) -> None:
    assert problem_of(answer, {"CSV"}) == "sign-in"


def test_a_file_is_a_file() -> None:
    assert problem_of(Answer(200, URL, "text/csv", start=b"a;b\n404;error\n"), {"CSV"}) == ""
    assert problem_of(Answer(200, URL), {"CSV"}) == ""


def test_an_error_status_is_an_error() -> None:
    assert problem_of(Answer(404, URL, "text/html"), ()) == "error-status"
    assert problem_of(Answer(1100, URL), ()) == "no-connection"


def test_a_service_that_answers_with_an_exception_is_an_error() -> None:
    start = b'<?xml version="1.0"?><ows:ExceptionReport version="1.0.0">'
    assert problem_of(Answer(200, URL, "text/xml", start=start), {"WFS_SRVC"}) == "error-page"


@pytest.mark.parametrize(
    ("address", "formats", "asked"),
    [
        (
            "https://geo.example/ows?map=a",
            {"WMS_SRVC"},
            "https://geo.example/ows?map=a&service=WMS&request=GetCapabilities",
        ),
        ("https://geo.example/csw", (), "https://geo.example/csw?service=CSW&request=GetCapabilities"),
        (
            "https://geo.example/ows?SERVICE=wfs&version=2.0.0",
            (),
            "https://geo.example/ows?version=2.0.0&service=WFS&request=GetCapabilities",
        ),
        (
            "https://geo.example/wms?service=WMS&REQUEST=GetMap&layers=a",
            {"WMS_SRVC"},
            "https://geo.example/wms?service=WMS&REQUEST=GetMap&layers=a",
        ),
        ("https://dati.example/wms-guida.pdf", (), "https://dati.example/wms-guida.pdf"),
        ("https://dati.example/posti.csv", {"CSV"}, "https://dati.example/posti.csv"),
    ],
)
def test_a_service_is_asked_what_it_can_do(address: str, formats: set[str], asked: str) -> None:
    assert request_for(address, formats) == asked
