"""The page on which the settings of a source are changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import ckan.plugins.toolkit as tk
from flask import Response

from ckanext.resilient.harvest import config
from ckanext.resilient.harvesters.adding.count import count as count_records
from ckanext.resilient.harvesters.adding.views import rehearsed
from ckanext.resilient.harvesters.deciding.views import resilient_sources
from ckanext.resilient.harvesters.pages import access, meanings, pairs
from ckanext.resilient.harvesters.pages import edit as form
from ckanext.resilient.harvesters.pages.rehearsal import RehearsalView, rehearsal_view
from ckanext.resilient.harvesters.portals import choice
from ckanext.resilient.harvesters.views import answered

__all__ = ["resilient_sources"]


@resilient_sources.route("/<name>/edit", methods=["GET", "POST"])
@answered
def edit(name: str) -> str | Response:
    """Show the form; after a press of a button, save it or show what would come in."""
    source = tk.get_action("resilient_harvest_source_show")({}, {"id": name})
    errors: Mapping[str, list[str]] = {}
    rehearsal: RehearsalView | None = None
    values = form.as_typed(source)
    if tk.request.method == "POST":
        values = form.typed(tk.request.form)
        try:
            given = form.as_given(values, source)
            given["meanings"] = meanings.merged(source["meanings"], tk.request.form)
            if tk.request.form.get("do") != "rehearse":
                return _save(source, given | {"decisions": pairs.said_in(tk.request.form)})
            country = meanings.country_of(source["portal"], source["url"])
            result = _rehearse(source, given)
            rehearsal = rehearsal_view(result, rehearsed(result), country)
        except tk.ValidationError as error:
            errors = cast("Mapping[str, list[str]]", error.error_dict)
    page = form.edit_page(
        source, values, errors, rehearsal=rehearsal, moving_waits=access.administered() is not None
    )
    return tk.render("resilient/sources/edit.html", {"page": page})


@resilient_sources.route("/<name>/count")
@answered
def count(name: str) -> str:
    """A part of the form: how many records would come in; the source is asked when something else is chosen."""
    source = tk.get_action("resilient_harvest_source_show")({}, {"id": name})
    url = tk.h.url_for("resilient_sources.count", name=name)
    counted = count_records(url, form.typed(tk.request.args), source)
    return tk.render("resilient/sources/sample.html", {"sample": counted})


def _save(source: Mapping[str, Any], given: dict[str, Any]) -> Response:
    saved = tk.get_action("resilient_harvest_source_update")({}, {"id": source["id"], **given})
    if saved["waiting"] and not source["waiting"]:
        tk.h.flash_success(
            tk._(
                "Saved. The new address waits for the approval of a system administrator; until then nothing is read."
            )
        )
    else:
        tk.h.flash_success(tk._("Saved. It holds from the next run on."))
    return tk.redirect_to("resilient_sources.read", name=source["name"])


def _rehearse(source: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What would come in with these settings, of all records, or of a first part of a large source."""
    names = ("url", "protocol", "languages", "only_social", "options", "meanings", *choice.SETTINGS)
    limit = given["limit"]
    # What has vanished is known only where all was read.
    most = config.rehearse_records()
    data = {name: given[name] for name in names}
    return tk.get_action("resilient_harvest_rehearse")(
        {},
        {
            **data,
            "portal": source["portal"],
            "limit": min(int(limit) or most, most) if limit.isdecimal() else most,
        },
    )
