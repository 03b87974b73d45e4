"""Whether Solr has the fields that `resilient_search` writes to."""

from __future__ import annotations

import logging

import ckan.plugins.toolkit as tk
import requests

from ckanext.resilient.search.fields import SUFFIXES

log = logging.getLogger(__name__)


def name_missing_fields() -> None:
    """Say in one sentence when Solr runs without our configset: searching by language cannot work then."""
    user, password = tk.config["solr_user"], tk.config["solr_password"]
    auth = (user, password) if user and password else None
    address = f"{tk.config['solr_url'].rstrip('/')}/schema/dynamicfields"
    try:
        answer = requests.get(address, auth=auth, timeout=tk.config["ckan.requests.timeout"])
        answer.raise_for_status()
        known = {field["name"] for field in answer.json()["dynamicFields"]}
    except (requests.RequestException, ValueError, KeyError) as error:
        log.warning("Solr's fields could not be read, so it is not known whether it has ours: %s", error)
        return
    missing = [f"*_txt_{suffix}" for suffix in SUFFIXES if f"*_txt_{suffix}" not in known]
    if missing:
        log.error(
            "Solr runs without the configset of this suite (docker/solr/configset), so search finds words"
            " in one form only; it lacks the fields %s.",
            " ".join(missing),
        )
