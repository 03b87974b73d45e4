"""The last word on records of portals in which no table can mend what they say."""

from __future__ import annotations

import pytest

from ckanext.resilient.harvesters.portals.it import published_by_holder
from ckanext.resilient.svrc.record import Agent, Dataset, SourceDataset

HOLDER = Agent(name={"it": "Comune di Esempio"}, identifier="c_x999")
DESK = Agent(name={"it": "Redazione  OD "})
BODY = Agent(name={"it": "Regione di Esempio"})


@pytest.mark.parametrize(
    ("publishers", "holders", "expected"),
    [
        ([DESK], [HOLDER], [HOLDER]),
        ([DESK, BODY], [HOLDER], [BODY]),
        ([BODY], [HOLDER], [BODY]),
        ([DESK], [], [DESK]),
        ([Agent(name={"it": "Open Fiber"})], [HOLDER], [Agent(name={"it": "Open Fiber"})]),
        ([], [HOLDER], []),
    ],
)
def test_a_desk_of_italy_is_no_publisher_where_a_body_is_known(
    publishers: list[Agent], holders: list[Agent], expected: list[Agent]
) -> None:
    dataset = Dataset("guid", publishers=publishers, rights_holders=holders, extras={"note": "x"})
    corrected = published_by_holder(SourceDataset("guid"), dataset)
    assert corrected.publishers == expected
    assert corrected.rights_holders == holders
    assert dataset.publishers == publishers


def test_what_a_desk_called_itself_is_kept() -> None:
    dataset = Dataset("guid", publishers=[DESK], rights_holders=[HOLDER], extras={"note": "x"})
    corrected = published_by_holder(SourceDataset("guid"), dataset)
    assert corrected.extras == {"note": "x", "publisher": "Redazione  OD "}
