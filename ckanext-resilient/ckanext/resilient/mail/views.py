"""Leaving a list of mails, and coming back."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.config.middleware.flask_app import csrf
from flask import Blueprint, Response, make_response

from ckanext.resilient.mail.unsubscribe import Subscription, subscription_of

__all__ = ["resilient_mail"]

resilient_mail = Blueprint("resilient_mail", __name__, url_prefix="/mail")


@resilient_mail.route("/unsubscribe/<token>")
def ask(token: str) -> Response:
    """Ask before anything is changed: programs that look for dangerous links open each one in a mail."""
    return _page(_known(token), token, "ask")


@csrf.exempt  # a mail program has no form of ours: the signed token says who asks, and for what
@resilient_mail.route("/unsubscribe/<token>", methods=["POST"])
def unsubscribe(token: str) -> Response:
    """Stop the mails of one list (RFC 8058)."""
    subscription = _known(token)
    subscription.turn(on=False)
    return _page(subscription, token, "left")


@resilient_mail.route("/subscribe/<token>", methods=["POST"])
def subscribe(token: str) -> Response:
    """Send the mails of one list again."""
    subscription = _known(token)
    subscription.turn(on=True)
    return _page(subscription, token, "back")


def _known(token: str) -> Subscription:
    subscription = subscription_of(token)
    if subscription is None:
        tk.abort(404, tk._("This link is not complete. Open it again from the mail."))
    return subscription


def _page(subscription: Subscription, token: str, state: str) -> Response:
    if state == "ask" and not subscription.is_on:
        state = "left"
    facts = {"title": tk._(subscription.mailing_list.title), "token": token, "state": state}
    answer = make_response(tk.render("resilient/mail/unsubscribe.html", facts))
    answer.headers["Cache-Control"] = "no-store"
    # `no-referrer` would send our own form with `Origin: null`.
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
