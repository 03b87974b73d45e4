"""In which language a first visit begins: the browser's, where the address does not say (IA 14).

Only the root address is answered by a redirection, and only by what the browser asks for: so a cache
that heeds `Vary: Accept-Language` is right, and every other address means one language for ever.
"""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.lib import i18n

from ckanext.resilient.svrc.languages import content_language, locale_of


def may_choose() -> bool:
    """Whether the address leaves the language open."""
    return bool(tk.request.environ.get("CKAN_LANG_IS_DEFAULT"))


def better_locale() -> str:
    """The offered locale that the browser prefers to the one of this address; empty when this one is right."""
    if not may_choose():
        return ""
    wanted = _preferred()
    return wanted if wanted != tk.config["ckan.locale_default"] else ""


def _preferred() -> str:
    """The first of the browser's languages that is offered, else the site's own."""
    offered = i18n.get_locales()
    for tag, quality in tk.request.accept_languages:
        locale = locale_of(content_language(tag))
        if quality > 0 and locale in offered:
            return locale
    return str(tk.config["ckan.locale_default"])
