"""The page on which somebody says what words of a source mean, and the same in a rehearsal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan.tests.helpers import CKANTestApp
from lxml import html

from tests.harvest.portal import act, record
from tests.harvesters.pages.conftest import Harvested, Open, People, text

Send = Callable[..., html.HtmlElement]

WHO = [("visitor", 403), ("editor", 403), ("other-admin", 403), ("admin", 200), ("sysadmin", 200)]


@pytest.fixture
def source(source_with: Callable[..., Harvested]) -> Harvested:
    """A source that was run: two words that no table knows, one of them in two records."""
    words = (("1", "a caso"), ("2", "a caso"), ("3", "mensilmentee"))
    records = [record(key, extras=[{"key": "frequency", "value": word}]) for key, word in words]
    made = source_with(records)
    made.run()
    return made


@pytest.fixture
def send(app: CKANTestApp, people: People) -> Send:
    """Choose in the form with this id and press one of its buttons."""

    def run(page: html.HtmlElement, form_id: str, who: str = "admin", **values: str) -> html.HtmlElement:
        (form,) = page.xpath(f"//form[@id='{form_id}']")
        data = {name: value for name, value in form.fields.items() if value is not None} | values
        answer = app.post(form.action, data=data, headers=people.headers(who))
        assert answer.status_code == 200, answer.body[-2000:]
        return html.fromstring(answer.body)

    return run


def said(source: Harvested) -> Any:
    return act("resilient_harvest_source_show", id=source.id)["meanings"]


@pytest.mark.parametrize(("who", "status"), WHO)
def test_only_whoever_looks_after_a_source_sees_and_says_what_its_words_mean(
    source: Harvested, see: Open, app: CKANTestApp, people: People, who: str, status: int
) -> None:
    see(f"/sources/{source.name}/words", who, status)
    data = {"meaning-field-1": "frequency", "meaning-value-1": "a caso", "meaning-code-1": "IRREG"}
    answer = app.post(f"/sources/{source.name}/words", data=data, headers=people.headers(who))
    assert answer.status_code == status
    assert said(source) == ({} if status == 403 else {"frequency": {"a caso": "IRREG"}})


def test_each_word_stands_with_its_records_an_example_a_hint_and_choices_in_the_readers_language(
    source: Harvested, see: Open
) -> None:
    page = see(f"/it/sources/{source.name}/words", "admin")
    first, second = page.xpath("//form[@id='words']//tbody/tr")
    assert "a caso" in text(first)
    assert "2 record" in text(first)
    assert "Asili nido 1" in text(first)
    assert "Mensile" in text(second.xpath(".//p")[0])
    options = {option.get("value"): text(option) for option in first.xpath(".//option")}
    assert options["IRREG"] == "Irregolare"
    assert first.xpath(".//option[@selected]/@value") == [""]


def test_choices_are_kept_shown_and_taken_back(source: Harvested, see: Open, send: Send) -> None:
    path = f"/sources/{source.name}/words"
    page = send(see(path, "admin"), "words", **{"meaning-code-1": "IRREG", "meaning-code-2": "="})
    assert "It holds from the next run on." in text(page)
    assert said(source) == {"frequency": {"a caso": "IRREG", "mensilmentee": ""}}
    assert page.xpath("//option[@selected]/@value") == ["IRREG", "="]
    send(page, "words", **{"meaning-code-1": ""})
    assert said(source) == {"frequency": {"mensilmentee": ""}}


def test_a_form_that_is_sent_untouched_changes_nothing(source: Harvested, see: Open, send: Send) -> None:
    path = f"/sources/{source.name}/words"
    send(see(path, "admin"), "words", **{"meaning-code-1": "IRREG"})
    before = act("harvest_source_show", id=source.id)["metadata_modified"]
    send(see(path, "admin"), "words")
    assert act("harvest_source_show", id=source.id)["metadata_modified"] == before


def test_a_code_that_was_made_up_is_refused_in_words(source: Harvested, see: Open, send: Send) -> None:
    page = send(see(f"/sources/{source.name}/words", "admin"), "words", **{"meaning-code-1": "<b>"})
    assert "cannot mean “<b>”" in text(page)
    assert said(source) == {}


def test_the_pages_of_source_and_run_lead_to_it(source: Harvested, see: Open) -> None:
    path = f"/sources/{source.name}"
    assert see(path, "admin").xpath(f"//a[@href='{path}/words']")
    (run,) = act("resilient_harvest_run_list", id=source.id)
    assert see(f"{path}/runs/{run['job']}", "admin").xpath(f"//a[@href='{path}/words']")


def test_a_source_whose_words_are_all_known_says_so(
    source_with: Callable[..., Harvested], source: Harvested, see: Open
) -> None:
    act("resilient_harvest_meaning_set", id=source.id, meanings={"frequency": {"x": ""}})
    act("resilient_harvest_meaning_unset", id=source.id, field="frequency", values=["x"])
    source.portal.records[:] = [record("1"), record("2"), record("3")]
    source.run()
    assert "Our lists know every word" in text(see(f"/sources/{source.name}/words", "admin"))


def test_in_the_rehearsal_of_a_source_a_choice_is_tried_and_then_saved(
    source: Harvested, see: Open, send: Send
) -> None:
    page = send(see(f"/sources/{source.name}/edit", "admin"), "edit", "sysadmin", do="rehearse")
    assert [text(word) for word in page.xpath("//th[starts-with(@id, 'word-')]")] == [
        "a caso",
        "mensilmentee",
    ]
    choice = {"meaning-code-1": "IRREG"}
    tried = send(page, "edit", "sysadmin", do="rehearse", **choice)
    assert said(source) == {}
    assert "Changed: 2" in text(tried)
    send(tried, "edit", "sysadmin", do="save")
    assert said(source) == {"frequency": {"a caso": "IRREG"}}


def test_a_source_is_added_with_what_was_said_in_its_rehearsal(
    source: Harvested, app: CKANTestApp, people: People, see: Open, send: Send
) -> None:
    act("resilient_harvest_source_close", id=source.id)
    page = send(see("/sources/new", "sysadmin"), "add", "sysadmin", url=source.url + "/", do="test")
    page = send(page, "add", "sysadmin", do="rehearse")
    choice = {"meaning-code-2": "MONTHLY"}
    page = send(page, "add", "sysadmin", do="save", title="Nuova", owner_org=source.organisation, **choice)
    held = act("resilient_harvest_source_show", id=source.url + "/")
    assert held["meanings"] == {"frequency": {"mensilmentee": "MONTHLY"}}
