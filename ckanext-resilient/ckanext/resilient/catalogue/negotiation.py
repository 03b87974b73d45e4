"""One address for people and programs: who asks for RDF gets it, everybody else gets the page.

https://www.w3.org/TR/cooluris/#r303gendocument, with the document's own address in `Content-Location`.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from flask import Flask
from flask.wrappers import Response

from ckanext.resilient.catalogue import described, syntaxes
from ckanext.resilient.catalogue.described import Page
from ckanext.resilient.catalogue.description import Description
from ckanext.resilient.catalogue.syntaxes import SYNTAXES, Syntax

BLUEPRINT = "resilient_linked_data"
"""The blueprint of the addresses with an extension."""

_PAGE = "text/html"
_OFFERED = (_PAGE, *(syntax.media_type for syntax in SYNTAXES.values()))
_BY_TYPE = {syntax.media_type: syntax for syntax in SYNTAXES.values()}
_NOT_MODIFIED = 304
_WORTH_PACKING = 1000
_SAFE = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another form of the page: what it is called, its media type and address."""

    title: str
    media_type: str
    url: str


def negotiate(app: Flask) -> None:
    """Answer programs at the addresses of pages, and tell caches that the answer depends on who asks."""

    @app.before_request
    def answer_programs() -> Response | None:
        page = described.page_at(tk.request.endpoint)
        syntax = wanted() if page and tk.request.method in _SAFE else None
        description = page.describe(_values()) if page and syntax else None
        if not (page and syntax and description):
            return None  # the page itself says what is missing, or who may see it
        answer = respond(description, syntax)
        answer.content_location = address(page, syntax, _values())
        return answer

    @app.after_request
    def tell_caches(answer: Response) -> Response:
        if described.page_at(tk.request.endpoint):
            answer.vary.add("Accept")
        return answer


def wanted() -> Syntax | None:
    """The syntax that is asked for; None for a page, which is also for those who take anything."""
    best = tk.request.accept_mimetypes.best_match(_OFFERED, default=_PAGE)
    return _BY_TYPE.get(best)


def respond(description: Description, syntax: Syntax) -> Response:
    """A description as an answer: nothing when the reader has it already, packed when that is wanted."""
    answer = Response(content_type=f"{syntax.media_type}; charset=utf-8")
    # Weak: the packed form and the plain one say the same.
    answer.set_etag(f"{description.version}-{syntax.extension}", weak=True)
    answer.last_modified = description.modified
    answer.vary.add("Accept-Encoding")
    answer.make_conditional(tk.request.environ)
    if answer.status_code == _NOT_MODIFIED:
        return answer
    answer.set_data(syntaxes.write(description.write(), syntax))
    return _packed(answer)


def _packed(answer: Response) -> Response:
    body = answer.get_data()
    if len(body) >= _WORTH_PACKING and tk.request.accept_encodings["gzip"] > 0:
        answer.set_data(gzip.compress(body, compresslevel=6, mtime=0))
        answer.content_encoding = "gzip"
    return answer


def alternates() -> list[Alternate]:
    """The other forms of the page that is being rendered; none when programs cannot read it."""
    page = described.page_at(tk.request.endpoint)
    # Without what is asked of the page: a page of results is not a page of the feed.
    return forms_of(page.name, _values()) if page else []


def forms_of(name: str, values: Mapping[str, str]) -> list[Alternate]:
    """The forms of a page for programs, by the name of its kind and the variable parts of its address."""
    return [
        Alternate(syntax.title, syntax.media_type, _address(described.PAGES[name], syntax, values))
        for syntax in SYNTAXES.values()
    ]


def address(page: Page, syntax: Syntax, values: Mapping[str, str]) -> str:
    """The full address of a page's description in one syntax: the same in all languages."""
    asked = {name: tk.request.args[name] for name in page.parameters if name in tk.request.args}
    return _address(page, syntax, {**values, **asked})


def _address(page: Page, syntax: Syntax, parts: Mapping[str, str]) -> str:
    named = {**parts, "extension": syntax.extension}
    return tk.h.url_for(f"{BLUEPRINT}.{page.name}", locale="default", _external=True, **named)


def _values() -> dict[str, str]:
    given: Mapping[str, Any] = tk.request.view_args or {}
    return {key: str(value) for key, value in given.items() if key not in ("package_type", "extension")}
