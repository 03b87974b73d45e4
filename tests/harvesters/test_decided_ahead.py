"""What a rehearsal shows to be the same as a dataset of another source is decided before anything is collected."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.cli.cli import ckan
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action
from lxml import html

from ckanext.resilient.harvest import stock
from tests.harvest.portal import act
from tests.harvest.twins import Make, Source, Twins, national, regional, twins

__all__ = ["twins"]


@pytest.fixture
def made(twins: Make) -> Twins:
    """The region is collected; the nation, which lists one of its records and one more, is not."""
    both = twins([regional("1"), regional("2")], [national("1"), national("3")])
    both.region.run()
    return both


def rehearsed(source: Source) -> list[dict[str, Any]]:
    found = stock.find_source(source.id)
    assert found is not None
    config = stock.source_config(found)
    return act(
        "resilient_harvest_rehearse",
        url=found.url,
        protocol=config["protocol"],
        portal=config.get("portal", ""),
    )["pairs"]


def decide(made: Twins, keep: str) -> None:
    act("resilient_harvest_source_update", id=made.nation.id, decisions=said_of(made, keep))


def said_of(made: Twins, keep: str) -> list[dict[str, str]]:
    (pair,) = rehearsed(made.nation)
    return [{"guid": pair["guid"], "other": pair["records"][1]["id"], "keep": keep}]


def test_a_rehearsal_names_the_pair_and_what_the_rules_would_do(made: Twins) -> None:
    (pair,) = rehearsed(made.nation)
    read, here = pair["records"]
    assert (read["id"], here["id"]) == (made.of_nation(), made.of_region())
    assert (here["portal"], pair["verdict"], pair["proposal"]) == ("Regione", "same", made.of_region())
    assert pair["reasons"]
    assert made.pairs() == []


def test_two_datasets_they_stay(made: Twins) -> None:
    decide(made, "two")
    result = made.nation.run()
    assert (result["counts"]["new"], result["counts"]["duplicates"]) == (2, 0)
    assert {made.of_region(), made.of_nation()} < made.shown()
    assert rehearsed(made.nation) == []


def test_the_one_that_is_here_stays(made: Twins) -> None:
    decide(made, "other")
    assert made.nation.run()["counts"]["duplicates"] == 1
    assert made.of_nation() not in made.shown()
    (pair,) = made.pairs("decided")
    assert (pair["verdict"], pair["keeps"]) == ("same", made.of_region())
    assert pair["decided_by"]


def test_the_new_one_takes_the_place_when_both_sources_were_read(made: Twins) -> None:
    decide(made, "own")
    made.nation.run()
    made.region.run()
    assert made.shown() == {made.of_nation(), made.of_nation("3"), made.of_region("2")}


def test_of_a_record_that_is_here_already_it_holds_at_once(twins: Make) -> None:
    made = twins([regional("1", files=("other.csv",), uri="")], [national("1", publisher="Ente")])
    made.region.run()
    made.nation.run()
    made.nation.records[0] = national("1")
    decide(made, "other")
    assert made.shown() == {made.of_region()}


def test_about_a_record_that_nobody_gives_nothing_is_decided_and_nothing_changed(made: Twins) -> None:
    said = [{"guid": "1", "other": "nowhere", "keep": "two"}]
    with pytest.raises(tk.ValidationError, match="look again"):
        act("resilient_harvest_source_update", id=made.nation.id, title="Other", decisions=said)
    assert act("resilient_harvest_source_show", id=made.nation.id)["title"] == "Italia"


def test_only_who_administers_both_organisations_decides(made: Twins) -> None:
    user = factories.UserWithToken()
    act("organization_member_create", id=made.nation.owner, username=user["name"], role="admin")
    given = {"id": made.nation.id, "decisions": said_of(made, "two")}
    with pytest.raises(tk.NotAuthorized):
        call_action("resilient_harvest_source_update", {"user": user["name"], "ignore_auth": False}, **given)
    assert made.pairs() == []


def test_the_commands_show_a_pair_and_decide_it(made: Twins, cli: Any) -> None:
    source = stock.find_source(made.nation.id)
    assert source is not None
    command = ["resilient", "harvest"]
    shown = cli.invoke(ckan, [*command, "rehearse", source.url, "--protocol", "dcat"]).stdout
    (pair,) = rehearsed(made.nation)
    assert f"{pair['guid']}: same. Both have the same identifier" in shown
    assert f"  {made.of_region()}  Asili nido 1 – Regione proposal\n" in shown
    wanted = ["--decide", pair["guid"], made.of_region()]
    edit = [*command, "edit", made.nation.id]
    assert cli.invoke(ckan, [*edit, *wanted, "both"]).exit_code == 2
    done = cli.invoke(ckan, [*edit, *wanted, "two"])
    assert done.exit_code == 0, done.output
    assert made.nation.run()["counts"]["duplicates"] == 0
    assert {made.of_region(), made.of_nation()} < made.shown()


def test_on_the_page_of_a_source_the_choice_is_offered_kept_and_saved(made: Twins, app: CKANTestApp) -> None:
    boss, partly = factories.SysadminWithToken(), factories.UserWithToken()
    act("organization_member_create", id=made.nation.owner, username=partly["name"], role="admin")
    path = "/sources/source-italia/edit"

    def press(do: str, who: dict[str, Any], **chosen: str) -> html.HtmlElement:
        headers = {"Authorization": who["token"]}
        form = html.fromstring(app.get(path, headers=headers).body).xpath("//main//form[@method='post']")[-1]
        fields = {name: value for name, value in form.fields.items() if value is not None}
        answer = app.post(path, data=fields | chosen | {"do": do}, headers=headers)
        return html.fromstring(answer.body)

    assert "Whoever administers both organisations decides." in press("rehearse", partly).text_content()
    page = press("rehearse", boss)
    guid, other = (page.xpath(f"//input[@name='pair-{part}-0']/@value")[0] for part in ("guid", "other"))
    assert other == made.of_region()
    assert page.xpath("//input[@name='pair-keep-0'][@checked]/@value") == [""]
    chosen = {"pair-guid-0": guid, "pair-other-0": other, "pair-keep-0": "two"}
    page = press("rehearse", boss, **chosen)
    assert page.xpath("//input[@name='pair-keep-0'][@checked]/@value") == ["two"]
    press("save", boss, **chosen)
    assert [pair["verdict"] for pair in made.pairs("decided")] == ["different"]
