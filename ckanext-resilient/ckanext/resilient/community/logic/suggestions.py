"""Actions about suggestions."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.resilient import permitted
from ckanext.resilient.community import (
    config,
    limits,
    notices,
    proposal,
    statements,
    suggestions,
    uploads,
    words,
)
from ckanext.resilient.community.logic import schema
from ckanext.resilient.community.model import Statement
from ckanext.resilient.mail import language
from ckanext.resilient.mail.send import CouldNotSend


@tk.validate_action_data(schema.suggestion_create)
def resilient_suggestion_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Suggest an improvement of a dataset. Without an account, it begins when the address was confirmed.

    Args:
        id: id or name of the dataset.
        about: `broken-link`, `wrong-value`, `missing-translation`, `better-licence`, `corrected-file` or `other`.
        field: which value is meant: `license_id`, `title_translated/el`, `tags_translated/el`, `resources/ID/url`,
            `contact/new` (one more) or `contact/KEY`. None for `other`.
        value: the proposed value; of a field with a list, one of its codes, or a list of them; of keywords a list; of
            an entry (contact, place, period …) an object with its parts.
        upload: for `corrected-file`, the file itself in place of an address, from whoever has an account; not for
            harvested datasets.
        note: what the publisher should know; needed for `other`.
        name: what the author wants to be called; may be left out.
        address: her e-mail address, which nobody is shown; needed without an account, ignored with one.

    Returns:
        The suggestion; its `state` is `unconfirmed` or `received`.
    """
    tk.check_access("resilient_suggestion_create", context, data_dict)
    package = tk.get_action("package_show")(
        tk.fresh_context(context), {"id": statements.dataset_id(data_dict["id"])}
    )
    user_id = statements.author(context)
    _check_author(user_id, data_dict["address"])
    if "upload" in data_dict:
        _check_upload(package, user_id, data_dict)
    else:
        _check_proposal(package, data_dict)
    limits.count(context, user_id)
    if "upload" in data_dict:
        data_dict["file"] = uploads.keep(data_dict["upload"])
        data_dict["value"] = data_dict["file"]["name"]
    statement, secret = suggestions.begin(package["id"], user_id, language.current(), data_dict)
    if user_id:
        notices.tell_publishers(statement)
    else:
        _ask_to_confirm(statement, secret)
    return statements.shown(statement, all_of_it=True)


def _check_author(user_id: str, address: str) -> None:
    if user_id:
        return
    if not address:
        raise tk.ValidationError({"address": [tk._("Please give your e-mail address, or log in.")]})
    if not notices.can_send():
        raise tk.ValidationError({"address": [tk._("This site sends no mails: please log in.")]})


def _check_upload(package: dict[str, Any], user_id: str, given: DataDict) -> None:
    """Refuse a file where none is taken, or that is not said to be another one in the place of one of the dataset."""
    if given["about"] != words.FILE or not uploads.possible(package):
        raise tk.ValidationError({"upload": [tk._("No file is taken here: please give an address.")]})
    if not user_id:
        raise tk.ValidationError({"upload": [tk._("Please log in to upload a file.")]})
    if proposal.find(package, given["about"], given["field"]) is None:
        raise tk.ValidationError({"field": [tk._("Please choose what it is about.")]})


def _check_proposal(package: dict[str, Any], given: DataDict) -> None:
    """Put the proposed value in the form in which it is kept; refuse what says nothing."""
    if given["about"] == words.OTHER:
        given["field"], given["value"] = "", ""
        if not given["note"]:
            raise tk.ValidationError({"note": [tk._("Please say what could be better.")]})
        return
    found = proposal.find(package, given["about"], given["field"])
    if found is None:
        raise tk.ValidationError({"field": [tk._("Please choose what it is about.")]})
    given["value"] = proposal.checked(found, given["value"])


def _ask_to_confirm(statement: Statement, secret: str) -> None:
    try:
        notices.ask_to_confirm(statement, secret)
    except CouldNotSend as error:
        model.Session.delete(statement)
        model.Session.commit()
        raise tk.ValidationError({"address": [str(error)]}) from error


@tk.validate_action_data(schema.own)
def resilient_suggestion_confirm(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Confirm the address of a suggestion by the secret (`key`) of the mail; from now on the publisher sees it."""
    tk.check_access("resilient_suggestion_confirm", context, data_dict)
    statement = suggestions.own(data_dict["key"], statements.author(context))
    if suggestions.confirm(statement):
        notices.tell_publishers(statement)
    return statements.shown(statement, all_of_it=True)


@tk.side_effect_free
@tk.validate_action_data(schema.own)
def resilient_suggestion_own(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """A suggestion of the caller's, by the secret of a mail or by its id (`key`), with all of its words."""
    tk.check_access("resilient_suggestion_own", context, data_dict)
    return statements.shown(suggestions.own(data_dict["key"], statements.author(context)), all_of_it=True)


@tk.validate_action_data(schema.answer)
def resilient_suggestion_answer(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Answer (`text`) the publisher's question about a suggestion of the caller's (`key`)."""
    tk.check_access("resilient_suggestion_answer", context, data_dict)
    user_id = statements.author(context)
    statement = suggestions.own(data_dict["key"], user_id)
    suggestions.require(statement, words.ASKED)
    limits.count(context, user_id)
    suggestions.answer(statement, data_dict["text"])
    notices.tell_publishers(statement)
    return statements.shown(statement, all_of_it=True)


@tk.validate_action_data(schema.own)
def resilient_suggestion_withdraw(context: Context, data_dict: DataDict) -> None:
    """Delete a suggestion of the caller's (`key`) with all that belongs to it; an accepted value stays in the dataset."""
    tk.check_access("resilient_suggestion_withdraw", context, data_dict)
    statement = suggestions.own(data_dict["key"], statements.author(context))
    uploads.forget(statement.facts)
    model.Session.delete(statement)
    model.Session.commit()


@tk.validate_action_data(schema.suggestion_decide)
def resilient_suggestion_decide(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Accept a suggestion, ask its author something, or decline it. The author gets a mail.

    Args:
        id: id of the suggestion.
        decision: `accept`: its value is put into the dataset (of a harvested one it is kept through every harvest);
            `ask`, or `decline`.
        reason: the question, or why it is declined; needed for both.
    """
    tk.check_access("resilient_suggestion_decide", context, data_dict)
    statement, reason = statements.found(data_dict["id"]), data_dict["reason"]
    suggestions.require(statement, *words.OPEN)
    if data_dict["decision"] != "accept" and not reason:
        raise tk.ValidationError({"reason": [tk._("Write the question, or why you do not accept it.")]})
    facts = statement.facts
    if data_dict["decision"] == "accept" and facts.get("field"):
        if "file" in facts:
            uploads.put(context, proposal.file_of(facts["field"]), facts["file"])
        else:
            proposal.apply(context, statement.package_id, facts["field"], facts["value"])
        statement = statements.found(data_dict["id"])
    state = {"accept": words.ACCEPTED, "ask": words.ASKED, "decline": words.DECLINED}[data_dict["decision"]]
    secret = suggestions.renew(statement, config.time_of_addresses())
    suggestions.settle(statement, state, reason)
    if state != words.ASKED:
        uploads.forget(facts)
    notices.tell_author(statement, secret, reason)
    return statements.shown(statement, all_of_it=True)


@tk.side_effect_free
@tk.validate_action_data(schema.queue)
def resilient_suggestion_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Open suggestions for datasets that the caller may edit, oldest first.

    Returns:
        `count` of all, and this page of them in `results`, each with `dataset_name`, `dataset_title` and
        `dataset_title_translated`.
    """
    tk.check_access("resilient_suggestion_list", context, data_dict)
    own = permitted.organisations(context, "update_dataset")
    count, rows = suggestions.listed(own, data_dict["limit"], data_dict["offset"])
    return {"count": count, "results": [statements.shown_with_dataset(row) for row in rows]}


@tk.side_effect_free
@tk.validate_action_data(schema.queue)
def resilient_suggestion_mine(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """What the caller suggested with her account, newest first, whatever became of it.

    Returns:
        `count` of all, and this page of them in `results`, as in `resilient_suggestion_list`; without the name and
        title of a dataset that the caller may not see any more.
    """
    tk.check_access("resilient_suggestion_mine", context, data_dict)
    count, rows = suggestions.mine(statements.author(context), data_dict["limit"], data_dict["offset"])
    unseen = permitted.unseen(context, [row[0].package_id for row in rows])
    results = [
        statements.shown(row[0], all_of_it=True)
        if row[0].package_id in unseen
        else statements.shown_with_dataset(row)
        for row in rows
    ]
    return {"count": count, "results": results}
