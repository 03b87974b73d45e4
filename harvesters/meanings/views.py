"""The page on which somebody says what words of a source mean."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Response

from ckanext.resilient.harvest import history
from ckanext.resilient.harvesters.closing.views import resilient_sources
from ckanext.resilient.harvesters.pages import meanings as words
from ckanext.resilient.harvesters.views import answered

__all__ = ["resilient_sources"]


@resilient_sources.route("/<name>/words", methods=["GET"])
@answered
def meanings(name: str) -> str:
    """Show the words that no table knows, and what was said of them."""
    fields = _listed(name)
    page = words.meanings_page(history.source_row(name), fields)
    return tk.render("resilient/sources/meanings.html", {"page": page})


@resilient_sources.route("/<name>/words", methods=["POST"])
@answered
def say(name: str) -> Response:
    """Keep what was chosen, and take back where nothing is chosen any more."""
    said, opened = words.chosen(tk.request.form)
    known = {
        field["field"]: {row["value"]: row["code"] for row in field["values"]} for field in _listed(name)
    }
    new = {
        field: {value: code for value, code in given.items() if known.get(field, {}).get(value) != code}
        for field, given in said.items()
    }
    taken = {
        field: [value for value in values if known.get(field, {}).get(value) is not None]
        for field, values in opened.items()
    }
    try:
        _change(name, {field: given for field, given in new.items() if given}, taken)
    except tk.ValidationError as error:
        for message in error.error_summary.values():
            tk.h.flash_error(message)
    else:
        tk.h.flash_success(tk._("Saved. It holds from the next run on."))
    return tk.redirect_to("resilient_sources.meanings", name=name)


def _change(name: str, said: words.Said, taken: dict[str, list[str]]) -> None:
    if said:
        tk.get_action("resilient_harvest_meaning_set")({}, {"id": name, "meanings": said})
    for field, values in taken.items():
        if values:
            tk.get_action("resilient_harvest_meaning_unset")(
                {}, {"id": name, "field": field, "values": values}
            )


def _listed(name: str) -> list[dict[str, Any]]:
    return tk.get_action("resilient_harvest_meaning_list")({}, {"id": name, "limit": words.WORDS})
