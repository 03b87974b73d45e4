"""Sources on a portal of the test, and the people who look after them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp
from lxml import html

from tests.harvest.portal import Portal, act, record, register, running

Open = Callable[..., html.HtmlElement]


@dataclass
class Harvested:
    """A source that was registered: its portal, its entry, its organisation."""

    portal: Portal
    id: str
    name: str
    organisation: str
    url: str

    def run(self, **options: Any) -> dict[str, Any]:
        return act("resilient_harvest_run", id=self.id, **options)


@pytest.fixture
def source_with(
    clean: None, ckan_config: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Harvested]]:
    """Register a source with these records, in an organisation of its own."""
    hosts: list[str] = []
    monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", hosts)
    monkeypatch.setitem(tk.config, "ckanext.resilient.http.delay_ms", 0)
    with contextlib.ExitStack() as stack:

        def make(records: list[dict[str, Any]], name: str = "portale", **options: Any) -> Harvested:
            portal, server = stack.enter_context(running(records))
            hosts.append(server.pair)
            organisation = factories.Organization(name=f"org-{name}")
            source = register(server, organisation["id"], name=name, **options)
            return Harvested(portal, source["id"], name, organisation["id"], server.url)

        yield make


@pytest.fixture
def source(source_with: Callable[..., Harvested]) -> Harvested:
    """A source whose second record has no title, not run yet."""
    return source_with([record("1"), record("2", title="", notes="")])


@dataclass
class People:
    """Names and tokens of whoever may want to see a page; "" is a visitor."""

    tokens: dict[str, str]
    names: dict[str, str]

    def headers(self, who: str) -> dict[str, str]:
        return {"Authorization": self.tokens[who]} if self.tokens[who] else {}


@pytest.fixture
def people(source: Harvested) -> People:
    """A system administrator, an administrator and an editor of the source's organisation, others."""
    users = {
        "sysadmin": factories.SysadminWithToken(),
        "admin": factories.UserWithToken(),
        "editor": factories.UserWithToken(),
        "other-admin": factories.UserWithToken(),
    }
    for who in ("admin", "editor"):
        act("organization_member_create", id=source.organisation, username=users[who]["name"], role=who)
    factories.Organization(users=[{"name": users["other-admin"]["name"], "capacity": "admin"}])
    return People(
        {"visitor": "", **{who: user["token"] for who, user in users.items()}},
        {"visitor": "", **{who: user["name"] for who, user in users.items()}},
    )


@pytest.fixture
def see(app: CKANTestApp, people: People) -> Open:
    """Open a page as somebody; gives the document."""

    def run(path: str, who: str = "visitor", status: int = 200) -> html.HtmlElement:
        answer = app.get(path, headers=people.headers(who), follow_redirects=False)
        assert answer.status_code == status, (path, who, answer.status_code, answer.body[-2000:])
        return html.fromstring(answer.body)

    return run


def text(element: html.HtmlElement) -> str:
    """What a reader reads, on one line."""
    return " ".join(element.text_content().split())


@pytest.fixture
def counted() -> Iterator[Callable[[Callable[[], Any]], int]]:
    """How many queries something asks the database."""
    asked: list[str] = []

    def note(*call: Any) -> None:
        asked.append(call[2])

    def run(act_of: Callable[[], Any]) -> int:
        asked.clear()
        model.Session.expire_all()
        act_of()
        return len(asked)

    engine = model.Session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note)
    yield run
    sa.event.remove(engine, "before_cursor_execute", note)
