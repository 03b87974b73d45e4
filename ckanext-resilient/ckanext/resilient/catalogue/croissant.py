"""Our fields as Croissant (https://docs.mlcommons.org/croissant/docs/croissant-spec.html), for our profile of ckanext-dcat.

The stock profile knows none of our fields: it would give no licence, addresses in the place of languages, and pages that
lead to a file as if they were one. It gets our fields under the names that it knows, and what it has no name for is added.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib import RDF, Graph, Namespace
from rdflib.term import BNode, Identifier, Literal, URIRef

from ckanext.resilient.catalogue import options
from ckanext.resilient.catalogue.nodes import add, iri, listed, text
from ckanext.resilient.catalogue.site import Site
from ckanext.resilient.display.places import place_names
from ckanext.resilient.quality.description import addresses
from ckanext.resilient.svrc.languages import content_language, is_machine, resolve
from ckanext.resilient.svrc.vocabularies import authority

Values = Mapping[str, Any]

CR = Namespace("http://mlcommons.org/croissant/")
# Croissant insists on https, where our RDF has the older http.
SCHEMA = Namespace("https://schema.org/")


def complete(graph: Graph, node: URIRef, package: Values, site: Site) -> None:
    """Add to what the stock profile makes of `known` what it has no name for.

    Args:
        graph: which it wrote to.
        node: the dataset there.
        package: the dataset, as `package_show` gives it.
        site: the site that it belongs to.
    """
    titles = package.get("title_translated") or package.get("title")
    notes = package.get("notes_translated") or package.get("notes")
    _say(graph, node, SCHEMA.name, titles)
    _say(graph, node, SCHEMA.description, notes, package.get("in_short"), titles)
    for resource in package.get("resources") or ():
        file = site.distribution(str(package["id"]), str(resource["id"]))
        if (node, SCHEMA.distribution, file) in graph:
            _describe_file(graph, node, file, resource)
    for period in package.get("temporal_coverage") or ():
        years = f"{period.get('start') or '..'}/{period.get('end') or '..'}"
        graph.add((node, SCHEMA.temporalCoverage, Literal(years)))
    for place in package.get("spatial_coverage") or ():
        _add_place(graph, node, place)
    add(graph, node, SCHEMA.isBasedOn, iri(package.get("source_uri")))
    _as_the_context_has_it(graph)


def context() -> dict[str, Any]:
    """What our texts need in the context of the JSON: the language of plain texts, and names that are always plain.

    A reader of Croissant refuses a name that is no string; of a name that says its language JSON-LD makes an object.
    """
    return {"@language": own_language(), "name": {"@id": "sc:name", "@language": None}}


def _as_the_context_has_it(graph: Graph) -> None:
    """Make plain strings plain in JSON too: the context has a language, which they have not in RDF, and names none."""
    for subject, relation, value in list(graph):
        if not isinstance(value, Literal) or value.datatype:
            continue
        if relation == SCHEMA.name:
            wanted = Literal(str(value))
        else:
            wanted = value if value.language else Literal(str(value), lang=own_language())
        graph.remove((subject, relation, value))
        graph.add((subject, relation, wanted))


def _describe_file(graph: Graph, node: URIRef, file: URIRef, resource: Values) -> None:
    name = str(addresses(resource)[1]).rstrip("/").rpartition("/")[2]
    names = resource.get("name_translated") or resource.get("name")
    _say(graph, file, SCHEMA.name, names, name)
    texts = resource.get("description_translated") or resource.get("description")
    _say(graph, file, SCHEMA.description, texts)
    columns = [column for column in resource.get("columns") or () if column.get("name")]
    if not columns or resource.get("datastore_active"):
        return  # the DataStore knows more about the columns, and the stock profile asks it
    records = URIRef(f"{file}#records")
    graph.add((node, CR.recordSet, records))
    graph.add((records, RDF.type, CR.RecordSet))
    _say(graph, records, SCHEMA.name, names, name)
    for number, column in enumerate(columns):
        _add_column(graph, records, file, URIRef(f"{records}/{number}"), column)


def _add_column(graph: Graph, records: URIRef, file: URIRef, field: URIRef, column: Values) -> None:
    source, extract = BNode(), BNode()
    graph.add((records, CR.field, field))
    graph.add((field, RDF.type, CR.Field))
    graph.add((field, SCHEMA.name, Literal(column["name"])))
    # What a file holds is text until somebody says more; the columns of a dataset have no types.
    graph.add((field, CR.dataType, SCHEMA.Text))
    _say(graph, field, SCHEMA.description, column.get("meaning"))
    add(graph, field, SCHEMA.unitText, text(column.get("unit")))
    graph.add((field, CR.source, source))
    graph.add((source, CR.fileObject, file))
    graph.add((source, CR.extract, extract))
    graph.add((extract, CR.column, Literal(column["name"])))


def _add_place(graph: Graph, node: URIRef, place: Values) -> None:
    where: Identifier = iri(place.get("uri")) or BNode()
    graph.add((node, SCHEMA.spatialCoverage, where))
    graph.add((where, RDF.type, SCHEMA.Place))
    for name in place_names([place], options.default_language())[:1]:
        graph.add((where, SCHEMA.name, Literal(name)))


def _say(graph: Graph, node: URIRef, relation: URIRef, *candidates: Any) -> None:
    """The first text that there is, in the site's own language where it is there."""
    graph.remove((node, relation, None))
    for candidate in candidates:
        found = _text(candidate)
        if found is not None:
            graph.add((node, relation, found))
            return


def _text(value: Any) -> Literal | None:
    """A text of a `{language: text}` value with its language; a bare text as it is."""
    if not isinstance(value, Mapping):
        return Literal(str(value)) if value else None
    spoken = {tag: text for tag, text in value.items() if text and not is_machine(tag)}
    if not spoken:
        return None
    found = resolve(spoken, own_language())
    return Literal(found.text, lang=found.language)


def own_language() -> str:
    """The language of the texts that say no other."""
    return content_language(options.default_language())


def known(package: Values, site: Site) -> dict[str, Any]:
    """A dataset under the names that the stock profile knows; a copy, because it writes into what it gets."""
    creators = package.get("creator") or package.get("publisher")
    return {
        **{name: package.get(name) for name in ("id", "name", "version", "issued", "modified")},
        **{name: package.get(name) for name in ("metadata_created", "metadata_modified")},
        "title": package.get("title"),
        "license": _licence(package),
        "language": [base for uri in listed(package.get("language")) if (base := _language(uri))],
        "tags": [{"name": word} for word in _words(package)],
        "creator": [_agent(agent) for agent in creators or ()],
        "publisher": [_agent(agent) for agent in package.get("publisher") or ()],
        "organization": _organization(package.get("organization"), site),
        "resources": [_file(one) for one in package.get("resources") or () if addresses(one)[1]],
    }


def _licence(package: Values) -> str | None:
    term = authority("licence").get(str(package.get("license_id") or ""))
    return term.uri if term else next(iter(listed(package.get("source_license"))), package.get("license_url"))


def _language(uri: Any) -> str | None:
    term = authority("language").by_uri(str(uri))
    return str(term.attributes["base"]) if term else None


def _words(package: Values) -> list[str]:
    """Keywords of all languages, else CKAN's own tags."""
    spoken: Mapping[str, list[str]] = package.get("tags_translated") or {}
    words = [word for tag, several in spoken.items() if not is_machine(tag) for word in several]
    return list(dict.fromkeys(words)) or [tag["name"] for tag in package.get("tags") or ()]


def _agent(agent: Values) -> dict[str, Any]:
    told = {name: agent.get(name) for name in ("identifier", "email", "url")}
    text = _text(agent.get("name_translated") or agent.get("name"))
    return {**told, "name": str(text or ""), "id_given": iri(agent.get("uri"))}


def _organization(organization: Values | None, site: Site) -> dict[str, Any] | None:
    if not organization:
        return None
    # The stock profile makes the id the node of the organisation.
    node = site.organization(str(organization["id"]))
    return {"id": node, "title": organization.get("title") or organization["name"], "url": node}


def _file(resource: Values) -> dict[str, Any]:
    """A file: where it is, what it is, how large, and its checksum."""
    term = authority("file-type").get(str(resource.get("format") or ""))
    media_type = resource.get("mimetype") or (term.attributes.get("media_type") if term else None)
    return {
        **{name: resource.get(name) for name in ("id", "package_id", "size", "hash", "datastore_active")},
        "format": resource.get("format"),
        "mimetype": media_type,
        "url": addresses(resource)[1],
    }
