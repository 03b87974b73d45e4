"""Pages about several entries at once: clusters compared, clusters nearby, where to begin to learn."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint

from ckanext.resilient.pages import compare, near, paths
from ckanext.resilient.pages.site import exists

__all__ = ["resilient_content"]

resilient_content = Blueprint("resilient_content", __name__)


@resilient_content.route("/cluster/compare")
def compare_clusters() -> str:
    """Show up to four clusters side by side."""
    _need("cluster")
    return tk.render(
        "resilient/cluster/compare.html",
        {"comparison": compare.comparison(tk.request.args.getlist("cluster"))},
    )


@resilient_content.route("/cluster/near")
def clusters_nearby() -> Response:
    """Lead to the clusters of the place that was chosen."""
    _need("cluster")
    return tk.redirect_to(near.clusters_url(tk.request.args.get("place", "")))


@resilient_content.route("/training/start")
def training_start() -> str:
    """Ask who the reader is, and show the training for them."""
    _need("training")
    return tk.render("resilient/training/start.html", {"start": paths.start(tk.request.args.get("for", ""))})


def _need(content_type: str) -> None:
    """Say that the page does not exist where the type of content does not."""
    if not exists(f"{content_type}.search"):
        tk.abort(404)
