"""How good the datasets of an organisation, a source, a country are: on a page, as a table file, day by day."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import Any

import pytest
from ckan import authz, model
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from ckanext.resilient.display.tables import csv_lines
from ckanext.resilient.quality import listing, store
from ckanext.resilient.quality.chart import HEIGHT, WIDTH, chart
from ckanext.resilient.quality.model import QualityHistory
from tests.quality.test_mqa import FULL


@pytest.fixture
def datasets(organisation: dict[str, Any]) -> list[dict[str, Any]]:
    """A well described dataset of Italy, and two poor ones."""
    user = {"user": factories.Sysadmin()["name"]}
    files = [{name: value for name, value in FULL["resources"][0].items() if name != "id"}]
    full = {name: value for name, value in FULL.items() if name != "id"} | {
        "resources": files,
        "name": "posti",
    }
    poor = [
        {"name": "povero-1", "title_translated": {"it": "=Povero"}},
        {"name": "povero-2", "title_translated": {"it": "Povero"}, "tags_translated": {"it": ["asili"]}},
    ]
    return [
        call_action("package_create", context=user, type="dataset", owner_org=organisation["id"], **one)
        for one in (full, *poor)
    ]


@pytest.mark.usefixtures("datasets")
def test_an_organisation_sees_its_levels_what_helps_most_and_where_to_begin(
    app: CKANTestApp, organisation: dict[str, Any]
) -> None:
    linked = app.get(f"/organization/{organisation['name']}").body
    address = f"/quality/organization/{organisation['name']}"
    assert address in linked
    page = app.get(address).body
    assert page.index(">=Povero<") < page.index("/dataset/posti")
    assert "It has no topic." in page
    assert f"{address}?missing=categoryAvailability#datasets" in page
    assert "/dataset/edit/" not in page


@pytest.mark.usefixtures("datasets")
def test_publishers_stand_side_by_side_and_each_question_is_counted(
    app: CKANTestApp, organisation: dict[str, Any]
) -> None:
    alone = app.get("/quality/all").body
    assert "Publishers side by side" not in alone
    other = factories.Organization(name="altro", title="Altro comune")
    call_action(
        "package_create", context={"user": factories.Sysadmin()["name"]}, type="dataset", name="vuoto",
        owner_org=other["id"], title_translated={"it": "Vuoto"},
    )  # fmt: skip
    page = app.get("/quality/all").body
    publishers = page[page.index("Publishers side by side") : page.index("Where to begin")]
    assert publishers.index(organisation["name"]) < publishers.index("Altro comune")
    assert "/quality/organization/altro" in publishers
    assert "33%" in publishers
    questions = page[page.index("Eight questions") : page.index("Publishers side by side")]
    cells = re.findall(r"<td>(\d+)</td>", questions)
    assert len(cells) == 8 * 4
    assert {sum(map(int, cells[row : row + 4])) for row in range(0, 32, 4)} == {4}


@pytest.mark.usefixtures("datasets")
def test_only_what_misses_one_thing_can_be_listed(app: CKANTestApp, organisation: dict[str, Any]) -> None:
    page = app.get(f"/quality/organization/{organisation['name']}?missing=keywordAvailability").body
    assert "/dataset/povero-1" in page
    assert "/dataset/povero-2" not in page


def test_who_may_edit_gets_there_at_once(
    app: CKANTestApp,
    datasets: list[dict[str, Any]],
    organisation: dict[str, Any],
    sysadmin_headers: dict[str, str],
) -> None:
    page = app.get(f"/quality/organization/{organisation['name']}", headers=sysadmin_headers).body
    assert f"/dataset/edit/{datasets[1]['name']}" in page


@pytest.mark.usefixtures("datasets")
def test_the_table_file_does_nothing_by_itself(app: CKANTestApp) -> None:
    answer = app.get("/quality/all.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.body.removeprefix("\ufeff"))))
    assert len(rows) == 4
    assert rows[1][0] == "'=Povero"
    assert [int(row[3]) for row in rows[1:]] == sorted(int(row[3]) for row in rows[1:])


def test_the_table_file_is_read_in_parts_and_has_every_dataset_once(
    app: CKANTestApp, datasets: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_AT_ONCE", 2)
    user = {"user": factories.Sysadmin()["name"]}
    call_action("package_patch", context=user, id=datasets[1]["id"], private=True)
    rows = list(csv.reader(io.StringIO(app.get("/it/quality/all.csv").body)))
    assert [row[0] for row in rows[1:]] == ["Povero", "Posti nei centri diurni"]
    assert rows[1][1].endswith("/it/dataset/povero-2")


@pytest.mark.parametrize("page", ["²", "99999999999999999999", "9" * 5000, "0", "-1", "x"])
@pytest.mark.usefixtures("datasets")
def test_what_is_no_page_is_the_first(app: CKANTestApp, page: str) -> None:
    assert "/dataset/povero-1" in app.get("/quality/all", query_string={"page": page}).body
    assert app.get("/dataset/posti/voices", query_string={"page": page}).status_code == 200


@pytest.mark.usefixtures("datasets")
def test_a_reader_who_edits_nothing_costs_no_question_for_each_dataset(
    app: CKANTestApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    known = authz.is_authorized

    def is_authorized(action: str, *rest: Any) -> Any:
        asked.append(action)
        return known(action, *rest)

    monkeypatch.setattr(authz, "is_authorized", is_authorized)
    reader = factories.UserWithToken()
    page = app.get("/quality/all", headers={"Authorization": reader["token"]}).body
    assert "/dataset/povero-1" in page
    assert "/dataset/edit/" not in page
    assert "package_update" not in asked


@pytest.mark.usefixtures("datasets")
def test_a_country_is_named_in_the_readers_language(app: CKANTestApp) -> None:
    assert "Itálie" not in app.get("/quality/country/ITA").body
    assert "Italia" in app.get("/it/quality/country/ITA").body
    assert "Ιταλία" in app.get("/el/quality/country/ITA").body


@pytest.mark.parametrize("path", ["country/XYZ", "organization/nobody", "source/nowhere", "planet/earth"])
@pytest.mark.usefixtures("clean")
def test_what_is_not_there_is_not_found(app: CKANTestApp, path: str) -> None:
    app.get(f"/quality/{path}", status=404)


@pytest.mark.usefixtures("datasets")
def test_the_course_is_drawn_from_the_second_day_on(app: CKANTestApp, organisation: dict[str, Any]) -> None:
    store.record_day()
    address = f"/quality/organization/{organisation['name']}"
    assert "<path d=" not in app.get(address).body
    today = dt.datetime.now(dt.timezone.utc).date()
    day = {"scope": "organization", "key": organisation["id"], "datasets": 1, "points": 120.0, "bands": {}}
    model.Session.add(QualityHistory(day=today - dt.timedelta(days=30), **day))
    model.Session.commit()
    page = app.get(address).body
    assert "<path d=" in page
    assert "120" in page


@pytest.mark.usefixtures("datasets")
def test_a_search_can_begin_with_the_best(app: CKANTestApp) -> None:
    page = app.get("/dataset/?sort=quality_points+desc,+metadata_modified+desc").body
    assert "Best quality first" in page
    assert page.index('href="/dataset/posti"') < page.index('href="/dataset/povero-1"')


def test_a_chart_stays_in_its_box() -> None:
    days = [
        (dt.date(2026, 1, 1) + dt.timedelta(days=number), float(number % 406)) for number in range(0, 900, 7)
    ]
    drawn = chart(days, 405, [120])
    assert drawn is not None
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in drawn.dots)
    assert drawn.dots == sorted(drawn.dots)


def test_cells_that_begin_like_a_formula_are_only_text() -> None:
    (mark, *lines) = csv_lines([["a"], ["=1+1", "-3", -3, "@x"]])
    assert mark == "\ufeffa\r\n"
    assert lines == ["'=1+1,'-3,-3,'@x\r\n"]
