"""The graphs of this catalogue: of one dataset, and of the catalogue itself."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib import i18n
from ckan.types import Context
from flask_babel import force_locale
from rdflib import Graph

from ckanext.resilient.catalogue import options
from ckanext.resilient.catalogue.datasets import add_dataset
from ckanext.resilient.catalogue.head import Catalogue, add_catalogue
from ckanext.resilient.catalogue.namespaces import new_graph
from ckanext.resilient.catalogue.site import Site
from ckanext.resilient.svrc.languages import content_language

Organizations = dict[str, dict[str, Any]]

_ONLY_ITSELF = {
    f"include_{part}": False
    for part in ("datasets", "dataset_count", "users", "groups", "tags", "followers", "member_count")
}


def visitor() -> Context:
    """The context of somebody without an account, whoever asks: what is given out is for everybody."""
    return {"user": "", "ignore_auth": False}


def site() -> Site:
    """This site, as its configuration describes it."""
    return Site(options.site_address(), machine_text=options.machine_text())


def dataset_graph(package: dict[str, Any], known: Organizations | None = None) -> Graph:
    """A dataset, as `package_show` gives it, as DCAT-AP 3.

    Args:
        package: the dataset.
        known: organisations by id that were read for other datasets; those that are read now are added.
    """
    graph = new_graph()
    add_dataset(graph, with_publisher(package, known), site())
    return graph


def with_publisher(package: dict[str, Any], known: Organizations | None = None) -> dict[str, Any]:
    """The dataset with all that is known of its organisation, where that is what publishes it."""
    organization = package.get("organization")
    if not organization or package.get("publisher") or package.get("source_guid"):
        return package
    known, wanted = {} if known is None else known, str(organization["id"])
    if wanted not in known:
        asked = {"id": wanted, **_ONLY_ITSELF}
        known[wanted] = tk.get_action("organization_show")({"ignore_auth": True}, asked)
    return {**package, "organization": known[wanted]}


def catalogue_head(total: int, modified: str = "") -> Graph:
    """The catalogue itself, without its datasets.

    Args:
        total: how many datasets it has.
        modified: when one of them changed last, in ISO 8601.
    """
    graph = new_graph()
    add_catalogue(graph, catalogue(total, modified), site())
    return graph


def public_datasets() -> int:
    """How many datasets everybody may see."""
    found = tk.get_action("package_search")({}, {"fq": "+dataset_type:dataset", "rows": 0})
    return int(found["count"])


def catalogue(total: int, modified: str) -> Catalogue:
    """What the configuration says of this catalogue."""
    locales = i18n.get_locales()
    languages = [content_language(locale) for locale in locales]
    said = options.site_description()
    return Catalogue(
        title=dict.fromkeys(languages, options.site_title()),
        description={content_language(options.default_language()): said} if said else _about(locales),
        publisher=options.publisher(),
        languages=languages,
        countries=options.countries(),
        licence=options.licence(),
        issued=options.issued(),
        modified=modified,
        total=total,
    )


def _about(locales: list[str]) -> dict[str, str]:
    """What the site is for, in each of its languages."""
    found: dict[str, str] = {}
    for locale in locales:
        with force_locale(locale):
            found[content_language(locale)] = tk._(
                "This site brings together open data about social needs from many public portals, "
                "and shows it in nine languages."
            )
    return found
