"""Who looks after a source: the addresses in its settings, else the administrators of its organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.logic.validators import email_pattern

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvest import stock
from ckanext.resilient.harvest.stock_types import Source
from ckanext.resilient.mail.recipients import Recipient, of_organisation, of_user
from ckanext.resilient.svrc.issues import Issue

SETTING = "recipients"


def addresses_in(settings: Mapping[str, Any]) -> list[str]:
    """The addresses that a source's settings name.

    Raises:
        StopHarvest: they are no list of mail addresses.
    """
    given = settings.get(SETTING, [])
    if not isinstance(given, list):
        raise StopHarvest(Issue("recipient-not-address", field=SETTING, params={"value": str(given)}))
    addresses: list[Any] = given
    wrong = [one for one in addresses if not (isinstance(one, str) and email_pattern.match(one))]
    if wrong:
        raise StopHarvest(Issue("recipient-not-address", field=SETTING, params={"value": str(wrong[0])}))
    return addresses


def recipients_of(source: Source) -> list[Recipient]:
    """Those who get the mails about a source, each in her language."""
    named = addresses_in(stock.source_config(source))
    if not named:
        return of_organisation(stock.owner_org(source), ["admin"])
    users = model.Session.scalars(sa.select(model.User).where(model.User.email.in_(named))).all()
    known = {str(user.email): user for user in users if user.state == "active"}
    locale = tk.config["ckan.locale_default"]
    return [of_user(known[one]) if one in known else Recipient("", one, locale) for one in named]
