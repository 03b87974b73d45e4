"""The ways in which a visitor can take part."""

from __future__ import annotations

from dataclasses import dataclass

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages.site import exists
from ckanext.resilient.pages.values import Value


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to do: what it is, how it goes, and the links that lead there."""

    icon: str
    title: str
    text: str
    links: list[Value]


def ways() -> list[Way]:
    """What a visitor can do; what this site has no page for is left out."""
    return [
        Way(
            "data",
            tk._("Share data"),
            tk._("You have a table or a map that helps others? Describe it in a form, and add the file."),
            _form("dataset", tk._("Add a dataset")),
        ),
        *_ask(),
        _improve(),
        *_tell(),
        Way(
            "service",
            tk._("Use it in your program"),
            tk._("Programs can read all that is here, without an account."),
            [Value(tk._("For programs: the API"), tk.h.url_for("api.get_api", ver=3))],
        ),
    ]


def _improve() -> Way:
    if exists("resilient_community.suggest"):
        text = tk._(
            "Something is wrong or missing? Each page of data has a button to say so. The publisher gets it."
        )
        links = [Value(tk._("Data"), tk.h.url_for("dataset.search"))]
    else:
        text = tk._(
            "Something is wrong or missing? Each page of data says who answers questions. Write to them."
        )
        links = [Value(tk._("All organisations"), tk.h.url_for("organization.index"))]
    return Way("info", tk._("Suggest an improvement"), text, links)


def _ask() -> list[Way]:
    if not exists("data-request.search"):
        return []
    text = tk._("You did not find what you need? Say what you need it for. Others can support your request.")
    seen = Value(tk._("See all requests"), tk.h.url_for("data-request.search"))
    return [Way("ask", tk._("Ask for data"), text, [*_form("data-request", tk._("Ask for data")), seen])]


def _tell() -> list[Way]:
    if not exists("use-case.search"):
        return []
    text = tk._("You used data for a service or a project? Tell how, so that others can do it too.")
    seen = Value(tk._("See all examples"), tk.h.url_for("use-case.search"))
    return [Way("page", tk._("Tell your story"), text, [*_form("use-case", tk._("Add an example")), seen])]


def _form(content_type: str, label: str) -> list[Value]:
    """The link to a form; for a visitor without an account the way to log in, which leads back to it."""
    url = tk.h.url_for(f"{content_type}.new")
    if tk.current_user.is_authenticated:
        return [Value(label, url)] if tk.h.check_access("package_create") else []
    return [Value(tk._("Log in to add something"), tk.h.url_for("user.login", came_from=url))]
