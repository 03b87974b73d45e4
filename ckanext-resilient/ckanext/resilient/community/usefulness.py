"""From the answers of people to one number by which datasets are ordered. Pure arithmetic."""

from __future__ import annotations

from ckanext.resilient.svrc.issues import N_

LEAST, MOST = 1, 5
PRIOR_VOTES = 5
PRIOR_VALUE = 3

ANSWERS = {
    5: N_("Very useful"),
    4: N_("Useful"),
    3: N_("Partly useful"),
    2: N_("Hardly useful"),
    1: N_("Not useful"),
}
"""What one can answer, best first."""


def points(votes: int, total: int) -> float:
    """The Bayesian mean: as if five people more had answered 3, so that one vote alone lifts nothing to the top.

    (5 · 3 + sum of the answers) ÷ (5 + number of answers)
    """
    return (PRIOR_VOTES * PRIOR_VALUE + total) / (PRIOR_VOTES + votes)


def sortable(votes: int, total: int) -> str:
    """The same in thousandths and four digits, so that an index of texts orders it."""
    return f"{round(points(votes, total) * 1000):04d}"
