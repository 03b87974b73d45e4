"""Writing records through CKAN's own actions, so that every plugin's hooks and validators run.

A record that fails is rolled back before anything else happens: a package left pending in the
session would otherwise be committed with the error message about it.
"""

from __future__ import annotations

import contextlib
import json
import uuid
from collections.abc import Generator
from typing import Any, cast

import ckan.lib.plugins as lib_plugins
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.search import SearchError, SearchIndexError, is_available
from ckan.types import Context

from ckanext.resilient.errors import PauseHarvest, RejectRecord
from ckanext.resilient.harvest.overlay import store as overlay
from ckanext.resilient.svrc.curation import HARVEST, keep_edits, stored_values
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.text import slug


def site_context() -> Context:
    """A fresh context of the site user, without authorisation checks: the source was authorised."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    # Validators called outside of an action look for model and session themselves.
    own = {"user": user["name"], "ignore_auth": True, "model": model, "session": model.Session}
    return cast("Context", {**own, HARVEST: True})


def as_dataset(package: dict[str, Any], package_id: str, owner_org: str | None, title: str) -> dict[str, Any]:
    """The dict to create: a harvested package with its identity, address and organisation here."""
    # From the id here, not from the guid: two sources may list the same record under the same title.
    name = slug(title, package_id)
    own = {"id": package_id, "name": name, "type": "dataset", "private": False, "owner_org": owner_org}
    return {**package, **own, "resources": _named(package.get("resources", []), package_id)}


def _named(resources: list[dict[str, Any]], package_id: str) -> list[dict[str, Any]]:
    """The files with ids by what is said of them.

    A file that stays as it is keeps the address of its page when its record changes. One that changes gets a
    new id: CKAN leaves a value in the row of a file that an update does not name.
    """
    named: dict[str, dict[str, Any]] = {}
    for resource in resources:
        what = f"{package_id}\n{json.dumps(resource, sort_keys=True, ensure_ascii=False)}"
        number = 0
        while (own_id := str(uuid.uuid5(uuid.NAMESPACE_URL, f"{what}\n{number}"))) in named:
            number += 1
        named[own_id] = {**resource, "id": own_id}
    return list(named.values())


def validate(dataset: dict[str, Any], *, exists: bool) -> dict[str, Any]:
    """The dataset as `package_show` would give it once stored; nothing is written.

    Raises:
        RejectRecord: a field does not validate.
    """
    plugin = lib_plugins.lookup_package_plugin("dataset")
    context = site_context()
    if exists:
        context["package"] = existing = model.Session.get_one(model.Package, dataset["id"])
        dataset = keep_edits(dataset, stored_values(existing.extras), overlay.values(existing.id))
        schema, action = plugin.update_package_schema(), "package_update"
    else:
        schema, action = plugin.create_package_schema(), "package_create"
    data, errors = lib_plugins.plugin_validate(plugin, context, dict(dataset), schema, action)
    if dataset["owner_org"] is None:
        # The source is not registered yet; its organisation is chosen when it is.
        errors.pop("owner_org", None)
    if errors:
        raise RejectRecord(_invalid(dataset, errors))
    shown, _ = lib_plugins.plugin_validate(
        plugin, context, _stored_form(data), plugin.show_package_schema(), "package_show"
    )
    return _without_missing(shown)


def _without_missing(value: Any) -> Any:
    # navl leaves its mark for "not given" in what it validates; stored, such a value would be absent.
    if isinstance(value, dict):
        return {key: _without_missing(item) for key, item in value.items() if item is not tk.missing}
    if isinstance(value, list):
        return [_without_missing(item) for item in value if item is not tk.missing]
    return value


def _stored_form(data: dict[str, Any]) -> dict[str, Any]:
    # As package_dictize gives it: state and resource positions are set by the database layer.
    resources = [
        {**resource, "state": "active", "position": position}
        for position, resource in enumerate(data.get("resources", []))
    ]
    return {**data, "state": "active", "resources": resources}


def is_deleted(package_id: str) -> bool:
    """Whether a dataset is here and deleted, whoever did that."""
    package = model.Session.get(model.Package, package_id)
    return package is not None and package.state == "deleted"


def write(dataset: dict[str, Any], *, stays_deleted: bool = False) -> str:
    """Create or update one dataset, searchable when this returns; gives `new` or `changed`.

    What a person has edited of it stays as she left it, also when its source was cleared since. One that was deleted
    here comes back under its old id and address.

    Args:
        dataset: what is to be stored.
        stays_deleted: it does not come back, but whoever restores it finds it up to date.

    Raises:
        RejectRecord: a field does not validate, or the search index refused the record.
        PauseHarvest: the search index does not answer.
    """
    existing = model.Session.get(model.Package, dataset["id"])
    with _refused(dataset):
        overlay.note_source(dataset["id"], dataset)
        stored = stored_values(existing.extras) if existing else {}
        curated = keep_edits(dataset, stored, overlay.values(dataset["id"]))
        if existing is None:
            tk.get_action("package_create")(site_context(), curated)
            return "new"
        kept = {**curated, "name": existing.name, "state": "deleted" if stays_deleted else "active"}
        tk.get_action("package_update")(site_context(), kept)
    return "changed"


_NOT_STORED = {"harvest_object_id", "harvest_source_id", "harvest_source_title"}
"""Extras that ckanext-harvest adds to what is shown; sent back, they would be stored and grow old."""


def shown(package_id: str) -> dict[str, Any]:
    """A dataset that is here, also a deleted one, in the form in which it can be written back."""
    context = site_context()
    context["use_cache"] = False
    dataset = tk.get_action("package_show")(context, {"id": package_id})
    extras = [extra for extra in dataset.get("extras", []) if extra["key"] not in _NOT_STORED]
    return {name: value for name, value in dataset.items() if name != "extras"} | {"extras": extras}


def restore(dataset: dict[str, Any]) -> None:
    """Let a dataset be again as `shown` gave it, also when it was changed last.

    Raises:
        RejectRecord: a field does not validate, or the search index refused the record.
        PauseHarvest: the search index does not answer.
    """
    with _refused(dataset):
        tk.get_action("package_update")(site_context(), dict(dataset))


def change(package_id: str, values: dict[str, Any]) -> None:
    """Change some fields of a dataset; one that a person has deleted meanwhile is left alone.

    Raises:
        RejectRecord: a field does not validate, or the search index refused the record.
        PauseHarvest: the search index does not answer.
    """
    package = model.Session.get(model.Package, package_id)
    if package is None or package.state != "active":
        return
    dataset = {**shown(package_id), **values}
    # It is new what is changed; only what is restored keeps the time of its last change.
    dataset.pop("metadata_modified")
    restore(dataset)


@contextlib.contextmanager
def _refused(dataset: dict[str, Any]) -> Generator[None, None, None]:
    """Roll back what CKAN refuses to store, and say so with field and remedy."""
    try:
        yield
    except tk.ValidationError as error:
        model.Session.rollback()
        raise RejectRecord(_invalid(dataset, error.error_dict)) from error
    except (SearchError, SearchIndexError) as error:
        raise _failure_of_index(error, _label(dataset)) from error


def _failure_of_index(error: Exception, record: str) -> PauseHarvest | RejectRecord:
    """What a failure of the index means: it is the record's fault only where the index is there."""
    model.Session.rollback()
    if not is_available():
        return PauseHarvest(Issue("index-gone"))
    return RejectRecord(Issue("not-indexed", record=record, params={"error": str(error)}))


def delete(package_id: str) -> bool:
    """Mark a dataset deleted (never purged); gives whether it was ever here.

    Raises:
        RejectRecord: the search index refused to drop it.
        PauseHarvest: the search index does not answer.
    """
    package = model.Session.get(model.Package, package_id)
    if package is not None and package.state == "active":
        try:
            tk.get_action("package_delete")(site_context(), {"id": package_id})
        except (SearchError, SearchIndexError) as error:
            raise _failure_of_index(error, package.title or package_id) from error
    return package is not None


def _label(dataset: dict[str, Any]) -> str:
    titles = dataset.get("title_translated") or {}
    return next(iter(titles.values()), str(dataset.get("source_guid", dataset["id"])))


def _invalid(dataset: dict[str, Any], errors: dict[str, Any]) -> Issue:
    field, message = first_error(errors)
    return Issue("not-valid", record=_label(dataset), field=field, params={"error": message})


def first_error(errors: Any, path: str = "") -> tuple[str, str]:
    """The first message in CKAN's nested error dicts, with the path of its field: `resources.2.url`."""
    if isinstance(errors, dict):
        items: list[tuple[Any, Any]] = list(errors.items())
    elif isinstance(errors, list) and any(isinstance(item, dict) for item in errors):
        items = list(enumerate(errors))
    else:
        text = "; ".join(str(item) for item in errors) if isinstance(errors, list) else str(errors)
        return path, text
    for key, value in items:
        if value:
            return first_error(value, f"{path}.{key}".lstrip("."))
    return path, ""
