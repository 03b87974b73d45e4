"""The work of the night: what nobody needs any longer is deleted, and sums are made to agree."""

from __future__ import annotations

from typing import Any, cast

import sqlalchemy as sa
from ckan import model

from ckanext.resilient.community import config, moderation, ratings, statements, suggestions, uploads
from ckanext.resilient.community.model import Statement
from ckanext.resilient.moments import utc_now


def sweep() -> dict[str, int]:
    """Delete and count anew; gives how many statements, addresses and files went, and how many sums were mended.

    Gone: what was not confirmed in time, what belongs to accounts or datasets that are gone, the addresses of authors
    some days after the decision, and uploaded files that no open suggestion has.
    """
    unconfirmed = _number(
        sa.delete(Statement).where(
            Statement.state == moderation.NOT_CONFIRMED, Statement.token_ends < utc_now()
        )
    )
    addresses = _number(
        sa.update(Statement)
        .where(Statement.address != "", Statement.decided < utc_now() - config.time_of_addresses())
        .values(address="", token="")
    )
    gone = _accounts_gone()
    for user_id in gone:
        statements.forget_user(user_id)
    orphans = statements.forget_orphans()
    changed = ratings.recount()
    model.Session.commit()
    files = uploads.tidy(suggestions.files())
    ratings.index(changed)
    return {
        "unconfirmed": unconfirmed,
        "addresses": addresses,
        "accounts": len(gone),
        "orphans": orphans,
        "files": files,
        "recounted": len(changed),
    }


def _number(statement: Any) -> int:
    return cast("sa.CursorResult[Any]", model.Session.execute(statement)).rowcount


def _accounts_gone() -> list[str]:
    """Ids of accounts that said something and are deleted or no longer there."""
    there = sa.select(model.User.id).where(model.User.state != "deleted")
    query = sa.select(Statement.user_id).where(Statement.user_id != "", Statement.user_id.not_in(there))
    return list(model.Session.scalars(query.distinct()))
