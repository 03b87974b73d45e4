"""The reading order wherever a text is shown: card, page, facet, feed and API, in Greek and in Albanian."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from ckan import model
from ckan.lib import search
from ckan.tests.helpers import CKANTestApp
from lxml import etree, html

Datasets = dict[str, dict[str, Any]]
ATOM = {"a": "http://www.w3.org/2005/Atom"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def show(app: CKANTestApp, locale: str, name: str) -> dict[str, Any]:
    return app.get(f"/{locale}/api/3/action/package_show?id={name}").json["result"]


def test_the_api_tells_the_text_that_a_reader_gets(app: CKANTestApp, datasets: Datasets) -> None:
    reading = show(app, "el", "both")["reading"]
    assert reading["title"] == {
        "text": "Κέντρα ηλικιωμένων", "lang": "el", "fallback": False, "machine": False,
    }  # fmt: skip
    assert reading["notes"] == {"text": "Περιγραφή", "lang": "el", "fallback": False, "machine": True}
    assert reading["in_short"]["text"] == "Με λίγα λόγια"
    assert reading["tags"]["text"] == ["ηλικιωμένοι"]
    resource = datasets["both"]["resources"][0]["id"]
    assert reading["resources"][resource]["name"] == {
        "text": "Table", "lang": "en", "fallback": True, "machine": False,
    }  # fmt: skip


def test_without_own_language_and_english_the_original_is_read(app: CKANTestApp, datasets: Datasets) -> None:
    for locale in ("el", "sq"):
        title = show(app, locale, "italian")["reading"]["title"]
        assert title == {"text": "Asili nido", "lang": "it", "fallback": True, "machine": False}
    assert show(app, "fr", "italian")["reading"]["title"]["lang"] == "fr"


def test_search_results_are_read_in_the_language_of_the_request(app: CKANTestApp, datasets: Datasets) -> None:
    for locale, expected in (("el", "Κέντρα ηλικιωμένων"), ("it", "Centri per anziani")):
        found = app.get(f"/{locale}/api/3/action/package_search?q=name:both").json["result"]["results"]
        assert [dataset["reading"]["title"]["text"] for dataset in found] == [expected]


def test_the_reading_is_not_stored_and_refuses_no_update(
    app: CKANTestApp, datasets: Datasets, sysadmin_headers: dict[str, str]
) -> None:
    shown = show(app, "el", "both")
    answer = app.post(
        "/el/api/3/action/package_update", json={**shown, "version": "2"}, headers=sysadmin_headers
    )
    assert answer.status_code == 200
    assert show(app, "it", "both")["reading"]["title"]["lang"] == "it"
    package = model.Package.get("both")
    assert package
    assert "reading" not in package.extras
    assert "reading" not in json.loads(search.show(package.id)["validated_data_dict"])


@pytest.mark.parametrize(
    ("locale", "titles", "marked"),
    [
        ("el", {"both": "Κέντρα ηλικιωμένων", "italian": "Asili nido"}, {"both": None, "italian": "it"}),
        ("sq", {"both": "Centri per anziani", "italian": "Asili nido"}, {"both": "it", "italian": "it"}),
    ],
)
def test_cards_and_pages_show_the_reading_with_its_language(
    app: CKANTestApp, datasets: Datasets, locale: str, titles: dict[str, str], marked: dict[str, str | None]
) -> None:
    results = html.fromstring(app.get(f"/{locale}/dataset/").body)
    for name, title in titles.items():
        link = results.xpath(
            f"//h2//a[contains(@href, '/dataset/{name}')] | //h3//a[contains(@href, '/dataset/{name}')]"
        )[0]
        assert link.text_content().strip() == title
        assert language_of(link) == (marked[name] or locale)
        page = html.fromstring(app.get(f"/{locale}/dataset/{name}").body)
        heading = page.xpath("//h1")[0]
        assert title in heading.text_content()


def language_of(element: Any) -> str:
    inner = element.xpath(".//@lang")
    return inner[0] if inner else element.xpath("ancestor-or-self::*[@lang][1]/@lang")[0]


@pytest.mark.parametrize(
    ("locale", "need", "organisation"),
    [
        ("el", "Γήρανση και φροντίδα μη αυτοεξυπηρετούμενων ατόμων", "Περιφέρεια"),
        ("sq", None, "Rajoni"),
    ],
)
def test_facets_show_labels_and_keep_codes_in_addresses(
    app: CKANTestApp, datasets: Datasets, locale: str, need: str | None, organisation: str
) -> None:
    url = f'/{locale}/api/3/action/package_search?facet.field=["vocab_social_need","organization"]'
    facets = app.get(url).json["result"]["search_facets"]
    item = facets["vocab_social_need"]["items"][0]
    assert item["name"] == "ageing-care"
    assert item["display_name"] not in ("ageing-care", "Ageing and care of dependent people")
    if need:
        assert item["display_name"] == need
    assert facets["organization"]["items"][0]["display_name"] == organisation
    body = app.get(f"/{locale}/dataset/").body
    assert item["display_name"] in body
    assert "vocab_social_need=ageing-care" in body


@pytest.mark.parametrize("locale", ["el", "sq"])
def test_feeds_are_in_the_readers_language_and_say_so(
    app: CKANTestApp, datasets: Datasets, locale: str
) -> None:
    feed = etree.fromstring(app.get(f"/{locale}/feeds/dataset.atom").body.encode())
    assert feed.get(XML_LANG) == locale
    titles = {entry.findtext("a:title", namespaces=ATOM): entry for entry in feed.iterfind("a:entry", ATOM)}
    italian = next(entry for title, entry in titles.items() if title.startswith("Asili nido"))
    assert italian.find("a:title", ATOM).get(XML_LANG) == "it"
    assert re.fullmatch(r"Asili nido \(.+\)", italian.findtext("a:title", namespaces=ATOM))
    assert italian.find("a:content", ATOM).get(XML_LANG) == "it"
    if locale == "el":
        greek = titles["Κέντρα ηλικιωμένων"]
        assert greek.find("a:title", ATOM).get(XML_LANG) == "el"
        assert greek.findtext("a:content", namespaces=ATOM) == "Με λίγα λόγια"


def test_the_core_title_is_in_the_sites_language_else_english_else_the_first(datasets: Datasets) -> None:
    assert datasets["both"]["title"] == "Centri per anziani"
    assert datasets["italian"]["title"] == "Crèches"
    assert datasets["both"]["resources"][0]["name"] == "Table"
