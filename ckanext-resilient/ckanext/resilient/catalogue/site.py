"""Where this catalogue is, and what its settings say of linked data: all that graphs need of the running site."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from rdflib.term import URIRef


@dataclass(frozen=True, slots=True)
class Site:
    """The site whose catalogue is described.

    Args:
        url: of the site, without a slash at its end; the beginning of every address of ours.
        machine_text: whether texts that a machine translated are given, marked in their language tag.
    """

    url: str
    machine_text: bool = False

    @property
    def catalogue(self) -> URIRef:
        """The node of the catalogue."""
        return URIRef(f"{self.url}/catalog")

    def dataset(self, package_id: str) -> URIRef:
        """The node of a dataset: by its id, which stays when its name changes."""
        return self._at("dataset", package_id)

    def distribution(self, package_id: str, resource_id: str) -> URIRef:
        """The node of a file of a dataset, at the address of its page."""
        return self._at("dataset", package_id, "resource", resource_id)

    def organization(self, organization_id: str) -> URIRef:
        """The node of an organisation."""
        return self._at("organization", organization_id)

    def page(self, name: str) -> URIRef:
        """The page of a dataset."""
        return self._at("dataset", name)

    def scheme(self, vocabulary: str) -> URIRef:
        """The concept scheme of one of our vocabularies."""
        return self._at("vocabulary", vocabulary)

    def concept(self, vocabulary: str, code: str) -> URIRef:
        """A term of one of our vocabularies."""
        return self._at("vocabulary", vocabulary, code)

    @property
    def source_class(self) -> URIRef:
        """The class of datasets as they are at their source, a narrower one of dcat:Dataset."""
        return URIRef(f"{self.url}/vocabulary#SourceDataset")

    def _at(self, *path: str) -> URIRef:
        return URIRef("/".join((self.url, *(quote(part, safe="") for part in path))))
