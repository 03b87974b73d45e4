"""Template helpers of the pages: each is a view model from `pages`, under the suite's prefix."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ckanext.resilient.pages import (
    cards,
    clusters,
    datasets,
    editorial,
    errors,
    files,
    glossary,
    home,
    near,
    organizations,
    portals,
    prose,
    reader,
    related,
    requests,
    search,
    seo,
    series,
    site,
    training,
    use_cases,
)
from ckanext.resilient.pages import (
    map as region_maps,
)

__all__ = [
    "resilient_active_filters",
    "resilient_card",
    "resilient_cards",
    "resilient_cluster",
    "resilient_cluster_places",
    "resilient_data_request",
    "resilient_dataset",
    "resilient_editorial_page",
    "resilient_entry",
    "resilient_error",
    "resilient_facets",
    "resilient_file",
    "resilient_files",
    "resilient_head",
    "resilient_home",
    "resilient_interface_language",
    "resilient_jargon",
    "resilient_languages",
    "resilient_legal_pages",
    "resilient_menu",
    "resilient_menu_parts",
    "resilient_organization",
    "resilient_organization_related",
    "resilient_organization_title",
    "resilient_portal",
    "resilient_prose",
    "resilient_read_snippet",
    "resilient_region_map",
    "resilient_result_words",
    "resilient_series",
    "resilient_sortings",
    "resilient_term",
    "resilient_training",
    "resilient_type_tabs",
    "resilient_type_words",
    "resilient_use_case",
]

Record = Mapping[str, Any]

_READ_SNIPPETS = {
    "dataset_series": "resilient/series/read.html",
    "cluster": "resilient/cluster/read.html",
    "use-case": "resilient/use_case/read.html",
    "training": "resilient/training/read.html",
    "portal": "resilient/portal/read.html",
    "data-request": "resilient/request/read.html",
    "page": "resilient/page/read.html",
}


def resilient_menu() -> list[site.Entry]:
    """The main menu: entries that exist on this site."""
    return site.menu()


def resilient_menu_parts() -> list[site.Part]:
    """The parts of the site with the pages in each."""
    return site.parts()


def resilient_legal_pages() -> list[site.Entry]:
    """Privacy, accessibility and the reports: the pages that a visitor expects at the foot of a site."""
    return site.legal()


def resilient_region_map() -> region_maps.RegionMap:
    """The regions of the project as dots on the map."""
    return region_maps.region_map()


def resilient_prose(markdown: str) -> str:
    """A longer text as safe HTML, its links to this site in the reader's language."""
    return prose.html(markdown)


def resilient_term(code: str) -> glossary.Word:
    """A word of the glossary: what it is called, and what it means."""
    return glossary.word(code)


def resilient_jargon(text: str) -> str:
    """The code of the word of the glossary that a short text should explain; empty when it needs none."""
    return glossary.jargon_in(text)


def resilient_head(**known: Any) -> seo.Head:
    """What the page tells search engines; `known` is what its template knows of it."""
    return seo.head(**known)


def resilient_entry(name: str) -> Record | None:
    """An entry by its name, None where there is none that this reader may see."""
    return editorial.entry(name)


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
    """What a list shows of an entry."""
    return cards.card(package)


def resilient_cards(packages: Sequence[Record]) -> list[cards.Card]:
    """What a list shows of several entries."""
    return cards.cards(packages)


def resilient_read_snippet(package: Record) -> str:
    """The snippet that shows a package of this type in full."""
    return _READ_SNIPPETS.get(package["type"], "resilient/dataset/read.html")


def resilient_dataset(dataset: Record) -> datasets.DatasetPage:
    """What the page of a dataset shows."""
    return datasets.dataset_page(dataset)


def resilient_series(record: Record) -> series.SeriesPage:
    """What the page of a series of datasets shows."""
    return series.series_page(record)


def resilient_file(dataset: Record, resource: Record) -> files.FilePage:
    """What the page of a file shows."""
    return files.file_page(dataset, resource)


def resilient_files(package: Record) -> list[files.FileCard]:
    """The files of an entry."""
    return [files.file_card(package, resource) for resource in package.get("resources") or []]


def resilient_cluster(cluster: Record) -> clusters.ClusterPage:
    """What the page of a cluster shows."""
    return clusters.cluster_page(cluster)


def resilient_cluster_places() -> near.Places:
    """The countries and regions that have clusters."""
    return near.places()


def resilient_use_case(use_case: Record) -> use_cases.UseCasePage:
    """What the page of an example of use shows."""
    return use_cases.use_case_page(use_case)


def resilient_training(item: Record) -> training.TrainingPage:
    """What the page of a training item shows."""
    return training.training_page(item)


def resilient_portal(portal: Record) -> portals.PortalPage:
    """What the fact sheet of a source shows."""
    return portals.portal_page(portal)


def resilient_data_request(request: Record) -> requests.RequestPage:
    """What the page of a request for data shows."""
    return requests.request_page(request)


def resilient_editorial_page(page: Record) -> editorial.EditorialPage:
    """What an editorial page shows."""
    return editorial.editorial_page(page)


def resilient_organization_related(organization: Record) -> list[related.Group]:
    """The entries that name an organisation, by type."""
    return organizations.organization_related(organization)


def resilient_organization(organization: Record) -> organizations.OrganizationPage:
    """What is shown of an organisation."""
    return organizations.organization_page(organization)


def resilient_organization_title(organization: Record) -> reader.Text:
    """The name of an organisation for the reader, of which CKAN's lists carry one language only."""
    return cards.keeper_name({"organization": organization}) or reader.Text(organization["name"])


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


def resilient_error(code: int | list[int], content: str) -> errors.ErrorWords:
    """What an error page says."""
    return errors.error_words(code, content)
