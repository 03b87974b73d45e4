"""Options of the rating, read by typed getters; declared in config_declaration.yaml."""

from __future__ import annotations

from pathlib import Path

import ckan.plugins.toolkit as tk

from ckanext.resilient.quality.links.politeness import Limits


def link_limits() -> Limits:
    """How much the check of links does at once."""
    return Limits(
        at_once=max(1, tk.config["ckanext.resilient.links.at_once"]),
        per_host=max(1, tk.config["ckanext.resilient.links.per_host"]),
        delay=max(0, tk.config["ckanext.resilient.links.delay_ms"]) / 1000,
        timeout=max(1, tk.config["ckanext.resilient.links.timeout"]),
    )


def links_a_run() -> int:
    """How many links one run of the check tries at most."""
    return max(1, tk.config["ckanext.resilient.links.most_a_run"])


def files_a_run() -> int:
    """How many files one run of the job looks into at most."""
    return max(1, tk.config["ckanext.resilient.files.most_a_run"])


def bytes_of_file() -> int:
    """How much of a file elsewhere is read."""
    return max(1, tk.config["ckanext.resilient.files.most_kilobytes"]) * 1024


def bytes_of_upload() -> int:
    """How much of an uploaded file is read."""
    return max(1, tk.config["ckanext.resilient.files.most_kilobytes_of_upload"]) * 1024


def shape_files() -> list[Path]:
    """Files with shapes that the operator wants instead of ours."""
    return [Path(name) for name in tk.config["ckanext.resilient.quality.shapes"]]
