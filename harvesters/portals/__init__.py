"""Portals: one module per country, each holding `PORTALS`, a tuple of `Portal` objects."""

from __future__ import annotations

import importlib
import pkgutil

from ckanext.resilient.harvesters.portals.base import Portal


def all_portals() -> dict[str, Portal]:
    """Every portal of this package by key: what each module here lists in `PORTALS`."""
    found: dict[str, Portal] = {}
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        for portal in getattr(module, "PORTALS", ()):
            found[portal.key] = portal
    return found
