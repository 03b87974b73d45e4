"""A ready mail to the source of a dataset: what would help most, in the language that the source writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import ckan.plugins.toolkit as tk
from ckan.lib import i18n
from flask_babel import force_locale

from ckanext.resilient.multilingual.reading import original_language
from ckanext.resilient.pages import reader

Package = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail: its text with the language that it is in, and an address that opens it, "" where nobody is named."""

    lang: str
    text: str
    url: str


def letter_to_source(package: Package, wishes: Callable[[], Sequence[str]]) -> Letter:
    """The mail about a dataset, to be sent or copied by whoever reads its page.

    Args:
        package: the dataset.
        wishes: gives what the source could do, in the language that is spoken when it is asked.
    """
    language = original_language(package) or ""
    locale = next((one for one in i18n.get_locales() if one.partition("_")[0] == language), reader.locale())
    titles = package.get("title_translated") or {}
    title = str(titles.get(language) or "") or reader.title_of(package).text
    with force_locale(locale):
        subject = tk._("Your dataset “{title}”").format(title=title)
        text = "\n".join(_lines(package, wishes(), locale))
    return Letter(locale.partition("_")[0], f"{subject}\n\n{text}", _address(package, subject, text))


def _lines(package: Package, wishes: Sequence[str], locale: str) -> list[str]:
    url = tk.h.url_for("dataset.read", id=package["name"], qualified=True, locale=locale)
    return [
        tk._("These data are shown on {site}: {url}").format(site=tk.config["ckan.site_title"], url=url),
        tk._("With these changes at the source they would be easier to use:"),
        *(f"- {wish}" for wish in wishes),
    ]


def _address(package: Package, subject: str, text: str) -> str:
    addresses = [str(contact.get("email") or "") for contact in package.get("contact") or ()]
    address = next((one for one in addresses if one), "")
    if not address:
        return ""
    query = urlencode({"subject": subject, "body": text}, quote_via=quote)
    return f"mailto:{quote(address, safe='@')}?{query}"
