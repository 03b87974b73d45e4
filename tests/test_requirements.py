"""docs/requirements.md names only what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp

from ckanext.resilient.content import shipped
from ckanext.resilient.content.load import load

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs/requirements.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`([^`]+)`", TEXT)
FOR_EDITORS = {"/dataset/new", "/cluster/new"}


def test_every_file_that_is_named_is_there() -> None:
    files = [name for name in NAMED if not name.startswith("/")]

    assert [name for name in files if not (ROOT / name).exists()] == []


@pytest.mark.slow
def test_every_page_that_is_named_is_there(app: CKANTestApp, clean: None) -> None:
    load(shipped.paths())
    editor = {"Authorization": factories.SysadminWithToken()["token"]}
    pages = [name for name in NAMED if name.startswith("/")]
    answers = {page: app.get(page, headers=editor if page in FOR_EDITORS else {}) for page in pages}

    assert [page for page, answer in answers.items() if answer.status_code != 200] == []


def numbers() -> set[int]:
    found: set[int] = set()
    for first, last in re.findall(r"R(\d+)(?:–R(\d+))?", TEXT):
        found |= set(range(int(first), int(last or first) + 1))
    return found


def test_every_requirement_of_content_and_pages_has_its_line() -> None:
    wanted = {*range(1, 39), *range(68, 196), *range(198, 215), 216}

    assert sorted(wanted - numbers()) == []
