"""What the kinds of statements have in common: finding them, listing them, forgetting them."""

from __future__ import annotations

from typing import Any, cast

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.types import Context

from ckanext.resilient.community import moderation
from ckanext.resilient.community.model import Statement, Usefulness
from ckanext.resilient.pages.cards import titles_in

RATING, SUGGESTION = "rating", "suggestion"
KINDS = (RATING, SUGGESTION)


def found(statement_id: str) -> Statement:
    """A statement.

    Raises:
        ObjectNotFound: there is none with this id.
    """
    statement = model.Session.get(Statement, statement_id)
    if statement is None:
        raise tk.ObjectNotFound(tk._("There is no such statement."))
    return statement


def dataset_id(id_or_name: str) -> str:
    """The id of a dataset.

    Raises:
        ObjectNotFound: there is none with this id or name.
    """
    package = model.Package.get(id_or_name)
    if package is None or package.type != "dataset" or package.state != "active":
        raise tk.ObjectNotFound(tk._("There is no such dataset."))
    return package.id


def author(context: Context) -> str:
    """The id of the account that acts; empty for a visitor."""
    user = context.get("auth_user_obj") or model.User.get(context.get("user") or "")
    return user.id if isinstance(user, model.User) else ""


def public(package_id: str, kind: str, limit: int, offset: int) -> tuple[int, list[Statement]]:
    """What everybody may see of a dataset, newest first, and how much there is in all.

    Of ratings those with a text that is shown; of other kinds all that were confirmed.
    """
    query = sa.select(Statement).where(
        Statement.package_id == package_id,
        Statement.kind == kind,
        Statement.state != moderation.NOT_CONFIRMED,
    )
    if kind == RATING:
        query = query.where(Statement.text_state.in_(moderation.VISIBLE))
    number = model.Session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    newest = query.order_by(Statement.changed.desc(), Statement.id)
    return number, list(model.Session.scalars(newest.limit(limit).offset(offset)))


def spoken(package_id: str) -> list[dict[str, Any]]:
    """The ratings of a dataset that count, and the suggestions whose text everybody may read, oldest first."""
    readable = sa.case(
        (Statement.kind == RATING, Statement.counts), else_=Statement.text_state.in_(moderation.VISIBLE)
    )
    query = sa.select(Statement).where(
        Statement.package_id == package_id, readable, Statement.state != moderation.NOT_CONFIRMED
    )
    return [shown(one) for one in model.Session.scalars(query.order_by(Statement.created, Statement.id))]


def shown(statement: Statement, *, all_of_it: bool = False) -> dict[str, Any]:
    """What an API says of a statement: never who the account or address is, and no text that is not shown.

    Its author, its publisher and moderators see `all_of_it`.
    """
    readable = all_of_it or moderation.is_visible(statement)
    facts = {name: value for name, value in statement.facts.items() if readable or name in _ALWAYS}
    return {
        "id": statement.id,
        "kind": statement.kind,
        "dataset": statement.package_id,
        "name": statement.name if readable else "",
        "language": statement.locale,
        "state": statement.state,
        "text": statement.text if readable else "",
        "text_state": statement.text_state,
        "created": statement.created.isoformat(),
        "changed": statement.changed.isoformat(),
        "decided": statement.decided.isoformat() if statement.decided else "",
        **({"value": statement.value} if statement.value is not None else {}),
        **facts,
    }


def shown_with_dataset(row: sa.Row[Any]) -> dict[str, Any]:
    """A statement with all of it, and its dataset's name and title: plain, and by language."""
    statement, name, title, extras = row
    titles = titles_in(extras)["title_translated"] or {}
    dataset = {"dataset_name": name, "dataset_title": title, "dataset_title_translated": titles}
    return {**shown(statement, all_of_it=True), **dataset}


_ALWAYS = ("need", "about", "field", "reason")
"""Facts that are no words of the author: codes, and the publisher's answer."""


def forget_orphans() -> int:
    """Remove what was said about datasets that are gone; gives how many statements. The caller commits."""
    there = sa.select(model.Package.id)
    model.Session.execute(sa.delete(Usefulness).where(Usefulness.package_id.not_in(there)))
    done = model.Session.execute(sa.delete(Statement).where(Statement.package_id.not_in(there)))
    return cast("sa.CursorResult[Any]", done).rowcount


def forget_user(user_id: str) -> list[str]:
    """Remove what somebody said whose account is gone; what was decided stays without a name. The caller commits.

    Gives the ids of the datasets whose ratings have changed.
    """
    mine = sa.and_(Statement.user_id == user_id, Statement.decided.is_(None))
    ids = model.Session.scalars(
        sa.select(Statement.package_id).where(mine, Statement.kind == RATING).distinct()
    ).all()
    model.Session.execute(sa.delete(Statement).where(mine))
    model.Session.execute(
        sa.update(Statement).where(Statement.user_id == user_id).values(user_id="", name="", token="")
    )
    return list(ids)


def of_user(package_id: str, user_id: str, kind: str) -> Statement | None:
    """The newest statement of this kind that somebody made about a dataset."""
    return model.Session.scalars(
        sa.select(Statement)
        .where(Statement.package_id == package_id, Statement.user_id == user_id, Statement.kind == kind)
        .order_by(Statement.created.desc())
    ).first()
