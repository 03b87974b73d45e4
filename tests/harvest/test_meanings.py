"""What an administrator says of a source's words is kept with the source and changes what is harvested."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests import factories
from ckan.tests.helpers import call_action, call_auth

from ckanext.resilient.harvest import registry, stock
from tests.harvest.portal import act, record, register, running

pytestmark = pytest.mark.usefixtures("clean")

IRREGULAR = "http://publications.europa.eu/resource/authority/frequency/IRREG"


def with_frequency(key: str, frequency: str) -> dict[str, Any]:
    return record(key, extras=[{"key": "frequency", "value": frequency}])


@pytest.fixture
def source(
    clean: None, organisation: dict[str, Any], ckan_config: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, Any]]:
    """A harvested source with a word that no table knows in three spellings, and another one."""
    words = ("a caso", "A caso", "a caso", "mensilmentee")
    with running([with_frequency(str(key), word) for key, word in enumerate(words)]) as (portal, server):
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [server.pair])
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.delay_ms", 0)
        registered = register(server, organisation["id"])
        act("resilient_harvest_run", id=registered["id"])
        yield {**registered, "portal": portal}


def say(source: dict[str, Any], **words: str) -> Any:
    given = {value.replace("_", " "): code for value, code in words.items()}
    return act("resilient_harvest_meaning_set", id=source["id"], meanings={"frequency": given})


def frequencies() -> list[str]:
    """What the datasets say of how often they are renewed, by title."""
    found = call_action("package_search", q="*:*", fq="dataset_type:dataset", sort="title_string asc")
    return [row.get("frequency") or row.get("source_frequency") for row in found["results"]]


def listed(source: dict[str, Any]) -> list[tuple[str, int, str | None]]:
    fields = act("resilient_harvest_meaning_list", id=source["id"])
    assert [field["field"] for field in fields] in ([], ["frequency"])
    return [(row["value"], row["count"], row["code"]) for field in fields for row in field["values"]]


def test_open_words_come_by_field_with_their_records_an_example_and_a_hint(source: dict[str, Any]) -> None:
    (field,) = act("resilient_harvest_meaning_list", id="portal")
    assert field == {
        "field": "frequency",
        "values": [
            {"value": "a caso", "count": 3, "record": "Asili nido 0", "suggestion": "", "code": None},
            {
                "value": "mensilmentee",
                "count": 1,
                "record": "Asili nido 3",
                "suggestion": "MONTHLY",
                "code": None,
            },
        ],
    }


def test_after_a_choice_the_next_run_changes_records_that_their_source_has_not_changed(
    source: dict[str, Any],
) -> None:
    assert say(source, a_caso="IRREG") == {"frequency": {"a caso": "IRREG"}}
    assert listed(source) == [("mensilmentee", 1, None), ("a caso", 3, "IRREG")]
    done = act("resilient_harvest_run", id=source["id"])
    assert (done["counts"]["changed"], done["counts"]["unchanged"]) == (3, 1)
    assert frequencies() == [IRREGULAR] * 3 + ["mensilmentee"]
    assert listed(source) == [("mensilmentee", 1, None), ("a caso", 0, "IRREG")]


def test_a_choice_that_is_taken_back_gives_the_word_of_the_source_again(source: dict[str, Any]) -> None:
    say(source, a_caso="IRREG")
    act("resilient_harvest_run", id=source["id"])
    left = act("resilient_harvest_meaning_unset", id=source["id"], field="frequency", values=["A CASO"])
    assert left == {}
    done = act("resilient_harvest_run", id=source["id"])
    assert done["counts"]["changed"] == 3
    assert "a caso" in frequencies()
    assert listed(source)[0] == ("a caso", 3, None)


def test_a_word_that_is_left_as_it_is_is_listed_as_settled_and_changes_nothing(
    source: dict[str, Any],
) -> None:
    say(source, a_caso="", mensilmentee="MONTHLY")
    done = act("resilient_harvest_run", id=source["id"])
    assert (done["counts"]["changed"], done["counts"]["unchanged"]) == (1, 3)
    assert listed(source) == [("a caso", 0, ""), ("mensilmentee", 0, "MONTHLY")]
    assert act("resilient_harvest_unknown_values", id=source["id"]) == []


def test_a_choice_makes_a_source_that_is_asked_for_its_changes_only_be_read_as_a_whole(
    source: dict[str, Any],
) -> None:
    source["portal"].filters = True
    assert act("resilient_harvest_run", id=source["id"])["partial"]
    say(source, a_caso="IRREG")
    done = act("resilient_harvest_run", id=source["id"])
    assert not done["partial"]
    assert done["counts"]["changed"] == 3


def test_a_second_choice_for_a_word_takes_the_place_of_the_first_however_it_is_spelled(
    source: dict[str, Any],
) -> None:
    say(source, a_caso="IRREG", mensilmentee="MONTHLY")
    assert say(source, A_CASO="NEVER") == {"frequency": {"mensilmentee": "MONTHLY", "A CASO": "NEVER"}}


def test_choices_outlive_other_changes_of_the_source_and_a_portal_that_is_registered_again(
    source: dict[str, Any],
) -> None:
    say(source, a_caso="IRREG")
    act("resilient_harvest_source_update", id=source["id"], title="Anders", limit=3)
    found = act("resilient_harvest_source_show", id=source["id"])
    assert (found["limit"], found["meanings"]) == (3, {"frequency": {"a caso": "IRREG"}})


def test_registering_a_portal_again_keeps_what_was_set_of_it_since(clean: None) -> None:
    made = act("resilient_portal_register", key="it-lombardia", limit=5)
    say(made, a_caso="IRREG")
    act("resilient_portal_register", key="it-lombardia", only_social=True)
    config = stock.source_config(registry.own_source(made["id"]))
    assert config["meanings"] == {"frequency": {"a caso": "IRREG"}}
    assert (config.get("limit"), config["only_social"]) == (None, True)


@pytest.mark.parametrize(
    ("meanings", "reason"),
    [
        ({"frequency": {"a caso": "SOMETIMES"}}, "“a caso” cannot mean “SOMETIMES”"),
        ({"colour": {"rosso": "RED"}}, "“colour” is no field"),
        ({"frequency": "a caso"}, "says nothing of what words mean"),
    ],
)
def test_what_the_vocabulary_does_not_have_is_refused_and_nothing_is_kept(
    source: dict[str, Any], meanings: dict[str, Any], reason: str
) -> None:
    for action in ("resilient_harvest_meaning_set", "resilient_harvest_source_update"):
        with pytest.raises(tk.ValidationError) as refused:
            act(action, id=source["id"], meanings=meanings)
        assert reason in str(refused.value)
    assert "meanings" not in stock.source_config(registry.own_source(source["id"]))


def test_a_rehearsal_shows_open_words_and_uses_what_was_said(source: dict[str, Any]) -> None:
    given = {"url": source["url"], "protocol": "ckan", "languages": ["it"]}
    (field,) = act("resilient_harvest_rehearse", **given)["words"]
    assert [(row["value"], row["count"]) for row in field["values"]] == [("a caso", 3), ("mensilmentee", 1)]
    tried = act("resilient_harvest_rehearse", **given, meanings={"frequency": {"a caso": "IRREG"}})
    assert tried["counts"]["changed"] == 3
    say(source, a_caso="IRREG")
    kept = act("resilient_harvest_rehearse", **given)
    assert [row["frequency"] for row in kept["datasets"][:3]] == [IRREGULAR] * 3
    assert [(row["value"], row["code"]) for row in kept["words"][0]["values"]] == [
        ("mensilmentee", None),
        ("a caso", "IRREG"),
    ]


def test_the_command_rehearses_with_what_words_would_mean(source: dict[str, Any], cli: Any) -> None:
    command = ["resilient", "harvest", "rehearse", source["url"], "--protocol", "ckan", "--language", "it"]
    command += ["--json", "--meaning"]
    done = cli.invoke(ckan, [*command, "frequency:a caso=IRREG"])
    assert json.loads(done.stdout)["counts"]["changed"] == 3
    for wrong, reason in (("a caso", "Write field, word and code"), ("frequency:a caso=X", "cannot mean")):
        refused = cli.invoke(ckan, [*command, wrong])
        assert (refused.exit_code, reason in refused.stderr) == (2, True)


def test_listing_asks_the_same_number_of_queries_for_one_word_and_for_many(source: dict[str, Any]) -> None:
    asked: list[str] = []

    def note(*call: Any) -> None:
        asked.append(call[2])

    def queries() -> int:
        asked.clear()
        act("resilient_harvest_meaning_list", id=source["id"])
        return len(asked)

    engine = model.Session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note)
    before = queries()
    source["portal"].records[:] = [with_frequency(str(key), f"parola {key}") for key in range(4)]
    act("resilient_harvest_run", id=source["id"], full=True)
    after = queries()
    sa.event.remove(engine, "before_cursor_execute", note)
    assert (before, len(listed(source))) == (after, 4)


@pytest.mark.parametrize("what", ["list", "set", "unset"])
def test_only_whoever_administers_the_organisation_may(
    source: dict[str, Any], organisation: dict[str, Any], what: str
) -> None:
    users = {role: factories.User() for role in ("admin", "editor")}
    for role, user in users.items():
        act("organization_member_create", id=organisation["id"], username=user["name"], role=role)
    data = {"id": source["id"], "meanings": {}, "field": "frequency", "values": []}
    name = f"resilient_harvest_meaning_{what}"
    assert call_auth(name, {"model": model, "user": users["admin"]["name"]}, **data)
    for user in (users["editor"]["name"], ""):
        with pytest.raises(tk.NotAuthorized):
            call_auth(name, {"model": model, "user": user}, **data)


def test_the_commands_list_say_and_take_back(cli: Any, source: dict[str, Any]) -> None:
    def run(*words: str) -> Any:
        return cli.invoke(ckan, ["resilient", "harvest", "meanings", *words])

    assert run("list", "portal").stdout.splitlines() == [
        "3 × frequency “a caso” (Asili nido 0)",
        "1 × frequency “mensilmentee” → MONTHLY? (Asili nido 3)",
    ]
    assert "IRREG                   Irregular" in run("codes", "frequency").stdout
    assert run("set", "portal", "frequency", "a caso", "IRREG").exit_code == 0
    assert run("set", "portal", "frequency", "mensilmentee", "--leave").exit_code == 0
    assert run("list", "portal").stdout.splitlines() == [
        "3 × frequency “a caso” = IRREG (Asili nido 0)",
        "1 × frequency “mensilmentee” = left as it is (Asili nido 3)",
    ]
    assert run("unset", "portal", "frequency", "a caso").exit_code == 0
    assert json.loads(run("list", "portal", "--json").stdout)[0]["values"][0]["code"] is None


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (("set", "portal", "frequency", "a caso", "SOMETIMES"), 2, "cannot mean"),
        (("set", "portal", "frequency", "a caso"), 2, "Give either a code or --leave."),
        (("set", "nowhere", "frequency", "a caso", "IRREG"), 2, "There is no harvest source"),
        (("unset", "nowhere", "frequency", "a caso"), 2, "There is no harvest source"),
        (("list", "nowhere"), 2, "There is no harvest source"),
    ],
)
def test_a_command_that_cannot_be_done_says_why(
    cli: Any, source: dict[str, Any], words: tuple[str, ...], code: int, reason: str
) -> None:
    done = cli.invoke(ckan, ["resilient", "harvest", "meanings", *words])
    assert done.exit_code == code
    assert reason in done.stderr
