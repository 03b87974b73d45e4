"""The work of a batch: each dataset is edited as its author would edit it in the form, one after the other."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from typing import Any, cast

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from rq.timeouts import JobTimeoutException

from ckanext.resilient.mail.language import written_in
from ckanext.resilient.mail.surroundings import application
from ckanext.resilient.quality.batch import fields, store
from ckanext.resilient.quality.batch.fields import Field
from ckanext.resilient.quality.batch.model import QualityBatch
from ckanext.resilient.quality.model import only_one

LONGEST = 6 * 3600
"""Seconds after which the job is ended; it can be carried on where it was."""

log = logging.getLogger(__name__)


def ask(batch_id: str) -> None:
    """Have a batch done in the background."""
    store.alive(batch_id)
    tk.enqueue_job(run, [batch_id], title="One field of many datasets", rq_kwargs={"timeout": LONGEST})


def run(batch_id: str, progress: Callable[[int], None] = lambda _: None) -> None:
    """Do a batch, or what is left of it. While another process does, there is nothing to do.

    A dataset that cannot be changed is counted with the reason, and the next one follows.

    Raises:
        NoApplicationError: neither a request is answered nor a command of ckan runs.
    """
    with only_one(uuid.UUID(batch_id).int >> 65) as mine:
        if not mine:
            return
        batch = store.found(batch_id)
        field, value, left = fields.field_of(batch.field), batch.value, batch.datasets[batch.done :]
        user_id, locale = batch.user_id, batch.locale
        with application(), written_in(locale):
            for package_id in left:
                store.tried(batch_id, package_id, _result(user_id, package_id, field, value))
                progress(1)
        store.finish(batch_id)
        log.info("Batch %s: %s datasets tried", batch_id, len(left))


def _result(user_id: str, package_id: str, field: Field, value: Any) -> str:
    """What became of one dataset: a word of `store`, or in words why it could not be changed."""
    try:
        return _edit(user_id, package_id, field, value)
    except tk.NotAuthorized:
        reason = tk._("You may not edit this dataset.")
    except tk.ObjectNotFound:
        reason = tk._("This dataset is no longer there.")
    except tk.ValidationError as error:
        reason = tk._("The dataset cannot be saved. {reason}").format(reason=_words(error.error_dict))
    except JobTimeoutException:
        raise  # the worker's word that the job has had its time: it can be carried on
    except Exception:
        # Whatever another plugin or the search index makes of one dataset must not end all the others.
        log.exception("Dataset %s could not be edited in a batch", package_id)
        reason = tk._("Something went wrong on this site. It stands in the log.")
    model.Session.rollback()
    return reason


def _edit(user_id: str, package_id: str, field: Field, value: Any) -> str:
    """Edit a dataset with the rights of a person; a value that somebody gave in the meantime stays.

    Raises:
        tk.NotAuthorized, tk.ObjectNotFound, tk.ValidationError: as `package_patch` does.
    """
    user = model.User.get(user_id)
    asked: dict[str, Any] = {"user": user.name if user else "", "auth_user_obj": user, "ignore_auth": False}
    tk.check_access("package_update", cast("Context", dict(asked)), {"id": package_id})
    # Held until it is saved: nobody fills the field between the look and the edit.
    model.Package.get(package_id, for_update=True)
    show = cast("Context", {**asked, "use_cache": False})
    if not fields.is_empty(tk.get_action("package_show")(show, {"id": package_id}), field):
        model.Session.rollback()
        return store.KEPT
    # An ordinary edit: it stands in the history, and of a harvested dataset it is kept through later harvests.
    tk.get_action("package_patch")(cast("Context", dict(asked)), {"id": package_id, field.name: value})
    return store.CHANGED


def _words(errors: Any) -> str:
    """Errors of a form as sentences, with the names that it gives its fields."""
    found = tk.h.scheming_get_dataset_schema("dataset")["dataset_fields"]
    labels = {one["field_name"]: tk._(one["label"]) for one in found}
    return " ".join(f"{labels.get(name, name)}: {_first(messages)}" for name, messages in errors.items())


def _first(messages: Any) -> str:
    """The first sentence within the errors of a field, however deep they are."""
    while isinstance(messages, list | dict):
        inner = cast("list[Any] | dict[str, Any]", messages)
        messages = next((one for one in (inner.values() if isinstance(inner, dict) else inner) if one), "")
    return str(messages)


def shown(batch: QualityBatch) -> dict[str, Any]:
    """A batch as an API gives it."""
    return {
        "id": batch.id,
        "field": batch.field,
        "value": batch.value,
        "scope": batch.scope,
        "key": batch.key,
        "datasets": len(batch.datasets),
        "done": batch.done,
        "changed": batch.changed,
        "kept": batch.kept,
        "errors": [{"id": package_id, "message": message} for package_id, message in batch.errors],
        "created": batch.created.isoformat(),
        "finished": batch.finished.isoformat() if batch.finished else "",
        "stuck": store.is_stuck(batch),
    }
