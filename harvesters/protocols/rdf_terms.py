"""Short names for the properties that catalogues use, whichever of their spellings a source chose."""

from __future__ import annotations

from functools import lru_cache

from rdflib.term import URIRef

DCAT = "http://www.w3.org/ns/dcat#"
DCT = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
RDF_TYPE = URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
RDFS_LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")

_CORE = (
    DCAT,
    DCT,
    # Seen in the wild in place of the two above: DCAT 2012 feeds, POD's JSON-LD context, "https" by mistake.
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/#",
    "https://www.w3.org/ns/dcat#",
    "https://purl.org/dc/terms/",
)
"""Namespaces whose properties get a short name without prefix. A local name means the same in all of them."""

_PREFIXED = {
    "http://data.europa.eu/r5r/": "dcatap",
    "http://data.europa.eu/930/": "geodcatap",
    "http://dati.gov.it/onto/dcatapit#": "dcatapit",
    "http://healthdataportal.eu/ns/health#": "healthdcatap",
    "http://purl.org/pav/": "pav",
    "http://schema.org/": "schema",
    "https://schema.org/": "schema",
    "http://spdx.org/rdf/terms#": "spdx",
    "http://www.opengis.net/ont/geosparql#": "gsp",
    # GeoNetwork 3 writes its geometries in this one.
    "http://www.opengis.net/rdf#": "gsp",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
    "http://www.w3.org/2002/07/owl#": "owl",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://www.w3.org/2004/02/skos/core#": "skos",
    "http://www.w3.org/2006/time#": "time",
    "http://www.w3.org/2006/vcard/ns#": "vcard",
    "http://www.w3.org/ns/adms#": "adms",
    "http://www.w3.org/ns/locn#": "locn",
    "http://www.w3.org/ns/prov#": "prov",
    FOAF: "foaf",
}

_ALIASES = {
    "landingpage": "landingPage",
    "landindPage": "landingPage",
    "accessUrl": "accessURL",
    "downloadUrl": "downloadURL",
    "updated": "modified",
    "adms:version": "version",
    "owl:versionInfo": "version",
    "pav:version": "version",
    "schema:version": "version",
    "adms:contactPoint": "contactPoint",
    "adms:applicableLegislation": "dcatap:applicableLegislation",
    "applicableLegislation": "dcatap:applicableLegislation",
    "hvdCategory": "dcatap:hvdCategory",
    "availability": "dcatap:availability",
    "dcatapit:startDate": "startDate",
    "dcatapit:endDate": "endDate",
    "schema:startDate": "startDate",
    "schema:endDate": "endDate",
    "vcard:hasUrl": "vcard:hasURL",
    "vcard:organisation-name": "vcard:organization-name",
    "vcard:organisationName": "vcard:organization-name",
}
"""Other spellings of one meaning, by short name: misprints of real feeds and sister vocabularies."""

WELL_KNOWN_PREFIXES = {prefix: namespace for namespace, prefix in reversed(_PREFIXED.items())} | {
    "dcat": DCAT,
    "dct": DCT,
    "dcterms": DCT,
    "dc": "http://purl.org/dc/elements/1.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "org": "http://www.w3.org/ns/org#",
}
"""Prefixes with one accepted meaning (https://prefix.cc), to mend documents that forgot to declare them."""

DATASET_CLASSES = (
    URIRef(f"{DCAT}Dataset"),
    URIRef("http://dati.gov.it/onto/dcatapit#Dataset"),
    URIRef("https://www.w3.org/ns/dcat#Dataset"),
    URIRef(f"{DCAT}dataset"),
    URIRef(f"{DCAT}DatasetSeries"),
)
PRIMARY_TOPIC = URIRef(f"{FOAF}primaryTopic")
SERVES_DATASET = URIRef(f"{DCAT}servesDataset")
SERIES_CLASS = URIRef(f"{DCAT}DatasetSeries")
CATALOGUE_CLASSES = (
    URIRef(f"{DCAT}Catalog"),
    URIRef("http://dati.gov.it/onto/dcatapit#Catalog"),
    URIRef("https://www.w3.org/ns/dcat#Catalog"),
)
OWN_RECORDS = (*DATASET_CLASSES, *CATALOGUE_CLASSES, URIRef(f"{DCAT}CatalogRecord"))
"""Classes of things that are read on their own account, so that others only name them."""
LISTS_DATASET = (
    URIRef(f"{DCAT}dataset"),
    URIRef(f"{DCAT}Dataset"),
    URIRef("https://www.w3.org/ns/dcat#dataset"),
)
HYDRA = (
    "http://www.w3.org/ns/hydra/core#",
    "https://www.w3.org/ns/hydra/core#",
    "http://www.w3.org/ns/hydra#",
)


@lru_cache(maxsize=4096)
def short_name(predicate: str) -> str:
    """The name under which the readers ask for a property: `title`, `foaf:name`, else the last part."""
    namespace, local = split_iri(predicate)
    if namespace in _CORE:
        name = local
    else:
        prefix = _PREFIXED.get(namespace)
        name = f"{prefix}:{local}" if prefix else local
        if not prefix and local:
            # A stranger's `title` must not be taken for the title.
            name = f"?:{local}"
    return _ALIASES.get(name, name)


def split_iri(iri: str) -> tuple[str, str]:
    """Namespace and local name of a property."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:cut], iri[cut:]
