"""Portals of Italy."""

from __future__ import annotations

from ckanext.resilient.harvesters.portals.base import Portal

PORTALS: tuple[Portal, ...] = (
    Portal(
        key="it-dati-gov",
        country="it",
        title="dati.gov.it",
        # CKAN under a path: the root's /api/3 does not answer.
        url="https://www.dati.gov.it/opendata",
        protocol="ckan",
        languages=("it",),
    ),
    Portal(
        key="it-emilia-romagna",
        country="it",
        title="Regione Emilia-Romagna – Open Data",
        # The feed that dati.gov.it reads too; members with portals of their own appear in both.
        url="https://dati.emilia-romagna.it/catalog.rdf",
        protocol="dcat",
        languages=("it",),
    ),
    Portal(
        key="it-veneto",
        country="it",
        title="Regione del Veneto – Dati aperti",
        # Its /SpodCkanApi only resembles CKAN's; dati.gov.it reads this feed too.
        url="https://dati.veneto.it/export/rdf/catalog.ttl",
        protocol="dcat",
        languages=("it",),
    ),
)
