"""What other plugins may add to a rating."""

from __future__ import annotations

from ckan.plugins.interfaces import Interface
from rdflib import Graph
from rdflib.term import URIRef


class IQualityFeedback(Interface):
    """Adds what people say of a dataset to its rating as linked data."""

    def add_quality_feedback(self, graph: Graph, dataset: URIRef, package_id: str) -> None:
        """Add a `dqv:UserQualityFeedback` for each opinion that everybody may see.

        Args:
            graph: the rating, to add to.
            dataset: the node of the dataset.
            package_id: its id.
        """
