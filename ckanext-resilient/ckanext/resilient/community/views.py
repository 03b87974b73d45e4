"""The pages on which people say how useful data were, and moderators look at what was said."""

from __future__ import annotations

from typing import Any, NoReturn

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, after_this_request, make_response

from ckanext.resilient.community import limits, statements, view
from ckanext.resilient.community.suggesting.page import suggested

__all__ = ["resilient_community"]

resilient_community = Blueprint("resilient_community", __name__)

PAGE = 20
"""Entries on a page of a list."""


@resilient_community.before_request
def only_with_our_pages() -> None:
    """End with 404 where our pages are not."""
    if not p.plugin_loaded("resilient"):
        tk.abort(404)


def too_often(error: limits.TooOften) -> NoReturn:
    """End the request with 429 and the time to wait."""

    @after_this_request
    def say_when(response: Response) -> Response:
        response.headers["Retry-After"] = str(error.seconds)
        return response

    tk.abort(429, error.sentence)


def sent(action: str, data: dict[str, Any], thanks: str) -> bool:
    """Do what a form asks for and say so; whether it was done. What is wrong is said on the next page.

    What a program fills in is thanked for, and nothing is done.
    """
    if tk.request.form.get(limits.HONEYPOT):
        tk.h.flash_success(thanks)
        return True
    try:
        tk.get_action(action)({}, data)
    except tk.ObjectNotFound:
        return tk.abort(404)
    except tk.NotAuthorized:
        return tk.abort(403)
    except limits.TooOften as error:
        return too_often(error)
    except tk.ValidationError as error:
        tk.h.flash_error("; ".join(str(message) for message in error.error_summary.values()))
        return False
    tk.h.flash_success(thanks)
    return True


@resilient_community.route("/dataset/<name>/useful", methods=["POST"])
def rate(name: str) -> Response:
    """Keep what a reader says of a dataset, or take it back."""
    asked = tk.request.form
    if asked.get("do") == "withdraw":
        sent("resilient_rating_withdraw", {"id": name}, tk._("Your answer was taken back."))
    else:
        given = {key: asked.get(key, "") for key in ("value", "need", "comment", "name")}
        sent("resilient_rating_set", {"id": name, **given}, tk._("Thank you. Your answer was kept."))
    return _to_dataset(name)


def _to_dataset(name: str) -> Response:
    return make_response(tk.redirect_to(tk.h.url_for("dataset.read", id=name) + "#resilient-voices"))


@resilient_community.route("/dataset/<name>/voices")
def all_voices(name: str) -> str:
    """Show everything that people said about a dataset, page by page."""
    package, number = view.dataset_of(name), view.page_number()
    said = {kind: _said(package["id"], kind, number) for kind in statements.KINDS}
    shown = {
        "trail": view.trail(package),
        "comments": [view.said(one) for one in said[statements.RATING]["results"]],
        "suggestions": [suggested(one) for one in said[statements.SUGGESTION]["results"]],
        "page": number,
        "more": any(found["count"] > PAGE * number for found in said.values()),
    }
    return tk.render("resilient/community/all.html", shown)


def _said(package_id: str, kind: str, number: int) -> dict[str, Any]:
    asked = {"id": package_id, "kind": kind, "limit": PAGE, "offset": PAGE * (number - 1)}
    return tk.get_action("resilient_statement_list")({}, asked)


@resilient_community.route("/voices/<statement_id>/report")
def ask_to_report(statement_id: str) -> str:
    """Ask before a text is reported."""
    return tk.render("resilient/community/report.html", {"id": statement_id})


@resilient_community.route("/voices/<statement_id>/report", methods=["POST"])
def report(statement_id: str) -> Response:
    """Ask a moderator to look at a text."""
    sent("resilient_statement_report", {"id": statement_id}, tk._("Thank you. A moderator will look at it."))
    return _to_dataset(statements.found(statement_id).package_id)


@resilient_community.route("/moderation")
def moderation_queue() -> str:
    """Show a moderator what there is to look at."""
    page = view.page_number()
    try:
        found = tk.get_action("resilient_moderation_list")({}, {"limit": PAGE, "offset": PAGE * (page - 1)})
    except tk.NotAuthorized:
        return tk.abort(403)
    shown = {
        "entries": [view.to_moderate(one) for one in found["results"]],
        "page": page,
        "more": found["count"] > PAGE * page,
    }
    return tk.render("resilient/community/moderation.html", shown)


@resilient_community.route("/moderation/<statement_id>", methods=["POST"])
def moderate(statement_id: str) -> Response:
    """Show a text, or hide it."""
    show = tk.request.form.get("do") == "show"
    asked = {"id": statement_id, "show": show, "reason": tk.request.form.get("reason", "")}
    sent(
        "resilient_statement_moderate",
        asked,
        tk._("The text is shown.") if show else tk._("The text is hidden."),
    )
    return make_response(tk.redirect_to("resilient_community.moderation_queue"))
