"""A page on the loopback address that shows the caught mails: `python -m resilient_ops.mail_page FOLDER PORT`.

A mail is what anybody may have written. Its HTML is shown in a frame that runs no script, opens nothing and
fetches nothing, and every other text is escaped.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from .errors import StepError
from .mailbox import Caught, Mailbox
from .ports import LOOPBACK

OWN_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'"
)
MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { padding: .4rem .6rem; border-bottom: 1px solid #8888; text-align: left; vertical-align: top;
  overflow-wrap: anywhere }
pre { padding: 1rem; border: 1px solid #8888; white-space: pre-wrap; overflow-wrap: anywhere }
iframe { width: 100%; height: 46rem; border: 1px solid #8888 }
"""
_LINK = re.compile(r"https?://[^\s<>&\"']+(?:&amp;[^\s<>&\"']+)*")


def page(title: str, body: str) -> str:
    """One page of ours; `body` is HTML."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>'
        f"<body><h1>{escape(title)}</h1>{body}</body></html>"
    )


def list_page(mails: list[Caught]) -> str:
    """Which mails there are, the newest first."""
    rows = "".join(
        f"<tr><td>{one.number}</td><td>{one.when:%Y-%m-%d %H:%M:%S}</td><td>{escape(one.to)}</td>"
        f'<td><a href="/{one.number}">{escape(one.subject) or "(no subject)"}</a></td></tr>'
        for one in mails
    )
    head = "<tr><th>Number</th><th>When (UTC)</th><th>To</th><th>Subject</th></tr>"
    table = f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>" if rows else "<p>None so far.</p>"
    return page("Caught mails", f"<p>The portal's mails end here; nobody gets them.</p>{table}")


def mail_page(one: Caught) -> str:
    """One mail: headers, HTML and text."""
    headers = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in one.headers()
    )
    html = (
        one.part("html") and f'<h2>HTML</h2><iframe sandbox src="/{one.number}/html" title="HTML"></iframe>'
    )
    text = _LINK.sub(
        lambda match: f'<a rel="noreferrer" href="{match[0]}">{match[0]}</a>', escape(one.part("plain"))
    )
    body = f'<p><a href="/">All mails</a></p><table>{headers}</table><h2>Text</h2><pre>{text}</pre>{html}'
    return page(one.subject or "(no subject)", body)


def handler(mailbox: Mailbox) -> type[BaseHTTPRequestHandler]:
    """What answers requests with the mails of this mailbox."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.headers.get("Host", "").rpartition(":")[0] not in {LOOPBACK, "localhost"}:
                # A page elsewhere whose name was made to lead here must not read the mails.
                self._answer(
                    HTTPStatus.FORBIDDEN, page("This page is for this machine alone", ""), OWN_POLICY
                )
                return
            route = re.fullmatch(r"/(?:(\d{1,9})(/html)?)?", self.path.partition("?")[0])
            try:
                status, text, policy = _route(mailbox, route)
            except StepError as failure:
                status, text, policy = HTTPStatus.NOT_FOUND, page(str(failure), ""), OWN_POLICY
            self._answer(status, text, policy)

        def _answer(self, status: HTTPStatus, text: str, policy: str) -> None:
            body = text.encode()
            self.send_response(status)
            for name, value in (
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Length", str(len(body))),
                ("Content-Security-Policy", policy),
                ("X-Content-Type-Options", "nosniff"),
                ("Referrer-Policy", "no-referrer"),
                ("Cache-Control", "no-store"),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    return Handler


def _route(mailbox: Mailbox, route: re.Match[str] | None) -> tuple[HTTPStatus, str, str]:
    if route is None:
        return HTTPStatus.NOT_FOUND, page("There is nothing here", ""), OWN_POLICY
    if route[1] is None:
        return HTTPStatus.OK, list_page(mailbox.all()), OWN_POLICY
    one = mailbox.get(int(route[1]))
    show: Callable[[], str] = (lambda: one.part("html")) if route[2] else (lambda: mail_page(one))
    return HTTPStatus.OK, show(), MAIL_POLICY if route[2] else OWN_POLICY


def main(folder: Path, port: int) -> None:
    """Serve until a signal ends it."""
    ThreadingHTTPServer((LOOPBACK, port), handler(Mailbox(folder))).serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
