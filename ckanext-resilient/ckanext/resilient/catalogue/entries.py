"""Clusters, examples, training, source fact sheets, requests and texts as linked data: one row of a table a type.

Every type says what all entries have in the terms of Dublin Core, and what is its own in those of the W3C's
organization ontology (https://www.w3.org/TR/vocab-org/) and of schema.org with LRMI (https://schema.org/Course).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rdflib import Graph
from rdflib.term import BNode, Identifier, Literal, URIRef

from ckanext.resilient.catalogue.concepts import licence, own_term
from ckanext.resilient.catalogue.datasets import SERIES
from ckanext.resilient.catalogue.namespaces import DCAT, DCTERMS, FOAF, ORG, RDF, SCHEMA, SKOS, XSD
from ckanext.resilient.catalogue.nodes import add, count, entries, iri, moment, text, texts
from ckanext.resilient.catalogue.parties import add_contacts, document, organisation
from ckanext.resilient.catalogue.places import add_places
from ckanext.resilient.catalogue.site import Site
from ckanext.resilient.catalogue.statements import add_languages, listed
from ckanext.resilient.svrc.vocabularies import vocabulary_names

Values = Mapping[str, Any]
Links = Mapping[str, Sequence[URIRef]]
"""The nodes that an entry links to, by field: only of what everybody may see."""

_Predicates = Mapping[str, URIRef]
_More = Callable[[Graph, URIRef, Values, Site], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a content type is described.

    Args:
        classes: what an entry is.
        name: what else says its title, besides dct:title.
        texts: further multilingual fields.
        terms: fields with terms of our vocabularies that have a property of their own; the others are subjects.
        links: fields with links that have a property of their own; the others are relations.
        more: what the type has that no table can say.
    """

    classes: tuple[URIRef, ...]
    name: URIRef
    texts: _Predicates
    terms: _Predicates = field(default_factory=dict[str, URIRef])
    links: _Predicates = field(default_factory=dict[str, URIRef])
    more: tuple[_More, ...] = ()


def classes(content_type: str) -> tuple[URIRef, ...]:
    """What an entry of a type, or an organisation, is."""
    if content_type == SERIES:
        return (DCAT.DatasetSeries,)
    kind = KINDS.get(content_type)
    return kind.classes if kind else (FOAF.Organization, ORG.Organization)


def add_entry(graph: Graph, package: Values, links: Links, site: Site) -> URIRef:
    """Describe an entry of one of our types beside datasets; gives its node.

    Args:
        graph: to describe it in.
        package: the entry, as `package_show` gives it.
        links: the nodes that it links to.
        site: the site that it belongs to.
    """
    kind = KINDS[package["type"]]
    node = entry_node(site, package["type"], package["id"])
    for one in kind.classes:
        graph.add((node, RDF.type, one))
    _add_common(graph, node, package, kind, site)
    for name, predicate in kind.texts.items():
        add(graph, node, predicate, *texts(package.get(name), machine=site.machine_text))
    for name in vocabulary_names():
        for code in listed(package.get(name)):
            predicate = kind.terms.get(name, DCTERMS.subject)
            add(graph, node, predicate, own_term(graph, site, name, str(code)))
    for name, nodes in links.items():
        add(graph, node, kind.links.get(name, DCTERMS.relation), *nodes)
    for more in kind.more:
        more(graph, node, package, site)
    return node


def entry_node(site: Site, content_type: str, entry_id: str) -> URIRef:
    """The node of an entry, by its id, which stays when its name changes."""
    return (
        site.dataset(entry_id)
        if content_type in ("dataset", SERIES)
        else URIRef(f"{site.url}/{content_type}/{entry_id}")
    )


def _add_common(graph: Graph, node: URIRef, package: Values, kind: Kind, site: Site) -> None:
    machine = site.machine_text
    titles = texts(package.get("title_translated") or package.get("title"), machine=machine)
    add(graph, node, DCTERMS.title, *titles)
    add(graph, node, kind.name, *titles)
    add(graph, node, DCTERMS.abstract, *texts(package.get("in_short"), machine=machine))
    add(graph, node, DCTERMS.description, *texts(package.get("notes_translated"), machine=machine))
    add(graph, node, DCAT.keyword, *texts(package.get("tags_translated"), machine=machine))
    add(graph, node, DCTERMS.identifier, text(package["id"]))
    add(graph, node, FOAF.page, document(graph, f"{site.url}/{package['type']}/{package['name']}"))
    add(graph, node, DCTERMS.publisher, organisation(graph, package.get("organization"), site))
    add(graph, node, DCTERMS.issued, moment(package.get("metadata_created")))
    add(graph, node, DCTERMS.modified, moment(package.get("metadata_modified")))
    add_places(graph, node, package.get("spatial_coverage"))
    add_languages(graph, node, package.get("language"))
    add_contacts(graph, node, package.get("contact"), site)


def _add_homepage(graph: Graph, node: URIRef, package: Values, site: Site) -> None:
    add(graph, node, FOAF.homepage, document(graph, package.get("url")))


def _add_year(graph: Graph, node: URIRef, package: Values, site: Site) -> None:
    add(graph, node, SCHEMA.foundingDate, moment(package.get("year")))
    add(graph, node, SCHEMA.numberOfEmployees, count(package.get("size_jobs")))


def _party(graph: Graph, values: Values, site: Site) -> Identifier | None:
    """A member or partner as it is named in an entry, with its group of actors."""
    name = text(values.get("name"))
    if name is None:
        return None
    node = BNode()
    graph.add((node, RDF.type, FOAF.Agent))
    graph.add((node, FOAF.name, name))
    add(graph, node, FOAF.homepage, document(graph, values.get("url")))
    if values.get("helix_actor"):
        add(graph, node, ORG.classification, own_term(graph, site, "helix_actor", str(values["helix_actor"])))
    return node


def _add_members(graph: Graph, node: URIRef, package: Values, site: Site) -> None:
    """Members belong to it; those that are linked from outside only work with it."""
    for values in entries(package.get("members")):
        relation = ORG.hasMember if values.get("relation") != "linked" else ORG.linkedTo
        add(graph, node, relation, _party(graph, values, site))


def _add_partners(graph: Graph, node: URIRef, package: Values, site: Site) -> None:
    for values in entries(package.get("partners")):
        add(graph, node, DCTERMS.contributor, _party(graph, values, site))


def _add_lesson(graph: Graph, node: URIRef, package: Values, site: Site) -> None:
    """What https://www.dublincore.org/specifications/lrmi/ asks of a course, beyond terms and texts."""
    minutes = str(package.get("training_minutes") or "").removeprefix("m")
    if minutes:
        graph.add((node, SCHEMA.timeRequired, Literal(f"PT{minutes}M", datatype=XSD.duration)))
    add(graph, node, SCHEMA.url, iri(package.get("url")))
    add(graph, node, DCTERMS.license, licence(graph, package.get("license_id")))
    provider = text(package.get("provider"))
    if provider is not None:
        offering = BNode()
        graph.add((node, SCHEMA.provider, offering))
        graph.add((offering, RDF.type, SCHEMA.Organization))
        graph.add((offering, SCHEMA.name, provider))
    for event in entries(package.get("event")):
        held = BNode()
        graph.add((node, SCHEMA.hasCourseInstance, held))
        graph.add((held, RDF.type, SCHEMA.CourseInstance))
        add(graph, held, SCHEMA.startDate, moment(event.get("start")))
        add(graph, held, SCHEMA.endDate, moment(event.get("end")))
        add(graph, held, SCHEMA.location, text(event.get("place")))
        add(graph, held, SCHEMA.url, iri(event.get("registration")))


def _add_portal(graph: Graph, node: URIRef, package: Values, site: Site) -> None:
    """Who runs it, how much is there, and where programs may ask."""
    operator = text(package.get("operator"))
    if operator is not None:
        agent = BNode()
        graph.add((node, SCHEMA.creator, agent))
        graph.add((agent, RDF.type, FOAF.Agent))
        graph.add((agent, FOAF.name, operator))
    add(graph, node, SCHEMA.size, count(package.get("datasets_count")))
    endpoint = iri(package.get("endpoint"))
    if endpoint is not None:
        service = BNode()
        graph.add((node, DCAT.service, service))
        graph.add((service, RDF.type, DCAT.DataService))
        graph.add((service, DCAT.endpointURL, endpoint))
        add(graph, service, DCTERMS.title, *(text(package.get("protocol")) or text(endpoint),))


def _add_question(graph: Graph, node: URIRef, package: Values, site: Site) -> None:
    """When it was asked; never by whom, which may be hidden."""
    add(graph, node, SCHEMA.dateCreated, moment(package.get("asked_on")))


KINDS: Mapping[str, Kind] = {
    "cluster": Kind(
        (FOAF.Organization, ORG.OrganizationalCollaboration),
        FOAF.name,
        {"mission": ORG.purpose},
        terms={"cluster_formality": ORG.classification},
        links={"datasets_used": DCTERMS.references, "datasets_published": FOAF.made},
        more=(_add_homepage, _add_year, _add_members),
    ),
    "use-case": Kind(
        (SCHEMA.CreativeWork,),
        SCHEMA.name,
        dict.fromkeys(("need", "done", "result", "benefit"), SCHEMA.text),
        terms={"use_case_kind": DCTERMS.type, "skill": SCHEMA.teaches},
        links={"datasets_used": SCHEMA.isBasedOn, "derived_from": DCTERMS.source},
        more=(_add_homepage, _add_partners),
    ),
    "training": Kind(
        (SCHEMA.Course, SCHEMA.LearningResource),
        SCHEMA.name,
        {"in_short": SCHEMA.description, "outcomes": SCHEMA.teaches},
        terms={
            "skill": SCHEMA.teaches,
            "training_format": SCHEMA.learningResourceType,
            "training_level": SCHEMA.educationalLevel,
            "training_target_group": DCTERMS.audience,
            "training_topic": SCHEMA.about,
            "training_subtopic": SCHEMA.about,
        },
        links={"practice_datasets": DCTERMS.references},
        more=(_add_lesson,),
    ),
    "portal": Kind(
        (SCHEMA.DataCatalog,),
        SCHEMA.name,
        {"holds": SCHEMA.description},
        terms={"portal_type": DCTERMS.type},
        more=(_add_homepage, _add_portal),
    ),
    "data-request": Kind(
        (SCHEMA.Question,),
        SCHEMA.name,
        {"notes_translated": SCHEMA.text},
        terms={"request_status": SCHEMA.creativeWorkStatus},
        links={"answers": DCTERMS.isReferencedBy},
        more=(_add_question,),
    ),
    "page": Kind((SCHEMA.WebPage,), SCHEMA.name, {}, terms={"page_kind": DCTERMS.type}),
}
"""Our types beside datasets."""


def add_organisation(graph: Graph, values: Values, site: Site) -> Identifier | None:
    """Describe an organisation of this site; gives its node."""
    node = organisation(graph, values, site)
    if node is None:
        return None
    machine = site.machine_text
    for kind in classes("organization"):
        graph.add((node, RDF.type, kind))
    add(graph, node, FOAF.page, document(graph, f"{site.url}/organization/{values['name']}"))
    for name in list(graph.objects(node, FOAF.name)):
        graph.add((node, SKOS.prefLabel, name))
    add(graph, node, DCTERMS.abstract, *texts(values.get("in_short"), machine=machine))
    add(graph, node, DCTERMS.description, *texts(values.get("description_translated"), machine=machine))
    for name in ("activity_area", "stakeholder_group", "partner_region"):
        for code in listed(values.get(name)):
            add(graph, node, DCTERMS.subject, own_term(graph, site, name, str(code)))
    for code in listed(values.get("helix_actor")):
        add(graph, node, ORG.classification, own_term(graph, site, "helix_actor", str(code)))
    return node
