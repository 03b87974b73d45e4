"""Every kind of issue, one table per topic: extend a table, or add a module and name it here."""

from __future__ import annotations

from ckanext.resilient.svrc.kinds import address, api, csw, rdf, run, values
from ckanext.resilient.svrc.kinds.base import Kind

KINDS: dict[str, Kind] = values.KINDS | address.KINDS | run.KINDS | rdf.KINDS | api.KINDS | csw.KINDS
