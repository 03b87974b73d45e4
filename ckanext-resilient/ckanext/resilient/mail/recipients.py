"""To whom a mail goes, and in which language."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

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
