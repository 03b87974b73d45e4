"""A dataset as DCAT-AP 3 (https://semiceu.github.io/DCAT-AP/releases/3.0.1/): every field in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib import Graph
from rdflib.term import BNode, Identifier, URIRef

from ckanext.resilient.catalogue import given
from ckanext.resilient.catalogue.concepts import authority_term, dataset_type, own_term, word_or_address
from ckanext.resilient.catalogue.files import add_files, licence_nodes
from ckanext.resilient.catalogue.namespaces import ADMS, DCAT, DCATAP, DCTERMS, RDF, RDFS, SKOS
from ckanext.resilient.catalogue.nodes import add, decimal, duration, iri, iris, listed, moment, text, texts
from ckanext.resilient.catalogue.parties import add_parties, document
from ckanext.resilient.catalogue.places import add_periods, add_places
from ckanext.resilient.catalogue.services import add_services
from ckanext.resilient.catalogue.site import Site
from ckanext.resilient.catalogue.sources import add_identifiers, add_record, add_source
from ckanext.resilient.catalogue.statements import (
    add_documents,
    add_languages,
    add_laws,
    add_standards,
    statement,
)
from ckanext.resilient.svrc import series

Values = Mapping[str, Any]
SERIES = series.TYPE

OWN_FIELDS = (
    "od_category",
    "social_need",
    "beneficiary",
    "activity_area",
    "macro_scenario",
    "social_innovation_area",
    "stakeholder_group",
    "use_stage",
    "finder_intent",
    "partner_region",
    "territorial_level",
    "ris3_domain",
)
"""Fields with terms of our vocabularies: what a dataset is about, for whom, and for what."""


def add_dataset(graph: Graph, package: Values, site: Site, node: URIRef | None = None) -> URIRef:
    """Describe a dataset, as `package_show` gives it, in a graph; gives its node.

    Args:
        graph: to describe it in.
        package: the dataset.
        site: the site that it belongs to.
        node: its node, where somebody else chose it.
    """
    node = node or site.dataset(str(package["id"]))
    graph.add((node, RDF.type, DCAT.DatasetSeries if package.get("type") == SERIES else DCAT.Dataset))
    _add_texts(graph, node, package, site)
    _add_classification(graph, node, package, site)
    _add_terms_of_use(graph, node, package, site)
    _add_history(graph, node, package, site)
    _add_links(graph, node, package, site)
    add_parties(graph, node, package, site)
    add_places(graph, node, package.get("spatial_coverage"))
    add_periods(graph, node, package.get("temporal_coverage"))
    add_identifiers(graph, node, package)
    files = add_files(graph, node, package, site)
    add_services(graph, node, files, package)
    add_source(graph, node, package, site)
    add_record(graph, node, package)
    return node


def _add_texts(graph: Graph, node: URIRef, package: Values, site: Site) -> None:
    machine = site.machine_text
    title = package.get("title_translated") or package.get("title")
    add(graph, node, DCTERMS.title, *texts(title, machine=machine))
    described = texts(package.get("notes_translated") or package.get("notes"), machine=machine)
    in_short = texts(package.get("in_short"), machine=machine)
    # A dataset without a description has at least the sentence for people in a hurry.
    add(graph, node, DCTERMS.description, *(described or in_short))
    add(graph, node, DCTERMS.abstract, *(in_short if described else ()))
    add(graph, node, DCAT.keyword, *given.keywords(package, machine=machine))
    add(graph, node, SKOS.note, *texts(package.get("caveats"), machine=machine))


def _add_classification(graph: Graph, node: URIRef, package: Values, site: Site) -> None:
    for theme in given.themes(package):
        add(graph, node, DCAT.theme, authority_term(graph, "data-theme", theme))
    for category in listed(package.get("hvd_category")):
        # Our table has the six categories; a source may name one of those below them.
        known = authority_term(graph, "hvd-category", category) or word_or_address(graph, category)
        add(graph, node, DCATAP.hvdCategory, known)
    for field in OWN_FIELDS:
        for code in listed(package.get(field)):
            add(graph, node, DCTERMS.subject, own_term(graph, site, field, str(code)))
    add(graph, node, DCTERMS.subject, *iris(package.get("subject")))
    for theme in listed(package.get("source_theme")):
        add(graph, node, DCTERMS.subject, word_or_address(graph, theme))
    add(graph, node, DCTERMS.type, dataset_type(graph, package.get("dcat_type")))


def _add_terms_of_use(graph: Graph, node: URIRef, package: Values, site: Site) -> None:
    right = authority_term(graph, "access-right", given.access_right(package), DCTERMS.RightsStatement)
    foreign = [label] if (label := given.access_words(package)) else []
    add(graph, node, DCTERMS.accessRights, right or statement(graph, DCTERMS.RightsStatement, foreign))
    rights = texts(package.get("rights"), machine=site.machine_text)
    add(graph, node, DCTERMS.rights, statement(graph, DCTERMS.RightsStatement, rights))
    # DCAT-AP asks for licences at the files; a dataset without files has one as well.
    add(graph, node, DCTERMS.license, *licence_nodes(graph, package))
    add_laws(graph, node, package, high_value=bool(package.get("hvd_category")))


def _add_history(graph: Graph, node: URIRef, package: Values, site: Site) -> None:
    add(graph, node, DCTERMS.accrualPeriodicity, _frequency(graph, package))
    add(graph, node, DCTERMS.issued, moment(package.get("issued")))
    add(graph, node, DCTERMS.modified, moment(package.get("modified")))
    add(graph, node, DCAT.version, text(package.get("version")))
    notes = texts(package.get("version_notes"), machine=site.machine_text)
    add(graph, node, ADMS.versionNotes, *notes)
    made = texts(package.get("provenance"), machine=site.machine_text)
    add(graph, node, DCTERMS.provenance, statement(graph, DCTERMS.ProvenanceStatement, made))
    add(graph, node, DCAT.temporalResolution, duration(package.get("temporal_resolution")))
    metres = decimal(package.get("spatial_resolution_in_meters"))
    add(graph, node, DCAT.spatialResolutionInMeters, metres)


def _frequency(graph: Graph, package: Values) -> Identifier | None:
    known = authority_term(graph, "frequency", package.get("frequency"), DCTERMS.Frequency)
    label = text(package.get("source_frequency"))
    return known or statement(graph, DCTERMS.Frequency, [label] if label else [])


def _add_links(graph: Graph, node: URIRef, package: Values, site: Site) -> None:
    landing = document(graph, package.get("url"))
    if landing is None and not package.get("source_guid"):
        landing = document(graph, site.page(str(package.get("name") or package["id"])))
    add(graph, node, DCAT.landingPage, landing)
    add_languages(graph, node, package.get("language"))
    add_documents(graph, node, package.get("documentation"))
    add_standards(graph, node, package.get("conforms_to"))
    for value in listed(package.get("related_resource")):
        add(graph, node, DCTERMS.relation, iri(value) or _named(graph, value))
    for one in listed(package.get(series.FIELD)):
        graph.add((node, DCAT.inSeries, site.dataset(str(one))))


def _named(graph: Graph, value: object) -> Identifier | None:
    label = text(value)
    if label is None:
        return None
    node = BNode()
    graph.add((node, RDFS.label, label))
    return node
