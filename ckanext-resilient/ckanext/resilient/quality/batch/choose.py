"""Which datasets of a scope lack a field, as far as somebody may edit them. A handful of queries for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz, model
from ckan.types import Context

from ckanext.resilient import permitted
from ckanext.resilient.quality.batch.fields import Field
from ckanext.resilient.quality.listing import in_scope
from ckanext.resilient.quality.model import QualityScore

MOST = 10_000
"""Datasets of one batch."""

Package = Mapping[str, Any]


def number(context: Context, field: Field, scope: str, key: str) -> int:
    """How many datasets there are to fill."""
    query = _lacking(context, field, scope, key)
    return model.Session.scalars(sa.select(sa.func.count()).select_from(query.subquery())).one()


def ids(context: Context, field: Field, scope: str, key: str, limit: int = MOST) -> Sequence[str]:
    """The datasets to fill, those with most points to gain first."""
    query = _lacking(context, field, scope, key)
    return model.Session.scalars(
        query.order_by(QualityScore.points, QualityScore.package_id).limit(limit)
    ).all()


def _lacking(context: Context, field: Field, scope: str, key: str) -> sa.Select[tuple[str]]:
    query = (
        sa.select(QualityScore.package_id)
        .join(model.Package, model.Package.id == QualityScore.package_id)
        .where(in_scope(scope, key), model.Package.state == "active", _lacks(field))
    )
    own = permitted.organisations(context, "update_dataset")
    if own is None:
        return query
    return query.where(
        sa.or_(model.Package.owner_org.in_(own), model.Package.id.in_(_as_collaborator(context)))
    )


def _lacks(field: Field) -> sa.ColumnElement[bool]:
    if field.indicator:
        return QualityScore.failed.contains([field.indicator])
    stored: Any = model.Package.extras
    return sa.func.coalesce(stored.op("->>")(field.name), "").in_(["", "[]"])


def _as_collaborator(context: Context) -> list[str]:
    """Ids of the datasets that the caller edits without being a member of their organisation."""
    if not authz.check_config_permission("allow_dataset_collaborators"):
        return []
    mine = tk.get_action("package_collaborator_list_for_user")(
        tk.fresh_context(context), {"id": context.get("user", "")}
    )
    return [one["package_id"] for one in mine if one["capacity"] in ("admin", "editor")]


def editable(context: Context, packages: Sequence[Package]) -> list[Package]:
    """Those of the datasets that the caller may edit.

    Where she is an editor of an organisation, one of its datasets is asked for and stands for the others, and so does one
    of those without an organisation. Of what others own, only that is asked for where she is a collaborator. The job asks
    for every single one.
    """
    own = permitted.organisations(context, "update_dataset")
    shared = frozenset(_as_collaborator(context)) if own is not None else frozenset()
    answers: dict[str, bool] = {}
    found: list[Package] = []
    for package in packages:
        owner = str(package.get("owner_org") or "")
        if own is not None and owner and owner not in own and package["id"] not in shared:
            continue
        same = owner if own is None or not owner or owner in own else str(package["id"])
        if same not in answers:
            answers[same] = _may_edit(context, package)
        if answers[same]:
            found.append(package)
    return found


def _may_edit(context: Context, package: Package) -> bool:
    try:
        return tk.check_access("package_update", tk.fresh_context(context), {"id": package["id"]})
    except tk.NotAuthorized:
        return False
