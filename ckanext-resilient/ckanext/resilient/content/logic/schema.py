"""What the actions of the plugin `resilient_schema` accept."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Schema, Validator


@tk.validator_args
def publishable_show(ignore_missing: Validator, unicode_safe: Validator, dict_only: Validator) -> Schema:
    """Either `id` or `dataset`."""
    return {"id": [ignore_missing, unicode_safe], "dataset": [ignore_missing, dict_only]}
