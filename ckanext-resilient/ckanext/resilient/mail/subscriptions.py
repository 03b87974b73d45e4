"""What is done when something happens elsewhere: an account's language is kept when its owner signs in."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import SignalMapping

from ckanext.resilient.mail import language


def get_subscriptions() -> SignalMapping:
    """The signals that we listen to."""
    return {tk.signals.user_logged_in: [keep_language], tk.signals.perform_password_reset: [keep_language]}


def keep_language(sender: Any, user: Any = None, **rest: Any) -> None:
    """Remember in which language someone signed in, or chose a password by a link that only she has."""
    if isinstance(user, model.User):
        language.keep(user, language.current())
