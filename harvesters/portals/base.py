"""What the suite knows of one portal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.resilient.svrc.record import Dataset, SourceDataset

Correction = Callable[[SourceDataset, Dataset], Dataset]
"""The last word on a record in which a portal deviates; pure."""


@dataclass(frozen=True, slots=True)
class Social:
    """Which records of a portal concern the social economy, in the portal's own terms.

    A record is in when any of these says so; a source asks for the choice with `only_social`.

    Args:
        keywords: phrases in the portal's languages; a word that ends in `*` stands for all that begin so.
        themes: EU data theme codes, or the portal's own theme words.
        publishers: beginnings of the names of publishers all of whose records are in.
    """

    keywords: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()


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
        starter: whether `./resilient up` brings in a first slice of it; the others are registered by hand.
        gathers: whose records it gathers beside its own: empty (nobody's), `region`, `nation` or `world`. Where
            two portals give the same dataset, the one nearer to its publisher is shown.
        default_publisher: name of the publisher when a record has none.
        default_licence: EU code of the licence that the portal's own terms give to every record
            that names none; empty where the terms do not say so.
        licence_terms: address of those terms.
        licences: the portal's own licence word or address (case-folded) to EU licence code, e.g. `CC_BY_4_0`.
        themes: the portal's own theme word (case-folded) to EU data theme code, e.g. `HEAL`.
        frequencies: the portal's own word (case-folded) to EU frequency code, e.g. `ANNUAL`.
        social: which of its records concern the social economy.
        crosswalk: last correction of a record in which the portal deviates.
    """

    key: str
    country: str
    title: str
    url: str
    protocol: str
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    languages: tuple[str, ...] = ()
    starter: bool = False
    gathers: str = ""
    default_publisher: str = ""
    default_licence: str = ""
    licence_terms: str = ""
    licences: Mapping[str, str] = field(default_factory=dict[str, str])
    themes: Mapping[str, str] = field(default_factory=dict[str, str])
    frequencies: Mapping[str, str] = field(default_factory=dict[str, str])
    social: Social = field(default_factory=Social)
    crosswalk: Correction | None = None
