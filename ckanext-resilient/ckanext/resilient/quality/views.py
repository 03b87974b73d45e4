"""The page that explains how data are rated."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from flask import Blueprint

from ckanext.resilient.content.facets import is_ours
from ckanext.resilient.quality import method

__all__ = ["resilient_quality"]

resilient_quality = Blueprint("resilient_quality", __name__)


@resilient_quality.route("/quality/method")
def how_we_rate() -> str:
    """Show every question, every indicator with its points, and how the datasets here do; only where our pages and our datasets are."""
    if not (p.plugin_loaded("resilient") and is_ours("dataset")):
        tk.abort(404)
    return tk.render("resilient/quality/method.html", {"method": method.method()})
