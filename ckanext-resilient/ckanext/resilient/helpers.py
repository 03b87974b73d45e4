"""Template helpers of the pages: each is a view model from `pages`, under the suite's prefix."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ckanext.resilient.pages import (
    cards,
    clusters,
    datasets,
    errors,
    files,
    home,
    organizations,
    reader,
    search,
    site,
)

__all__ = [
    "resilient_active_filters",
    "resilient_card",
    "resilient_cluster",
    "resilient_dataset",
    "resilient_error",
    "resilient_facets",
    "resilient_file",
    "resilient_home",
    "resilient_interface_language",
    "resilient_languages",
    "resilient_menu",
    "resilient_organization",
    "resilient_read_snippet",
    "resilient_result_words",
    "resilient_sortings",
    "resilient_type_tabs",
    "resilient_type_words",
]

Record = Mapping[str, Any]

_READ_SNIPPETS = {"cluster": "resilient/cluster/read.html"}


def resilient_menu() -> list[site.Entry]:
    """The main menu: entries that exist on this site."""
    return site.menu()


def resilient_languages() -> list[site.Language]:
    """The languages of the interface, each with the address of this page in it."""
    return site.languages()


def resilient_interface_language() -> str:
    """What the language of this page calls itself."""
    return site.native_name(reader.locale())


def resilient_home() -> home.Home:
    """What the home page shows."""
    return home.home()


def resilient_card(package: Record) -> cards.Card:
    """What a list shows of a dataset or cluster."""
    return cards.card(package)


def resilient_read_snippet(package: Record) -> str:
    """The snippet that shows a package of this type in full."""
    return _READ_SNIPPETS.get(package["type"], "resilient/dataset/read.html")


def resilient_dataset(dataset: Record) -> datasets.DatasetPage:
    """What the page of a dataset shows."""
    return datasets.dataset_page(dataset)


def resilient_file(dataset: Record, resource: Record) -> files.FilePage:
    """What the page of a file shows."""
    return files.file_page(dataset, resource)


def resilient_cluster(cluster: Record) -> clusters.ClusterPage:
    """What the page of a cluster shows."""
    return clusters.cluster_page(cluster)


def resilient_organization(organization: Record) -> organizations.OrganizationPage:
    """What is shown of an organisation."""
    return organizations.organization_page(organization)


def resilient_type_words(package_type: str) -> search.TypeWords:
    """What a content type is called."""
    return search.type_words(package_type)


def resilient_type_tabs(package_type: str, query: str, count: int) -> list[search.Tab]:
    """The kinds of content with their numbers of results; `count` is that of the kind that is shown."""
    return search.type_tabs(package_type, query, count)


def resilient_result_words(count: int) -> str:
    """How many results there are, in words."""
    return search.result_words(count)


def resilient_sortings() -> list[tuple[str, str]]:
    """Labels and values of the orders of a search."""
    return search.sortings()


def resilient_facets(titles: Mapping[str, str], search_facets: search.SearchFacets) -> list[search.Facet]:
    """The facets of a search that have values."""
    return search.facets(titles, search_facets)


def resilient_active_filters(
    fields: Mapping[str, Sequence[str]],
    titles: Mapping[str, str],
    search_facets: search.SearchFacets,
    remove: Callable[[str, str], str],
) -> list[search.Filter]:
    """The chosen values of a search, each with the address of the search without it."""
    return search.active_filters(fields, titles, search_facets, remove)


def resilient_error(code: int, content: str) -> errors.ErrorWords:
    """What an error page says."""
    return errors.error_words(code, content)
