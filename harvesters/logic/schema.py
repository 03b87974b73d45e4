"""What the harvest actions take."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory

from ckanext.resilient.harvest.duplicates.decide import STATES
from ckanext.resilient.harvesters.portals import choice
from ckanext.resilient.svrc.meanings import FIELDS

UNKNOWN_VALUES = 1000
"""So many unknown values are given when a caller says no number."""


def _page(size: int, default: ValidatorFactory, natural: Validator, most: Validator) -> Schema:
    """A part of a list: so many entries without a `limit`, from `offset` on."""
    return {"limit": [default(size), natural, most], "offset": [default(0), natural]}


@tk.validator_args
def chosen(ignore_missing: Validator, resilient_words: Validator) -> Schema:
    """Which records come in, as lists: words, themes, publishers and places."""
    return {name: [ignore_missing, resilient_words] for name in choice.SETTINGS}


@tk.validator_args
def rehearse(
    not_empty: Validator,
    ignore_missing: Validator,
    unicode_safe: Validator,
    natural_number_validator: Validator,
    resilient_json_object: Validator,
    json_list_or_string: Validator,
    boolean_validator: Validator,
    default: ValidatorFactory,
) -> Schema:
    """`url`, and optionally `protocol`, `portal`, `options`, `languages`, `limit`, what is chosen, `meanings`."""
    return {
        **chosen(),
        "url": [not_empty, unicode_safe],
        "protocol": [default(""), unicode_safe],
        "portal": [default(""), unicode_safe],
        "options": [ignore_missing, resilient_json_object],
        "languages": [ignore_missing, json_list_or_string],
        "limit": [ignore_missing, natural_number_validator],
        "only_social": [default(False), boolean_validator],
        "meanings": [ignore_missing, resilient_json_object],
    }


@tk.validator_args
def by_id(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """`id` of the run, or id, name or address of the source."""
    return {"id": [not_empty, unicode_safe]}


@tk.validator_args
def owner(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """`id` of the run, and the `part` of its findings, as the list of its data owners names it."""
    return {"id": [not_empty, unicode_safe], "part": [not_empty, unicode_safe]}


@tk.validator_args
def source_close(
    not_empty: Validator, unicode_safe: Validator, default: ValidatorFactory, boolean_validator: Validator
) -> Schema:
    """`id` (id, name or address of a source), and whether its datasets go `with_datasets`."""
    return {"id": [not_empty, unicode_safe], "with_datasets": [default(False), boolean_validator]}


@tk.validator_args
def undo(not_empty: Validator, unicode_safe: Validator, default: ValidatorFactory) -> Schema:
    """`id` (id, name or address of a source), and `run`, the one that is meant."""
    return {"id": [not_empty, unicode_safe], "run": [default(""), unicode_safe]}


@tk.validator_args
def overlay_list(
    unicode_safe: Validator,
    default: ValidatorFactory,
    one_of: ValidatorFactory,
    natural_number_validator: Validator,
    resilient_at_most_1000: Validator,
) -> Schema:
    """`id` of a dataset (all without it), `state` (`review` or `all`), `limit`, `offset`."""
    return {
        "id": [default(""), unicode_safe],
        "state": [default("review"), one_of(["review", "all"])],
        **_page(100, default, natural_number_validator, resilient_at_most_1000),
    }


@tk.validator_args
def overlay_decide(not_empty: Validator, unicode_safe: Validator, one_of: ValidatorFactory) -> Schema:
    """`id` of a dataset, `field` (as the list names it), and whose value stays: `keep` `mine` or `source`."""
    return {
        "id": [not_empty, unicode_safe],
        "field": [not_empty, unicode_safe],
        "keep": [not_empty, one_of(["mine", "source"])],
    }


@tk.validator_args
def probe(
    not_empty: Validator,
    unicode_safe: Validator,
    ignore_missing: Validator,
    resilient_json_object: Validator,
    default: ValidatorFactory,
) -> Schema:
    """`url`, and `portal` or `protocol` with its `options` where it is known how it is read; what would be chosen."""
    return {
        **chosen(),
        "options": [ignore_missing, resilient_json_object],
        "url": [not_empty, unicode_safe],
        "portal": [default(""), unicode_safe],
        "protocol": [default(""), unicode_safe],
    }


@tk.validator_args
def run(
    not_empty: Validator, unicode_safe: Validator, default: ValidatorFactory, boolean_validator: Validator
) -> Schema:
    """`id` (id, name or address of a source), `accept_vanished`, `full` to read everything, `only_failed_of` a run."""
    return {
        "id": [not_empty, unicode_safe],
        "only_failed_of": [default(""), unicode_safe],
        "accept_vanished": [default(False), boolean_validator],
        "full": [default(False), boolean_validator],
    }


@tk.validator_args
def check(default: ValidatorFactory, boolean_validator: Validator) -> Schema:
    """`repair` to mend what differs."""
    return {"repair": [default(False), boolean_validator]}


@tk.validator_args
def run_list(
    not_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    natural_number_validator: Validator,
    resilient_at_most_1000: Validator,
) -> Schema:
    """`id` (id, name or address of a source), `limit`, `offset`."""
    return {
        "id": [not_empty, unicode_safe],
        **_page(20, default, natural_number_validator, resilient_at_most_1000),
    }


@tk.validator_args
def run_show(
    not_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    natural_number_validator: Validator,
    resilient_at_most_1000: Validator,
) -> Schema:
    """`id` of the run, and `examples`, so many of each cause."""
    return {
        "id": [not_empty, unicode_safe],
        "examples": [default(3), natural_number_validator, resilient_at_most_1000],
    }


@tk.validator_args
def issue_list(
    not_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    natural_number_validator: Validator,
    resilient_at_most_1000: Validator,
) -> Schema:
    """`id` of the run, `limit`, `offset`."""
    return {
        "id": [not_empty, unicode_safe],
        **_page(100, default, natural_number_validator, resilient_at_most_1000),
    }


@tk.validator_args
def start(not_empty: Validator, unicode_safe: Validator, default: ValidatorFactory) -> Schema:
    """`id` (id, name or address of a source), and `only_failed_of`, one of its runs."""
    return {"id": [not_empty, unicode_safe], "only_failed_of": [default(""), unicode_safe]}


@tk.validator_args
def unknown_values(
    ignore_missing: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    is_positive_integer: Validator,
) -> Schema:
    """`id` (id, name or address of a source; every source without it) and `limit`, the most values given."""
    return {"id": [ignore_missing, unicode_safe], "limit": [default(UNKNOWN_VALUES), is_positive_integer]}


@tk.validator_args
def meaning_list(
    not_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    natural_number_validator: Validator,
    resilient_at_most_1000: Validator,
) -> Schema:
    """`id` (id, name or address of a source); `limit`: so many words of which nothing was said."""
    return {
        "id": [not_empty, unicode_safe],
        "limit": [default(UNKNOWN_VALUES), natural_number_validator, resilient_at_most_1000],
    }


@tk.validator_args
def meaning_set(not_empty: Validator, unicode_safe: Validator, resilient_json_object: Validator) -> Schema:
    """`id` of a source, and `meanings`: by field, each word with its code."""
    return {"id": [not_empty, unicode_safe], "meanings": [not_empty, resilient_json_object]}


@tk.validator_args
def meaning_unset(
    not_empty: Validator, unicode_safe: Validator, one_of: ValidatorFactory, json_list_or_string: Validator
) -> Schema:
    """`id` of a source, `field`, and the words (`values`) of it."""
    return {
        "id": [not_empty, unicode_safe],
        "field": [not_empty, one_of(sorted(FIELDS))],
        "values": [not_empty, json_list_or_string],
    }


@tk.validator_args
def duplicate_list(
    unicode_safe: Validator,
    default: ValidatorFactory,
    one_of: ValidatorFactory,
    natural_number_validator: Validator,
    resilient_at_most_1000: Validator,
) -> Schema:
    """`state` (`open`, `decided`, `all`), `source` (id, name or address), `limit`, `offset`."""
    return {
        "state": [default("open"), one_of(STATES)],
        "source": [default(""), unicode_safe],
        **_page(100, default, natural_number_validator, resilient_at_most_1000),
    }


@tk.validator_args
def duplicate_decide(
    not_empty: Validator,
    natural_number_validator: Validator,
    default: ValidatorFactory,
    unicode_safe: Validator,
    boolean_validator: Validator,
) -> Schema:
    """`id` of the pair, and either `keep` (id of the dataset that stays) or `different`."""
    return {
        "id": [not_empty, natural_number_validator],
        "keep": [default(""), unicode_safe],
        "different": [default(False), boolean_validator],
    }


@tk.validator_args
def register(
    not_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    ignore_missing: Validator,
    natural_number_validator: Validator,
    boolean_validator: Validator,
) -> Schema:
    """`key` of a portal, `url` when it answers elsewhere than its definition says, `limit`, `only_social`."""
    return {
        "key": [not_empty, unicode_safe],
        "url": [default(""), unicode_safe],
        "limit": [ignore_missing, natural_number_validator],
        "only_social": [default(False), boolean_validator],
    }
