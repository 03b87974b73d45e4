"""The home page, the glossary, the way to take part, short addresses, and what search engines read."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, make_response, redirect, stream_with_context

from ckanext.resilient.pages import glossary as words
from ckanext.resilient.pages import negotiation, sitemap
from ckanext.resilient.pages import take_part as taking_part
from ckanext.resilient.pages.site import exists

__all__ = ["resilient_site"]

resilient_site = Blueprint("resilient_site", __name__)

_SHORT = {
    "quality": "how-we-rate",
    "privacy": "privacy",
    "accessibility": "accessibility",
    "library": "library",
}
"""Short addresses of editorial pages."""


@resilient_site.route("/")
def home() -> Response:
    """Show the home page, in the browser's language at first."""
    locale = negotiation.better_locale()
    if locale:
        query = urlencode(list(tk.request.args.items(multi=True)))
        answer = make_response(redirect(tk.h.url_for("home.index", locale=locale) + (query and f"?{query}")))
    else:
        answer = make_response(tk.render("home/index.html"))
    if negotiation.may_choose():
        answer.vary.add("Accept-Language")
    return answer


@resilient_site.route("/take-part")
def take_part() -> str:
    """Show what a visitor can do."""
    return tk.render("resilient/hubs/take_part.html", {"ways": taking_part.ways()})


@resilient_site.route("/glossary")
def glossary() -> str:
    """Explain the words that not everybody knows."""
    return tk.render("resilient/glossary/index.html", {"words": words.words()})


@resilient_site.route("/design")
def design() -> Response:
    """Show every component of the design base, for those who build pages; not for search engines."""
    answer = make_response(tk.render("resilient/design/index.html"))
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@resilient_site.route("/<any(quality, privacy, accessibility, library):short>")
def short_address(short: str) -> Response:
    """Lead to an editorial page."""
    if not exists("page.read"):
        tk.abort(404)
    return tk.redirect_to("page.read", id=_SHORT[short])


@resilient_site.route("/sitemap.xml")
def sitemap_index() -> Response:
    """Name the parts of the sitemap."""
    return _xml(sitemap.index())


@resilient_site.route("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> Response:
    """Stream the addresses of one part."""
    if number not in sitemap.numbers():
        tk.abort(404)
    return _xml(sitemap.part(number))


def _xml(chunks: Iterator[str]) -> Response:
    return Response(stream_with_context(chunks), mimetype="application/xml")
