"""The page of a request for data."""

from __future__ import annotations

import pytest
from ckan.tests.helpers import CKANTestApp

from tests.templates.conftest import Call
from tests.templates.test_pages import page

PATH = "/data-request/free-care-places"


@pytest.mark.usefixtures("stored")
def test_it_says_what_what_for_its_state_and_what_answers_it(app: CKANTestApp) -> None:
    shown = page(app, PATH)
    state = shown.xpath("//section[@aria-labelledby='resilient-state']")[0].text_content()
    assert "The town had it already." in state
    assert shown.xpath("//section[h2='What is needed']//strong/text()") == ["town"]
    assert "To tell families where to ask." in shown.text_content()
    assert shown.xpath("//section[@aria-labelledby='resilient-answer']//h3/a/@href") == [
        "/dataset/care-places"
    ]
    holder = shown.xpath("//dt[text()='Who may have the data']/following-sibling::dd[1]//a/@href")
    assert holder == ["/organization/town-of-example"]


@pytest.mark.usefixtures("stored")
def test_a_name_is_shown_only_where_that_is_wanted(app: CKANTestApp, call: Call) -> None:
    assert "Maria Example" not in page(app, PATH).text_content()
    call("package_patch", id="free-care-places", name_hidden=False)
    assert "Maria Example" in page(app, PATH).text_content()


@pytest.mark.usefixtures("stored")
def test_who_may_not_add_a_request_is_told_whom_to_ask(app: CKANTestApp) -> None:
    assert "write to the organisation that may have it" in page(app, "/data-request/").text_content()
