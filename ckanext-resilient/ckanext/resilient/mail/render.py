"""Makes the texts of a mail from its templates, in one language."""

from __future__ import annotations

import re
from typing import Any

import ckan.plugins.toolkit as tk
from flask import current_app

from ckanext.resilient.mail import config
from ckanext.resilient.mail.kinds import Kind
from ckanext.resilient.mail.language import written_in
from ckanext.resilient.mail.message import Message
from ckanext.resilient.mail.style import STYLES, dark_rules
from ckanext.resilient.svrc.languages import content_language

_FOLDER = "resilient/mail"
_ENDS_OF_LINES = re.compile(r"(?<!^--)[ \t]+$", re.MULTILINE)
_EMPTY_LINES = re.compile(r"\n{3,}")


def render(kind: Kind, locale: str, facts: dict[str, Any], unsubscribe: str = "") -> Message:
    """The mail in this locale; `facts` are what its templates name."""
    with written_in(locale):
        site = config.site_title()
        words = {
            name: tk._(getattr(kind, name)).format(site=site, **facts)
            for name in ("subject", "summary", "reason")
        }
        context = {**_surroundings(locale), **words, "unsubscribe": unsubscribe, **facts}
        return Message(
            subject=words["subject"],
            text=_text(f"{kind.name}.txt", context),
            html=_html(f"{kind.name}.html", context),
            language=content_language(locale),
        )


def wrap(subject: str, text: str, locale: str) -> Message:
    """A mail that another program wrote, in our layout; its text stays as it is."""
    with written_in(locale):
        context = {**_surroundings(locale), "subject": subject, "text": text}
        return Message(subject, text, _html("plain.html", context), content_language(locale))


def _surroundings(locale: str) -> dict[str, Any]:
    return {
        "h": tk.h,
        "site": config.site_title(),
        "site_url": tk.url_for("home.index", locale=locale, qualified=True),
        "lang": content_language(locale),
        "styles": STYLES,
        "dark_rules": dark_rules(),
        "unsubscribe": "",
    }


def _html(name: str, context: dict[str, Any]) -> str:
    return current_app.jinja_env.get_template(f"{_FOLDER}/{name}").render(context).lstrip()


def _text(name: str, context: dict[str, Any]) -> str:
    """Nothing is escaped: `&amp;` in a plain text is a mistake, and in an address a broken link."""
    plain = current_app.jinja_env.overlay(autoescape=False)
    text = plain.get_template(f"{_FOLDER}/{name}").render(context)
    return _EMPTY_LINES.sub("\n\n", _ENDS_OF_LINES.sub("", text)).strip() + "\n"
