"""Actions that set one field of many datasets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.resilient.mail import language
from ckanext.resilient.quality.batch import choose, fields, job, store
from ckanext.resilient.quality.batch.model import QualityBatch
from ckanext.resilient.quality.batch.preview import MOST, preview
from ckanext.resilient.quality.logic import schema


@tk.side_effect_free
@tk.validate_action_data(schema.batch_preview)
def resilient_quality_batch_preview(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Which datasets of a scope lack a field, as far as the caller may edit them, and what a value would bring.

    Args:
        scope, key: as in `resilient_quality_list`.
        field: `od_category`, `spatial_coverage`, `license_id`, `contact`, `access_rights`, `publisher`, `frequency`,
            `language` or `theme`.
        value: a code, a list of codes, or of `contact`, `publisher` and `spatial_coverage` an object; may be left out.
        limit: how many datasets to give, at most 200, those with most points to gain first.

    Returns:
        `count` of all, `value` as datasets keep it, and in `datasets` of each `id`, `name`, `before` and `after` in
        words, `points` now and the `gain`.
    """
    tk.check_access("resilient_quality_batch_preview", context, data_dict)
    field, scope, key = fields.field_of(data_dict["field"]), data_dict["scope"], data_dict["key"]
    value = fields.checked(field, data_dict["value"]) if "value" in data_dict else None
    ids = choose.ids(context, field, scope, key, min(data_dict["limit"], MOST))
    return {
        "count": choose.number(context, field, scope, key),
        "value": value,
        "datasets": [
            {
                "id": change.package["id"],
                "name": change.package["name"],
                "before": change.before,
                "after": change.after,
                "points": change.points,
                "gain": change.gain,
            }
            for change in preview(context, field, ids, value)
        ],
    }


@tk.validate_action_data(schema.batch_create)
def resilient_quality_batch_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Set a field of many datasets in the background, each as an ordinary edit by the caller.

    Only what is empty is filled. Of a harvested dataset the value is kept through later harvests.

    Args:
        scope, key, field, value: as in `resilient_quality_batch_preview`; the value is needed.
        ids: only these datasets; without it all of the scope that lack the field, at most 10,000.

    Returns:
        The batch, as `resilient_quality_batch_show` gives it.
    """
    tk.check_access("resilient_quality_batch_create", context, data_dict)
    field = fields.field_of(data_dict["field"])
    value = fields.checked(field, data_dict["value"])
    user = model.User.get(context.get("user", ""))
    if user is None:
        raise tk.NotAuthorized
    batch = QualityBatch(
        user_id=user.id, locale=language.current(), field=field.name, value=value,
        scope=data_dict["scope"], key=data_dict["key"], datasets=list(_chosen(context, data_dict)),
    )  # fmt: skip
    store.add(batch)
    progress = context.get("resilient_progress")
    if progress:
        job.run(batch.id, progress)
    else:
        job.ask(batch.id)
    return job.shown(store.found(batch.id))


def _chosen(context: Context, data_dict: DataDict) -> Sequence[str]:
    field = fields.field_of(data_dict["field"])
    ids = choose.ids(context, field, data_dict["scope"], data_dict["key"])
    if "ids" in data_dict:
        wanted = set(data_dict["ids"])
        ids = [one for one in ids if one in wanted]
    if not ids:
        raise tk.ValidationError({"ids": [tk._("Choose at least one dataset that lacks it.")]})
    return ids


@tk.side_effect_free
@tk.validate_action_data(schema.batch)
def resilient_quality_batch_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """How far a batch (`id`) of the caller's is.

    Returns:
        `field`, `value`, how many `datasets` there are, how many are `done`, `changed`, or `kept` because they had a
        value by then, `errors` (`id` and `message` of each that could not be changed), `created`, `finished` (empty
        while it is under way), and `stuck`: whether the job ended before its time.
    """
    tk.check_access("resilient_quality_batch_show", context, data_dict)
    return job.shown(store.found(data_dict["id"]))


@tk.validate_action_data(schema.batch)
def resilient_quality_batch_resume(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Carry on a batch (`id`) of the caller's where its job ended before its time; gives the batch."""
    tk.check_access("resilient_quality_batch_resume", context, data_dict)
    batch = store.found(data_dict["id"])
    if not store.is_stuck(batch):
        raise tk.ValidationError({"id": [tk._("It is still under way, or it has ended.")]})
    job.ask(batch.id)
    return job.shown(store.found(batch.id))
