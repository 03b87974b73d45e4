"""Pages as HTML: fragments, hostile values, private records, links, other sites' plain records."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action
from lxml import html

from tests.browser import content

REGIONS = ("search-form", "search-results", "search-facets", "resilient-languages")
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def catalogue(clean: None) -> None:
    """The small catalogue of the browser tests."""
    content.create()


def page(app: CKANTestApp, path: str, **headers: str) -> html.HtmlElement:
    answer = app.get(path, headers=headers)
    assert answer.status_code == 200, path
    return html.fromstring(answer.body)


def region(document: html.HtmlElement, name: str) -> str:
    (found,) = document.xpath(f"//*[@id='{name}']")
    found.tail = None
    return html.tostring(found, encoding="unicode")


@pytest.mark.parametrize(
    "path", ["/it/dataset/?vocab_social_need=ageing-care", "/el/organization/regione-esempio"]
)
def test_a_fragment_is_what_the_full_page_shows(catalogue: None, app: CKANTestApp, path: str) -> None:
    full, fragment = page(app, path), page(app, path, **{"HX-Request": "true"})
    assert fragment.xpath("//head/meta | //footer | //h1") == []
    for name in REGIONS:
        assert region(fragment, name) == region(full, name)


def test_what_a_fragment_tells_fills_the_place_of_the_full_page(catalogue: None, app: CKANTestApp) -> None:
    full, fragment = page(app, "/it/dataset/"), page(app, "/it/dataset/", **{"HX-Request": "true"})
    (told,) = fragment.xpath("//*[@hx-swap-oob='innerHTML:#resilient-search-status']")
    assert told.text == full.xpath("//*[@id='resilient-search-status']")[0].text


def test_texts_of_others_never_become_markup(organisation: dict[str, Any], app: CKANTestApp) -> None:
    dataset = call_action(
        "package_create",
        {"user": factories.Sysadmin()["name"], "ignore_auth": False},
        type="dataset",
        name="hostile",
        owner_org=organisation["id"],
        title_translated={"it": HOSTILE},
        notes_translated={"it": f"{HOSTILE}[x](javascript:alert(1))"},
        tags_translated={"it": [HOSTILE]},
        source_license=[HOSTILE],
        license_id="notspecified",
        spatial_coverage=[{"text": HOSTILE}],
        contact=[{"name": HOSTILE, "email": "a@example.org"}],
        resources=[{"url": "javascript:alert(1)", "name_translated": {"it": HOSTILE}}],
    )
    resource = dataset["resources"][0]["id"]
    for path in ("/it/", "/it/dataset/", "/el/dataset/hostile", f"/it/dataset/hostile/resource/{resource}"):
        document = page(app, path)
        # What describes the page to search engines is data, in which no tag can end or begin.
        run = document.xpath("//script[not(@type='application/ld+json')]")
        assert not [script for script in run if "alert" in (script.text or "")], path
        described = document.xpath("//script[@type='application/ld+json']")
        assert not [script for script in described if "<" in (script.text or "")], path
        assert not document.xpath("//@href[starts-with(., 'javascript')]"), path
        assert "alert" in document.text_content(), path


def test_a_text_that_a_machine_translated_is_marked(organisation: dict[str, Any], app: CKANTestApp) -> None:
    call_action(
        "package_create",
        {"user": factories.Sysadmin()["name"], "ignore_auth": False},
        type="dataset",
        name="machine",
        owner_org=organisation["id"],
        title_translated={"it": "Asili", "el-t-it": "Παιδικοί σταθμοί"},
    )
    for path in ("/el/dataset/", "/el/dataset/machine"):
        document = page(app, path)
        assert "Παιδικοί σταθμοί" in document.text_content()
        assert document.xpath("//*[contains(@class, 'rs-language')]"), path
    assert not page(app, "/it/dataset/machine").xpath("//*[contains(@class, 'rs-language')]")


def test_a_private_dataset_is_on_no_page_for_others(organisation: dict[str, Any], app: CKANTestApp) -> None:
    factories.Dataset(name="hidden", title="Hidden", owner_org=organisation["id"], private=True)
    for path in ("/", "/dataset/", f"/organization/{organisation['name']}"):
        assert "Hidden" not in page(app, path).text_content()


def test_its_editor_sees_a_private_dataset_and_that_it_is(
    organisation: dict[str, Any], app: CKANTestApp
) -> None:
    factories.Dataset(name="hidden", title="Hidden", owner_org=organisation["id"], private=True)
    answer = app.get("/dataset/hidden", headers={"Authorization": factories.SysadminWithToken()["token"]})
    shown = html.fromstring(answer.body)
    assert shown.xpath("//h1//text()")[0].strip() == "Hidden"
    assert shown.xpath("//*[contains(@class, 'rs-badge')]")
    assert shown.xpath("//a[@href='/dataset/edit/hidden']")


def test_an_error_page_says_what_to_do_and_keeps_the_stock_phrase_out(clean: None, app: CKANTestApp) -> None:
    answer = app.get("/el/nothing-here", status=404)
    text = html.fromstring(answer.body).text_content()
    assert "not found on the server" not in text
    assert "404" in text


def links(document: html.HtmlElement) -> Iterator[str]:
    for link in document.xpath(
        "//a[not(ancestor::*[starts-with(@id, 'resilient-') and contains(@id, 'language')])]/@href"
    ):
        if link.startswith("/"):
            yield link.partition("#")[0]


@pytest.mark.slow
def test_no_link_is_dead(catalogue: None, app: CKANTestApp) -> None:
    pages = ("/it/", "/it/dataset/", "/it/dataset/posti-letto", "/it/cluster/", "/it/cluster/centro-istria",
             "/it/organization/", "/it/organization/regione-esempio")  # fmt: skip
    found = {link for path in pages for link in links(page(app, path))}
    assert len(found) > 50
    assert {link: code for link in found if (code := app.get(link).status_code) != 200} == {}


STOCK_INI = """
[app:main]
use = egg:ckan
SECRET_KEY = only-for-this-test
ckan.site_url = http://localhost
ckan.plugins = resilient
"""

STOCK_PROGRAM = """
import sys
from ckan.cli import load_config
from ckan.config.middleware import make_app
app = make_app(load_config(sys.argv[1]))
from ckan.tests import factories
with app._wsgi_app.test_request_context():
    organization = factories.Organization(name="plain-org", title="Plain organisation")
    dataset = factories.Dataset(
        name="plain", title="Plain title", notes="What it holds. And more.", license_id="cc-by", owner_org=organization["id"],
        tags=[{"name": "care"}], resources=[{"url": "https://example.org/a.csv", "name": "A table", "format": "CSV"}],
    )
client = app._wsgi_app.test_client()
file = f"/dataset/plain/resource/{dataset['resources'][0]['id']}"
expected = {
    "/": ["Plain title", "What it holds."], "/it/dataset/": ["Plain title", "CSV"], "/dataset/plain": ["A table", "care"],
    file: ["A table"], "/organization/": ["Plain organisation"], "/organization/plain-org": ["Plain title"],
}
for path, texts in expected.items():
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text[-2000:])
    assert all(text in answer.text for text in texts), (path, texts)
print("shown")
"""


@pytest.mark.slow
def test_the_pages_alone_show_plain_records_of_a_stock_site(clean: None, tmp_path: Path) -> None:
    ini = tmp_path / "stock.ini"
    ini.write_text(STOCK_INI, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", STOCK_PROGRAM, str(ini)], capture_output=True, text=True, check=False
    )
    assert "shown" in done.stdout, done.stderr[-3000:]


def test_what_the_source_wrote_about_a_files_licence_is_shown(
    organisation: dict[str, Any], app: CKANTestApp
) -> None:
    dataset = call_action(
        "package_create",
        {"user": factories.Sysadmin()["name"], "ignore_auth": False},
        type="dataset",
        name="campings",
        title_translated={"fr": "Campings"},
        owner_org=organisation["id"],
        resources=[{"url": "https://example.org/a.csv", "source_license": "Ayant droit IGN"}],
    )
    (use,) = page(app, f"/dataset/{dataset['name']}").xpath("//section[contains(@class, 'rs-use')]")
    assert "Ayant droit IGN" in use.text_content()
