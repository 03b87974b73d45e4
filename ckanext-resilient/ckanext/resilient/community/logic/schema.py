"""What the actions of the community accept."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory

from ckanext.resilient.community import statements, words
from ckanext.resilient.community.usefulness import LEAST, MOST
from ckanext.resilient.svrc.vocabularies import codes

LONGEST_NAME = 80
LONGEST_TEXT = 2000


_PAGE_SIZE = 20


def _page(default: ValidatorFactory, natural: Validator, most: ValidatorFactory) -> Schema:
    return {
        "limit": [default(_PAGE_SIZE), natural, most("ckan.search.rows_max", 1000)],
        "offset": [default(0), natural],
    }


def _words(unicode_safe: Validator, strip_value: Validator, most: int) -> list[Validator]:
    """What somebody writes: text, without the spaces around it, of so many characters at most."""
    return [unicode_safe, strip_value, at_most(most)]


@tk.validator_args
def rating_set(
    not_empty: Validator,
    unicode_safe: Validator,
    int_validator: Validator,
    one_of: ValidatorFactory,
    default: ValidatorFactory,
    strip_value: Validator,
) -> Schema:
    """An answer with what the dataset was useful for, some words, and a name to show with them."""
    return {
        "id": [not_empty, unicode_safe],
        "value": [not_empty, int_validator, one_of(range(LEAST, MOST + 1))],
        "need": [default(""), one_of(["", *codes("social_need")])],
        "comment": [default(""), *_words(unicode_safe, strip_value, LONGEST_TEXT)],
        "name": [default(""), *_words(unicode_safe, strip_value, LONGEST_NAME)],
    }


def at_most(length: int) -> Validator:
    """A text of so many characters at most."""

    def validator(value: str) -> str:
        if len(value) > length:
            raise tk.Invalid(
                tk._("The text is too long: {length} characters, at most {most}.").format(
                    length=len(value), most=length
                )
            )
        return value

    return validator


@tk.validator_args
def one_statement(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """The id of a statement, or id or name of a dataset."""
    return {"id": [not_empty, unicode_safe]}


@tk.validator_args
def statement_list(
    not_empty: Validator,
    unicode_safe: Validator,
    one_of: ValidatorFactory,
    default: ValidatorFactory,
    natural_number_validator: Validator,
    limit_to_configured_maximum: ValidatorFactory,
) -> Schema:
    """A dataset, a kind of statement, and a page of it."""
    return {
        "id": [not_empty, unicode_safe],
        "kind": [not_empty, one_of(list(statements.KINDS))],
        **_page(default, natural_number_validator, limit_to_configured_maximum),
    }


@tk.validator_args
def queue(
    default: ValidatorFactory,
    natural_number_validator: Validator,
    limit_to_configured_maximum: ValidatorFactory,
) -> Schema:
    """A page of a list."""
    return _page(default, natural_number_validator, limit_to_configured_maximum)


@tk.validator_args
def moderate(
    not_empty: Validator,
    unicode_safe: Validator,
    boolean_validator: Validator,
    default: ValidatorFactory,
    strip_value: Validator,
) -> Schema:
    """A statement, whether its text is shown, and why not."""
    return {
        "id": [not_empty, unicode_safe],
        "show": [default(False), boolean_validator],
        "reason": [default(""), *_words(unicode_safe, strip_value, LONGEST_TEXT)],
    }


@tk.validator_args
def suggestion_create(
    not_empty: Validator,
    unicode_safe: Validator,
    one_of: ValidatorFactory,
    default: ValidatorFactory,
    strip_value: Validator,
    email_validator: Validator,
    ignore_missing: Validator,
) -> Schema:
    """What a suggestion is about, the value that it proposes, some words, and who its author is."""
    return {
        "id": [not_empty, unicode_safe],
        "about": [not_empty, one_of(list(words.ABOUT))],
        "field": [default(""), unicode_safe],
        "value": [default("")],
        "upload": [ignore_missing],
        "note": [default(""), *_words(unicode_safe, strip_value, LONGEST_TEXT)],
        "name": [default(""), *_words(unicode_safe, strip_value, LONGEST_NAME)],
        "address": [default(""), *_words(unicode_safe, strip_value, 200), email_validator],
    }


@tk.validator_args
def suggestion_decide(
    not_empty: Validator,
    unicode_safe: Validator,
    one_of: ValidatorFactory,
    default: ValidatorFactory,
    strip_value: Validator,
) -> Schema:
    """A suggestion, what becomes of it, and what the publisher says to it."""
    return {
        "id": [not_empty, unicode_safe],
        "decision": [not_empty, one_of(["accept", "ask", "decline"])],
        "reason": [default(""), *_words(unicode_safe, strip_value, LONGEST_TEXT)],
    }


@tk.validator_args
def own(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """What shows that the caller is the author: the secret of a mail, or the id of a suggestion of her account."""
    return {"key": [not_empty, unicode_safe]}


@tk.validator_args
def answer(not_empty: Validator, unicode_safe: Validator, strip_value: Validator) -> Schema:
    """The same, and the author's words."""
    return {
        "key": [not_empty, unicode_safe],
        "text": [not_empty, *_words(unicode_safe, strip_value, LONGEST_TEXT)],
    }
