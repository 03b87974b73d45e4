"""Every mail that the suite writes; its two texts are `resilient/mail/NAME.html` and `resilient/mail/NAME.txt`."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.resilient.mail.lists import NEWS, SUGGESTIONS, MailingList
from ckanext.resilient.svrc.issues import N_


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mail.

    Args:
        subject: may hold `{site}` and the facts given when it is sent, as the other two.
        summary: what mail programs show beside the subject.
        reason: why the reader gets it.
        mailing_list: the list it belongs to; none for a mail that answers an act of someone.
    """

    name: str
    subject: str
    summary: str
    reason: str
    mailing_list: MailingList | None = None


PASSWORD_RESET = Kind(
    "password_reset",
    subject=N_("Choose a new password for {site}"),
    summary=N_("Open the link to choose a new password. If you did not ask for it, do nothing."),
    reason=N_("You get this mail because someone asked for a new password for your account."),
)
INVITATION = Kind(
    "invitation",
    subject=N_("You are invited to {site}"),
    summary=N_("Open the link to choose a password and begin."),
    reason=N_("You get this mail because someone who works on {site} gave your address."),
)
ACTIVITY = Kind(
    "activity",
    subject=N_("News on what you follow on {site}"),
    summary=N_("Something you follow has changed."),
    reason=N_("You get this mail because you asked for news on what you follow."),
    mailing_list=NEWS,
)
HARVEST_STOPPED = Kind(
    "harvest_stopped",
    subject=N_("{source}: collecting stopped"),
    summary=N_("Nothing was changed in the catalogue, but somebody should look at this source."),
    reason=N_("You get this mail because you look after this source on {site}."),
)
HARVEST_GAPS = Kind(
    "harvest_gaps",
    subject=N_("{source}: not everything could be collected"),
    summary=N_("Some of it is missing in the catalogue, or is as it was before. Here is what helps."),
    reason=N_("You get this mail because you look after this source on {site}."),
)
HARVEST_FINDINGS = Kind(
    "harvest_findings",
    subject=N_("What is missing in your data on {source}"),
    summary=N_("We have collected your data. In some records something was lost; here is what helps."),
    reason=N_(
        "You get this mail once, because {address} stands in these records as the address for questions."
    ),
)
SUGGESTION_CONFIRM = Kind(
    "suggestion_confirm",
    subject=N_("Please confirm your suggestion for “{title}”"),
    summary=N_("Open the link to send it to the publisher. If you wrote nothing, do nothing."),
    reason=N_("You get this mail because someone gave this address with a suggestion on {site}."),
)
SUGGESTION_RECEIVED = Kind(
    "suggestion_received",
    subject=N_("A suggestion for “{title}”"),
    summary=N_("A reader says what could be better. You can accept it with one click."),
    reason=N_("You get this mail because you look after this dataset on {site}."),
    mailing_list=SUGGESTIONS,
)
SUGGESTION_ASKED = Kind(
    "suggestion_asked",
    subject=N_("A question about your suggestion for “{title}”"),
    summary=N_("The publisher has a question. Open the link to answer."),
    reason=N_("You get this mail because you suggested an improvement on {site}."),
)
SUGGESTION_DECIDED = Kind(
    "suggestion_decided",
    subject=N_("Your suggestion for “{title}”"),
    summary=N_("The publisher has decided."),
    reason=N_("You get this mail because you suggested an improvement on {site}."),
)
TRIAL = Kind(
    "trial",
    subject=N_("Test mail from {site}"),
    summary=N_("Mail from this site arrives."),
    reason=N_("You get this mail because the people who run {site} test their mail."),
)

KINDS = {
    one.name: one
    for one in (
        PASSWORD_RESET,
        INVITATION,
        ACTIVITY,
        HARVEST_STOPPED,
        HARVEST_GAPS,
        HARVEST_FINDINGS,
        SUGGESTION_CONFIRM,
        SUGGESTION_RECEIVED,
        SUGGESTION_ASKED,
        SUGGESTION_DECIDED,
        TRIAL,
    )
}
"""Every mail; a new one is an entry here and its two texts."""
