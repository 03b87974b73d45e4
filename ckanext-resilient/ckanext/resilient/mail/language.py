"""Which language a person's mails are in, and how to write in it.

CKAN keeps no language for an account. Ours is kept in its `plugin_extras` at each sign-in, since that page was
read by that person and nobody else. Looking at a single page in another language changes nothing, and neither
does what others do to the account (an invitation, a password reset that was asked for in her name).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import i18n
from flask import has_request_context
from flask_babel import force_locale

EXTRA = "resilient_language"


def current() -> str:
    """The locale of the page that is being answered, else the site's own."""
    here = tk.h.lang() if has_request_context() else None
    return here or tk.config["ckan.locale_default"]


def of_user(user: model.User) -> str:
    """The locale that the person used when she signed in last; of an account never used, that of this page."""
    kept = (user.plugin_extras or {}).get(EXTRA)
    return kept if kept in i18n.get_locales() else current()


def keep(user: model.User, locale: str) -> None:
    """Remember the locale of an account."""
    if (user.plugin_extras or {}).get(EXTRA) != locale:
        user.plugin_extras = {**(user.plugin_extras or {}), EXTRA: locale}
        model.Session.add(user)
        model.Session.commit()


@contextmanager
def written_in(locale: str) -> Iterator[None]:
    """Let `_()` translate to this locale."""
    with force_locale(locale):
        yield
