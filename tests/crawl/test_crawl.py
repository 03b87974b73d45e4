"""A crawl through every public page, the forms and the error pages, in each of the nine languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ckan
import pytest
from babel.support import Translations
from ckan import model
from ckan.lib import mailer
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from ckanext.resilient.content import shipped
from ckanext.resilient.content.load import load
from ckanext.resilient.mail.lists import NEWS
from ckanext.resilient.mail.recipients import Recipient
from ckanext.resilient.mail.unsubscribe import token_for
from tests.browser import content as samples
from tests.crawl.leaks import LOCALES, Content, Interface, base, codes, shown
from tests.crawl.spider import Spider, Visit, missing_anchors

ROOT = Path(__file__).parents[2]
STARTS = ["/", "/organization/", "/glossary", "/user/login", "/user/register", "/user/reset"]
ERRORS = {"/nothing-here": 404, "/dataset/not-there": 404, "/dataset/new": 403}
TYPES = ("dataset", "cluster", "use-case", "training", "portal", "data-request", "page")
FORMS = [
    *(f"/{content_type}/new" for content_type in TYPES),
    "/dataset/edit/social-care-services",
    "/cluster/edit/sociolab",
    "/organization/new",
    "/organization/edit/resilient",
    "/dashboard/datasets",
]


_catalogue: list[Content] = []


@pytest.fixture
def catalogue(request: pytest.FixtureRequest) -> Content:
    """All the shipped content, and a few records in one language each; loaded once for all languages."""
    if not _catalogue:
        request.getfixturevalue("clean")
        _catalogue.append(loaded())
    return _catalogue[0]


def loaded() -> Content:
    outcome = load(shipped.paths())
    assert outcome.errors == []
    samples.create()
    found = Content()
    for one in call_action("package_search", rows=1000)["results"]:
        found.add(one)
    for name in call_action("organization_list"):
        found.add(call_action("organization_show", id=name, include_datasets=False))
    return found


def catalogues(locale: str) -> list[Translations]:
    ours = Translations.load(str(ROOT / "i18n"), [locale], "ckanext-resilient")
    core = Translations.load(str(Path(ckan.__file__).parent / "i18n"), [locale], "ckan")
    return [one for one in (ours, core) if isinstance(one, Translations)]


def told(visit: Visit, interface: Interface, content: Content) -> Iterator[str]:
    """What is wrong with a page, in words."""
    language, page = interface.language, visit.page
    if page is None:
        return
    if base(page.get("lang") or "") != language:
        yield f"{visit.address}: says it is in “{page.get('lang')}”"
    for anchor in missing_anchors(page):
        yield f"{visit.address}: links to #{anchor}, which is not on the page"
    for one in shown(page):
        if one.lang == language and language != "en" and interface.leaks(one.text):
            yield f"{visit.address}: English: “{one.text}”"
        if one.text in codes():
            yield f"{visit.address}: code: “{one.text}”"
        if one.text not in interface.own and content.is_unmarked(one):
            yield f"{visit.address}: shown as {one.lang}, but is not: “{one.text[:80]}”"


@pytest.mark.slow
@pytest.mark.walk
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_page_is_whole_and_in_its_language(
    locale: str, app: CKANTestApp, catalogue: Content, ckan_config: Any
) -> None:
    site = ckan_config["ckan.site_url"]
    editor = {"Authorization": factories.SysadminWithToken()["token"]}
    interface = Interface(locale, catalogues(locale))
    wrong: list[str] = []
    visited = 0
    for visit in Spider(app, site, locale).visits(STARTS):
        visited += 1
        if visit.status >= 400:
            wrong.append(f"{visit.address}: answers {visit.status}, linked from {visit.linked_from}")
        wrong += told(visit, interface, catalogue)
    assert visited > 150, f"only {visited} pages were reached"
    for visit in _single(app, site, locale, FORMS, editor):
        assert visit.status == 200, visit.address
        wrong += told(visit, interface, catalogue)
    for visit in _single(app, site, locale, from_mails(app), {}):
        assert visit.status == 200, visit.address
        wrong += told(visit, interface, catalogue)
    for path, status in ERRORS.items():
        (visit,) = _single(app, site, locale, [path], {})
        assert visit.status == status, visit.address
        wrong += told(visit, interface, catalogue)
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def from_mails(app: CKANTestApp) -> list[str]:
    """Pages that only a link in a mail leads to: leaving a list, and the first password of an invited person."""
    person = factories.User(state="pending")
    invited = model.User.get(person["id"])
    mailer.create_reset_key(invited)
    with app.flask_app.test_request_context("/"):
        token = token_for(Recipient("Eleni", person["email"], "en", person["id"]), NEWS)
    return [f"/mail/unsubscribe/{token}", f"/user/reset/{invited.id}?key={invited.reset_key}"]


def _single(
    app: CKANTestApp, site: str, locale: str, paths: list[str], headers: dict[str, str]
) -> Iterator[Visit]:
    yield from Spider(app, site, locale, headers, follows=lambda path: False).visits(paths)
