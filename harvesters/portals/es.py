"""Portals of Spain."""

from __future__ import annotations

from ckanext.resilient.harvesters.portals.base import Portal

PORTALS: tuple[Portal, ...] = (
    Portal(
        key="es-aragon",
        country="es",
        title="Aragón Open Data",
        # Since 2026 a proxy before CKAN rewrites the addresses of files: only ids stay the same.
        # Its addresses have no version in them (`/aod/api/action/…`).
        url="https://opendata.aragon.es/aod",
        protocol="ckan",
        options={"action_path": "/api/action"},
        languages=("es",),
    ),
    Portal(
        key="es-barcelona",
        country="es",
        title="Open Data BCN",
        # CKAN under a path; the site's front is another program.
        url="https://opendata-ajuntament.barcelona.cat/data",
        protocol="ckan",
        languages=("ca", "es", "en"),
    ),
    Portal(
        key="es-madrid-region",
        country="es",
        title="Datos Abiertos de la Comunidad de Madrid",
        url="https://datos.comunidad.madrid/catalog.rdf",
        protocol="dcat",
        languages=("es",),
    ),
)
