"""The page on which an editor decides what becomes of her edits when the source has changed."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint

from ckanext.resilient.harvesters.overlay.page import edits_of

__all__ = ["resilient_overlay"]

resilient_overlay = Blueprint("resilient_overlay", __name__)


@resilient_overlay.route("/dataset/<name>/review", methods=["GET"])
def review(name: str) -> str:
    """Show what was edited of a dataset beside what its source says."""
    try:
        dataset = tk.get_action("package_show")({}, {"id": name})
        rows = tk.get_action("resilient_overlay_list")(
            {}, {"id": dataset["id"], "state": "all", "limit": 1000}
        )
    except tk.ObjectNotFound:
        return tk.abort(404)
    except tk.NotAuthorized:
        return tk.abort(403)
    return tk.render("resilient/overlay/review.html", {"pkg": dataset, "edits": edits_of(rows)})


@resilient_overlay.route("/dataset/<name>/review", methods=["POST"])
def decide(name: str) -> Response:
    """Keep an edit, or follow the source again."""
    sent = {"id": name, "field": tk.request.form.get("field", ""), "keep": tk.request.form.get("keep", "")}
    try:
        tk.get_action("resilient_overlay_decide")({}, sent)
    except tk.ObjectNotFound:
        return tk.abort(404)
    except tk.NotAuthorized:
        return tk.abort(403)
    except tk.ValidationError as error:
        tk.h.flash_error("; ".join(f"{field}: {message}" for field, message in error.error_summary.items()))
    return tk.redirect_to("resilient_overlay.review", name=name)
