"""All faults, by what they are about."""

from __future__ import annotations

from tests.faults import attacks, document, http, network, paging, records
from tests.faults.model import Fault

GROUPS: dict[str, tuple[Fault, ...]] = {
    "network": network.FAULTS,
    "http": http.FAULTS,
    "paging": paging.FAULTS,
    "document": document.FAULTS,
    "record": records.FAULTS,
    "attack": attacks.FAULTS,
}
FAULTS: tuple[Fault, ...] = tuple(fault for faults in GROUPS.values() for fault in faults)
