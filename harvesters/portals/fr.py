"""Portals of France."""

from __future__ import annotations

from ckanext.resilient.harvesters.portals.base import Portal

PORTALS: tuple[Portal, ...] = (
    Portal(
        key="fr-data-gouv",
        country="fr",
        title="data.gouv.fr",
        url="https://www.data.gouv.fr",
        protocol="udata",
        # With 2,000 datasets a page and more the portal answers 502; 100 are safe.
        options={"page_size": 100},
        languages=("fr",),
    ),
    Portal(
        key="fr-datasud",
        country="fr",
        title="DataSud – Région Sud",
        # www.datasud.fr is another program; its CKAN answers at this host.
        url="https://trouver.datasud.fr",
        protocol="ckan",
        languages=("fr",),
    ),
)
