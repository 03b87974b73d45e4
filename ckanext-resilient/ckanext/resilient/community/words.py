"""What can be better, and what becomes of a suggestion, in plain words."""

from __future__ import annotations

from ckanext.resilient.svrc.issues import N_

BROKEN_LINK, WRONG_VALUE, TRANSLATION = "broken-link", "wrong-value", "missing-translation"
LICENCE, FILE, OTHER = "better-licence", "corrected-file", "other"

ABOUT = {
    BROKEN_LINK: N_("A link does not work"),
    WRONG_VALUE: N_("Something in the description is wrong"),
    TRANSLATION: N_("A translation is missing"),
    LICENCE: N_("The licence is wrong or missing"),
    FILE: N_("I have a corrected file"),
    OTHER: N_("Something else"),
}
"""What a suggestion is about."""

UNCONFIRMED, RECEIVED, ASKED, ACCEPTED, DECLINED = "unconfirmed", "received", "asked", "accepted", "declined"
OPEN = (RECEIVED, ASKED)

STATES = {
    UNCONFIRMED: N_("Not confirmed yet"),
    RECEIVED: N_("Waiting for the publisher"),
    ASKED: N_("The publisher has a question"),
    ACCEPTED: N_("Accepted"),
    DECLINED: N_("Not accepted"),
}
"""What became of it."""
