"""Options of the harvest, read by typed getters; declared in harvesters/config_declaration.yaml."""

from __future__ import annotations

import datetime

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvest.http import HttpSettings
from ckanext.resilient.harvest.stages import Bounds


def allowed_private_hosts() -> frozenset[str]:
    """`host:port` pairs in private networks that harvesting may read."""
    return frozenset(tk.config["ckanext.resilient.http.allowed_private_hosts"])


def full_every() -> int:
    """Of so many runs of a source in a row, one reads everything."""
    return max(1, tk.config["ckanext.resilient.harvest.full_every"])


def margin() -> datetime.timedelta:
    """How far before the start of the last run the changes that are asked for begin."""
    return datetime.timedelta(minutes=max(0, tk.config["ckanext.resilient.harvest.margin_minutes"]))


def missing_runs() -> int:
    """Missing in so many complete runs in a row, a record counts as vanished."""
    return max(1, tk.config["ckanext.resilient.harvest.missing_runs"])


def missing_days() -> int:
    """Missing for so many days, a record counts as vanished, however few runs there were."""
    return max(1, tk.config["ckanext.resilient.harvest.missing_days"])


def undo_runs() -> int:
    """So many runs of a source can be taken back."""
    return max(0, tk.config["ckanext.resilient.harvest.undo_runs"])


def bounds() -> Bounds:
    """How much of a source is read in one run, and how long."""
    return Bounds(
        records=max(1, tk.config["ckanext.resilient.harvest.max_records"]),
        hours=max(1, tk.config["ckanext.resilient.harvest.reading_hours"]),
    )


def rehearse_records() -> int:
    """Of a source, a rehearsal in the browser or by API reads at most so many records."""
    return max(1, tk.config["ckanext.resilient.harvest.rehearse_records"])


def rehearse_seconds() -> int:
    """After so many seconds, such a rehearsal shows what it has read."""
    return max(1, tk.config["ckanext.resilient.harvest.rehearse_seconds"])


def lease() -> datetime.timedelta:
    """How long a run may give no sign of life before another process takes it up."""
    return datetime.timedelta(minutes=max(0, tk.config["ckanext.resilient.harvest.lease_minutes"]))


def keep_runs() -> int:
    """So many runs of each source keep their history."""
    return max(1, tk.config["ckanext.resilient.harvest.keep_runs"])


def http_settings(extra_private_hosts: frozenset[str] = frozenset()) -> HttpSettings:
    """Limits and identity of every request to a portal."""
    return HttpSettings(
        allowed_private_hosts=allowed_private_hosts() | extra_private_hosts,
        contact_url=tk.config["ckan.site_url"],
        proxy=tk.config["ckanext.resilient.http.proxy"],
        connect_timeout=tk.config["ckanext.resilient.http.connect_timeout"],
        read_timeout=tk.config["ckanext.resilient.http.read_timeout"],
        deadline=tk.config["ckanext.resilient.http.deadline"],
        max_bytes=tk.config["ckanext.resilient.http.max_megabytes"] * 1024 * 1024,
        document_deadline=tk.config["ckanext.resilient.http.document_deadline"],
        max_document_bytes=tk.config["ckanext.resilient.http.max_document_megabytes"] * 1024 * 1024,
        min_delay=tk.config["ckanext.resilient.http.delay_ms"] / 1000,
    )
