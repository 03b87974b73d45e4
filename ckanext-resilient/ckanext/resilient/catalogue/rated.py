"""The stored rating of a public dataset as a graph, with what people say of it."""

from __future__ import annotations

from datetime import datetime, timezone

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from rdflib import Graph

from ckanext.resilient.catalogue import graphs
from ckanext.resilient.catalogue.measurements import quality_graph
from ckanext.resilient.catalogue.stored import is_public
from ckanext.resilient.moments import utc_now
from ckanext.resilient.quality.checks import checks_of
from ckanext.resilient.quality.interfaces import IQualityFeedback
from ckanext.resilient.quality.model import QualityScore

PAGE = "resilient_quality.of_dataset"
"""The view that shows a rating to people."""


def rating_graph(name: str) -> tuple[Graph, datetime] | None:
    """The rating of a dataset by name or id, and when it was made.

    None when there is no such dataset, when it is not for everybody, or where nothing is rated.
    """
    package = model.Package.get(name) if p.plugin_loaded("resilient_quality") else None
    if package is None or package.type != "dataset" or not is_public(package):
        return None
    row = model.Session.get(QualityScore, package.id)
    computed = (row.computed if row else utc_now()).astimezone(timezone.utc)
    shown = tk.get_action("package_show")(graphs.visitor(), {"id": package.id})
    site = graphs.site()
    graph = quality_graph(shown, checks_of([shown])[package.id], computed, site)
    for plugin in p.PluginImplementations(IQualityFeedback):
        plugin.add_quality_feedback(graph, site.dataset(package.id), package.id)
    return graph, computed
