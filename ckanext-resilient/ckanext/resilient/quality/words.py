"""How a rating is said: each level in a word, a sentence and a sign, so that colour alone tells nothing."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.resilient.quality.mqa import Band
from ckanext.resilient.svrc.issues import N_


@dataclass(frozen=True, slots=True)
class Level:
    """A level of quality: its word, its sentence, and how many of four marks are filled."""

    word: str
    sentence: str
    marks: int


LEVELS: dict[Band, Level] = {
    "excellent": Level(N_("Excellent"), N_("Ready to use."), 4),
    "good": Level(N_("Good"), N_("Usable, small gaps."), 3),
    "sufficient": Level(N_("Sufficient"), N_("Usable with care."), 2),
    "bad": Level(N_("Needs work"), N_("Look closely before using."), 1),
}

DIMENSIONS: dict[str, str] = {
    "findability": N_("Can it be found?"),
    "accessibility": N_("Can it be opened?"),
    "interoperability": N_("Can it be combined with other data?"),
    "reusability": N_("May it be used again?"),
    "contextuality": N_("Is it described in detail?"),
}
LINK_PROBLEMS: dict[str, str] = {
    "not-an-address": N_("The link is no web address."),
    "no-connection": N_("The link leads to a server that does not answer."),
    "error-status": N_("The link leads nowhere: the server does not have it."),
    "sign-in": N_("The link only leads to a page where you have to sign in."),
    "error-page": N_("The link leads to an error message."),
    "web-page": N_("The link leads to a web page, not to the file."),
    "head-refused": N_("The link opens for people, but its server turns away programs that check it."),
}
"""What is wrong with a link, by the kinds of `links.verdict.problem_of`."""

STATES: dict[str, str] = {
    "pass": N_("Passed"),
    "partial": N_("In part"),
    "fail": N_("Not passed"),
    "not_checked": N_("Not checked"),
}
