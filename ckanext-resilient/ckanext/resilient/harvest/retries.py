"""When to ask again, and after which pause."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import StatusError, shown
from ckanext.resilient.svrc.issues import Issue

RETRIED_STATUSES = frozenset({429, 502, 503, 504})
_LONGEST_WAIT = 10 * 365 * 24 * 3600
"""Seconds: whatever is asked for beyond, every number that comes of it can still be counted with."""

_PERMANENT = frozenset({"certificate-refused", "tls-failed"})


@dataclass(slots=True)
class RetryPlan:
    """How often one address may still be asked, and how long to wait before.

    Args:
        left: retries that are left.
        pause: next pause in seconds; doubles each time.
        cap: longest pause that a source may ask for.
    """

    left: int
    pause: float
    cap: float

    def after_failure(self, failure: FetchError, cause: Exception) -> float:
        """Seconds to wait after a broken connection; raises `failure` when it will not help."""
        if self.left <= 0 or failure.issue.code in _PERMANENT:
            raise failure from cause
        return self._next_pause()

    def after_status(self, error: StatusError) -> float:
        """Seconds to wait after a status that may pass; raises when retries or patience are used up."""
        asked = retry_after(error.response.headers.get("retry-after", ""))
        if asked > self.cap:
            params = {"url": shown(error.response.url), "seconds": str(round(asked))}
            raise StatusError(error.response, Issue("come-back-later", params=params)) from error
        if self.left <= 0:
            raise error
        return max(asked, self._next_pause())

    def _next_pause(self) -> float:
        pause = min(self.pause, self.cap)
        self.left -= 1
        self.pause *= 2
        return pause


def retry_after(value: str) -> float:
    """Seconds that a Retry-After header asks for: a number or a date (RFC 9110, section 10.2.3); else 0."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value), _LONGEST_WAIT)
    try:
        when = parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError):
        return 0
    return min(max(0, when - time.time()), _LONGEST_WAIT)
