"""Portals of Greece."""

from __future__ import annotations

from ckanext.resilient.harvesters.portals.base import Portal

PORTALS: tuple[Portal, ...] = (
    Portal(
        key="gr-data-gov",
        country="gr",
        title="data.gov.gr – Κεντρική πύλη ανοικτών δεδομένων",
        # Some reading actions were only confirmed by POST: the protocol tries it where GET is refused.
        url="https://data.gov.gr",
        protocol="ckan",
        languages=("el", "en"),
    ),
    Portal(
        key="gr-kavala",
        country="gr",
        title="Ανοικτά δεδομένα Δήμου Καβάλας",
        url="https://data.kavala.gov.gr",
        protocol="ckan",
        languages=("el",),
    ),
    Portal(
        key="gr-patras",
        country="gr",
        title="Ανοικτά δεδομένα Δήμου Πατρέων",
        url="https://catalog.data.patras.gr",
        protocol="ckan",
        languages=("el",),
    ),
)
