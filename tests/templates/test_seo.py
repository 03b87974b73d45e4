"""What search engines are told: one address a page, its languages, what is not theirs, and the sitemap."""

from __future__ import annotations

import urllib.robotparser
from collections.abc import Iterator
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp
from lxml import etree, html

from ckanext.resilient.pages import sitemap
from tests.templates.conftest import Visit

SITE = "http://test.resilient.example"
LANGUAGES = ("en", "pt-PT", "es", "fr", "it", "el", "hr", "sl", "sq", "x-default")
PUBLIC = (
    "/", "/about", "/dataset/", "/dataset/day-centres", "/cluster/", "/cluster/care-cluster", "/use-case/care-portal",
    "/training/first-steps", "/training/start", "/portal/national-portal", "/organization/", "/organization/editors",
    "/data-request/open-request", "/page/what-is-open-data", "/scenario", "/scenario/s1-public-services", "/country/ita",
    "/region/it-veneto", "/need/ageing-care", "/collection/care-and-ageing", "/glossary", "/take-part",
)  # fmt: skip
NOT_FOR_SEARCH = (
    "/user/login", "/dataset/?vocab_social_need=ageing-care", "/dataset/?q=care", "/dataset/?sort=title_string+asc",
    "/organization/editors?vocab_social_need=ageing-care", "/cluster/compare?cluster=care-cluster",
)  # fmt: skip
NAMESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
MOST_IMAGE_BYTES = 100_000


def canonical(document: html.HtmlElement) -> list[str]:
    return document.xpath("//head/link[@rel='canonical']/@href")


def alternates(document: html.HtmlElement) -> dict[str, str]:
    links = document.xpath("//head/link[@rel='alternate'][@hreflang]")
    return {link.get("hreflang"): link.get("href") for link in links}


def meta(document: html.HtmlElement, name: str) -> list[str]:
    return document.xpath(f"//head/meta[@property='{name}' or @name='{name}']/@content")


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_names_its_one_address_and_its_languages(
    topic_catalogue: None, visit: Visit, path: str
) -> None:
    document = visit(f"/pt_PT{path}")
    assert canonical(document) == [f"{SITE}/pt_PT{path}"]
    found = alternates(document)
    assert tuple(found) == LANGUAGES
    assert found["pt-PT"] == f"{SITE}/pt_PT{path}"
    assert found["x-default"] == f"{SITE}{path}"
    assert meta(document, "robots") == []


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_says_in_its_head_what_it_is(topic_catalogue: None, visit: Visit, path: str) -> None:
    document = visit(f"/it{path}")
    for name in ("description", "og:title", "og:description", "og:type", "og:image", "og:url"):
        assert len(meta(document, name)) == 1, name
        assert meta(document, name)[0].strip(), name
    assert meta(document, "og:locale") == ["it_IT"]
    assert set(meta(document, "og:locale:alternate")) == {
        "en_GB", "pt_PT", "es_ES", "fr_FR", "el_GR", "hr_HR", "sl_SI", "sq_AL",
    }  # fmt: skip


def test_the_alternates_of_all_languages_name_one_another(topic_catalogue: None, visit: Visit) -> None:
    first = alternates(visit("/it/dataset/day-centres"))
    for url in set(first.values()):
        document = visit(url.removeprefix(SITE))
        assert alternates(document) == first
        assert canonical(document) == [url]


def test_the_sites_own_language_has_one_address(topic_catalogue: None, visit: Visit) -> None:
    assert canonical(visit("/en/dataset/day-centres")) == [f"{SITE}/dataset/day-centres"]
    assert canonical(visit("/en/")) == [f"{SITE}/en/"]
    assert canonical(visit("/")) == [f"{SITE}/"]


def test_parameters_that_make_no_other_page_are_left_out(topic_catalogue: None, visit: Visit) -> None:
    assert canonical(visit("/it/dataset/?utm_source=letter&fbclid=1")) == [f"{SITE}/it/dataset/"]
    assert meta(visit("/it/dataset/?utm_source=letter"), "robots") == []
    assert canonical(visit("/it/dataset/?page=1")) == [f"{SITE}/it/dataset/"]
    assert canonical(visit("/it/dataset/?page=2")) == [f"{SITE}/it/dataset/?page=2"]


def test_the_text_of_a_topic_names_the_topics_address(topic_catalogue: None, visit: Visit) -> None:
    own = {
        "/it/page/scenario-s1-public-services": "/it/scenario/s1-public-services",
        "/it/page/country-ita": "/it/country/ita",
        "/it/page/care-and-ageing": "/it/collection/care-and-ageing",
        "/it/page/about": "/it/about",
    }
    for path, place in own.items():
        assert canonical(visit(path)) == [SITE + place]


@pytest.mark.parametrize("path", NOT_FOR_SEARCH)
def test_variants_of_a_search_and_pages_for_accounts_are_not_for_search_engines(
    topic_catalogue: None, visit: Visit, path: str
) -> None:
    document = visit(f"/it{path}")
    assert meta(document, "robots") == ["noindex, follow"]
    assert alternates(document) == {}


def test_error_pages_are_not_for_search_engines(topic_catalogue: None, app: CKANTestApp) -> None:
    for path in ("/it/nothing", "/it/dataset/nothing", "/it/need/nothing"):
        document = html.fromstring(app.get(path, status=404).body)
        assert meta(document, "robots") == ["noindex, follow"], path
        assert canonical(document) == []


def test_a_private_dataset_is_not_for_search_engines(
    organisation: dict[str, Any], sysadmin_headers: dict[str, str], visit: Visit
) -> None:
    factories.Dataset(name="hidden", title="Hidden", owner_org=organisation["id"], private=True)
    document = visit("/dataset/hidden", **sysadmin_headers)
    assert meta(document, "robots") == ["noindex, follow"]


def test_the_description_is_the_records_own_sentence(topic_catalogue: None, visit: Visit) -> None:
    assert meta(visit("/it/collection/care-and-ageing"), "description") == ["Dati per chi cura."]
    assert meta(visit("/it/collection/care-and-ageing"), "og:title") == ["Invecchiamento e cura"]


def test_the_picture_that_is_shared_is_there_and_light(
    topic_catalogue: None, visit: Visit, app: CKANTestApp
) -> None:
    (address,) = meta(visit("/it/"), "og:image")
    assert address.startswith(SITE)
    picture = app.get(address.removeprefix(SITE)).data
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (1200, 630)
    assert len(picture) <= MOST_IMAGE_BYTES


def located(app: CKANTestApp, path: str) -> etree._Element:
    answer = app.get(path)
    assert answer.content_type.startswith("application/xml")
    return etree.fromstring(answer.data)


def parts(app: CKANTestApp) -> Iterator[etree._Element]:
    for address in located(app, "/sitemap.xml").xpath("//s:sitemap/s:loc/text()", namespaces=NAMESPACES):
        yield located(app, address.removeprefix(SITE))


def test_the_sitemap_names_every_public_page_in_every_language(
    topic_catalogue: None, app: CKANTestApp
) -> None:
    (part,) = parts(app)
    addresses = part.xpath("//s:url/s:loc/text()", namespaces=NAMESPACES)
    assert len(set(addresses)) == len(addresses)
    missing = {f"{SITE}/pt_PT{path}" for path in PUBLIC} - set(addresses)
    assert missing == set()
    (dataset,) = part.xpath(f"//s:url[s:loc='{SITE}/dataset/day-centres']", namespaces=NAMESPACES)
    assert tuple(dataset.xpath("x:link/@hreflang", namespaces=NAMESPACES)) == LANGUAGES
    assert len(dataset.xpath("s:lastmod/text()", namespaces=NAMESPACES)[0]) == len("2026-01-31")


def test_every_address_of_the_sitemap_is_the_one_of_its_page(
    topic_catalogue: None, visit: Visit, app: CKANTestApp
) -> None:
    (part,) = parts(app)
    addresses = part.xpath("//s:url/s:loc/text()", namespaces=NAMESPACES)
    greek = [address for address in addresses if "/el/" in address]
    assert len(greek) > 50
    wrong = {address for address in greek if canonical(visit(address.removeprefix(SITE))) != [address]}
    assert wrong == set()


def test_the_sitemap_holds_nothing_private_and_no_draft(
    organisation: dict[str, Any], app: CKANTestApp
) -> None:
    factories.Dataset(name="hidden", owner_org=organisation["id"], private=True)
    factories.Dataset(name="unfinished", owner_org=organisation["id"], state="draft")
    factories.Dataset(name="shown", owner_org=organisation["id"])
    text = b"".join(etree.tostring(part) for part in parts(app)).decode()
    assert "/dataset/shown<" in text
    assert "/dataset/hidden" not in text
    assert "/dataset/unfinished" not in text


def test_the_sitemap_is_cut_into_parts_that_leave_nothing_out(
    topic_catalogue: None, app: CKANTestApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def addresses() -> list[list[str]]:
        return [part.xpath("//s:url/s:loc/text()", namespaces=NAMESPACES) for part in parts(app)]

    (whole,) = addresses()
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES", 200)
    several = addresses()
    assert len(several) > 3
    assert all(len(part) <= 200 for part in several)
    assert [address for part in several for address in part] == whole
    assert app.get(f"/sitemap-{len(several) + 1}.xml").status_code == 404


def test_robots_are_told_what_is_theirs(clean: None, app: CKANTestApp) -> None:
    text = app.get("/robots.txt").body
    rules = urllib.robotparser.RobotFileParser()
    rules.parse(text.splitlines())
    assert rules.site_maps() == [f"{SITE}/sitemap.xml"]
    for path in ("/", "/dataset/day-centres", "/it/need/ageing-care"):
        assert rules.can_fetch("any", SITE + path), path
    for path in ("/api/3/action/package_list", "/user/login", "/datastore/dump/1"):
        assert not rules.can_fetch("any", SITE + path), path
    # Patterns with a star are beyond this parser: https://www.rfc-editor.org/rfc/rfc9309#section-2.2.3
    for line in ("Disallow: /*?vocab_*=", "Disallow: /*&vocab_*=", "Disallow: /*?q=", "Disallow: /*/api/"):
        assert line in text.splitlines(), line
