"""What the actions of quality accept."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory

MOST_CHECKED = 100_000
SCOPES = ["all", "organization", "source", "country", "dataset"]


@tk.validator_args
def quality_show(ignore_missing: Validator, unicode_safe: Validator, dict_only: Validator) -> Schema:
    """Either `id` or `dataset`."""
    return {"id": [ignore_missing, unicode_safe], "dataset": [ignore_missing, dict_only]}


@tk.validator_args
def quality_list(
    default: ValidatorFactory,
    one_of: ValidatorFactory,
    unicode_safe: Validator,
    natural_number_validator: Validator,
    limit_to_configured_maximum: ValidatorFactory,
) -> Schema:
    """A scope with its key, and a page of it."""
    return {
        "scope": [default("all"), one_of(SCOPES[:-1])],
        "key": [default(""), unicode_safe],
        "offset": [default(0), natural_number_validator],
        "limit": [
            default(50),
            natural_number_validator,
            limit_to_configured_maximum("ckan.search.rows_max", 1000),
        ],
    }


@tk.validator_args
def quality_history(default: ValidatorFactory, one_of: ValidatorFactory, unicode_safe: Validator) -> Schema:
    """A scope with its key."""
    return {"scope": [default("all"), one_of(SCOPES)], "key": [default(""), unicode_safe]}


@tk.validator_args
def quality_check(ignore_missing: Validator, is_positive_integer: Validator) -> Schema:
    """At most how many links, or files."""
    return {"limit": [ignore_missing, is_positive_integer]}


@tk.validator_args
def quality_check_shapes(
    default: ValidatorFactory,
    ignore_missing: Validator,
    is_positive_integer: Validator,
    boolean_validator: Validator,
    list_of_strings: Validator,
) -> Schema:
    """Which datasets, all, or at most how many of those that are due."""
    return {
        "ids": [ignore_missing, list_of_strings],
        "all": [default(False), boolean_validator],
        "limit": [default(MOST_CHECKED), is_positive_integer],
    }


@tk.validator_args
def batch_preview(
    default: ValidatorFactory,
    one_of: ValidatorFactory,
    not_empty: Validator,
    unicode_safe: Validator,
    ignore_missing: Validator,
    is_positive_integer: Validator,
) -> Schema:
    """A scope with its key, a field, perhaps its value, and how many datasets are looked at."""
    return {
        "scope": [default("all"), one_of(SCOPES[:-1])],
        "key": [default(""), unicode_safe],
        "field": [not_empty, unicode_safe],
        "value": [ignore_missing],
        "limit": [default(50), is_positive_integer],
    }


@tk.validator_args
def batch_create(
    default: ValidatorFactory,
    one_of: ValidatorFactory,
    not_empty: Validator,
    unicode_safe: Validator,
    ignore_missing: Validator,
    list_of_strings: Validator,
) -> Schema:
    """A field and its value, for the datasets of a scope or for some of them."""
    return {
        "scope": [default("all"), one_of(SCOPES[:-1])],
        "key": [default(""), unicode_safe],
        "field": [not_empty, unicode_safe],
        "value": [default("")],
        "ids": [ignore_missing, list_of_strings],
    }


@tk.validator_args
def batch(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """A batch by its id."""
    return {"id": [not_empty, unicode_safe]}
