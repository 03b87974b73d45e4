"""Plugin `resilient_harvest`: ckanext-harvest's sources and queues on the suite's own engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import click
from ckan.common import CKANConfig
from ckan.types import Action, ChainedAction, Context
from flask import Blueprint

from ckanext.resilient.harvest import adapter, adding, approval, discretion, queue_mends
from ckanext.resilient.harvest.cli import resilient
from ckanext.resilient.harvest.duplicates.shown import also_at
from ckanext.resilient.harvest.overlay.store import open_fields
from ckanext.resilient.harvest.stock import IHarvester
from ckanext.resilient.harvesters import setup
from ckanext.resilient.harvesters.leading.views import resilient_harvest_pages
from ckanext.resilient.harvesters.logic import (
    action,
    closing,
    meanings,
    mended,
    overlay,
    owners,
    safety,
    sources,
)
from ckanext.resilient.harvesters.overlay import views as overlay_views
from ckanext.resilient.harvesters.owners.views import resilient_sources


@tk.blanket.auth_functions
@tk.blanket.config_declarations
@tk.blanket.validators
class ResilientHarvestPlugin(p.SingletonPlugin):
    """Wiring only: the engine is in `ckanext.resilient.harvest`."""

    p.implements(p.IActions)
    p.implements(p.IBlueprint)
    p.implements(p.IConfigurable)
    p.implements(p.IConfigurer)
    p.implements(p.IClick)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.ITemplateHelpers)
    p.implements(IHarvester)

    # IActions

    def get_actions(self) -> dict[str, Action | ChainedAction]:
        """Our actions, and mended ones of ckanext-harvest where it is loaded."""
        chained = mended.MENDED if p.plugin_loaded("harvest") else {}
        parts = (action, closing, meanings, overlay, owners, safety, sources)
        own = {name: function for part in parts for name, function in part.OWN.items()}
        return {**own, **chained}

    # IBlueprint

    def get_blueprint(self) -> list[Blueprint]:
        """The review of edits, and the pages of the sources where there are sources and our pages to stand among.

        Where there are sources, ckanext-harvest's own pages lead to them.
        """
        parts = [overlay_views.resilient_overlay]
        if p.plugin_loaded("harvest"):
            parts.append(resilient_harvest_pages)
            if p.plugin_loaded("resilient"):
                # The other modules with pages of sources hang them below the same blueprint.
                parts.append(resilient_sources)
        return parts

    # ITemplateHelpers

    def get_helpers(self) -> dict[str, Callable[..., Any]]:
        """Of how many edited fields of a dataset the source has said something new."""
        return {"resilient_overlay_open": open_fields}

    # IConfigurable

    def configure(self, config: CKANConfig) -> None:
        """Say what lets sources be read that nobody has approved."""
        setup.name_complaint()

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Keep ckanext-harvest's consumers alive."""
        queue_mends.keep_consumers_alive(config)

    # IClick

    def get_commands(self) -> list[click.Command]:
        """`ckan resilient harvest` and `ckan resilient portals`."""
        return [resilient]

    # IPackageController

    def after_dataset_create(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Let a new source wait for approval where somebody else than a system administrator made it."""
        if pkg_dict.get("type") == discretion.TYPE:
            adding.refuse_no_web_address(pkg_dict)
            approval.hold_back(pkg_dict, context)

    def after_dataset_update(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Let a source wait for approval anew whose address somebody else than a system administrator changed."""
        if pkg_dict.get("type") == discretion.TYPE:
            adding.refuse_no_web_address(pkg_dict)
            approval.hold_back_moved(pkg_dict, context)

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Keep the settings of sources out of the search index, from which everybody may read."""
        if pkg_dict.get("type") == discretion.TYPE:
            discretion.as_indexed(pkg_dict)
        return pkg_dict

    def after_dataset_search(self, search_results: dict[str, Any], search_params: Any) -> dict[str, Any]:
        """Show no settings of sources that were indexed by an earlier version, either."""
        for found in search_results["results"]:
            if isinstance(found, dict) and found.get("type") == discretion.TYPE:
                discretion.drop_settings(found)
        return search_results

    def after_dataset_show(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Add where else a harvested dataset is listed, except to what is indexed or kept by `activity`.

        The settings of a source are shown to whoever administers its organisation.
        """
        if pkg_dict.get("type") == discretion.TYPE:
            discretion.as_shown(pkg_dict, context)
        if (
            pkg_dict.get("source_guid")
            and context.get("validate", True)
            and context.get("for_view") is not False
        ):
            pkg_dict["also_at"] = also_at(pkg_dict["id"])

    # IHarvester

    def info(self) -> dict[str, str]:
        """How the harvester is called in source forms and in the database."""
        return adapter.info()

    def validate_config(self, config: str) -> str:
        """The source's settings, refused with a sentence when something in them is unknown."""
        return adapter.validate_config(config)

    def get_original_url(self, harvest_object_id: str) -> str | None:
        """Address of the record at its source."""
        return adapter.original_url(harvest_object_id)

    def gather_stage(self, harvest_job: Any) -> list[str]:
        """The whole run; no object is left for the fetch queue."""
        return adapter.gather_stage(harvest_job)

    def fetch_stage(self, harvest_object: Any) -> bool:
        """Nothing is left to fetch: gathering has read the whole record."""
        return True

    def import_stage(self, harvest_object: Any) -> bool | str:
        """Write one record, or let another source's dataset stand for it."""
        return adapter.import_stage(harvest_object)
