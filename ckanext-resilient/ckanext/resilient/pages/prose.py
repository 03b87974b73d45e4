"""Longer texts: Markdown as safe HTML, its links to this site in the reader's language."""

from __future__ import annotations

import re
from html import escape, unescape

import ckan.plugins.toolkit as tk

# The HTML comes from CKAN's sanitiser, which writes every attribute in double quotes.
_LINK_HERE = re.compile(r'(?<=href=")/(?!/)[^"]*')


def html(markdown: str) -> str:
    """The text as safe HTML, to be marked as such by the template that shows it.

    A link such as `/dataset/food-banks` keeps the reader in the language of the page.
    """
    rendered = str(tk.h.render_markdown(markdown, auto_link=False))
    return _LINK_HERE.sub(lambda link: escape(tk.h.url_for(unescape(link[0]))), rendered)
