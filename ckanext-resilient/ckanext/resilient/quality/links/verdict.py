"""What an answer means to a reader who follows a link: the thing itself, or a page that only says so. Pure rules."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

from ckanext.resilient.svrc.text import fold

NO_CONNECTION = 1100
NOT_AN_ADDRESS = 1300
"""Pseudo codes in the place of a status, as piveau's link checker has them
(https://github.com/piveau-data, url-checker)."""

# In the words of the pages themselves: what stands in the title of an error page that comes with status 200.
_ERROR_WORDS = re.compile(
    r"\b(?:404|403|500|503|not found|page not found|error|forbidden|access denied|unavailable|maintenance"
    r"|pagina non trovata|non trovat[ao]|errore|accesso negato|manutenzione"
    r"|no encontrad[ao]|no existe|acceso denegado|mantenimiento|page introuvable|introuvable|erreur|acces refuse"
    r"|nao encontrad[ao]|erro|acesso negado|manutencao|δεν βρεθηκε|σφαλμα|συντηρηση"
    r"|nije prona[dđ]en[ao]?|greska|pogreska|ni najdena|ni bilo mogoce najti|napaka|vzdrzevanje"
    r"|nuk u gjet|nuk gjendet|gabim|mirembajtje)\b"
)
_SIGN_IN_PATH = re.compile(
    r"/(?:[\w-]*log-?in|sign-?in|oauth2?|sso|saml2?|cas|auth|adfs|accedi|iniciar-sesion|connexion|entrar|prijava)\b",
    re.IGNORECASE,
)
_SERVICE_EXCEPTION = re.compile(rb"<(?:\w+:)?(?:ServiceExceptionReport|ExceptionReport)\b")
_WEB_PAGES = frozenset({"HTML", "XHTML", "HTML_SIMPL", "XHTML_SIMPL", "RDFA"})
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back at the end of all redirects.

    Args:
        status: HTTP status, or a pseudo code.
        url: address that answered.
        media_type: without parameters, in lower case; "" when the server gives none.
        size: bytes of the whole, None when the server does not say.
        start: the first bytes of the body; b"" when nobody asked for them.
    """

    status: int
    url: str
    media_type: str = ""
    size: int | None = None
    start: bytes = b""

    @property
    def succeeded(self) -> bool:
        """Whether the server says that all is well."""
        return 200 <= self.status < 300

    @property
    def is_html(self) -> bool:
        """Whether it is a web page, whatever its header says."""
        if self.start:
            return self.start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML_STARTS)
        return self.media_type in _HTML_TYPES


def problem_of(answer: Answer, formats: Collection[str]) -> str:
    """What keeps a reader from what the link promises, "" when nothing does.

    Args:
        answer: what the link led to.
        formats: EU file-type codes that datasets promise at this address; none where only a page is promised.

    Returns:
        `not-an-address`, `no-connection`, `error-status`, `sign-in`, `error-page`, `web-page` or "".
    """
    if answer.status == NOT_AN_ADDRESS:
        return "not-an-address"
    if answer.status == NO_CONNECTION:
        return "no-connection"
    if answer.status == 401 or (answer.is_html and _asks_to_sign_in(answer)):
        return "sign-in"
    if not answer.succeeded or _SERVICE_EXCEPTION.search(answer.start):
        return "error-status" if not answer.succeeded else "error-page"
    if answer.is_html:
        return _problem_of_page(answer, formats)
    return ""


def _problem_of_page(answer: Answer, formats: Collection[str]) -> str:
    if _ERROR_WORDS.search(fold(_page(answer).title)):
        return "error-page"
    promised_data = bool(formats) and not _WEB_PAGES & set(formats)
    return "web-page" if promised_data else ""


def _asks_to_sign_in(answer: Answer) -> bool:
    return bool(_SIGN_IN_PATH.search(urlsplit(answer.url).path)) or _page(answer).has_password


def _page(answer: Answer) -> _Page:
    page = _Page()
    # Python's parser raises this at a declaration that HTML does not have; what stands before it was read.
    with suppress(AssertionError):
        page.feed(answer.start.decode("utf-8", "replace"))
    return page


class _Page(HTMLParser):
    """The title of a page, and whether it asks for a password outside of a menu that every page has."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.has_password = False
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the title and a field for a password."""
        self._in_title = tag == "title"
        if tag == "input" and ("type", "password") in [
            (name, (value or "").lower()) for name, value in attrs
        ]:
            self.has_password = True

    def handle_endtag(self, tag: str) -> None:
        """The title ends."""
        self._in_title = False

    def handle_data(self, data: str) -> None:
        """Words of the title."""
        if self._in_title:
            self.title += data
