"""The rating of a dataset as linked data: https://www.w3.org/TR/vocab-dqv/ with the metrics of data.europa.eu."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from rdflib import Graph
from rdflib.term import BNode, Literal, URIRef

from ckanext.resilient.catalogue.namespaces import DQV, OA, PROV, PV, RDF, XSD, new_graph
from ckanext.resilient.catalogue.site import Site
from ckanext.resilient.quality.description import File, describe
from ckanext.resilient.quality.findings import Checks, State
from ckanext.resilient.quality.indicators import DIMENSIONS, Indicator
from ckanext.resilient.quality.mqa import assess, measure_files

_BANDS = {"excellent": "excellent", "good": "good", "sufficient": "enough", "bad": "bad"}
_SCORING = "https://piveau.eu/ns/scoring#"
_STATUS = {"accessUrlStatusCode": "access_url", "downloadUrlStatusCode": "download_url"}
"""Metrics whose value is the status of an address, and where the address stands."""


def quality_graph(package: dict[str, Any], checks: Checks, computed: datetime, site: Site) -> Graph:
    """All measurements of a dataset and its files; what was not checked is not said.

    Args:
        package: as `package_show` gives it.
        checks: what jobs found out about it.
        computed: when it was rated.
        site: the site that it belongs to.
    """
    graph = new_graph()
    description = describe(package)
    told = _Told(graph, computed)
    node = site.dataset(str(package["id"]))
    for file, measured in measure_files(description, checks):
        for one in measured:
            told.found(site.distribution(str(package["id"]), file.id), one.indicator, one.state, file, checks)
    assessment = assess(description, checks)
    for one in assessment.measured:
        if not one.file:
            told.found(node, one.indicator, one.state, None, checks)
    told.value(node, PV.scoring, assessment.points)
    for dimension, points in assessment.dimensions().items():
        told.value(node, PV[f"{dimension}Scoring"], points)
    told.level(node, URIRef(_SCORING + _BANDS[assessment.band]))
    for dimension in DIMENSIONS:
        graph.add((PV[dimension], RDF.type, DQV.Dimension))
    return graph


class _Told:
    """A graph to which measurements are added, each with the moment of the rating."""

    def __init__(self, graph: Graph, computed: datetime) -> None:
        self._graph = graph
        moment = computed.astimezone(timezone.utc).replace(microsecond=0)
        self._computed = Literal(moment.isoformat(), datatype=XSD.dateTime)

    def found(
        self, node: URIRef, indicator: Indicator, state: State, file: File | None, checks: Checks
    ) -> None:
        """What one indicator came to; nothing where nobody looked, or where there is no address to look at."""
        if state is State.NOT_CHECKED:
            return
        value: bool | int | None = state is State.PASS
        if indicator.id in _STATUS:
            result = checks.links.get(getattr(file, _STATUS[indicator.id])) if file else None
            value = result.status if result else None
        if value is None:
            return
        metric = URIRef(indicator.metric)
        self._graph.add((metric, DQV.inDimension, PV[indicator.dimension]))
        self.value(node, metric, value)

    def value(self, node: URIRef, metric: URIRef, value: bool | int) -> None:
        """One measurement of a dataset or a file."""
        kind = XSD.boolean if isinstance(value, bool) else XSD.integer
        literal = Literal(str(value).lower(), datatype=kind)
        measurement = BNode()
        for predicate, known in (
            (RDF.type, DQV.QualityMeasurement),
            (DQV.isMeasurementOf, metric),
            (DQV.computedOn, node),
            (DQV.value, literal),
            (PROV.generatedAtTime, self._computed),
        ):
            self._graph.add((measurement, predicate, known))
        self._graph.add((node, DQV.hasQualityMeasurement, measurement))
        self._graph.add((metric, RDF.type, DQV.Metric))
        self._graph.add((metric, DQV.expectedDataType, kind))

    def level(self, node: URIRef, level: URIRef) -> None:
        """The band of the points, as an annotation."""
        annotation = BNode()
        for predicate, known in (
            (RDF.type, DQV.QualityAnnotation),
            (OA.hasTarget, node),
            (OA.hasBody, level),
            (OA.motivatedBy, DQV.qualityAssessment),
            (PROV.generatedAtTime, self._computed),
        ):
            self._graph.add((annotation, predicate, known))
        self._graph.add((node, DQV.hasQualityAnnotation, annotation))
