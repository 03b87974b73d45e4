"""The same dataset at two sources of different protocols: shown once, in either order, and never lost."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import call_auth

from ckanext.resilient.errors import RejectRecord
from ckanext.resilient.harvest import adapter, leases, placing, stock, store
from ckanext.resilient.harvest.duplicates.recognise import Recogniser
from ckanext.resilient.harvest.stages import Prepared
from ckanext.resilient.svrc.issues import Issue
from tests.harvest.portal import act
from tests.harvest.twins import REGION, Make, Twins, national, regional, twins

__all__ = ["twins"]

PAGE = "https://nation.example.org/dataset/1"


def in_order(made: Twins, *names: str) -> list[dict[str, Any]]:
    return [getattr(made, name).run() for name in names]


def also_at(package_id: str) -> list[dict[str, str]]:
    return act("package_show", id=package_id)["also_at"]


def codes(result: dict[str, Any]) -> set[str]:
    return {cause["code"] for cause in result["causes"]}


def test_what_the_nation_gathers_from_the_region_is_shown_once_with_a_link_to_both(twins: Make) -> None:
    made = twins([regional("1"), regional("2")], [national("1"), national("3")])
    _, result = in_order(made, "region", "nation")
    assert (result["counts"]["duplicates"], result["counts"]["new"]) == (1, 1)
    assert codes(result) == {"duplicate-found"}
    assert made.shown() == {made.of_region("1"), made.of_region("2"), made.of_nation("3")}
    assert also_at(made.of_region("1")) == [{"title": "Asili nido 1", "url": PAGE, "portal": "Italia"}]
    assert also_at(made.of_region("2")) == []
    (pair,) = made.pairs("decided")
    assert (pair["verdict"], pair["keeps"], pair["decided_by"]) == ("same", made.of_region(), "")


def test_where_else_a_dataset_is_survives_an_edit_and_stays_out_of_the_index(twins: Make) -> None:
    made = twins([regional()], [national()])
    in_order(made, "region", "nation")
    before = also_at(made.of_region())
    act("package_update", **(act("package_show", id=made.of_region()) | {"version": "2"}))
    shown = act("package_show", id=made.of_region())
    assert (shown["version"], shown["also_at"]) == ("2", before)
    assert "also_at" not in {extra["key"] for extra in shown.get("extras", [])}
    assert all("also_at" not in one for one in act("package_search")["results"])


def test_later_harvests_write_nothing_and_say_nothing_new(twins: Make) -> None:
    made = twins([regional()], [national()])
    in_order(made, "region", "nation")
    for result in in_order(made, "region", "nation", "region"):
        assert (result["written"], result["causes"]) == (0, [])
    assert made.nation.run()["counts"] == {
        "listed": 1, "new": 0, "changed": 0, "unchanged": 0, "duplicates": 1, "vanished": 0, "rejected": 0,
        "skipped": 0,
    }  # fmt: skip
    assert made.shown() == {made.of_region()}


def test_a_public_record_keeps_its_address_when_a_nearer_one_arrives(twins: Make) -> None:
    made = twins([regional(files=("1.csv", "1.json"))], [national()])
    _, result = in_order(made, "nation", "region")
    assert made.shown() == {made.of_nation()}
    assert codes(result) == {"duplicate-nearer"}
    assert [one["portal"] for one in also_at(made.of_nation())] == ["Regione"]
    (pair,) = made.pairs("open")
    assert (pair["keeps"], pair["proposal"]) == (made.of_nation(), made.of_region())
    assert pair["differences"]["files"] == {made.of_nation(): 1, made.of_region(): 2}
    in_order(made, "nation", "region")
    assert made.shown() == {made.of_nation()}


def test_the_administrator_swaps_them_and_later_harvests_keep_to_it(twins: Make) -> None:
    made = twins([regional()], [national()])
    in_order(made, "nation", "region")
    decided = made.decide(keep=made.of_region())
    assert (decided["verdict"], decided["keeps"]) == ("same", made.of_region())
    for _ in range(2):
        assert made.shown() == {made.of_region()}
        assert [one["portal"] for one in also_at(made.of_region())] == ["Italia"]
        made.nation.records[0]["notes"] += " Altro."
        in_order(made, "nation", "region")


def test_a_swap_is_carried_out_by_the_next_harvests_when_the_content_is_not_kept(twins: Make) -> None:
    made = twins([regional()], [national()])
    in_order(made, "nation", "region")
    forget_contents()
    made.decide(keep=made.of_region())
    assert made.shown() == {made.of_nation()}
    in_order(made, "region", "nation")
    assert made.shown() == {made.of_region()}


def test_without_an_index_nothing_is_decided_and_the_reason_is_said(
    twins: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = twins([regional()], [national()])
    in_order(made, "nation", "region")
    with monkeypatch.context() as broken:
        broken.setitem(tk.config, "solr_url", "http://127.0.0.1:9/solr/nothing")
        with pytest.raises(tk.ValidationError) as refused:
            made.decide(keep=made.of_region())
    assert "search index" in refused.value.error_dict["keep"][0]
    assert [one["decided_by"] for one in made.pairs()] == [""]
    made.decide(keep=made.of_region())
    assert made.shown() == {made.of_region()}


def test_a_decision_about_a_source_that_is_at_work_is_carried_out_by_its_next_harvest(twins: Make) -> None:
    made = twins([regional()], [national()])
    in_order(made, "nation", "region")
    with leases.hold(made.region.id):
        assert made.decide(keep=made.of_region())["keeps"] == made.of_region()
        assert made.shown() == {made.of_nation()}
    in_order(made, "region", "nation")
    assert made.shown() == {made.of_region()}
    with leases.hold(made.region.id):
        made.decide(keep=made.of_nation())
        assert made.shown() == {made.of_nation(), made.of_region()}
    in_order(made, "region", "nation")
    assert made.shown() == {made.of_nation()}


def test_a_successor_whose_source_is_at_work_waits_for_its_next_harvest(twins: Make) -> None:
    made = twins([regional("1"), regional("2")], [national("1")])
    in_order(made, "region", "nation")
    made.region.records.pop(0)
    with leases.hold(made.nation.id):
        in_order(made, "region", "region")
        assert made.shown() == {made.of_region("2")}
    made.nation.run()
    assert made.shown() == {made.of_region("2"), made.of_nation("1")}


def forget_contents() -> None:
    """As after ckanext-harvest's history was cleared."""
    model.Session.execute(sa.update(stock.HarvestObject).values(content=None))
    model.Session.commit()


@pytest.mark.parametrize("cleared", [False, True])
def test_when_the_one_that_stays_vanishes_the_other_takes_its_place(twins: Make, cleared: bool) -> None:
    made = twins([regional("1"), regional("2")], [national("1")])
    in_order(made, "region", "nation")
    gone = made.region.records.pop(0)
    if cleared:
        forget_contents()
    in_order(made, "region", "region")
    if cleared:
        assert made.shown() == {made.of_region("2")}
        made.nation.run()
    assert made.shown() == {made.of_region("2"), made.of_nation("1")}
    # Back at its source, it does not push the other out.
    made.region.records.append(gone)
    for result in in_order(made, "region", "nation"):
        assert codes(result) == set()
    assert made.shown() == {made.of_region("2"), made.of_nation("1")}
    assert [one["portal"] for one in also_at(made.of_nation("1"))] == ["Regione"]


def test_a_successor_that_cannot_be_written_is_tried_again_at_its_next_harvest(
    twins: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = twins([regional("1"), regional("2")], [national("1")])
    in_order(made, "region", "nation")
    made.region.records.pop(0)
    made.region.run()
    with monkeypatch.context() as broken:
        broken.setattr(placing.writer, "write", refuse)
        made.region.run()
    assert made.shown() == {made.of_region("2")}
    made.nation.run()
    assert made.shown() == {made.of_region("2"), made.of_nation("1")}


def refuse(dataset: dict[str, Any], **_: Any) -> str:
    raise RejectRecord(Issue("not-indexed", record=dataset["title"], params={"error": "no index"}))


def test_a_record_that_gets_a_new_guid_at_its_source_is_still_recognised(twins: Make) -> None:
    made = twins([regional("1")], [national("1"), national("2")])
    in_order(made, "nation", "region", "region")
    made.region.records[0]["id"] = "a-new-guid"
    in_order(made, "region", "region", "region", "nation")
    assert made.shown() == {made.of_nation("1"), made.of_nation("2")}
    assert [one["portal"] for one in also_at(made.of_nation("1"))] == ["Regione"]


def test_one_missing_listing_of_the_one_that_stays_changes_nothing(twins: Make) -> None:
    made = twins([regional("1"), regional("2")], [national("1")])
    in_order(made, "region", "nation")
    gone = made.region.records.pop(0)
    in_order(made, "region", "nation")
    assert made.shown() == {made.of_region("1"), made.of_region("2")}
    made.region.records.append(gone)
    in_order(made, "region", "nation")
    assert made.shown() == {made.of_region("1"), made.of_region("2")}


def test_one_that_a_person_deletes_here_gives_way_at_the_next_harvest(twins: Make) -> None:
    made = twins([regional()], [national()])
    in_order(made, "region", "nation")
    act("package_delete", id=made.of_region())
    made.nation.run()
    assert made.shown() == {made.of_nation()}


def test_when_the_other_vanishes_its_mention_goes(twins: Make) -> None:
    made = twins([regional("1")], [national("1"), national("2")])
    in_order(made, "region", "nation")
    made.nation.records.pop(0)
    in_order(made, "nation", "nation")
    assert also_at(made.of_region("1")) == []
    assert made.shown() == {made.of_region("1"), made.of_nation("2")}


def test_a_pair_that_is_only_likely_stays_two_and_open(twins: Make) -> None:
    made = twins([regional()], [national(uri="https://nation.example.org/id/9", files=("9.csv",))])
    _, result = in_order(made, "region", "nation")
    assert codes(result) == {"duplicate-open"}
    assert (result["counts"]["new"], result["counts"]["duplicates"]) == (1, 0)
    assert len(made.shown()) == 2
    (pair,) = made.pairs("open")
    assert (pair["keeps"], pair["proposal"]) == ("", made.of_region())
    assert pair["reasons"] == ["Both have the same title and the same publisher."]
    assert all(one["shown"] for one in pair["records"])


def test_two_that_are_public_already_are_never_merged_silently(twins: Make) -> None:
    made = twins([regional()], [national(title="Altro", files=("9.csv",), uri=f"{REGION}/id/9")])
    in_order(made, "region", "nation")
    assert made.pairs() == []
    made.region.records[0]["uri"] = f"{REGION}/id/9"
    assert codes(made.region.run()) == {"duplicate-open"}
    assert len(made.shown()) == 2


def test_the_administrator_says_that_they_are_two_and_takes_it_back(twins: Make) -> None:
    made = twins([regional()], [national()])
    in_order(made, "region", "nation")
    assert made.decide(different=True)["verdict"] == "different"
    for _ in range(2):
        assert made.shown() == {made.of_region(), made.of_nation()}
        assert also_at(made.of_region()) == []
        made.nation.records[0]["notes"] += " Altro."
        in_order(made, "nation", "region")
    made.decide(keep=made.of_nation())
    assert made.shown() == {made.of_nation()}
    assert [one["portal"] for one in also_at(made.of_nation())] == ["Regione"]
    in_order(made, "region", "nation")
    assert made.shown() == {made.of_nation()}


def test_a_decision_of_the_rules_ends_when_the_records_part(twins: Make) -> None:
    made = twins([regional()], [national(uri=f"{REGION}/id/x")])
    in_order(made, "region", "nation")
    assert made.shown() == {made.of_region()}
    made.nation.records[0].update(title="Farmacie", files=("farmacie.csv",))
    made.nation.run()
    assert made.shown() == {made.of_region(), made.nation.dataset(f"{REGION}/id/x")}
    assert made.pairs() == []


def test_a_third_source_that_gives_it_too_stands_behind_the_same_one(twins: Make) -> None:
    # The city's record has nothing in common with the region's but the title; it has the nation's file.
    made = twins(
        [regional("1", files=("r.csv",))],
        [national("1", files=("n.csv",))],
        [regional("7", uri="", url="", title="Asili nido 1", publisher="Ufficio scuola", files=("n.csv",))],
    )
    _, _, result = in_order(made, "region", "nation", "city")
    assert result["counts"]["duplicates"] == 1
    assert made.shown() == {made.of_region()}
    assert sorted(one["portal"] for one in also_at(made.of_region())) == ["Comune", "Italia"]
    # When the region's goes, one of the others stands for both.
    made.region.records[0]["private"] = True
    made.region.records.append(regional("5"))
    in_order(made, "region", "region")
    city = made.city.dataset(made.city.records[0]["id"])
    assert made.shown() == {city, made.of_region("5")}
    assert [one["portal"] for one in also_at(city)] == ["Italia"]
    in_order(made, "nation", "city", "region")
    assert made.shown() == {city, made.of_region("5")}


def test_an_identifier_that_one_source_gives_twice_joins_nothing(twins: Make) -> None:
    twice = [
        regional("1", title="Personale", uri="", identifier="urn:x:tab", files=("p.csv",), url=""),
        regional("2", title="Esami", uri="", identifier="urn:x:tab", files=("e.csv",), url=""),
    ]
    made = twins(twice, [national(uri="urn:x:tab", title="Personale docente", files=("d.csv",))])
    in_order(made, "region", "nation", "region")
    assert len(made.shown()) == 3
    assert made.pairs() == []


def test_a_guid_that_two_sources_give_to_two_datasets_is_two_datasets(twins: Make) -> None:
    made = twins([regional("1", id="asili", uri="", url="")], [national(title="Farmacie", files=("f.csv",))])
    in_order(made, "region", "nation")
    assert store.package_id(made.region.id, "asili") != store.package_id(made.nation.id, "asili")
    assert len(made.shown()) == 2


def test_a_rehearsal_names_the_duplicates_and_keeps_nothing(twins: Make) -> None:
    made = twins([regional("1")], [national("1"), national("2")])
    made.region.run()
    url = stock.find_source(made.nation.id).url
    result = act("resilient_harvest_rehearse", url=url, protocol="dcat")
    assert (result["counts"]["duplicates"], result["counts"]["new"]) == (1, 1)
    assert [one["source_guid"] for one in result["datasets"]] == [f"{REGION}/id/2"]
    (issue,) = [one for one in result["issues"] if one["code"].startswith("duplicate")]
    assert "Asili nido 1" in issue["message"]
    assert "Regione" in issue["message"]
    assert made.pairs() == []


def test_the_queue_reports_a_duplicate_as_not_modified(twins: Make) -> None:
    made = twins([regional()], [national()])
    made.region.run()
    assert adapter.gather_stage(stock.start_job(made.nation.id)) == []
    (obj,) = model.Session.query(stock.HarvestObject).filter_by(harvest_source_id=made.nation.id)
    assert (obj.state, obj.report_status) == ("COMPLETE", "not modified")
    assert made.shown() == {made.of_region()}


def test_the_page_of_a_dataset_says_in_plain_words_where_else_it_is(twins: Make, app: Any) -> None:
    made = twins([regional()], [national()])
    in_order(made, "region", "nation")
    page = app.get(f"/dataset/{made.of_region()}").body
    assert "Also at" in page
    assert f'href="{PAGE}"' in page


def test_a_batch_costs_the_same_queries_however_many_records_it_has(twins: Make) -> None:
    keys = [str(n) for n in range(1, 13)]
    made = twins([regional(key) for key in keys], [])
    made.region.run()
    batch = [as_prepared(key) for key in keys]
    recogniser = Recogniser(made.nation.id, "nation")
    asked: list[str] = []

    def note(*given: Any) -> None:
        asked.append(given[2])

    sa.event.listen(model.Session.get_bind(), "before_cursor_execute", note)
    try:
        few = recogniser.recognise(batch[:2], {})
        for_few = len(asked)
        many = recogniser.recognise(batch, {})
    finally:
        sa.event.remove(model.Session.get_bind(), "before_cursor_execute", note)
    assert (len(few.duplicates), len(many.duplicates)) == (2, 12)
    assert len(asked) - for_few == for_few <= 5


def as_prepared(key: str) -> Prepared:
    package = {"title": "x", "source_guid": key, "source_uri": f"{REGION}/id/{key}"}
    return Prepared(key, "x", package, "hash", ())


@pytest.mark.parametrize(
    ("capacities", "may"),
    [({}, False), ({"region": "admin"}, False), ({"region": "editor", "nation": "editor"}, False),
     ({"region": "admin", "nation": "admin"}, True)],
)  # fmt: skip
def test_who_administers_both_organisations_decides(
    twins: Make, capacities: dict[str, str], may: bool
) -> None:
    made = twins([regional()], [national()])
    in_order(made, "region", "nation")
    user = factories.User()
    for name, capacity in capacities.items():
        owner = getattr(made, name).owner
        act("organization_member_create", id=owner, username=user["name"], role=capacity)
    (pair,) = made.pairs()
    context: Any = {"user": user["name"], "model": model}
    if may:
        assert call_auth("resilient_duplicate_decide", context, id=pair["id"], different=True)
    else:
        with pytest.raises(tk.NotAuthorized):
            call_auth("resilient_duplicate_decide", context, id=pair["id"], different=True)


def test_an_administrator_sees_the_pairs_of_the_own_organisation_only(twins: Make) -> None:
    made = twins([regional()], [national()])
    in_order(made, "region", "nation")
    ours, others, nobody = factories.User(), factories.User(), factories.User()
    act("organization_member_create", id=made.nation.owner, username=ours["name"], role="admin")
    elsewhere = factories.Organization()
    act("organization_member_create", id=elsewhere["id"], username=others["name"], role="admin")
    assert len(listed_for(ours)) == 1
    assert listed_for(others) == []
    with pytest.raises(tk.NotAuthorized):
        listed_for(nobody)


def listed_for(user: dict[str, Any]) -> list[dict[str, Any]]:
    context: Any = {"user": user["name"], "auth_user_obj": model.User.get(user["id"])}
    return tk.get_action("resilient_duplicate_list")(context, {"state": "all"})


def test_a_list_can_be_of_one_source_or_state(twins: Make) -> None:
    made = twins([regional()], [national()])
    in_order(made, "region", "nation")
    assert len(act("resilient_duplicate_list", state="decided", source="source-italia")) == 1
    assert act("resilient_duplicate_list", state="open", source="source-italia") == []
    with pytest.raises(tk.ObjectNotFound):
        act("resilient_duplicate_list", source="nowhere")


@pytest.mark.parametrize("how", [{}, {"keep": "x", "different": True}, {"keep": "x"}])
def test_a_decision_names_one_of_the_two_or_says_that_they_differ(twins: Make, how: dict[str, Any]) -> None:
    made = twins([regional()], [national()])
    in_order(made, "region", "nation")
    with pytest.raises(tk.ValidationError):
        made.decide(**how)
    assert made.shown() == {made.of_region()}


def test_a_pair_that_does_not_exist_is_not_found(clean: None) -> None:
    with pytest.raises(tk.ObjectNotFound):
        act("resilient_duplicate_decide", id=4711, different=True)
