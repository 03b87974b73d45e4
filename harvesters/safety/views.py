"""The page that asks before a run is taken back, and the button that agrees to what is missing."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Response

from ckanext.resilient.harvest import history
from ckanext.resilient.harvesters.editing.views import resilient_sources
from ckanext.resilient.harvesters.pages import safety
from ckanext.resilient.harvesters.views import answered, known_run

__all__ = ["resilient_sources"]


@resilient_sources.route("/<name>/runs/<job>/undo", methods=["GET"])
@answered
def undo(name: str, job: str) -> str | Response:
    """Say what taking back a run would do, and ask."""
    found = known_run(name, job, 0)
    try:
        would = tk.get_action("resilient_harvest_undo_show")({}, {"id": name})
    except tk.ValidationError:
        would = {"job": ""}
    if would["job"] != job:
        tk.h.flash_error(
            tk._("This run can no longer be taken back: only the last one that changed something can.")
        )
        return tk.redirect_to("resilient_sources.run", name=name, job=job)
    page = safety.undo_page(history.source_row(name), found, would)
    return tk.render("resilient/sources/undo.html", {"page": page})


@resilient_sources.route("/<name>/runs/<job>/undo", methods=["POST"])
@answered
def take_back(name: str, job: str) -> Response:
    """Take back a run, if it still is the last one."""
    try:
        done = tk.get_action("resilient_harvest_undo")({}, {"id": name, "run": job})
    except tk.ValidationError as error:
        for message in error.error_summary.values():
            tk.h.flash_error(message)
    else:
        (tk.h.flash_error if done["failed"] else tk.h.flash_success)(safety.undone(done))
    return tk.redirect_to("resilient_sources.run", name=name, job=job)


@resilient_sources.route("/<name>/agree", methods=["POST"])
@answered
def agree(name: str) -> Response:
    """Agree that what is missing at a source goes."""
    tk.get_action("resilient_harvest_approve")({}, {"id": name})
    tk.h.flash_success(tk._("You have agreed. The next run does it; it is for these datasets only."))
    return tk.redirect_to("resilient_sources.read", name=name)
