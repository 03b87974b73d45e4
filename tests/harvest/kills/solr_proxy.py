"""A proxy before Solr that holds a write before or after Solr has it, refuses it, or plays a Solr that is gone."""

from __future__ import annotations

import contextlib
import threading
import urllib.request
from collections.abc import Generator
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit

from tests.harvest.kills.child import PATIENCE
from tests.harvest.servers import Answer, Asked, serving


class SolrProxy:
    """Hands requests on. `hold_before` and `hold_after`: the number of the write at which it stands still.

    `refuses`: no document is good enough. `is_gone`: it answers nothing at all.
    """

    def __init__(self, solr_url: str) -> None:
        parts = urlsplit(solr_url)
        self._base = f"{parts.scheme}://{parts.netloc}"
        self._writes = 0
        self.hold_before = 0
        self.hold_after = 0
        self.is_gone = False
        self.refuses = False
        self.reached = threading.Event()
        self.go_on = threading.Event()

    def respond(self, asked: Asked) -> Answer:
        is_write = asked.path.rstrip("/").endswith("/update") and asked.body.startswith((b"[", b"<add"))
        self._writes += is_write
        number = self._writes if is_write else -1
        if number == self.hold_before:
            self._hold()
        if self.is_gone:
            return Answer(503)
        if is_write and self.refuses:
            return Answer(400, b'{"error": {"msg": "no such field"}}', {"Content-Type": "application/json"})
        answer = self._forward(asked)
        if number == self.hold_after:
            self._hold()
        return answer

    def _hold(self) -> None:
        self.reached.set()
        self.go_on.wait(PATIENCE)

    def _forward(self, asked: Asked) -> Answer:
        query = urlencode(asked.query, doseq=True)
        request = urllib.request.Request(
            f"{self._base}{asked.path}?{query}", data=asked.body or None, method=asked.method
        )
        if "content-type" in asked.headers:
            request.add_header("Content-Type", asked.headers["content-type"])
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request) as answer:
                return Answer(answer.status, answer.read(), {"Content-Type": answer.headers["Content-Type"]})
        except HTTPError as error:
            return Answer(error.code, error.read(), {"Content-Type": error.headers["Content-Type"]})


@contextlib.contextmanager
def before(solr_url: str) -> Generator[tuple[SolrProxy, str], None, None]:
    """The proxy, and the address that stands for Solr's."""
    proxy = SolrProxy(solr_url)
    with serving(proxy.respond) as server:
        try:
            yield proxy, f"{server.url}{urlsplit(solr_url).path}"
        finally:
            proxy.is_gone = True  # whoever asked what is still held has died: it must not arrive after all
            proxy.go_on.set()
