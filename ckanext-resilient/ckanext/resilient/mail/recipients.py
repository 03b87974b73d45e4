"""To whom a mail goes, and in which language."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model

from ckanext.resilient.mail import language


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person with an address.

    Args:
        locale: what she reads.
        user_id: her account, empty when she has none.
    """

    name: str
    address: str
    locale: str
    user_id: str = ""

    @property
    def key(self) -> str:
        """What her wishes are kept under: the account, else a digest of the address."""
        if self.user_id:
            return f"user:{self.user_id}"
        return "address:" + hashlib.sha256(self.address.strip().casefold().encode()).hexdigest()


def of_user(user: model.User) -> Recipient:
    """The owner of an account."""
    return Recipient(user.display_name, user.email or "", language.of_user(user), user.id)


def of_organisation(organisation: str | None, roles: Iterable[str]) -> list[Recipient]:
    """Those who have one of these roles in an organisation (`admin`, `editor`) and an address."""
    users = model.Session.scalars(
        sa.select(model.User)
        .join(model.Member, model.Member.table_id == model.User.id)
        .where(
            model.Member.group_id == organisation,
            model.Member.table_name == "user",
            model.Member.capacity.in_(list(roles)),
            model.Member.state == "active",
            model.User.state == "active",
            model.User.email.is_not(None),
            model.User.email != "",
        )
        .order_by(model.User.name)
    )
    return [of_user(user) for user in users]
