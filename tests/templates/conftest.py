"""Catalogues with entries of all types, and pages of them as documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action
from lxml import html

from tests.content import new_types
from tests.templates import topics_content

Call = Callable[..., dict[str, Any]]
Visit = Callable[..., html.HtmlElement]


@pytest.fixture
def call(clean: None) -> Call:
    """Call an action as a system administrator."""
    user = factories.Sysadmin()["name"]

    def run(action: str, **data: Any) -> dict[str, Any]:
        return call_action(action, {"user": user, "ignore_auth": False}, **data)

    return run


@pytest.fixture
def stored(call: Call) -> None:
    """One entry of each type, and two datasets."""
    for action, data in new_types.calls():
        call(action, **data)


@pytest.fixture
def topic_catalogue(clean: None) -> None:
    """An entry of each type about one need, one region and one scenario."""
    topics_content.create()


@pytest.fixture
def visit(app: CKANTestApp) -> Visit:
    """Open a page that is there, without following anything."""

    def run(path: str, **headers: str) -> html.HtmlElement:
        answer = app.get(path, headers=headers, follow_redirects=False)
        assert answer.status_code == 200, (path, answer.status_code)
        return html.fromstring(answer.body)

    return run
