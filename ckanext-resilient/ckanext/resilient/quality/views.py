"""The pages that explain how data are rated, and how those of an organisation, a source or a country do."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, stream_with_context

from ckanext.resilient.content.facets import is_ours
from ckanext.resilient.display.tables import csv_lines
from ckanext.resilient.paging import page_number
from ckanext.resilient.quality import method
from ckanext.resilient.quality import overview as overviews
from ckanext.resilient.quality import report as reports

__all__ = ["resilient_quality"]

resilient_quality = Blueprint("resilient_quality", __name__)


@resilient_quality.before_request
def only_with_our_pages() -> None:
    """End with 404 where our pages or our datasets are not."""
    if not (p.plugin_loaded("resilient") and is_ours("dataset")):
        tk.abort(404)


@resilient_quality.route("/quality/method")
def how_we_rate() -> str:
    """Show every question, every indicator with its points, and how the datasets here do."""
    return tk.render("resilient/quality/method.html", {"method": method.method()})


@resilient_quality.route("/dataset/<id>/quality")
def of_dataset(id: str) -> Response:
    """Lead people to the rating on the dataset's page; programs get it here."""
    return tk.redirect_to(tk.h.url_for("dataset.read", id=id) + "#resilient-quality")


@resilient_quality.route("/quality/all", endpoint="overview_of_all")
def overview_of_all() -> str:
    """Show how good all datasets are."""
    return overview("all", "")


@resilient_quality.route("/quality/<any(organization, source, country):kind>/<name>")
def overview(kind: str, name: str) -> str:
    """Show how good the datasets of an organisation, a source or a country are, and what would help most."""
    shown = overviews.overview(
        _scope(kind, name),
        tk.request.args.get("missing", ""),
        page_number(tk.request.args.get("page", "1")) or 1,
    )
    return tk.render("resilient/quality/overview.html", {"overview": shown})


@resilient_quality.route("/quality/all/report", endpoint="report_of_all")
def report_of_all() -> str:
    """Show the same of all datasets on one sheet of paper."""
    return report("all", "")


@resilient_quality.route("/quality/<any(organization, source, country):kind>/<name>/report")
def report(kind: str, name: str) -> str:
    """Show the same on one sheet of paper, for a printer or a PDF file."""
    return tk.render("resilient/quality/report.html", {"report": reports.report(_scope(kind, name))})


@resilient_quality.route("/quality/all.csv", endpoint="table_of_all")
def table_of_all() -> Response:
    """Give the ratings of all datasets as a table file."""
    return table("all", "all")


@resilient_quality.route("/quality/<any(organization, source, country):kind>/<name>.csv")
def table(kind: str, name: str) -> Response:
    """Give the ratings of a scope as a table file."""
    lines = csv_lines(overviews.table(_scope(kind, name)))
    answer = Response(stream_with_context(lines), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"quality-{name}.csv")
    return answer


def _scope(kind: str, name: str) -> overviews.Scope:
    try:
        return overviews.scope_of(kind, name)
    except tk.ObjectNotFound:
        return tk.abort(404)
