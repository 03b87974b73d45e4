"""What an error page says: what happened and what to do, never a status phrase in English."""

from __future__ import annotations

from dataclasses import dataclass

import ckan.plugins.toolkit as tk
from werkzeug.exceptions import default_exceptions

from ckanext.resilient.svrc.issues import N_

_WORDS = {
    401: (N_("Please log in"), N_("This page is for people who have logged in.")),
    403: (
        N_("This page is not open to you"),
        N_("Log in with an account that may see it, or ask its owner."),
    ),
    404: (N_("This page does not exist"), N_("It may have been moved or deleted. Search for what you need.")),
    429: (
        N_("Please wait a little"),
        N_("If you have forgotten your password, you can set a new one on the page for logging in."),
    ),
}
_ANY = (
    N_("Something went wrong"),
    N_("Please try again. If it happens again, tell us which address you opened."),
)


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """The status, heading, advice and, where the application gave one, the reason."""

    code: int
    title: str
    advice: str
    reason: str


def error_words(sent: int | list[int], content: str) -> ErrorWords:
    """An HTTP error in the reader's language; the reasons that every web server gives are left out."""
    # CKAN names the status of what nobody foresaw as a list of one, with a phrase of its own in English.
    unforeseen = isinstance(sent, list)
    code = sent[0] if isinstance(sent, list) else sent
    title, advice = _WORDS.get(code, _ANY)
    stock = default_exceptions.get(code)
    reason = "" if unforeseen or (stock and content == stock.description) else content
    return ErrorWords(code, tk._(title), tk._(advice), reason)
