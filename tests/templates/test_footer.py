"""The foot of every page."""

from __future__ import annotations

import pytest
from ckan.tests import factories

from tests.templates.conftest import Visit


@pytest.mark.usefixtures("clean")
def test_only_who_is_not_logged_in_is_asked_to_log_in(visit: Visit) -> None:
    login = "//footer//a[@href='/user/login']"
    assert len(visit("/").xpath(login)) == 1
    page = visit("/", Authorization=factories.UserWithToken()["token"])
    assert page.xpath(login) == []
    assert page.xpath("//footer//a")
