"""Actions of the community: ratings, moderation, the work of the night. Those of suggestions stand beside them."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.resilient import permitted
from ckanext.resilient.community import limits, moderation, ratings, statements
from ckanext.resilient.community import sweep as nightly
from ckanext.resilient.community.logic import schema
from ckanext.resilient.community.logic.suggestions import (
    resilient_suggestion_answer,
    resilient_suggestion_confirm,
    resilient_suggestion_create,
    resilient_suggestion_decide,
    resilient_suggestion_list,
    resilient_suggestion_mine,
    resilient_suggestion_own,
    resilient_suggestion_withdraw,
)
from ckanext.resilient.community.model import Statement
from ckanext.resilient.community.usefulness import points
from ckanext.resilient.mail import language

__all__ = [
    "resilient_community_sweep",
    "resilient_moderation_list",
    "resilient_rating_set",
    "resilient_rating_show",
    "resilient_rating_withdraw",
    "resilient_statement_list",
    "resilient_statement_moderate",
    "resilient_statement_report",
    "resilient_suggestion_answer",
    "resilient_suggestion_confirm",
    "resilient_suggestion_create",
    "resilient_suggestion_decide",
    "resilient_suggestion_list",
    "resilient_suggestion_mine",
    "resilient_suggestion_own",
    "resilient_suggestion_withdraw",
]


@tk.validate_action_data(schema.rating_set)
def resilient_rating_set(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Say how useful a dataset was; it takes the place of what the caller said before.

    Args:
        id: id or name of the dataset.
        value: 1 (not useful) to 5 (very useful).
        need: what it was useful for, a code of the vocabulary `social_need`; may be left out.
        comment: some words that everybody can read; may be left out.
        name: what the author wants to be called beside them; may be left out.

    Returns:
        The rating, and `counts`: false for a member of the dataset's own organisation.
    """
    tk.check_access("resilient_rating_set", context, data_dict)
    package_id, user_id = statements.dataset_id(data_dict["id"]), statements.author(context)
    limits.count(context, user_id)
    statement = ratings.keep(package_id, user_id, language.current(), data_dict)
    return _mine(statement)


@tk.validate_action_data(schema.one_statement)
def resilient_rating_withdraw(context: Context, data_dict: DataDict) -> None:
    """Take back what the caller said of a dataset (`id`); nothing of it is kept."""
    tk.check_access("resilient_rating_withdraw", context, data_dict)
    mine = statements.of_user(
        statements.dataset_id(data_dict["id"]), statements.author(context), statements.RATING
    )
    if mine is None:
        raise tk.ObjectNotFound(tk._("There is no such statement."))
    ratings.withdraw(mine)


@tk.side_effect_free
@tk.validate_action_data(schema.one_statement)
def resilient_rating_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """How useful a dataset (`id`) was to people.

    Returns:
        `votes`, their `mean`, `points` (the mean by which datasets are ordered), `answers` (how often each was
        given), and `own`: what the caller said.
    """
    tk.check_access("resilient_rating_show", context, data_dict)
    package_id, user_id = statements.dataset_id(data_dict["id"]), statements.author(context)
    votes, total = ratings.sums(package_id)
    mine = statements.of_user(package_id, user_id, statements.RATING) if user_id else None
    return {
        "votes": votes,
        "mean": round(total / votes, 2) if votes else None,
        "points": round(points(votes, total), 3),
        "answers": ratings.answers(package_id) if votes else {},
        "own": _mine(mine) if mine else None,
    }


def _mine(statement: Statement) -> dict[str, Any]:
    """A rating as its author sees it."""
    return {**statements.shown(statement, all_of_it=True), "counts": statement.counts}


@tk.side_effect_free
@tk.validate_action_data(schema.statement_list)
def resilient_statement_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """What people said about a dataset, newest first: ratings that have words, or suggestions.

    Args:
        id: id or name of the dataset.
        kind: `rating` or `suggestion`.
        limit, offset: which page.

    Returns:
        `count` of all, and this page of them in `results`. Texts that wait for a moderator, or were hidden, are empty.
    """
    tk.check_access("resilient_statement_list", context, data_dict)
    package_id = statements.dataset_id(data_dict["id"])
    count, found = statements.public(package_id, data_dict["kind"], data_dict["limit"], data_dict["offset"])
    return {"count": count, "results": [statements.shown(one) for one in found]}


@tk.validate_action_data(schema.one_statement)
def resilient_statement_report(context: Context, data_dict: DataDict) -> None:
    """Ask a moderator to look at the text of a statement (`id`); until then it is hidden, unless one has approved it."""
    tk.check_access("resilient_statement_report", context, data_dict)
    limits.count(context, statements.author(context))
    moderation.report(statements.found(data_dict["id"]))
    model.Session.commit()


@tk.validate_action_data(schema.moderate)
def resilient_statement_moderate(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Show the text of a statement, or hide it.

    Args:
        id: id of the statement.
        show: whether everybody may read it.
        reason: why it is hidden; needed then.
    """
    tk.check_access("resilient_statement_moderate", context, data_dict)
    if not data_dict["show"] and not data_dict["reason"]:
        raise tk.ValidationError({"reason": [tk._("Say why the text is hidden.")]})
    statement = statements.found(data_dict["id"])
    moderation.decide(
        statement,
        show=data_dict["show"],
        reason=data_dict["reason"],
        moderator=statements.author(context),
    )
    model.Session.commit()
    return statements.shown(statement)


@tk.side_effect_free
@tk.validate_action_data(schema.queue)
def resilient_moderation_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Texts that a moderator has to look at, oldest first: those that wait, and those that were reported.

    Returns:
        `count` of all, and this page of them in `results`, each with its text, the number of `reports`, and
        `dataset_name`, `dataset_title` and `dataset_title_translated`.
    """
    tk.check_access("resilient_moderation_list", context, data_dict)
    own = permitted.organisations(context, "admin")
    count, rows = moderation.queue(own, data_dict["limit"], data_dict["offset"])
    return {
        "count": count,
        "results": [
            {
                **statements.shown_with_dataset(row),
                "reports": row[0].reports,
                "moderated": row[0].moderated,
            }
            for row in rows
        ],
    }


def resilient_community_sweep(context: Context, data_dict: DataDict) -> dict[str, int]:
    """Delete what was not confirmed in time, what belongs to nobody any more, and addresses that are not needed.

    Returns:
        How many: `unconfirmed`, `addresses`, `accounts`, `orphans`, uploaded `files`, and datasets whose ratings were
        `recounted`.
    """
    tk.check_access("resilient_community_sweep", context, data_dict)
    return nightly.sweep()
