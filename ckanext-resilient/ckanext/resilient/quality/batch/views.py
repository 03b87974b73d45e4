"""The pages on which one field of many datasets is set, and one sees how far that is."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Response, make_response

from ckanext.resilient.permitted import caller
from ckanext.resilient.quality.batch import fields, page
from ckanext.resilient.quality.overview import Scope, scope_of
from ckanext.resilient.quality.views import resilient_quality
from ckanext.resilient.refusals import answered

__all__ = ["resilient_quality"]

_SCOPES = "/quality/<any(organization, source, country):kind>/<name>/set/<field>"


def _asked(kind: str, name: str, field: str) -> tuple[Scope, fields.Field]:
    """What an address names.

    Raises:
        tk.ObjectNotFound: there is no such scope or field.
        tk.NotAuthorized: the reader edits nothing there.
    """
    scope = scope_of(kind, name)
    asked = {"scope": scope.kind, "key": scope.key}
    tk.check_access("resilient_quality_batch_preview", {"user": tk.current_user.name}, asked)
    return scope, fields.field_of(field)


@resilient_quality.route("/quality/all/set/<field>", defaults={"kind": "all", "name": ""})
@resilient_quality.route(_SCOPES)
@answered()
def set_for_many(kind: str, name: str, field: str) -> str:
    """Show the datasets that lack a field, all of them chosen, and the field itself."""
    shown = page.choosing(caller(), *_asked(kind, name, field))
    return tk.render("resilient/quality/set.html", {"page": shown})


@resilient_quality.route("/quality/all/set/<field>", methods=["POST"], defaults={"kind": "all", "name": ""})
@resilient_quality.route(_SCOPES, methods=["POST"])
@answered()
def look_or_set(kind: str, name: str, field: str) -> str | Response:
    """Show what a value would change, another page of the datasets, or have it set for the chosen ones."""
    scope, found = _asked(kind, name, field)
    form = tk.request.form.to_dict(flat=False)
    do = tk.request.form.get("do", page.LOOK)
    if do == page.SET:
        asked = {
            "scope": scope.kind, "key": scope.key, "field": field,
            "value": fields.sent(found, form), "ids": page.chosen(caller(), scope, found, form),
        }  # fmt: skip
        try:
            made = tk.get_action("resilient_quality_batch_create")({}, asked)
        except tk.ValidationError as error:
            tk.h.flash_error("; ".join(str(message) for message in error.error_summary.values()))
        else:
            return make_response(tk.redirect_to("resilient_quality.batch", batch_id=made["id"]))
    shown = page.looked_at(caller(), scope, found, form, do)
    return tk.render("resilient/quality/set.html", {"page": shown})


@resilient_quality.route("/quality/batch/<batch_id>")
@answered()
def batch(batch_id: str) -> str:
    """Show what a batch sets, how far it is, and what went wrong."""
    found = tk.get_action("resilient_quality_batch_show")({}, {"id": batch_id})
    return tk.render("resilient/quality/batch.html", {"page": page.result(found)})


@resilient_quality.route("/quality/batch/<batch_id>/progress")
@answered()
def batch_progress(batch_id: str) -> Response:
    """How far a batch is: a part of its page; when it has ended, the page is loaded anew."""
    found = tk.get_action("resilient_quality_batch_show")({}, {"id": batch_id})
    part = tk.render("resilient/quality/progress.html", {"progress": page.progress(found)})
    answer = make_response(part)
    if found["finished"] or found["stuck"]:
        answer.headers["HX-Refresh"] = "true"
    return answer


@resilient_quality.route("/quality/batch/<batch_id>", methods=["POST"])
@answered()
def resume_batch(batch_id: str) -> Response:
    """Carry a batch on whose job ended before its time."""
    try:
        tk.get_action("resilient_quality_batch_resume")({}, {"id": batch_id})
    except tk.ValidationError as error:
        tk.h.flash_error("; ".join(str(message) for message in error.error_summary.values()))
    return make_response(tk.redirect_to("resilient_quality.batch", batch_id=batch_id))
