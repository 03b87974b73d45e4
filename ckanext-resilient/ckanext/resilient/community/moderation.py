"""Which texts of people are shown, whatever kind of statement they belong to.

What somebody with an account writes is shown at once; what came from an address waits for a moderator. A report hides
a text until a moderator has looked. What a moderator has decided, reports do not undo: they ask her to look again.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.resilient.community.model import Statement
from ckanext.resilient.moments import utc_now

NONE, SHOWN, WAITING, REPORTED, APPROVED, HIDDEN = "", "shown", "waiting", "reported", "approved", "hidden"
VISIBLE = (SHOWN, APPROVED)
TO_LOOK_AT = (WAITING, REPORTED)
NOT_CONFIRMED = "unconfirmed"
"""State of a statement of which nobody has confirmed the address: it is nowhere shown, and nobody is asked about it."""


def begin(statement: Statement, *, has_text: bool) -> None:
    """Give what was just written, or rewritten, the state in which it begins."""
    statement.text_state = NONE if not has_text else SHOWN if statement.user_id else WAITING
    statement.reports = 0
    statement.moderated = {}


def is_visible(statement: Statement) -> bool:
    """Whether everybody may read the text."""
    return statement.text_state in VISIBLE


def report(statement: Statement) -> None:
    """Ask a moderator to look; what none has approved yet is hidden until then."""
    statement.reports += 1
    if statement.text_state == SHOWN:
        statement.text_state = REPORTED


def decide(statement: Statement, *, show: bool, reason: str, moderator: str) -> None:
    """Show a text or hide it; who did it, when and why stays with the statement."""
    statement.text_state = APPROVED if show else HIDDEN
    statement.reports = 0
    statement.moderated = {"by": moderator, "reason": reason, "at": utc_now().isoformat()}


def queue(organisations: list[str] | None, limit: int, offset: int) -> tuple[int, list[Any]]:
    """What a moderator has to look at, of datasets of these organisations, oldest first, each with its dataset.

    None stands for all organisations. The number is that of all, not only of this page.
    """
    open_ones = sa.or_(Statement.text_state.in_(TO_LOOK_AT), Statement.reports > 0)
    query = (
        sa.select(Statement, model.Package.name, model.Package.title, model.Package.extras)
        .join(model.Package, model.Package.id == Statement.package_id)
        .where(open_ones, Statement.state != NOT_CONFIRMED, model.Package.state == "active")
    )
    if organisations is not None:
        query = query.where(model.Package.owner_org.in_(organisations))
    number = model.Session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    rows = model.Session.execute(query.order_by(Statement.changed, Statement.id).limit(limit).offset(offset))
    return number, list(rows)
