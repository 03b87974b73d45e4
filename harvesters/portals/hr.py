"""Portals of Croatia."""

from __future__ import annotations

from ckanext.resilient.harvesters.portals.base import Portal

PORTALS: tuple[Portal, ...] = (
    Portal(
        key="hr-data-gov",
        country="hr",
        title="Portal otvorenih podataka Republike Hrvatske",
        # Not at the root; its SPARQL graph has no licences, so CKAN's API is read.
        url="https://data.gov.hr/ckan",
        protocol="ckan",
        languages=("hr",),
        licences={"open-license": "HROD"},
    ),
)
