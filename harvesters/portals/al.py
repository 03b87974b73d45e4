"""Portals of Albania."""

from __future__ import annotations

from ckanext.resilient.harvesters.portals.base import Portal

PORTALS: tuple[Portal, ...] = (
    Portal(
        key="al-opendata-gov",
        country="al",
        title="Portali Kombëtar i të Dhënave të Hapura",
        # A single-page application: every address but its interface answers with the same web page.
        url="https://opendata.gov.al",
        protocol="opendata_al",
        languages=("sq",),
    ),
)
