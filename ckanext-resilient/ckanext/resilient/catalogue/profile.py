"""Our profiles for ckanext-dcat, the one module that imports it.

It writes what `datasets` and `head` make, so that ckanext-dcat's own pages and actions give the same graph as ours,
and reads what our `dcat` protocol reads: `euro_dcat_ap_3` fails on a record without keywords in the site's own
language, and knows no fields of ours. Select it by `ckanext.dcat.rdf.profiles = euro_dcat_ap_3_se`.
"""

from __future__ import annotations

from typing import Any

from ckanext.dcat.profiles import EuropeanDCATAP3Profile
from ckanext.dcat.profiles.croissant import JSONLD_CONTEXT, CroissantProfile
from rdflib.term import URIRef

from ckanext.resilient.catalogue import croissant, graphs, series
from ckanext.resilient.catalogue.datasets import add_dataset
from ckanext.resilient.catalogue.head import add_catalogue
from ckanext.resilient.catalogue.namespaces import PREFIXES
from ckanext.resilient.errors import RejectRecord
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.dcat_read import DcatPayload, read_record
from ckanext.resilient.svrc.normalise import Crosswalk, normalise
from ckanext.resilient.svrc.package import package_dict


class ResilientProfile(EuropeanDCATAP3Profile):
    """DCAT-AP 3 for the social economy: https://semiceu.github.io/DCAT-AP/releases/3.0.1/."""

    def parse_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> dict[str, Any]:
        """The dataset that a node describes, as `package_create` takes it.

        One without a title is given back without it, so that ckanext-dcat's harvester refuses it and no other.
        """
        raw = RawRecord(str(dataset_ref), DcatPayload(self.g, dataset_ref, ""))
        try:
            record = package_dict(normalise(read_record(raw, Endpoint("")), Crosswalk()))
        except RejectRecord:
            record = {"title": ""}
        # Its harvester knows a record by this extra.
        dataset_dict.update({**record, "extras": [{"key": "uri", "value": str(dataset_ref)}]})
        return dataset_dict

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        """Describe a dataset, as `package_show` gives it."""
        self._bind()
        add_dataset(self.g, graphs.with_publisher(dataset_dict), graphs.site(), dataset_ref)
        series.complete(self.g, dataset_dict, dataset_ref)

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


class ResilientCroissantProfile(CroissantProfile):
    """Croissant for the social economy; select it by `ckanext.dcat.croissant.profiles = croissant_se`."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        """Describe a dataset, as `package_show` gives it."""
        site = graphs.site()
        super().graph_from_dataset(croissant.known(dataset_dict, site), dataset_ref)
        croissant.complete(self.g, dataset_ref, dataset_dict, site)
        # Its language was set when the module was loaded, to a locale such as pt_PT, which is no language of JSON-LD.
        JSONLD_CONTEXT.update(croissant.context())
