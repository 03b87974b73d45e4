"""What ckanext-harvest's own pages do where a link must do nothing, and where a page of ours does it better."""

from __future__ import annotations

from collections.abc import Mapping

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from flask import Blueprint
from werkzeug.wrappers import Response

from ckanext.resilient import security
from ckanext.resilient.harvest import stock

__all__ = ["resilient_harvest_pages"]

resilient_harvest_pages = Blueprint("resilient_harvest_pages", __name__)

_CHANGES: Mapping[str, str] = {
    "harvester.clear": "read",
    "harvester.delete": "close",
    "harvester.job_abort": "run",
    "harvester.refresh": "read",
}
"""Pages that change something also when a link opens them, and the page of ours with its button."""

_SHOWS: Mapping[str, str] = {
    "dataset.edit": "edit",
    "harvest.delete": "close",
    "harvest.edit": "edit",
    "harvester.about": "read",
    "harvester.admin": "read",
    "harvester.job_list": "read",
    "harvester.job_show": "run",
    "harvester.job_show_last": "read",
}
"""Pages about one source, and ours in their place."""


@resilient_harvest_pages.before_app_request
def lead_on() -> Response | None:
    """Lead to our page of the same matter; what would change something is refused when another site links to it.

    Sources that other harvesters read keep ckanext-harvest's pages: their settings are not ours.
    """
    endpoint = tk.request.endpoint or ""
    if endpoint in {"harvest.new", "harvest.read", "harvest.search"}:
        return _to_general_page(endpoint)
    if endpoint not in _CHANGES and endpoint not in _SHOWS:
        return None
    is_link = endpoint in _CHANGES and tk.request.method != "POST"
    asked: Mapping[str, str] = tk.request.view_args or {}
    page = _CHANGES[endpoint] if is_link else _SHOWS.get(endpoint)
    if page and _has_pages() and _is_ours(asked.get("source") or asked["id"]):
        return _to_page(page, asked)
    if is_link:
        security.refuse_unless_from_here()
    return None


def _to_general_page(endpoint: str) -> Response | None:
    """The list of the sources, or the form for a new one, where no other harvester needs the stock pages."""
    if not _has_pages() or _has_other_harvesters():
        return None
    if endpoint == "harvest.new":
        return tk.redirect_to("resilient_sources.add_source")
    name = (tk.request.view_args or {}).get("id", "")
    if name and _may_see_runs(name):
        return tk.redirect_to("resilient_sources.read", name=name)
    return tk.redirect_to("resilient_sources.index")


def _to_page(page: str, asked: Mapping[str, str]) -> Response:
    if page == "run":
        return tk.redirect_to("resilient_sources.run", name=asked["source"], job=asked["id"])
    return tk.redirect_to(f"resilient_sources.{page}", name=asked.get("source") or asked["id"])


def _has_pages() -> bool:
    return p.plugin_loaded("resilient")


def _has_other_harvesters() -> bool:
    """Whether there are harvesters besides ours, whose sources need ckanext-harvest's own pages."""
    told = [harvester.info() or {} for harvester in p.PluginImplementations(stock.IHarvester)]
    return any(info.get("name") != "resilient" for info in told)


def _is_ours(id_or_name: str) -> bool:
    source = stock.find_source(id_or_name)
    return source is not None and source.type == "resilient"


def _may_see_runs(id_or_name: str) -> bool:
    try:
        return tk.check_access("resilient_harvest_run_list", {}, {"id": id_or_name})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return False
