"""Portals of Italy: `definitions/it-*.yaml`."""

from __future__ import annotations

from dataclasses import replace

from ckanext.resilient.harvesters.portals.definition import portals_of
from ckanext.resilient.svrc.record import Agent, Dataset, SourceDataset
from ckanext.resilient.svrc.text import fold

_DESKS = frozenset({"redazione od", "open"})
"""What the desks that type records in for hundreds of bodies write as publisher."""


def published_by_holder(_source: SourceDataset, dataset: Dataset) -> Dataset:
    """The holder of the rights as publisher, where a record names only the desk that typed it in.

    What the record said stays among its extras.
    """
    desks = [agent for agent in dataset.publishers if _is_desk(agent)]
    bodies = [agent for agent in dataset.publishers if agent not in desks] or dataset.rights_holders
    if not desks or not bodies:
        return dataset
    said = ", ".join(dict.fromkeys(name for desk in desks for name in desk.name.values()))
    return replace(dataset, publishers=list(bodies), extras={**dataset.extras, "publisher": said})


def _is_desk(agent: Agent) -> bool:
    return any(fold(name) in _DESKS for name in agent.name.values())


# Municipalities' records reach the national portal by way of Puglia's.
PORTALS = portals_of("it", {"it-dati-gov": published_by_holder, "it-puglia": published_by_holder})
