"""Options of the plugin `resilient`, read by typed getters; declared in config_declaration.yaml."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def newest_datasets() -> int:
    """How many of the latest datasets the home page shows."""
    return tk.config["ckanext.resilient.pages.newest_datasets"]


def tries_per_account() -> int:
    """So many failed log-ins to one account are allowed in the window."""
    return tk.config["ckanext.resilient.login.tries_per_account"]


def tries_per_address() -> int:
    """So many failed log-ins from one address are allowed in the window; a whole office may share one."""
    return tk.config["ckanext.resilient.login.tries_per_address"]


def window_minutes() -> int:
    """Minutes after the first failed log-in when counting starts anew."""
    return tk.config["ckanext.resilient.login.window_minutes"]


def proxies() -> int:
    """How many proxies of the site stand before CKAN and add to `X-Forwarded-For` who asked them."""
    return tk.config["ckanext.resilient.login.proxies"]
