"""The page on which it is decided whether two records are the same dataset."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp
from lxml import html

from tests.harvest.portal import act
from tests.harvest.twins import Make, Twins, national, regional, twins
from tests.harvesters.pages.conftest import text

__all__ = ["twins"]

PAGE = "/sources/duplicates"


@pytest.fixture
def open_pair(twins: Make) -> Twins:
    """Two sources with a dataset that a person has to decide about."""
    made = twins([regional()], [national()])
    made.nation.run()
    made.region.run()
    assert [pair["verdict"] for pair in made.pairs("open")] == ["open"]
    return made


def headers(made: Twins, *administered: str) -> dict[str, str]:
    user: Any = factories.UserWithToken()
    for name in administered:
        act(
            "organization_member_create",
            id=getattr(made, name).owner,
            username=user["name"],
            role="admin",
        )
    return {"Authorization": user["token"]}


def test_a_pair_is_decided_by_a_button_and_is_gone(open_pair: Twins, app: CKANTestApp) -> None:
    who = headers(open_pair, "region", "nation")
    page = html.fromstring(app.get(PAGE, headers=who).body)
    forms = page.xpath("//main//form")
    kept = forms[0].fields["keep"]
    assert len(forms) == 3
    answer = app.post(forms[0].get("action"), data=dict(forms[0].fields), headers=who)
    assert "Decided." in text(html.fromstring(answer.body))
    (pair,) = open_pair.pairs("decided")
    assert (pair["verdict"], pair["keeps"]) == ("same", kept)


def test_two_datasets_are_both_shown(open_pair: Twins, app: CKANTestApp) -> None:
    who = headers(open_pair, "region", "nation")
    form = html.fromstring(app.get(PAGE, headers=who).body).xpath("//main//form")[-1]
    app.post(form.get("action"), data=dict(form.fields), headers=who)
    assert [pair["verdict"] for pair in open_pair.pairs("decided")] == ["different"]


def test_who_administers_one_of_the_organisations_sees_the_pair_but_cannot_decide(
    open_pair: Twins, app: CKANTestApp
) -> None:
    who = headers(open_pair, "region")
    page = html.fromstring(app.get(f"/it{PAGE}", headers=who).body)
    assert page.xpath("//main//form") == []
    assert len(page.xpath("//main//article")) == 2
    (pair,) = open_pair.pairs("open")
    assert app.post(f"{PAGE}/{pair['id']}", headers=who).status_code == 403


def test_the_page_is_closed_to_visitors(clean: None, app: CKANTestApp) -> None:
    assert app.get(PAGE).status_code == 403
