"""The page of the records that may be the same dataset, and its buttons."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Response

from ckanext.resilient.harvest.duplicates.decide import owners_of
from ckanext.resilient.harvesters.adding.views import resilient_sources
from ckanext.resilient.harvesters.pages import access, pairs
from ckanext.resilient.harvesters.views import answered

__all__ = ["resilient_sources"]


@resilient_sources.route("/duplicates")
@answered
def duplicates() -> str:
    """Show the pairs that are still to be decided."""
    rows = tk.get_action("resilient_duplicate_list")({}, {"state": "open", "limit": pairs.SHOWN + 1})
    owners = owners_of({record["source"] for row in rows for record in row["records"]})
    page = pairs.pairs_page(rows, owners, access.administered())
    return tk.render("resilient/sources/duplicates.html", {"page": page})


@resilient_sources.route("/duplicates/<int:number>", methods=["POST"])
@answered
def decide(number: int) -> Response:
    """Settle a pair, now and for every later harvest."""
    keep = tk.request.form.get("keep", "")
    try:
        tk.get_action("resilient_duplicate_decide")({}, {"id": number, "keep": keep, "different": not keep})
    except tk.ValidationError as error:
        for message in error.error_summary.values():
            tk.h.flash_error(message)
    else:
        tk.h.flash_success(tk._("Decided. It holds for every later run."))
    return tk.redirect_to("resilient_sources.duplicates")
