"""A client for finding out what an address is: nothing is asked twice, and all of it has an end."""

from __future__ import annotations

import time
from dataclasses import replace

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import Response, shown
from ckanext.resilient.harvest.asks import Ask
from ckanext.resilient.harvest.http import HttpClient, HttpSettings
from ckanext.resilient.svrc.issues import Issue

_KEPT_BYTES = 1024 * 1024

Key = tuple[str, str, str, bytes | None]


class AskingOnce(HttpClient):
    """A client that remembers short answers and refusals, and asks nothing when its time is over.

    Protocols fall back on each other's addresses (DKAN on data.json, CKAN on its page): a portal that none of them
    fits would be asked the same things again and again, while somebody waits in front of a page.

    Args:
        settings: limits and exceptions.
        seconds: for all requests together.
    """

    def __init__(self, settings: HttpSettings, seconds: float) -> None:
        super().__init__(settings)
        self._end, self._seconds = time.monotonic() + seconds, seconds
        self._answers: dict[Key, Response | FetchError] = {}

    @property
    def is_over(self) -> bool:
        """Whether the time has passed."""
        return time.monotonic() >= self._end

    def too_slow(self, url: str) -> FetchError:
        """The error that says so of an address."""
        params = {"url": shown(url), "seconds": f"{self._seconds:g}"}
        return FetchError(Issue("recognised-too-slowly", field="url", params=params))

    def _fetch(self, ask: Ask) -> Response:
        key = (ask.method, str(ask.url), ask.headers.get("Accept", ""), ask.body)
        told = self._answers.get(key)
        if isinstance(told, FetchError):
            raise told
        if told is not None and ask.sink is None:
            return told
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.too_slow(str(ask.url))
        try:
            answer = super()._fetch(replace(ask, deadline=min(ask.deadline, left)))
        except FetchError as error:
            self._answers[key] = error
            raise
        if ask.sink is None and len(answer.content) <= _KEPT_BYTES:
            self._answers[key] = answer
        return answer
