"""The plugin `resilient_community`."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.types import SignalMapping
from flask import Blueprint
from rdflib import Graph
from rdflib.term import URIRef

from ckanext.resilient.community import feedback, index, statements, subscriptions
from ckanext.resilient.community.suggesting import views
from ckanext.resilient.quality.interfaces import IQualityFeedback


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.cli
@tk.blanket.config_declarations
@tk.blanket.helpers
class ResilientCommunityPlugin(p.SingletonPlugin):
    """People say how useful data were, and what could be better."""

    p.implements(p.IBlueprint)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.ISignal)
    p.implements(IQualityFeedback)

    def get_blueprint(self) -> list[Blueprint]:
        """The pages; those of suggestions hang below the same blueprint."""
        return [views.resilient_community]

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """How useful it was, for the order of searches."""
        return index.document(pkg_dict)

    def add_quality_feedback(self, graph: Graph, dataset: URIRef, package_id: str) -> None:
        """What everybody may read, as annotations of the dataset."""
        feedback.add(graph, dataset, statements.spoken(package_id))

    def get_signal_subscriptions(self) -> SignalMapping:
        """What we listen to."""
        return subscriptions.get_subscriptions()
