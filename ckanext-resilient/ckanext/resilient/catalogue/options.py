"""What the configuration says of the catalogue, read by typed getters; declared in config_declaration.yaml.

ckanext-dcat uses our profile also where the plugin that declares the options is not loaded: then they are unset.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

_OURS = "ckanext.resilient.catalogue."


def site_address() -> str:
    """What all addresses of this site begin with, in no language; without a slash at the end."""
    site, root = str(tk.config["ckan.site_url"]), str(tk.config["ckan.root_path"] or "")
    return site.rstrip("/") + root.replace("/{{LANG}}", "").rstrip("/")


def machine_text() -> bool:
    """Whether linked data carry texts that a machine translated, marked in their language tag."""
    return tk.asbool(_value("machine_text") or False)


def publisher() -> dict[str, str]:
    """The body that publishes this catalogue, with the fields of an agent of ours."""
    told = {field: str(_value(f"publisher_{field}") or "") for field in ("name", "url", "email", "type")}
    return {**told, "name": told["name"] or site_title()}


def licence() -> str:
    """The EU code of the licence of the descriptions."""
    return str(_value("licence") or "")


def countries() -> list[str]:
    """The EU codes of the countries that the catalogue covers."""
    return tk.aslist(_value("countries") or "")


def issued() -> str:
    """The day on which the catalogue was first published, "" where the operator does not say."""
    return str(_value("issued") or "")


def site_title() -> str:
    """What the site is called."""
    return str(tk.config["ckan.site_title"])


def site_description() -> str:
    """What the site's operator says of it, "" where he says nothing."""
    return str(tk.config["ckan.site_description"] or "")


def default_language() -> str:
    """The site's own locale."""
    return str(tk.config["ckan.locale_default"])


def _value(name: str) -> Any:
    return tk.config.get(_OURS + name)
