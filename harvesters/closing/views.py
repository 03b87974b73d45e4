"""The page that asks before a source is taken away."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Response

from ckanext.resilient.harvest import history
from ckanext.resilient.harvesters.pages import closing
from ckanext.resilient.harvesters.safety.views import resilient_sources
from ckanext.resilient.harvesters.views import answered

__all__ = ["resilient_sources"]


@resilient_sources.route("/<name>/close", methods=["GET"])
@answered
def close(name: str) -> str:
    """Ask what becomes of the datasets."""
    tk.check_access("resilient_harvest_source_close", {}, {"id": name})
    page = closing.close_page(history.source_row(name))
    return tk.render("resilient/sources/close.html", {"page": page})


@resilient_sources.route("/<name>/close", methods=["POST"])
@answered
def take_away(name: str) -> Response:
    """Take the source away."""
    data = {"id": name, "with_datasets": tk.request.form.get("datasets") == closing.DELETE}
    try:
        done = tk.get_action("resilient_harvest_source_close")({}, data)
    except tk.ValidationError as error:
        for message in error.error_summary.values():
            tk.h.flash_error(message)
        return tk.redirect_to("resilient_sources.read", name=name)
    tk.h.flash_success(closing.closed(done))
    return tk.redirect_to("resilient_sources.index")
