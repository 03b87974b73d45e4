"""Actions of quality. Those that set a field of many datasets stand beside them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.resilient.pages import reader
from ckanext.resilient.quality import config, listing, store, texts
from ckanext.resilient.quality.conformance import job
from ckanext.resilient.quality.conformance.shapes import ShapesError
from ckanext.resilient.quality.conformance.shown import conformance
from ckanext.resilient.quality.files.job import check_files
from ckanext.resilient.quality.links.job import check_links
from ckanext.resilient.quality.logic import schema
from ckanext.resilient.quality.logic.batch import (
    resilient_quality_batch_create,
    resilient_quality_batch_preview,
    resilient_quality_batch_resume,
    resilient_quality_batch_show,
)
from ckanext.resilient.quality.rating import rate

__all__ = [
    "resilient_quality_batch_create",
    "resilient_quality_batch_preview",
    "resilient_quality_batch_resume",
    "resilient_quality_batch_show",
    "resilient_quality_check_files",
    "resilient_quality_check_links",
    "resilient_quality_check_shapes",
    "resilient_quality_history",
    "resilient_quality_list",
    "resilient_quality_show",
]


@tk.side_effect_free
@tk.validate_action_data(schema.quality_show)
def resilient_quality_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Rate a dataset, in the reader's language.

    Args:
        id: id or name of a stored dataset, or
        dataset: the dataset itself, as `package_show` returns it; it need not be stored.

    Returns:
        `score` of `max` points, `open` points of checks to come, `rating`, `level` and `sentence` in words,
        `stars`, `dimensions`, `indicators`, `aspects`, `conformance`, and `fix_first`: what to mend, most points for
        the effort first. `conformance` says whether the description follows DCAT-AP: `state`, when it was `checked`,
        the numbers of `violations` and `warnings`, and the first `findings` in words, with property, rule and field.
    """
    tk.check_access("resilient_quality_show", context, data_dict)
    record = data_dict.get("dataset")
    if record is None:
        record_id = tk.get_or_bust(data_dict, "id")
        record = tk.get_action("package_show")(tk.fresh_context(context), {"id": record_id})
    rated = texts.localised(rate([record])[0], reader.locale(), reader.date)
    return rated | {"conformance": asdict(conformance(record))}


@tk.side_effect_free
@tk.validate_action_data(schema.quality_list)
def resilient_quality_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """The ratings of the public datasets of an organisation, a source, a country, or of all.

    Args:
        scope: `all`, `organization`, `source` or `country`.
        key: id of the organisation, key of the portal, or code of the country (`ITA`).
        offset: how many to leave out.
        limit: how many to give.

    Returns:
        `summary` (number, average, datasets in each band), `gaps` (what would help most), and `datasets`, those with
        most to gain first.
    """
    tk.check_access("resilient_quality_list", context, data_dict)
    scope, key = data_dict["scope"], data_dict["key"]
    rows = listing.scores(scope, key, data_dict["offset"], data_dict["limit"])
    return {
        "summary": listing.summary(scope, key),
        "gaps": [texts.gap(found) for found in listing.gaps(scope, key)],
        "datasets": [
            {
                "id": row.package_id,
                "score": row.points,
                "open": row.open_points,
                "rating": row.band,
                "stars": row.stars,
                "aspects": row.aspects,
                "failed": row.failed,
                "computed": row.computed.isoformat(),
            }
            for row in rows
        ],
    }


@tk.side_effect_free
@tk.validate_action_data(schema.quality_history)
def resilient_quality_history(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """How the rating of a scope went, day by day, oldest first.

    Args:
        scope: `all`, `organization`, `source`, `country` or `dataset`.
        key: what the scope is of, as in `resilient_quality_list`; of a dataset its id.
    """
    tk.check_access("resilient_quality_history", context, data_dict)
    rows = store.history(data_dict["scope"], data_dict["key"])
    return [
        {"day": row.day.isoformat(), "datasets": row.datasets, "points": row.points, "bands": row.bands}
        for row in rows
    ]


@tk.validate_action_data(schema.quality_check)
def resilient_quality_check_links(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Try the links that are due, and rate the datasets anew whose links came out differently.

    It takes minutes: meant for a clock or the command line.

    Args:
        limit: how many links at most; without it, as many as the configuration says.

    Returns:
        `tried` links, `good` ones, `busy` ones whose servers asked for a later try, `problems` by kind, `forgotten`
        links that no dataset names any more, and `rated` datasets.
    """
    tk.check_access("resilient_quality_check_links", context, data_dict)
    limit = data_dict.get("limit") or config.links_a_run()
    return asdict(check_links(limit, context.get("resilient_progress", lambda _: None)))


@tk.validate_action_data(schema.quality_check)
def resilient_quality_check_files(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Look into the files that are due: what they hold, and how full their tables are; then rate their datasets anew.

    It takes minutes: meant for a clock or the command line.

    Args:
        limit: how many files at most; without it, as many as the configuration says.

    Returns:
        `opened` files, `tables` among them, `failed` ones that could not be opened, `busy` ones whose servers asked for
        a later try, `forgotten` ones that no dataset names any more, and `rated` datasets.
    """
    tk.check_access("resilient_quality_check_files", context, data_dict)
    limit = data_dict.get("limit") or config.files_a_run()
    return asdict(check_files(limit, context.get("resilient_progress", lambda _: None)))


@tk.validate_action_data(schema.quality_check_shapes)
def resilient_quality_check_shapes(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Check whether datasets follow DCAT-AP, and rate those anew that come out differently.

    It takes a tenth of a second for each dataset: meant for a clock or the command line.

    Args:
        ids: datasets to check, whether they changed or not; or
        all: whether to check all public datasets anew; without both, those that changed are checked.
        limit: how many at most of those that changed.

    Returns:
        `checked` datasets, those that `conform`, those that were `rated` anew, and whether some are `left`.
    """
    tk.check_access("resilient_quality_check_shapes", context, data_dict)
    progress = context.get("resilient_progress", lambda _: None)
    try:
        if data_dict["all"]:
            return asdict(job.check_all(progress))
        if data_dict.get("ids"):
            return asdict(job.check_these(data_dict["ids"], progress))
        return asdict(job.check_due(data_dict["limit"], progress))
    except ShapesError as error:
        raise tk.ValidationError({"shapes": [str(error)]}) from error
