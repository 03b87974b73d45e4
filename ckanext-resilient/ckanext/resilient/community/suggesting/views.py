"""The form of a suggestion, its author's own page, and the list of a publisher."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Response, make_response, send_file
from werkzeug.datastructures import MultiDict

from ckanext.resilient.community import limits, statements, uploads, view
from ckanext.resilient.community.suggesting import page
from ckanext.resilient.community.views import PAGE, resilient_community, sent, too_often

__all__ = ["resilient_community"]

_PART = "value-"
"""How the names of the inputs begin that hold the parts of an entry."""


@resilient_community.route("/dataset/<name>/suggest")
def suggest(name: str) -> str:
    """Show the next step of the form."""
    return _form(view.dataset_of(name), tk.request.args)


@resilient_community.route("/dataset/<name>/suggest", methods=["POST"])
def send_suggestion(name: str) -> str | Response:
    """Take a suggestion, or show the form with what is wrong."""
    package, asked = view.dataset_of(name), tk.request.form
    given: dict[str, Any] = {key: asked.get(key, "") for key in ("about", "field", "note", "name", "address")}
    value = _value(asked)
    if asked.get(limits.HONEYPOT):
        return _thanked(name, "")
    try:
        made = tk.get_action("resilient_suggestion_create")(
            {}, {"id": name, **given, **_upload(), "value": value}
        )
    except limits.TooOften as error:
        return too_often(error)
    except tk.NotAuthorized:
        return tk.abort(403)
    except tk.ValidationError as error:
        return _form(package, asked, error.error_dict)
    return _thanked(name, made["id"])


def _value(asked: MultiDict[str, str]) -> Any:
    """The proposed value: a text, several codes, or the parts of an entry."""
    parts = {key.removeprefix(_PART): text for key, text in asked.items() if key.startswith(_PART)}
    several = asked.getlist("value")
    return parts or (several if len(several) > 1 else "".join(several))


def _upload() -> dict[str, Any]:
    """The file that was chosen, if any: a form sends an empty one where none was."""
    file = tk.request.files.get("upload")
    return {"upload": file} if file and file.filename else {}


def _thanked(name: str, statement_id: str) -> Response:
    if tk.current_user.is_authenticated and statement_id:
        tk.h.flash_success(tk._("Thank you. The publisher was told."))
        return make_response(tk.redirect_to("resilient_community.own_suggestion", key=statement_id))
    tk.h.flash_success(
        tk._(
            "Almost done: open the link in the mail that we sent you. Then your suggestion goes to the publisher."
        )
    )
    return make_response(tk.redirect_to("dataset.read", id=name))


def _form(package: dict[str, Any], asked: MultiDict[str, str], errors: Any = None) -> str:
    return tk.render("resilient/community/suggest.html", {"form": page.form(package, asked, errors)})


@resilient_community.route("/suggestion/<key>")
def own_suggestion(key: str) -> Response:
    """Show an author her suggestion, and what she can do: confirm, answer, take it back."""
    try:
        row = tk.get_action("resilient_suggestion_own")({}, {"key": key})
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    answer = make_response(
        tk.render("resilient/community/own.html", {"one": page.suggested(row), "key": key})
    )
    answer.headers["Cache-Control"] = "no-store"
    # `no-referrer` would send our own form with `Origin: null`.
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@resilient_community.route("/suggestion/<key>", methods=["POST"])
def change_own(key: str) -> Response:
    """Confirm, answer, or take back."""
    do = tk.request.form.get("do")
    if do == "withdraw":
        sent("resilient_suggestion_withdraw", {"key": key}, tk._("Your suggestion was deleted."))
        return make_response(tk.redirect_to("home.index"))
    if do == "confirm":
        sent("resilient_suggestion_confirm", {"key": key}, tk._("Thank you. The publisher was told."))
    else:
        text = tk.request.form.get("text", "")
        sent("resilient_suggestion_answer", {"key": key, "text": text}, tk._("Your answer was sent."))
    return make_response(tk.redirect_to("resilient_community.own_suggestion", key=key))


@resilient_community.route("/suggestions")
def open_suggestions() -> str:
    """Show a publisher the suggestions that wait."""
    return tk.render("resilient/community/open.html", _listed("resilient_suggestion_list"))


@resilient_community.route("/suggestions/mine")
def my_suggestions() -> str:
    """Show somebody with an account what she suggested, and what became of it."""
    return tk.render("resilient/community/mine.html", _listed("resilient_suggestion_mine"))


def _listed(action: str) -> dict[str, Any]:
    """A page of suggestions, as an action lists them; ends with 403 where it refuses."""
    number = view.page_number()
    try:
        found = tk.get_action(action)({}, {"limit": PAGE, "offset": PAGE * (number - 1)})
    except tk.NotAuthorized:
        return tk.abort(403)
    return {
        "suggestions": [page.suggested(one) for one in found["results"]],
        "page": number,
        "more": found["count"] > PAGE * number,
    }


@resilient_community.route("/suggestions/<statement_id>/file")
def uploaded_file(statement_id: str) -> Response:
    """Give a publisher the file that a reader uploaded: to save, never to be shown by the browser."""
    try:
        tk.check_access("resilient_suggestion_decide", {"user": tk.current_user.name}, {"id": statement_id})
        kept = statements.found(statement_id).facts.get("file")
    except tk.NotAuthorized:
        return tk.abort(403)
    except tk.ObjectNotFound:
        return tk.abort(404)
    if not kept or not uploads.path_of(kept).is_file():
        return tk.abort(404)
    answer = send_file(
        uploads.path_of(kept), "application/octet-stream", as_attachment=True, download_name=kept["name"]
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@resilient_community.route("/suggestions/<statement_id>", methods=["POST"])
def decide(statement_id: str) -> Response:
    """Accept, ask back, or decline."""
    asked = {
        "id": statement_id,
        "decision": tk.request.form.get("do", ""),
        "reason": tk.request.form.get("reason", ""),
    }
    sent("resilient_suggestion_decide", asked, tk._("Done. The author gets a mail."))
    return make_response(tk.redirect_to("resilient_community.open_suggestions"))
