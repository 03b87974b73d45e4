"""Options of the community, read by typed getters; declared in config_declaration.yaml."""

from __future__ import annotations

from datetime import timedelta

import ckan.plugins.toolkit as tk


def statements_per_hour() -> int:
    """How much one account, or one address without an account, may send in an hour."""
    return tk.config["ckanext.resilient.community.statements_per_hour"]


def time_to_confirm() -> timedelta:
    """In this time a suggestion without an account must be confirmed."""
    return timedelta(hours=tk.config["ckanext.resilient.community.confirm_hours"])


def time_of_addresses() -> timedelta:
    """So long after a decision the address of its author is kept."""
    return timedelta(days=tk.config["ckanext.resilient.community.address_days"])


def bytes_of_upload() -> int:
    """How big a corrected file may be that a reader uploads; 0 where none is taken."""
    return max(0, tk.config["ckanext.resilient.community.upload_megabytes"]) * 1024 * 1024
