"""Portals of Slovenia."""

from __future__ import annotations

from ckanext.resilient.harvesters.portals.base import Portal

PORTALS: tuple[Portal, ...] = (
    Portal(
        key="si-podatki-gov",
        country="si",
        title="OPSI – Odprti podatki Slovenije",
        url="https://podatki.gov.si",
        protocol="ckan",
        # Its groups are roles of users (chief editors …); the theme stands in a field of its own.
        options={"group_themes": False},
        languages=("sl",),
    ),
)
