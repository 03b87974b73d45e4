"""The points of data.europa.eu's Metadata Quality Assessment (https://data.europa.eu/mqa/methodology).

The bands are those of piveau's scoring (https://piveau.eu/ns/scoring#).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ckanext.resilient.quality.description import Description, File
from ckanext.resilient.quality.findings import Checks, State, state_of
from ckanext.resilient.quality.indicators import DIMENSIONS, INDICATORS, OF_FILE, Indicator

MAXIMUM = 405
Band = Literal["excellent", "good", "sufficient", "bad"]
BANDS: tuple[tuple[int, Band], ...] = ((351, "excellent"), (221, "good"), (120, "sufficient"), (0, "bad"))
"""Lowest points of each band, best band first."""

_DATASET_DATES = {"dateIssuedAvailability": "issued", "dateModifiedAvailability": "modified"}


@dataclass(frozen=True, slots=True)
class Measured:
    """What one indicator came to; `file` is the distribution that it was measured on, if it was one."""

    indicator: Indicator
    state: State
    file: str = ""

    @property
    def points(self) -> int:
        """The points won."""
        return self.indicator.points if self.state is State.PASS else 0

    @property
    def open(self) -> int:
        """The points that a check still to come may give."""
        return self.indicator.points if self.state is State.NOT_CHECKED else 0


@dataclass(frozen=True, slots=True)
class Assessment:
    """The assessment of one dataset, every indicator once, in the order of `INDICATORS`."""

    measured: tuple[Measured, ...]

    @property
    def points(self) -> int:
        """Points so far, 0 to 405."""
        return sum(one.points for one in self.measured)

    @property
    def open(self) -> int:
        """Points that checks still to come may give."""
        return sum(one.open for one in self.measured)

    @property
    def band(self) -> Band:
        """The band of the points so far; provisional while points are open."""
        return band_of(self.points)

    def dimensions(self) -> dict[str, int]:
        """Points so far by dimension."""
        found = dict.fromkeys(DIMENSIONS, 0)
        for one in self.measured:
            found[one.indicator.dimension] += one.points
        return found


def band_of(points: int) -> Band:
    """The band of a number of points."""
    return next(band for least, band in BANDS if points >= least)


def assess(description: Description, checks: Checks) -> Assessment:
    """The assessment of a dataset. One distribution, the best, answers for all (ties: the first).

    The dates of the dataset count only where it has no distribution: one that has no date was measured too.
    """
    best = max(
        (found for _, found in measure_files(description, checks)),
        key=lambda found: sum(one.points for one in found),
        default=[Measured(one, _without_file(one, description)) for one in OF_FILE],
    )
    of_file = {one.indicator.id: one for one in best}
    return Assessment(
        tuple(
            of_file[one.id] if one.of_file else Measured(one, state_of(one.measure(description, checks)))  # type: ignore[arg-type]
            for one in INDICATORS
        )
    )


def measure_files(description: Description, checks: Checks) -> list[tuple[File, list[Measured]]]:
    """What each indicator of a distribution came to, for each of them."""
    return [(file, [_measure_file(one, file, checks) for one in OF_FILE]) for file in description.files]


def _measure_file(indicator: Indicator, file: File, checks: Checks) -> Measured:
    return Measured(indicator, state_of(indicator.measure(file, checks)), file.id)  # type: ignore[arg-type]


def _without_file(indicator: Indicator, description: Description) -> State:
    own = _DATASET_DATES.get(indicator.id)
    return state_of(bool(own and description.has(own)))
