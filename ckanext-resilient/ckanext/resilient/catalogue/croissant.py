"""Our profile for ckanext-dcat's Croissant output (https://docs.mlcommons.org/croissant/docs/croissant-spec.html).

`croissant` knows none of our fields: it would give no licence, addresses in the place of languages, and pages that lead
to a file as if they were one. This one hands it our fields under the names that it knows, and says what the columns of
a file mean. Select it by `ckanext.dcat.croissant.profiles = croissant_se`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.dcat.profiles.base import CR
from ckanext.dcat.profiles.croissant import JSONLD_CONTEXT, SCHEMA, CroissantProfile
from rdflib import RDF
from rdflib.term import BNode, Identifier, Literal, URIRef

from ckanext.resilient.catalogue import graphs, options
from ckanext.resilient.catalogue.nodes import iri, listed
from ckanext.resilient.catalogue.site import Site
from ckanext.resilient.display.places import place_names
from ckanext.resilient.quality.description import addresses
from ckanext.resilient.svrc.languages import content_language, is_machine, resolve
from ckanext.resilient.svrc.vocabularies import authority

Values = Mapping[str, Any]


class ResilientCroissantProfile(CroissantProfile):
    """Croissant for the social economy."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        """Describe a dataset, as `package_show` gives it."""
        super().graph_from_dataset(_known(dataset_dict, graphs.site()), dataset_ref)
        titles = dataset_dict.get("title_translated") or dataset_dict.get("title")
        notes = dataset_dict.get("notes_translated") or dataset_dict.get("notes")
        self._say(dataset_ref, SCHEMA.name, titles)
        self._say(dataset_ref, SCHEMA.description, notes, dataset_dict.get("in_short"), titles)
        for resource in dataset_dict.get("resources") or ():
            node = graphs.site().distribution(str(dataset_dict["id"]), str(resource["id"]))
            if (dataset_ref, SCHEMA.distribution, node) in self.g:
                self._describe_file(dataset_ref, node, resource)
        for period in dataset_dict.get("temporal_coverage") or ():
            years = f"{period.get('start') or '..'}/{period.get('end') or '..'}"
            self.g.add((dataset_ref, SCHEMA.temporalCoverage, Literal(years)))
        for place in dataset_dict.get("spatial_coverage") or ():
            self._add_place(dataset_ref, place)
        source = iri(dataset_dict.get("source_uri"))
        if source is not None:
            self.g.add((dataset_ref, SCHEMA.isBasedOn, source))
        self._in_the_language_of_the_context()

    def _in_the_language_of_the_context(self) -> None:
        """Make plain strings plain in JSON too: the context has a language, which they have not in RDF."""
        language = JSONLD_CONTEXT["@language"] = _own_language()
        for subject, relation, value in list(self.g):
            if isinstance(value, Literal) and not value.language and not value.datatype:
                self.g.remove((subject, relation, value))
                self.g.add((subject, relation, Literal(str(value), lang=language)))

    def _describe_file(self, dataset_ref: URIRef, node: URIRef, resource: Values) -> None:
        name = str(addresses(resource)[1]).rstrip("/").rpartition("/")[2]
        self._say(node, SCHEMA.name, resource.get("name_translated") or resource.get("name"), name)
        texts = resource.get("description_translated") or resource.get("description")
        self._say(node, SCHEMA.description, texts)
        columns = [column for column in resource.get("columns") or () if column.get("name")]
        records = URIRef(f"{node}#records")
        if not columns or resource.get("datastore_active"):
            return  # the DataStore knows more about the columns, and the stock profile asks it
        self.g.add((dataset_ref, CR.recordSet, records))
        self.g.add((records, RDF.type, CR.RecordSet))
        self._say(records, SCHEMA.name, resource.get("name_translated") or resource.get("name"), name)
        for number, column in enumerate(columns):
            self._add_column(records, node, number, column)

    def _add_column(self, records: URIRef, file: URIRef, number: int, column: Values) -> None:
        field, source, extract = URIRef(f"{records}/{number}"), BNode(), BNode()
        self.g.add((records, CR.field, field))
        self.g.add((field, RDF.type, CR.Field))
        self.g.add((field, SCHEMA.name, Literal(column["name"])))
        # What a file holds is text until somebody says more; the columns of a dataset have no types.
        self.g.add((field, CR.dataType, SCHEMA.Text))
        self._say(field, SCHEMA.description, column.get("meaning"))
        if column.get("unit"):
            self.g.add((field, SCHEMA.unitText, Literal(column["unit"])))
        self.g.add((field, CR.source, source))
        self.g.add((source, CR.fileObject, file))
        self.g.add((source, CR.extract, extract))
        self.g.add((extract, CR.column, Literal(column["name"])))

    def _add_place(self, dataset_ref: URIRef, place: Values) -> None:
        node: Identifier = iri(place.get("uri")) or BNode()
        self.g.add((dataset_ref, SCHEMA.spatialCoverage, node))
        self.g.add((node, RDF.type, SCHEMA.Place))
        for name in place_names([place], options.default_language())[:1]:
            self.g.add((node, SCHEMA.name, Literal(name)))

    def _say(self, node: URIRef, relation: URIRef, *candidates: Any) -> None:
        """The first text that there is, in the site's own language where it is there."""
        self.g.remove((node, relation, None))
        for candidate in candidates:
            text = _text(candidate)
            if text is not None:
                self.g.add((node, relation, text))
                return


def _text(value: Any) -> Literal | None:
    """A text of a `{language: text}` value with its language; a bare text as it is."""
    if not isinstance(value, Mapping):
        return Literal(str(value)) if value else None
    spoken = {tag: text for tag, text in value.items() if text and not is_machine(tag)}
    if not spoken:
        return None
    found = resolve(spoken, _own_language())
    return Literal(found.text, lang=found.language)


def _own_language() -> str:
    return content_language(options.default_language())


def _known(package: Values, site: Site) -> dict[str, Any]:
    """What the stock profile knows a name for; a copy, because it writes into what it gets."""
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
