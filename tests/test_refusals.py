"""Pages whose actions refuse answer so, and say who may see them in the reader's language."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import pytest
from werkzeug.exceptions import Forbidden, NotFound

from ckanext.resilient.refusals import answered

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


def refusing(error: type[Exception], refusal: str = "") -> None:
    @answered(refusal)
    def view() -> str:
        raise error

    view()


def test_who_may_not_see_a_page_is_told_who_may() -> None:
    with pytest.raises(Forbidden, match="Only editors"):
        refusing(tk.NotAuthorized, "Only editors.")
    with pytest.raises(Forbidden):
        refusing(tk.NotAuthorized)


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        refusing(tk.ObjectNotFound)


def test_all_others_see_the_page() -> None:
    assert answered()(lambda: "page")() == "page"
