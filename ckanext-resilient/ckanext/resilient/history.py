"""Who may open the pages with the history of an entry: those who are logged in.

CKAN's activity pages name the people who made each change, while their user pages are closed
(`ckan.auth.public_user_details = false`): for visitors the links on them lead nowhere.
"""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import CKANApp

_PAGES = "activity."


def close_to_visitors(app: CKANApp) -> None:
    """Answer visitors of ckanext-activity's pages with 403 and the way to log in."""

    @app.before_request
    def refuse_visitors() -> None:
        if (tk.request.endpoint or "").startswith(_PAGES) and tk.current_user.is_anonymous:
            tk.abort(403, tk._("This page is for people who have logged in."))
