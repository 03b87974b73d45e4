"""What the plugin `resilient_schema` arranges when CKAN starts."""

from __future__ import annotations

import logging
from importlib.resources import files

import ckan.plugins as p
from ckan.common import CKANConfig

log = logging.getLogger(__name__)

NEEDED = ("resilient", "resilient_multilingual", "scheming_datasets", "scheming_organizations")


def use_licences(config: CKANConfig) -> None:
    """Offer the EU's licences (`schemas/licences.json`) unless the site has a list of its own."""
    if not config.get("licenses_group_url"):
        register = files("ckanext.resilient") / "schemas" / "licences.json"
        config["licenses_group_url"] = f"file://{register}"


def name_missing_plugins() -> None:
    """Say in one sentence which plugins the content types wait for."""
    missing = [name for name in NEEDED if not p.plugin_loaded(name)]
    if missing:
        log.warning(
            "The content types of this suite need more plugins: add %s to ckan.plugins.", " ".join(missing)
        )
