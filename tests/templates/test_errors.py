"""What an error page says, whatever CKAN hands over."""

from __future__ import annotations

import pytest
from ckan.tests.helpers import CKANTestApp

from ckanext.resilient.pages.errors import error_words


@pytest.mark.usefixtures("clean")
def test_an_unforeseen_error_has_its_number_and_no_stock_phrase(app: CKANTestApp) -> None:
    with app.flask_app.test_request_context("/"):
        words = error_words([500], "Internal server error")
        assert (words.code, words.reason) == (500, "")
        assert words.title == "Something went wrong"
        assert error_words(409, "Somebody else changed it.").reason == "Somebody else changed it."
