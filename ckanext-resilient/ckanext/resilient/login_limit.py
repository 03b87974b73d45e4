"""How often a password may be tried: so often for an account and from an address, then not again for some minutes.

A try is counted before the password is looked at and forgiven when it was right, so tries that are made
side by side are all counted. Unknown accounts are counted like known ones: a refusal does not tell
which exist. Programs have tokens instead of passwords and are not concerned.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.redis import connect_to_redis
from flask import Response, after_this_request, g
from flask_login import user_logged_in
from redis import RedisError

from ckanext.resilient import config
from ckanext.resilient.counting import client_address, counted, key

log = logging.getLogger(__name__)


def listen_for_success() -> None:
    """Forgive the tries of an account when somebody has logged in to it."""
    user_logged_in.connect(_forgive)


def count_try(identity: Mapping[str, Any]) -> None:
    """Count a try to log in; it ends the request with 429 when there were too many.

    Without Redis nothing is counted and nobody is kept out; the log says so.
    """
    account, address = _account(str(identity.get("login") or "")), key("login", "address", client_address())
    limits = {account: config.tries_per_account(), address: config.tries_per_address()}
    try:
        wait = counted(limits, 60 * config.window_minutes())
    except RedisError as error:
        log.warning("Tries to log in are not counted, because Redis does not answer: %s", error)
        return
    g.resilient_login_try = (account, address)
    if wait:
        _refuse(wait)


def _account(login: str) -> str:
    """The key of an account, the same for its name and its mail address."""
    user = model.User.by_name(login) or model.User.by_email(login)
    return key("login", "account", user.id if user else login.strip().casefold())


def _forgive(sender: Any, **_: Any) -> None:
    """Start the account's count anew; the address loses this try only, or one good account would free them all."""
    if "resilient_login_try" in g:
        account, address = g.pop("resilient_login_try")
        pipeline = connect_to_redis().pipeline()
        pipeline.delete(account)
        pipeline.decr(address)
        try:
            pipeline.execute()
        except RedisError as error:
            log.warning("The tries of an account that has logged in stay counted: %s", error)


def _refuse(seconds: int) -> None:
    log.warning("A try to log in was refused: too many failed, the next is open in %s seconds.", seconds)
    minutes = -(-seconds // 60)

    @after_this_request
    def say_when(response: Response) -> Response:
        response.headers["Retry-After"] = str(seconds)
        return response

    sentence = tk.ungettext(
        "There were too many failed attempts to log in. Please try again in {number} minute.",
        "There were too many failed attempts to log in. Please try again in {number} minutes.",
        minutes,
    )
    tk.abort(429, sentence.format(number=minutes))
