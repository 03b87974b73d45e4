"""Portals of Slovenia: `definitions/si-*.yaml`."""

from __future__ import annotations

from ckanext.resilient.harvesters.portals.definition import portals_of

PORTALS = portals_of("si")
