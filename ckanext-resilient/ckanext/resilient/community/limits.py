"""How much one person may send: a count in Redis that is gone after an hour, and nothing of it in the database."""

from __future__ import annotations

import logging

import ckan.plugins.toolkit as tk
from ckan.types import Context
from flask import has_request_context
from redis import RedisError

from ckanext.resilient import counting
from ckanext.resilient.community import config

log = logging.getLogger(__name__)

HONEYPOT = "homepage"
"""A field of the forms that no person sees: what fills it in is a program."""

_SECONDS = 3600


class TooOften(tk.ValidationError):
    """Somebody has sent too much; `sentence` says when more is taken, in `seconds`."""

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        sentence = tk.ungettext(
            "You have sent a lot in a short time. Please try again in {number} minute.",
            "You have sent a lot in a short time. Please try again in {number} minutes.",
            minutes,
        )
        self.sentence, self.seconds = sentence.format(number=minutes), seconds
        super().__init__({"limit": [self.sentence]})


def count(context: Context, user_id: str) -> None:
    """Count one more for this account, or for the address that asks where there is no account.

    Programs of the site itself are not counted. Without Redis nobody is kept out; the log says so.

    Raises:
        TooOften: there was too much in the last hour.
    """
    if context.get("ignore_auth") or not (user_id or has_request_context()):
        return
    kind, who = ("account", user_id) if user_id else ("address", counting.client_address())
    limits = {counting.key("community", kind, who): config.statements_per_hour()}
    try:
        wait = counting.counted(limits, _SECONDS)
    except RedisError as error:
        log.warning("What people send is not counted, because Redis does not answer: %s", error)
        return
    if wait:
        raise TooOften(wait)
