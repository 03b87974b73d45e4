"""What readers suggest, and what becomes of it. Whoever has no account confirms her address by a link."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.resilient.community import config, moderation, words
from ckanext.resilient.community.model import Statement
from ckanext.resilient.community.statements import SUGGESTION
from ckanext.resilient.moments import utc_now

Rows = Sequence[sa.Row[Any]]
"""Suggestions, each with name, title and extras of its dataset."""

PUBLISHER, AUTHOR = "publisher", "author"


def begin(package_id: str, user_id: str, locale: str, given: dict[str, Any]) -> tuple[Statement, str]:
    """A new suggestion, and the secret of its author's own page. Commits."""
    statement = Statement(
        kind=SUGGESTION,
        package_id=package_id,
        user_id=user_id,
        name=given["name"],
        address="" if user_id else given["address"],
        locale=locale,
        state=words.RECEIVED if user_id else words.UNCONFIRMED,
        text=given["note"],
        facts={name: given[name] for name in ("about", "field", "value", "file") if given.get(name)},
        counts=False,
    )
    moderation.begin(statement, has_text=bool(given["note"] or given["value"]))
    secret = renew(statement, config.time_of_addresses() if user_id else config.time_to_confirm())
    model.Session.add(statement)
    model.Session.commit()
    return statement, secret


def renew(statement: Statement, time: timedelta) -> str:
    """Give a statement a new secret for this time; the one before opens nothing any more. The caller commits."""
    secret = secrets.token_urlsafe(32)
    statement.token, statement.token_ends = _digest(secret), utc_now() + time
    return secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def own(key: str, user_id: str) -> Statement:
    """The suggestion whose author the caller is: by the secret of a mail, or by its id with her account.

    Raises:
        ObjectNotFound: there is none, or the secret has ended.
    """
    by_secret = sa.and_(Statement.token == _digest(key), Statement.token_ends > utc_now())
    by_account = sa.and_(Statement.id == key, Statement.user_id == user_id, Statement.user_id != "")
    statement = model.Session.scalars(
        sa.select(Statement).where(Statement.kind == SUGGESTION, sa.or_(by_secret, by_account))
    ).first()
    if statement is None:
        raise tk.ObjectNotFound(tk._("This link has ended, or it is not complete."))
    return statement


def confirm(statement: Statement) -> bool:
    """Take what was confirmed as received; false when it was already. Commits."""
    if statement.state != words.UNCONFIRMED:
        return False
    statement.state, statement.changed = words.RECEIVED, utc_now()
    statement.token_ends = utc_now() + config.time_of_addresses()
    model.Session.commit()
    return True


def settle(statement: Statement, state: str, text: str) -> None:
    """Ask the author something, accept, or decline with a reason. Commits."""
    if state == words.ASKED:
        _say(statement, PUBLISHER, text)
    else:
        statement.decided = utc_now()
        statement.facts = {**statement.facts, **({"reason": text} if text else {})}
    statement.state, statement.changed = state, utc_now()
    model.Session.commit()


def answer(statement: Statement, text: str) -> None:
    """The author's answer to the publisher's question. Commits."""
    hidden = statement.text_state == moderation.HIDDEN
    _say(statement, AUTHOR, text)
    statement.state, statement.changed = words.RECEIVED, utc_now()
    if not hidden:
        moderation.begin(statement, has_text=True)
    model.Session.commit()


def _say(statement: Statement, who: str, text: str) -> None:
    exchange = [*statement.facts.get("exchange", []), [who, text]]
    statement.facts = {**statement.facts, "exchange": exchange}


def require(statement: Statement, *states: str) -> None:
    """Refuse what does not fit the state of a suggestion.

    Raises:
        ValidationError: it is in another state.
    """
    if statement.state not in states:
        state = tk._(words.STATES[statement.state])
        raise tk.ValidationError(
            {"state": [tk._("This cannot be done now. State: {state}.").format(state=state)]}
        )


def listed(organisations: list[str] | None, limit: int, offset: int) -> tuple[int, Rows]:
    """The open suggestions for these organisations' datasets, or for all, oldest first, each with its dataset.

    The number is that of all, not only of this page.
    """
    query = _with_dataset().where(Statement.state.in_(words.OPEN))
    if organisations is not None:
        query = query.where(model.Package.owner_org.in_(organisations))
    return _page_of(query, (Statement.created, Statement.id), limit, offset)


def mine(user_id: str, limit: int, offset: int) -> tuple[int, Rows]:
    """What somebody suggested with her account, newest first, each with its dataset; the number is that of all."""
    query = _with_dataset().where(Statement.user_id == user_id)
    return _page_of(query, (Statement.created.desc(), Statement.id), limit, offset)


def _with_dataset() -> sa.Select[Any]:
    return (
        sa.select(Statement, model.Package.name, model.Package.title, model.Package.extras)
        .join(model.Package, model.Package.id == Statement.package_id)
        .where(Statement.kind == SUGGESTION, model.Package.state == "active")
    )


def _page_of(query: sa.Select[Any], order: Sequence[Any], limit: int, offset: int) -> tuple[int, Rows]:
    number = model.Session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    return number, model.Session.execute(query.order_by(*order).limit(limit).offset(offset)).all()


def files() -> list[str]:
    """Ids of the uploaded files of all suggestions that are not decided yet."""
    held = Statement.facts["file"]["id"].astext
    query = sa.select(held).where(
        Statement.kind == SUGGESTION, Statement.decided.is_(None), held.is_not(None)
    )
    return list(model.Session.scalars(query))
