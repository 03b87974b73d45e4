"""How useful a dataset was to people: one answer each, and the sum of those that count.

Answers of members of the dataset's own organisation are kept and shown as such, but do not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from sqlalchemy.dialects.postgresql import insert

from ckanext.resilient.community import moderation
from ckanext.resilient.community.model import Statement, Usefulness
from ckanext.resilient.community.statements import RATING, of_user
from ckanext.resilient.moments import utc_now


def keep(package_id: str, user_id: str, locale: str, given: dict[str, Any]) -> Statement:
    """Keep what somebody answered, in place of an earlier answer. Commits, and indexes the dataset anew."""
    _lock(package_id)
    statement = of_user(package_id, user_id, RATING)
    if statement is None:
        statement = Statement(kind=RATING, package_id=package_id, user_id=user_id, state="given")
        model.Session.add(statement)
    written_anew = statement.text != given["comment"] or statement.name != given["name"]
    statement.value, statement.text, statement.name = given["value"], given["comment"], given["name"]
    statement.facts = {"need": given["need"]} if given["need"] else {}
    statement.locale, statement.changed = locale, utc_now()
    if written_anew:  # or a text that a moderator hid would come back with the same words
        moderation.begin(statement, has_text=bool(statement.text))
    model.Session.flush()
    recount([package_id])
    model.Session.commit()
    index([package_id])
    return statement


def withdraw(statement: Statement) -> None:
    """Remove an answer. Commits, and indexes the dataset anew."""
    package_id = statement.package_id
    _lock(package_id)
    model.Session.delete(statement)
    model.Session.flush()
    recount([package_id])
    model.Session.commit()
    index([package_id])


def _lock(package_id: str) -> None:
    """Let answers to one dataset wait for each other until the commit: each sum sees all that was answered before."""
    model.Session.execute(
        sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"usefulness {package_id}")))
    )


def recount(package_ids: Iterable[str] | None = None) -> list[str]:
    """Find out whose answers count, and sum them up, of these datasets or of all. The caller commits.

    Gives the datasets whose sum has changed.
    """
    ids = None if package_ids is None else list(package_ids)
    _say_who_counts(ids)
    before = _sums_kept(ids)
    after = _sums(ids)
    changed = sorted(one for one in {*before, *after} if before.get(one) != after.get(one))
    gone = [one for one in changed if one not in after]
    model.Session.execute(sa.delete(Usefulness).where(Usefulness.package_id.in_(gone)))
    rows = [
        {"package_id": one, "votes": after[one][0], "total": after[one][1]} for one in changed if one in after
    ]
    if rows:
        statement = insert(Usefulness)
        values = {name: statement.excluded[name] for name in ("votes", "total")}
        model.Session.execute(
            statement.on_conflict_do_update(index_elements=["package_id"], set_=values), rows
        )
    return changed


def _say_who_counts(ids: list[str] | None) -> None:
    package, member = model.Package, model.Member
    own = (
        sa.select(sa.literal(1))
        .select_from(package)
        .join(member, member.group_id == package.owner_org)
        .where(
            package.id == Statement.package_id,
            member.table_id == Statement.user_id,
            member.table_name == "user",
            member.state == "active",
        )
        .exists()
    )
    update = sa.update(Statement).where(Statement.kind == RATING, Statement.counts == own).values(counts=~own)
    if ids is not None:
        update = update.where(Statement.package_id.in_(ids))
    model.Session.execute(update.execution_options(synchronize_session=False))
    model.Session.expire_all()


def _sums(ids: list[str] | None) -> dict[str, tuple[int, int]]:
    query = (
        sa.select(Statement.package_id, sa.func.count(), sa.func.sum(Statement.value))
        .where(Statement.kind == RATING, Statement.counts)
        .group_by(Statement.package_id)
    )
    if ids is not None:
        query = query.where(Statement.package_id.in_(ids))
    return {package_id: (votes, total) for package_id, votes, total in model.Session.execute(query)}


def _sums_kept(ids: list[str] | None) -> dict[str, tuple[int, int]]:
    query = sa.select(Usefulness.package_id, Usefulness.votes, Usefulness.total)
    if ids is not None:
        query = query.where(Usefulness.package_id.in_(ids))
    return {package_id: (votes, total) for package_id, votes, total in model.Session.execute(query)}


def sums(package_id: str) -> tuple[int, int]:
    """How many answers count, and their sum."""
    kept = model.Session.get(Usefulness, package_id)
    return (kept.votes, kept.total) if kept else (0, 0)


def answers(package_id: str) -> dict[int, int]:
    """How often each answer that counts was given."""
    query = (
        sa.select(Statement.value, sa.func.count())
        .where(Statement.package_id == package_id, Statement.kind == RATING, Statement.counts)
        .group_by(Statement.value)
    )
    return {int(value or 0): number for value, number in model.Session.execute(query)}


def rated_of(organisation: str) -> list[str]:
    """Ids of an organisation's datasets that somebody has rated."""
    return list(
        model.Session.scalars(
            sa.select(Statement.package_id)
            .join(model.Package, model.Package.id == Statement.package_id)
            .where(Statement.kind == RATING, model.Package.owner_org == organisation)
            .distinct()
        )
    )


def index(package_ids: Iterable[str]) -> None:
    """Show what has changed in the order of searches."""
    several = list(package_ids)
    if several:
        search.rebuild(package_ids=several, quiet=True)
