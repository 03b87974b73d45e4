"""The vocabularies that our RDF uses, under the prefixes that DCAT-AP writes them with."""

from __future__ import annotations

from types import MappingProxyType

from rdflib import Graph, Namespace
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, RDF, RDFS, SKOS, XSD

ADMS = Namespace("http://www.w3.org/ns/adms#")
# rdflib's own has no properties of DCAT 3.
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
DQV = Namespace("http://www.w3.org/ns/dqv#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
GSP = Namespace("http://www.opengis.net/ont/geosparql#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
LOCN = Namespace("http://www.w3.org/ns/locn#")
OA = Namespace("http://www.w3.org/ns/oa#")
PV = Namespace("https://piveau.eu/ns/voc#")
SCHEMA = Namespace("http://schema.org/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

PREFIXES = MappingProxyType(
    {
        "adms": ADMS,
        "dcat": DCAT,
        "dcatap": DCATAP,
        "dct": DCTERMS,
        "dqv": DQV,
        "eli": ELI,
        "foaf": FOAF,
        "gsp": GSP,
        "hydra": HYDRA,
        "locn": LOCN,
        "oa": OA,
        "org": ORG,
        "prov": PROV,
        "pv": PV,
        "rdf": RDF,
        "rdfs": RDFS,
        "schema": SCHEMA,
        "skos": SKOS,
        "spdx": SPDX,
        "vcard": VCARD,
        "xsd": XSD,
    }
)


def new_graph() -> Graph:
    """An empty graph; without contexts and prefixes, which cost as much as what is said in it."""
    return Graph(store="SimpleMemory", bind_namespaces="none")
