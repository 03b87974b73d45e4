"""Links between entries: stored on one side, shown on both (R90), and only to those who may see them."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.lib.search.query import PackageSearchQuery
from ckan.tests.helpers import CKANTestApp
from lxml import html

from ckanext.resilient.content import links
from tests.content import new_types
from tests.content.conftest import Call

PATHS = {
    "portal": "/portal/gr-data-gov",
    "use-case": "/use-case/care-register",
    "training": "/training/search-and-download",
    "data-request": "/data-request/free-care-places",
    "cluster": "/cluster/social-network",
    "page": "/collection/care-and-ageing-example",
    "dataset": "/dataset/care-places",
    "organization": "/organization/town-of-example",
}
EXPECTED = {
    "portal": {"use-case", "cluster", "page"},
    "use-case": {"dataset", "dataset-2", "portal", "training", "cluster", "page"},
    "training": {"dataset", "use-case", "cluster", "page"},
    "data-request": {"dataset"},
    "cluster": {"dataset", "use-case", "training", "portal", "page"},
    "page": {"dataset", "cluster", "use-case", "training", "portal"},
    "dataset": {"use-case", "training", "data-request", "cluster", "page"},
    "organization": {"use-case", "data-request", "cluster"},
}
"""What each page leads to; half of it is stored on the other side."""


@pytest.fixture
def stored(call: Call) -> None:
    """All records with what they link to."""
    for action, data in new_types.calls():
        call(action, **data)


def related(app: CKANTestApp, path: str) -> set[str]:
    """Addresses of the entries that a page shows as related, wherever on the page that is."""
    document = html.fromstring(app.get(path).body)
    return set(document.xpath("//section[.//h2]//h3/a/@href | //section[.//h2]//h4/a/@href"))


@pytest.mark.usefixtures("stored")
def test_every_link_is_shown_on_both_of_its_pages(app: CKANTestApp) -> None:
    addresses = {**PATHS, "dataset-2": "/dataset/empty-buildings"}
    for content_type, expected in EXPECTED.items():
        found = related(app, PATHS[content_type])
        assert {addresses[name] for name in expected} <= found, content_type
        others = {address for name, address in addresses.items() if name not in expected}
        # The list of what an organisation keeps stands on its page too.
        if content_type != "organization":
            assert not others & found, content_type


@pytest.mark.usefixtures("stored")
def test_a_private_or_deleted_entry_is_on_no_related_list(app: CKANTestApp, call: Call) -> None:
    path = PATHS["dataset"]
    assert {PATHS["cluster"], PATHS["training"]} <= related(app, path)
    call("package_patch", id="social-network", private=True)
    call("package_delete", id="search-and-download")
    assert not {PATHS["cluster"], PATHS["training"]} & related(app, path)
    assert PATHS["training"] not in related(app, PATHS["use-case"])


@pytest.mark.usefixtures("stored")
def test_a_page_asks_the_index_once_for_all_of_its_links(
    app: CKANTestApp, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        record: dict[str, Any] = {"type": "cluster", "title_translated": {"en": f"C {number}"}}
        owner = new_types.ORGANIZATION["name"]
        call("package_create", **record, name=f"c-{number}", owner_org=owner, datasets_used=["care-places"])
    asked: list[str] = []
    run = PackageSearchQuery.run

    def counted(self: PackageSearchQuery, query: dict[str, Any], *rest: Any, **more: Any) -> Any:
        asked.append(str(query.get("fq")))
        return run(self, query, *rest, **more)

    monkeypatch.setattr(PackageSearchQuery, "run", counted)
    assert len(related(app, PATHS["dataset"])) >= 6
    assert len(asked) == 1
    document = html.fromstring(app.get(PATHS["dataset"]).body)
    assert len(document.xpath("//details//a[starts-with(@href, '/cluster/')]")) == 13 - 6


def test_names_of_links_and_of_parties_go_into_the_index_with_their_type() -> None:
    schema = {"dataset_fields": [{"field_name": "answers", "links_to": "dataset"}, {"field_name": "name"}]}
    record = {
        "answers": ["a", "b"],
        "partners": [{"organization": "town"}, {"name": "Nobody"}],
        "members": [{"organization": "town"}],
    }
    assert links.of_record(record, schema) == ["dataset/a", "dataset/b", "organization/town"]
