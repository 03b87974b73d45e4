"""Portals of Portugal."""

from __future__ import annotations

from ckanext.resilient.harvesters.portals.base import Portal

PORTALS: tuple[Portal, ...] = (
    Portal(
        key="pt-dados-gov",
        country="pt",
        title="dados.gov.pt",
        # Lists of portals call it CKAN: it is udata.
        url="https://dados.gov.pt",
        protocol="udata",
        languages=("pt",),
        # udata's id has no version; the portal's own guidance names this one.
        licences={"cc-by": "CC_BY_4_0"},
    ),
)
