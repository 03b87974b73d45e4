"""The design base on pages: its own page, signing in, the map, links in texts, and the foot of every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ckan.lib import mailer
from ckan.model import User
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp

from ckanext.resilient.pages import map as region_maps
from tests.templates.conftest import Call
from tests.templates.test_pages import page

PUBLIC = Path(__file__).parents[2] / "ckanext-resilient/ckanext/resilient/public/resilient"


@pytest.mark.usefixtures("clean")
def test_the_page_of_the_design_shows_every_icon_and_is_not_for_search_engines(app: CKANTestApp) -> None:
    answer = app.get("/design")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    there = set(re.findall(r'<symbol id="([a-z-]+)"', (PUBLIC / "icons.svg").read_text("utf-8")))
    assert there - set(re.findall(r"icons\.svg#([a-z-]+)", answer.text)) == set()


@pytest.mark.usefixtures("clean")
def test_signing_in_needs_no_second_style_sheet_and_no_script(app: CKANTestApp) -> None:
    for path in ("/el/user/login", "/el/user/reset"):
        shown = page(app, path)
        sheets = shown.xpath("//link[@rel='stylesheet']/@href")
        assert [sheet for sheet in sheets if "resilient" not in sheet] == [], path
        assert shown.xpath("//main//form//input[@name='_csrf_token']"), path
        assert shown.xpath("//main//label[@for]/@for"), path


@pytest.mark.usefixtures("clean")
def test_an_invited_person_chooses_a_name_and_a_password(app: CKANTestApp) -> None:
    person = factories.User(state="pending")
    user = User.get(person["id"])
    mailer.create_reset_key(user)
    path = f"/hr/user/reset/{user.id}?key={user.reset_key}"
    shown = page(app, path)
    assert {"name", "password1", "password2"} <= set(shown.xpath("//main//input/@name"))
    assert shown.xpath("//h1")[0].text == "Dobro došli: odaberite lozinku"
    sent = {"name": "nova-osoba", "password1": "dobra-lozinka-1", "password2": "dobra-lozinka-1"}
    app.post(path, data=sent, follow_redirects=False)
    user = User.get(person["id"])
    assert (user.state, user.name) == ("active", "nova-osoba")
    assert user.validate_password("dobra-lozinka-1")


@pytest.mark.usefixtures("clean")
def test_a_link_in_a_text_keeps_the_language_and_other_links_stay(app: CKANTestApp, call: Call) -> None:
    owner = factories.Organization()
    text = "See [needs](/need?a=1&b=2), [mail](mailto:x@example.org) and [us](https://example.org/need)."
    call(
        "package_create",
        type="page",
        name="links",
        owner_org=owner["id"],
        title_translated={"en": "Links"},
        notes_translated={"en": text},
        page_kind="information",
    )
    links = page(app, "/sq/page/links").xpath("//*[contains(@class, 'rs-prose')]//a/@href")
    assert links == ["/sq/need?a=1&b=2", "mailto:x@example.org", "https://example.org/need"]


@pytest.mark.usefixtures("clean")
def test_the_regions_are_on_the_map_and_lead_to_their_pages(app: CKANTestApp) -> None:
    shown = page(app, "/region")
    assert len(shown.xpath("//figure//a/@href")) == 10
    with app.flask_app.test_request_context("/"):
        drawn = region_maps.region_map()
    size = re.search(r'viewBox="0 0 (\d+) (\d+)"', (PUBLIC / "map.svg").read_text("utf-8"))
    assert size is not None
    assert (drawn.width, drawn.height) == (int(size[1]), int(size[2]))
    places = {dot.url.rsplit("/", 1)[-1]: (dot.x, dot.y) for dot in drawn.dots}
    assert places["pt-alentejo-central"][0] < places["fr-paca"][0] < places["gr-east-macedonia-thrace"][0]
    assert places["si-podravje"][1] < places["it-veneto"][1] < places["pt-alentejo-central"][1]


@pytest.mark.usefixtures("clean")
def test_every_page_says_who_paid_and_leads_to_all_parts(app: CKANTestApp) -> None:
    footer = page(app, "/it/").xpath("//footer")[0]
    assert "Fondo europeo di sviluppo regionale" in footer.text_content()
    assert {"/it/dataset/", "/it/cluster/", "/it/glossary"} <= set(footer.xpath(".//a/@href"))
