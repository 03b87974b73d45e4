"""The data owners whose records a run's findings concern, the mail to one of them, and the button that sends it."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Response

from ckanext.resilient.harvest import history
from ckanext.resilient.harvesters.meanings.views import resilient_sources
from ckanext.resilient.harvesters.pages import owners as pages
from ckanext.resilient.harvesters.views import answered, known_run

__all__ = ["resilient_sources"]


@resilient_sources.route("/<name>/runs/<job>/owners")
@answered
def owners(name: str, job: str) -> str:
    """Show whose records the findings of a run concern."""
    found = known_run(name, job, 0)
    rows = tk.get_action("resilient_harvest_owner_list")({}, {"id": job})
    page = pages.owners_page(history.source_row(name), found, rows)
    return tk.render("resilient/sources/owners.html", {"page": page})


@resilient_sources.route("/<name>/runs/<job>/owners/<part>", methods=["GET"])
@answered
def owner(name: str, job: str, part: str) -> str | Response:
    """Show the mail to one of them before it is sent."""
    found = known_run(name, job, 0)
    try:
        mail = tk.get_action("resilient_harvest_owner_show")({}, {"id": job, "part": part})
    except tk.ValidationError as error:
        return _refused(name, job, error)
    page = pages.mail_page(history.source_row(name), found, mail)
    return tk.render("resilient/sources/owner.html", {"page": page})


@resilient_sources.route("/<name>/runs/<job>/owners/<part>", methods=["POST"])
@answered
def tell_owner(name: str, job: str, part: str) -> Response:
    """Send the mail."""
    known_run(name, job, 0)
    try:
        sent = tk.get_action("resilient_harvest_owner_tell")({}, {"id": job, "part": part})
    except tk.ValidationError as error:
        return _refused(name, job, error)
    tk.h.flash_success(tk._("The mail to {address} is sent.").format(address=sent["email"]))
    return tk.redirect_to("resilient_sources.owners", name=name, job=job)


def _refused(name: str, job: str, error: tk.ValidationError) -> Response:
    for message in error.error_summary.values():
        tk.h.flash_error(message)
    return tk.redirect_to("resilient_sources.owners", name=name, job=job)
