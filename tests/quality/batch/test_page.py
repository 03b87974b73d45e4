"""The pages: from the overview to the datasets, a look at what would change, and how far the job is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action, changed_config

from ckanext.resilient.quality.batch import job
from ckanext.resilient.quality.batch import page as batch_page
from tests.community.conftest import headers
from tests.quality.batch.conftest import Dataset, made, queries, stored

TOPIC = "health-social-services"


def work(app: CKANTestApp, batch: str) -> None:
    """Do the batch at this address, as the worker does."""
    with app.flask_app.test_request_context():
        job.run(batch.rpartition("/")[2])


@pytest.fixture
def address(organisation: Dataset) -> str:
    """Where the topic of the organisation's datasets is set."""
    return f"/quality/organization/{organisation['name']}/set/od_category"


@pytest.mark.usefixtures("datasets")
def test_only_who_may_edit_is_led_there(
    app: CKANTestApp, organisation: Dataset, editor: dict[str, Any], address: str
) -> None:
    overview = f"/quality/organization/{organisation['name']}"
    assert "/set/" not in app.get(overview).body
    page = app.get(overview, headers=headers(editor)).body
    assert address in page
    assert f"{overview}/set/frequency" in page
    app.get(address, status=403)
    app.get(address.replace("od_category", "notes"), headers=headers(editor), status=404)


def test_all_datasets_are_chosen_and_the_field_is_that_of_the_form(
    app: CKANTestApp, datasets: list[Dataset], editor: dict[str, Any], address: str
) -> None:
    page = app.get(f"/it{address}", headers=headers(editor)).body
    for one in datasets[:2]:
        assert re.search(rf'name="dataset" value="{one["id"]}" checked', page)
    assert datasets[2]["id"] not in page
    assert f'name="od_category" value="{TOPIC}"' in page
    assert 'value="set"' not in page, "first one looks, then one sets"


def test_where_datasets_have_collaborators_the_page_is_there_and_shows_theirs_too(
    app: CKANTestApp, datasets: list[Dataset], elsewhere: Dataset, editor: dict[str, Any], address: str
) -> None:
    sysadmin = {"user": factories.Sysadmin()["name"]}
    theirs = {"id": elsewhere["id"], "user_id": editor["id"], "capacity": "editor"}
    with changed_config("ckan.auth.allow_dataset_collaborators", True):
        call_action("package_collaborator_create", context=sysadmin, **theirs)
        assert datasets[0]["id"] in app.get(address, headers=headers(editor)).body
        everywhere = "/quality/all/set/od_category"
        page = app.post(everywhere, data={"do": "look"}, headers=headers(editor)).body
    assert datasets[0]["id"] in page
    assert elsewhere["id"] in page


def test_one_looks_then_sets_and_sees_what_became_of_it(
    app: CKANTestApp, datasets: list[Dataset], editor: dict[str, Any], address: str
) -> None:
    form = {"od_category": TOPIC, "dataset": datasets[1]["id"]}
    looked = app.post(address, data={**form, "do": "look"}, headers=headers(editor)).body
    assert "+30 points" in looked
    assert 'value="set"' in looked
    assert not re.search(rf'value="{datasets[0]["id"]}" checked', looked)
    answer = app.post(address, data={**form, "do": "set"}, headers=headers(editor), follow_redirects=False)
    batch = answer.headers["Location"]
    waiting = app.get(batch, headers=headers(editor)).body
    assert "0 of 1 datasets are done." in waiting
    assert "hx-get" in waiting
    app.get(batch, status=403)
    work(app, batch)
    part = app.get(f"{batch}/progress", headers=headers(editor))
    assert part.headers["HX-Refresh"] == "true"
    assert "hx-get" not in app.get(batch, headers=headers(editor)).body
    assert stored("povero-2")["od_category"] == [TOPIC]
    assert not stored("povero-1").get("od_category")


@pytest.mark.usefixtures("datasets")
def test_more_datasets_are_not_more_queries(
    app: CKANTestApp, organisation: Dataset, editor: dict[str, Any], address: str
) -> None:
    asked: list[int] = []
    for names in ([], [], [f"altro-{number}" for number in range(5)]):
        for name in names:
            made(name, organisation["id"])
        with queries() as found:
            data = {"od_category": TOPIC, "do": "look"}
            page = app.post(address, data=data, headers=headers(editor)).body
        asked.append(len(found))
    assert page.count('name="dataset"') == 7
    assert asked[2] <= asked[1]


@pytest.mark.usefixtures("datasets")
def test_what_is_wrong_with_a_value_stands_beside_its_part(
    app: CKANTestApp, organisation: Dataset, editor: dict[str, Any]
) -> None:
    address = f"/quality/organization/{organisation['name']}/set/contact"
    form = {"contact-0-name": "Ufficio", "contact-0-email": "nobody", "do": "look"}
    page = app.post(address, data=form, headers=headers(editor)).body
    assert 'value="Ufficio"' in page
    assert "error" in page[page.index('id="at-contact-0-email"') : page.index('id="at-contact-0-phone"')]
    assert 'value="set"' not in page


def test_what_could_not_be_changed_is_named(
    app: CKANTestApp,
    datasets: list[Dataset],
    editor: dict[str, Any],
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = {"od_category": TOPIC, "dataset": datasets[0]["id"], "do": "set"}
    batch = app.post(address, data=form, headers=headers(editor), follow_redirects=False).headers["Location"]
    monkeypatch.setattr(job, "_edit", lambda *_: "Because.")
    work(app, batch)
    page = app.get(batch, headers=headers(editor)).body
    assert "Because." in page
    assert '<span lang="it">Titolo povero-1</span>' in page


@pytest.fixture
def pages_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two datasets stand on a page."""
    monkeypatch.setattr(batch_page, "A_PAGE", 2)


def sent(page: str, **changes: Any) -> dict[str, Any]:
    """What a browser sends of the form, without JavaScript."""
    hidden = dict(re.findall(r'<input type="hidden" name="(base|others|shown|page)" value="([^"]*)">', page))
    ticked = re.findall(r'name="dataset" value="([^"]+)" checked', page)
    chosen = {"od_category": re.findall(r'name="od_category" value="([^"]+)"[^>]*? checked', page)}
    return {**hidden, "dataset": ticked, **chosen, **changes}


def test_what_does_not_fit_on_a_page_is_on_the_next_and_chosen_too(
    app: CKANTestApp, organisation: Dataset, editor: dict[str, Any], address: str, pages_of_two: None
) -> None:
    ids = sorted(made(f"povero-{number}", organisation["id"])["id"] for number in range(5))

    def post(**form: Any) -> str:
        return app.post(address, data=form, headers=headers(editor)).body

    first = app.get(address, headers=headers(editor)).body
    assert "Chosen: 5 of 5." in first
    assert "The page shows 1 to 2." in first
    assert "Page 1 of 3" in first
    assert ">Previous<" not in first
    assert [one in first for one in ids] == [True, True, False, False, False]
    second = post(**sent(first, dataset=[ids[1]], do="2"))
    assert "Chosen: 4 of 5." in second
    assert "error" not in second[second.index("at-od_category") : second.index('id="datasets"')]
    third = post(**sent(second, dataset=[], do="3"))
    assert "Chosen: 2 of 5." in third
    assert ">Next<" not in third
    looked = post(**sent(third, od_category=TOPIC, do="look"))
    assert "2 datasets are chosen. On this page: +30 points together." in re.sub(r"\s+", " ", looked)
    back = post(**sent(looked, do="2"))
    assert "checked" not in back[back.index('id="datasets"') :]
    assert f'name="od_category" value="{TOPIC}" checked' in re.sub(r"\s+", " ", back)
    form = sent(back, do="set")
    answer = app.post(address, data=form, headers=headers(editor), follow_redirects=False)
    work(app, answer.headers["Location"])
    filled = {one for one in ids if stored(one).get("od_category")}
    assert filled == {ids[1], ids[4]}


def test_all_or_none_are_chosen_at_once_on_all_pages(
    app: CKANTestApp, organisation: Dataset, editor: dict[str, Any], address: str, pages_of_two: None
) -> None:
    for number in range(3):
        made(f"povero-{number}", organisation["id"])
    page = app.get(address, headers=headers(editor)).body
    none = app.post(address, data=sent(page, do="none"), headers=headers(editor)).body
    assert "Chosen: 0 of 3." in none
    refused = app.post(address, data=sent(none, od_category=TOPIC, do="set"), headers=headers(editor)).body
    assert "Choose at least one dataset" in refused
    every = app.post(address, data=sent(none, do="all"), headers=headers(editor)).body
    assert "Chosen: 3 of 3." in every
