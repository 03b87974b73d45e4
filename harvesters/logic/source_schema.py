"""What the actions take that make and change a source."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory

from ckanext.resilient.harvest.duplicates.ahead import KEEPS
from ckanext.resilient.harvest.schedule.rhythm import FREQUENCIES
from ckanext.resilient.harvesters.logic.schema import chosen


@tk.validator_args
def _settings(
    ignore_missing: Validator,
    unicode_safe: Validator,
    json_list_or_string: Validator,
    boolean_validator: Validator,
    resilient_json_object: Validator,
    resilient_whole_number: Validator,
    resilient_limit: Validator,
    resilient_words: Validator,
) -> Schema:
    """The settings of a source; those that are not named keep their value, or have none."""
    return {
        **chosen(),
        "portal": [ignore_missing, unicode_safe],
        "protocol": [ignore_missing, unicode_safe],
        "options": [ignore_missing, resilient_json_object],
        "languages": [ignore_missing, json_list_or_string],
        "only_social": [ignore_missing, boolean_validator],
        "meanings": [ignore_missing, resilient_json_object],
        "limit": [ignore_missing, resilient_limit],
        "window_from": [ignore_missing, resilient_whole_number],
        "window_until": [ignore_missing, resilient_whole_number],
        "weekdays": [ignore_missing, resilient_words],
        "recipients": [ignore_missing, json_list_or_string],
        "removal": [ignore_missing, unicode_safe],
        "grace_days": [ignore_missing, resilient_whole_number],
    }


@tk.validator_args
def _decisions(not_empty: Validator, unicode_safe: Validator, one_of: ValidatorFactory) -> Schema:
    """What is decided about a record (`guid`) and one of another source (`other`, its id here): which one to `keep`."""
    return {
        "guid": [not_empty, unicode_safe],
        "other": [not_empty, unicode_safe],
        "keep": [not_empty, one_of(KEEPS)],
    }


@tk.validator_args
def create(
    not_empty: Validator, unicode_safe: Validator, default: ValidatorFactory, one_of: ValidatorFactory
) -> Schema:
    """`url`, `title`, `owner_org`; `portal` or `protocol`; `frequency`, the settings of a source, and `decisions`."""
    return {
        **_settings(),
        "decisions": _decisions(),
        "url": [not_empty, unicode_safe],
        "title": [not_empty, unicode_safe],
        "owner_org": [not_empty, unicode_safe],
        "frequency": [default("MANUAL"), one_of(FREQUENCIES)],
    }


@tk.validator_args
def update(
    not_empty: Validator, unicode_safe: Validator, ignore_missing: Validator, one_of: ValidatorFactory
) -> Schema:
    """`id` (id, name or address of a source), what changes (`url`, `title`, `frequency`, its settings), and `decisions`."""
    return {
        **_settings(),
        "decisions": _decisions(),
        "id": [not_empty, unicode_safe],
        "url": [ignore_missing, not_empty, unicode_safe],
        "title": [ignore_missing, not_empty, unicode_safe],
        "frequency": [ignore_missing, one_of(FREQUENCIES)],
    }
