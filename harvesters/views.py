"""The pages of the sources: the public list, and for administrators their runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, make_response, stream_with_context

from ckanext.resilient import refusals
from ckanext.resilient.harvest import findings, history, jobs
from ckanext.resilient.harvest.export import findings_csv
from ckanext.resilient.harvest.owners.parts import has_parts
from ckanext.resilient.harvest.undo import undo
from ckanext.resilient.harvest.wording import localised
from ckanext.resilient.harvesters.pages import access, runs, sources
from ckanext.resilient.harvesters.pages import changes as changed
from ckanext.resilient.svrc.issues import N_

__all__ = ["resilient_sources"]

resilient_sources = Blueprint("resilient_sources", __name__, url_prefix="/sources")

P = ParamSpec("P")
T = TypeVar("T")


def answered(view: Callable[P, T]) -> Callable[P, T]:
    """A view that answers 403 and 404 where its actions refuse, or find nothing."""
    return refusals.answered(N_("Only whoever looks after this source may see this."))(view)


@resilient_sources.route("")
def index() -> str:
    """Show where the data comes from, to everyone."""
    page = sources.sources_page(
        tk.get_action("resilient_harvest_status")({}, {}),
        access.administered(),
        only_attention=tk.request.args.get("show") == "attention",
    )
    return tk.render("resilient/sources/index.html", {"page": page})


@resilient_sources.route("/<name>")
@answered
def read(name: str) -> str:
    """Show a source with its runs."""
    number = max(1, tk.request.args.get("page", 1, type=int))
    limit = runs.RUNS_A_PAGE
    found = tk.get_action("resilient_harvest_run_list")(
        {}, {"id": name, "limit": limit, "offset": (number - 1) * limit}
    )
    source = history.source_row(name)
    total = jobs.count_jobs(source["id"])
    may_approve = access.administered() is None
    page = runs.source_page(source, found, total, number, may_approve=may_approve, asked=_asked(name))
    return tk.render("resilient/sources/source.html", {"page": page})


@resilient_sources.route("/<name>/runs/<job>")
@answered
def run(name: str, job: str) -> str:
    """Show one run."""
    found = known_run(name, job, runs.EXAMPLES)
    kept = undo.last_kept(found["source"])
    may_undo = kept is not None and kept[0] == job
    page = runs.run_page(history.source_row(name), found, may_undo=may_undo, has_owners=has_parts(job))
    return tk.render("resilient/sources/run.html", {"page": page})


@resilient_sources.route("/<name>/runs/<job>/progress")
@answered
def progress(name: str, job: str) -> Response:
    """How far a run is: a part of its page; when it has ended, the page is loaded anew."""
    found = known_run(name, job, 0)
    bar = runs.progress_bar(name, found)
    answer = make_response(tk.render("resilient/sources/progress.html", {"progress": bar}))
    if not runs.is_running(found):
        answer.headers["HX-Refresh"] = "true"
    return answer


@resilient_sources.route("/<name>/runs/<job>/findings.csv")
@answered
def findings_file(name: str, job: str) -> Response:
    """Give all findings of a run as a table file."""
    known_run(name, job, 0)
    lines = findings_csv(localised(issue) for issue in findings.every(job))
    answer = Response(stream_with_context(lines), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{job[:8]}.csv"'
    return answer


@resilient_sources.route("/<name>/runs/<job>/changes")
@answered
def changes(name: str, job: str) -> str:
    """Show what a run changed, record by record."""
    found = known_run(name, job, 0)
    number = max(1, tk.request.args.get("page", 1, type=int))
    limit = changed.A_PAGE
    listed = tk.get_action("resilient_harvest_change_list")(
        {}, {"id": job, "limit": limit, "offset": (number - 1) * limit}
    )
    page = changed.changes_page(history.source_row(name), found, listed, number)
    return tk.render("resilient/sources/changed.html", {"page": page})


@resilient_sources.route("/<name>/start", methods=["POST"])
@answered
def start(name: str) -> Response:
    """Start a run of a source; one that has begun since the page was opened is shown instead."""
    latest = tk.get_action("resilient_harvest_run_list")({}, {"id": name, "limit": 1})
    if latest and runs.is_running(latest[0]):
        tk.h.flash_notice(tk._("Its data are being collected right now."))
        return tk.redirect_to("resilient_sources.run", name=name, job=latest[0]["job"])
    return _do(name, "resilient_harvest_start", {"id": name}, tk._("The source will be collected now."))


@resilient_sources.route("/<name>/runs/<job>/retry", methods=["POST"])
@answered
def retry(name: str, job: str) -> Response:
    """Start a run of what failed in another one."""
    said = tk._("The records that failed will be collected again now.")
    return _do(name, "resilient_harvest_start", {"id": name, "only_failed_of": job}, said)


@resilient_sources.route("/<name>/runs/<job>/cancel", methods=["POST"])
@answered
def cancel(name: str, job: str) -> Response:
    """End a run before its time."""
    return _do(name, "resilient_harvest_cancel", {"id": job}, tk._("The run was ended."))


def _asked(name: str) -> dict[str, Any] | None:
    """What the guard asks about a source, if it asks something."""
    try:
        return tk.get_action("resilient_harvest_approval_show")({}, {"id": name})
    except tk.ObjectNotFound:
        return None


def known_run(name: str, job: str, examples: int) -> dict[str, Any]:
    """The run, when it is one of this source.

    Raises:
        tk.ObjectNotFound: it is not.
    """
    found = tk.get_action("resilient_harvest_run_show")({}, {"id": job, "examples": examples})
    if found["source"] != history.source_row(name)["id"]:
        raise tk.ObjectNotFound
    return found


def _do(name: str, action: str, data: dict[str, Any], said: str) -> Response:
    """Call an action that gives a run, say what was done or why not, and show the run or the source."""
    try:
        done = tk.get_action(action)({}, data)
    except tk.ValidationError as error:
        for message in error.error_summary.values():
            tk.h.flash_error(message)
        return tk.redirect_to("resilient_sources.read", name=name)
    tk.h.flash_success(said)
    return tk.redirect_to("resilient_sources.run", name=name, job=done["job"])
