"""A second guard against forged requests, until CKAN closes CVE-2026-41255 in 2.12.

CKAN 2.12.0 exempts a view from its CSRF check for the whole process as soon as one anonymous
request reaches it. Browsers send `Origin` with every request that can change something, so
comparing it with our own address refuses what another site makes a signed-in browser send
(https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html).
"""

from __future__ import annotations

from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk
from flask import Flask, request

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


_FOR_PROGRAMS = ("api.", "resilient_mail.unsubscribe")
"""Endpoints that authenticate by a token, never by cookies."""

_COOKIES = ("SESSION_COOKIE_SAMESITE", "REMEMBER_COOKIE_SAMESITE")
_STAY_HERE = frozenset({"Lax", "Strict"})


def guard_against_forgery(app: Flask) -> None:
    """Refuse, before any view runs, what another site makes a browser send.

    Browsers keep our cookies from other sites' forms as well; CKAN lets them send the one of
    “remember me” along unless something is set.
    """
    for name in _COOKIES:
        if app.config.get(name) not in _STAY_HERE:
            app.config[name] = "Lax"
    app.before_request(refuse_foreign_origin)


def refuse_foreign_origin() -> None:
    """End the request with 403 when it could change something and comes from another site.

    A program sends no `Origin`, and authenticates itself by token: it is not concerned, and neither are
    the scripts of other sites that ask the API without our cookies, and mail providers that leave a list by
    the secret in its address (RFC 8058). Any other form without cookies is: it could log a visitor in to
    somebody else's account.
    """
    needs_no_cookies = (request.endpoint or "").startswith(_FOR_PROGRAMS) and not request.cookies
    if request.method in SAFE_METHODS or needs_no_cookies:
        return
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    if sender is not None:
        _refuse_foreign(sender)


def refuse_unless_from_here() -> None:
    """End a request with 403 that changes something although it is a link, unless a page of ours has it."""
    _refuse_foreign(request.headers.get("Referer", ""))


def _refuse_foreign(sender: str) -> None:
    if _origin(sender) not in {_origin(tk.config["ckan.site_url"]), _origin(request.host_url)}:
        tk.abort(
            403,
            tk._(
                "This request came from another site, so it was refused. Open the form here and send it again."
            ),
        )


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc
