"""Protocols: how the records of one kind of portal are listed and read. One module each, found by name."""

from __future__ import annotations

import importlib
import pkgutil

from ckanext.resilient.harvesters.protocols.base import Protocol


def all_protocols() -> dict[str, Protocol]:
    """Every protocol of this package by name: each module here that defines `PROTOCOL`."""
    found: dict[str, Protocol] = {}
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        protocol = getattr(module, "PROTOCOL", None)
        if isinstance(protocol, Protocol):
            found[protocol.name] = protocol
    return found
