"""Our profile for ckanext-dcat, the one module that imports it.

It reads as `euro_dcat_ap_3` does and writes what `datasets` and `head` make, so that ckanext-dcat's own pages
and actions give the same graph as ours. Select it by `ckanext.dcat.rdf.profiles = euro_dcat_ap_3_se`.
"""

from __future__ import annotations

from typing import Any

from ckanext.dcat.profiles import EuropeanDCATAP3Profile
from rdflib.term import URIRef

from ckanext.resilient.catalogue import graphs
from ckanext.resilient.catalogue.datasets import add_dataset
from ckanext.resilient.catalogue.head import add_catalogue
from ckanext.resilient.catalogue.namespaces import PREFIXES


class ResilientProfile(EuropeanDCATAP3Profile):
    """DCAT-AP 3 for the social economy: https://semiceu.github.io/DCAT-AP/releases/3.0.1/."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        """Describe a dataset, as `package_show` gives it."""
        self._bind()
        add_dataset(self.g, graphs.with_publisher(dataset_dict), graphs.site(), dataset_ref)

    def graph_from_catalog(self, catalog_dict: dict[str, Any] | None, catalog_ref: URIRef) -> None:
        """Describe the catalogue, as our configuration does."""
        self._bind()
        modified = str(self._last_catalog_modification() or "")
        add_catalogue(
            self.g, graphs.catalogue(graphs.public_datasets(), modified), graphs.site(), catalog_ref
        )

    def _bind(self) -> None:
        for prefix, namespace in PREFIXES.items():
            self.g.bind(prefix, namespace)
