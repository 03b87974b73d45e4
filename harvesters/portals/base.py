"""What the suite knows of one portal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.resilient.svrc.record import Dataset, SourceDataset


@dataclass(frozen=True, slots=True)
class Portal:
    """One portal: where it is, how it is read, how its own words map to the EU's.

    Args:
        key: stable key, `<country>-<name>`, e.g. `it-dati-gov`.
        country: ISO 3166 code in lower case (`gr` for Greece).
        title: the portal's name in its own language.
        url: address that the protocol starts from.
        protocol: name of a protocol.
        options: options of that protocol.
        languages: base codes of the languages it writes in, most used first.
        default_publisher: name of the publisher when a record has none.
        licences: the portal's own licence word or address (case-folded) to EU licence code, e.g. `CC_BY_4_0`.
        themes: the portal's own theme word (case-folded) to EU data theme code, e.g. `HEAL`.
        frequencies: the portal's own word (case-folded) to EU frequency code, e.g. `ANNUAL`.
        crosswalk: last correction of a record in which the portal deviates; pure.
    """

    key: str
    country: str
    title: str
    url: str
    protocol: str
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    languages: tuple[str, ...] = ()
    default_publisher: str = ""
    licences: Mapping[str, str] = field(default_factory=dict[str, str])
    themes: Mapping[str, str] = field(default_factory=dict[str, str])
    frequencies: Mapping[str, str] = field(default_factory=dict[str, str])
    crosswalk: Callable[[SourceDataset, Dataset], Dataset] | None = None
