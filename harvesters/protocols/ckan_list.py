"""Listing all datasets of a CKAN or DKAN portal, and knowing whether they are all."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.http import HttpClient, StatusError
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, ListingEnd, Page
from ckanext.resilient.harvesters.protocols.ckan_api import ActionApi, document
from ckanext.resilient.harvesters.protocols.ckan_result import count_of, is_listing, packages
from ckanext.resilient.harvesters.protocols.ckan_since import changed_since, is_newer
from ckanext.resilient.harvesters.protocols.listing import Tally
from ckanext.resilient.svrc.issues import Issue

Way = Callable[[ActionApi, Endpoint], Listing]

_SORTS = ("metadata_modified asc, id asc", "id asc", "")
_LARGEST_PAGE = 1000
_BAD_SORT = frozenset({400, 409, 500})
# Only after these may another way work; a host that cannot be reached is not asked four times.
_TRY_ANOTHER_WAY = frozenset({"ckan-refused", "http-status", "looks-like-html", "not-json", "not-ckan"})


def list_records(endpoint: Endpoint, http: HttpClient) -> Listing:
    """All datasets of a portal, by the first way that it understands.

    The address may also be that of a single JSON document: the answer of an action, saved.

    Raises:
        FetchError: no way works; the error is that of the first.
    """
    ways = _ways(endpoint, http)
    failure: FetchError | None = None
    for way in ways:
        listing = way()
        try:
            first = next(listing)
        except StopIteration as stop:
            return cast("ListingEnd", stop.value)
        except FetchError as error:
            failure = failure or error
            if error.issue.code not in _TRY_ANOTHER_WAY:
                break
            continue
        yield first
        return (yield from listing)
    raise failure or FetchError(Issue("not-ckan", params={"url": shown(endpoint.url)}))


def _ways(endpoint: Endpoint, http: HttpClient) -> list[Callable[[], Listing]]:
    options = endpoint.options
    path = urlsplit(endpoint.url).path
    api = ActionApi(_action_url(endpoint), http, str(options.get("method") or "auto"))
    by_action: list[Way] = [_by_search, _by_current_list, _by_names]
    if options.get("use_package_list"):
        by_action = [_by_names]
    elif query_of(endpoint):
        by_action = [_by_search]  # the others would ignore the filter and bring everything
    ways: list[Callable[[], Listing]] = [lambda way=way: way(api, endpoint) for way in by_action]
    as_document: Callable[[], Listing] = lambda: _by_document(endpoint, http)  # noqa: E731
    return [as_document, *ways] if "." in path.rsplit("/", 1)[-1] else [*ways, as_document]


def _action_url(endpoint: Endpoint) -> str:
    parts = urlsplit(endpoint.url)
    path = parts.path.rstrip("/")
    head, action, _ = path.rpartition("/action")
    if action:
        path = f"{head}/action"
    else:
        path += "/" + str(endpoint.options.get("action_path") or "/api/3/action").strip("/")
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _by_search(api: ActionApi, endpoint: Endpoint) -> Listing:
    """By `package_search`, in an order that does not change while we read; changes only where it can."""
    query = query_of(endpoint)
    rows = Tally(endpoint).wanted(_page_size(endpoint))
    if endpoint.since:
        changes = changed_since(query, endpoint.since)
        sort, result = _first_page(api, changes, rows)
        if _honours(api, query, result, endpoint.since):
            return (yield from _searched(api, endpoint, changes, sort, result))
    sort, result = _first_page(api, query, rows)
    return (yield from _searched(api, replace(endpoint, since=""), query, sort, result))


def _searched(
    api: ActionApi, endpoint: Endpoint, query: Mapping[str, str], sort: str, result: Any
) -> Listing:
    """All pages of a search from its first result on."""
    tally = Tally(endpoint)
    size = _page_size(endpoint)
    rows = tally.wanted(size)
    start, number, declared = 0, 1, count_of(result)
    while found := packages(result):
        page = tally.page(found)
        start += len(found)  # not what was asked for: a portal may give fewer per page
        if page.records:
            yield Page(page.records, (*api.told(), *page.issues))
        elif not tally.is_full:
            tally.issues.append(Issue("page-repeats", params={"page": str(number), "url": shown(api.url)}))
        at_end = declared is not None and start >= declared
        # A full page at the end of the count is not believed: more may follow. Without a count, only an
        # empty page is the end.
        if tally.is_full or tally.issues or (at_end and len(found) < api.fitting(rows)):
            break
        number += 1
        rows = tally.wanted(size)
        try:
            result = api.page("package_search", _search(query, rows, start, sort), "rows")
        except FetchError as error:
            if not at_end:
                tally.lost(number, error)
            break
        counted = count_of(result)
        declared = declared if counted is None else counted
    if found and number > 1 and not (tally.issues or tally.is_full):
        declared = _count_again(api, query, declared)
    return tally.end(declared, reached_end=True, only_changes=bool(endpoint.since))


def _first_page(api: ActionApi, query: Mapping[str, str], rows: int) -> tuple[str, Any]:
    """The first page in the most stable order that the portal accepts."""
    failure: FetchError | None = None
    for sort in _SORTS:
        try:
            result = api.page("package_search", _search(query, rows, 0, sort), "rows")
        except FetchError as error:  # noqa: PERF203 - three rounds at most
            failure = failure or error
            if isinstance(error, StatusError) and error.status not in _BAD_SORT:
                break
            if not isinstance(error, StatusError) and error.issue.code != "ckan-refused":
                break
        else:
            if not is_listing(result):
                raise FetchError(Issue("not-ckan", params={"url": shown(api.url)}))
            return sort, result
    raise cast("FetchError", failure)


def _honours(api: ActionApi, query: Mapping[str, str], result: Any, since: str) -> bool:
    """Whether a portal really filters by date: what it gives is newer, and what it gives not is older."""
    found = packages(result)
    if found:
        return all(is_newer(one, since) for one in found)
    try:
        newest = api.call("package_search", _search(query, 1, 0, "metadata_modified desc"))
    except FetchError:
        return False
    held = packages(newest)
    return is_listing(newest) and bool(held) and not any(is_newer(one, since) for one in held)


def _search(query: Mapping[str, str], rows: int, start: int, sort: str) -> dict[str, Any]:
    params: dict[str, Any] = {**query, "rows": rows, "start": start}
    return {**params, "sort": sort} if sort else params


def _count_again(api: ActionApi, query: Mapping[str, str], declared: int | None) -> int | None:
    """The portal's own count after the last page: it may have changed while we read."""
    try:
        result = api.call("package_search", _search(query, 0, 0, ""))
    except FetchError:
        return declared  # the count of the last page stands
    counted = count_of(result)
    return declared if counted is None else counted


def _by_current_list(api: ActionApi, endpoint: Endpoint) -> Listing:
    """By `current_package_list_with_resources`, newest first; it has no count of its own."""
    tally = Tally(endpoint)
    size = _page_size(endpoint)
    start, page_number = 0, 1
    found: list[Any] = []
    while not tally.is_full:
        params = {"limit": tally.wanted(size), "offset": start}
        try:
            found = _listed(api, "current_package_list_with_resources", params)
        except FetchError as error:
            if page_number == 1:
                raise
            tally.lost(page_number, error)
            break
        page = tally.page(found)
        if not page.records:
            break
        yield Page(page.records, (*api.told(), *page.issues))
        start += len(found)
        page_number += 1
    declared = _names_count(api) if not (tally.issues or tally.is_full) else None
    if found and declared not in {None, tally.found}:
        tally.issues.append(Issue("page-repeats", params={"page": str(page_number), "url": shown(api.url)}))
    return tally.end(declared, reached_end=declared is not None)


def _names_count(api: ActionApi) -> int | None:
    try:
        return len(_names(api))
    except FetchError:
        return None


def _listed(api: ActionApi, action: str, params: Mapping[str, Any]) -> list[Any]:
    """The datasets in the result of an action.

    Raises:
        FetchError: also when the result holds something else.
    """
    result = api.page(action, params, "limit") if "limit" in params else api.call(action, params)
    found = packages(result)
    if found and not is_listing(result):
        raise FetchError(Issue("not-ckan", params={"url": shown(api.url)}))
    return found


def _by_names(api: ActionApi, endpoint: Endpoint) -> Listing:
    """By `package_list`, then one `package_show` each: slow, but DKAN knows nothing else."""
    tally = Tally(endpoint)
    names = _names(api)
    size = min(_page_size(endpoint), 50)
    lost = 0
    for begin in range(0, len(names), size):
        if tally.is_full:
            break
        found: list[Any] = []
        issues: list[Issue] = []
        for name in names[begin : begin + tally.wanted(size)]:
            try:
                found += _listed(api, "package_show", {"id": name})
            except FetchError as error:  # noqa: PERF203 - one lost record must not cost the others
                issues.append(Issue("record-lost", record=name, params={"reason": error.issue.message}))
        page = tally.page(found)
        lost += len(issues)
        yield Page(page.records, (*api.told(), *page.issues, *issues))
    return tally.end(len(names), reached_end=lost == 0)


def _names(api: ActionApi) -> list[str]:
    result = api.call("package_list", {})
    names = cast("list[Any]", result) if isinstance(result, list) else [result]
    if not all(isinstance(name, str) for name in names):
        raise FetchError(Issue("not-ckan", params={"url": shown(api.url)}))
    return list(dict.fromkeys(names))


def _by_document(endpoint: Endpoint, http: HttpClient) -> Generator[Page, None, ListingEnd]:
    """From one JSON document at the address itself."""
    answer = http.get(endpoint.url, accept="application/json")
    result = document(answer)
    if not is_listing(result):
        raise FetchError(Issue("not-ckan", params={"url": shown(answer.url)}))
    tally = Tally(endpoint)
    found = packages(result)
    page = tally.page(found)
    yield Page(page.records, (*answer.issues, *answer.text_issues, *page.issues))
    return tally.end(count_of(result), reached_end=not tally.is_full or tally.found == len(found))


def query_of(endpoint: Endpoint) -> dict[str, str]:
    """Filters from the options and from a `package_search` address that a person pasted."""
    options = endpoint.options
    given = dict(parse_qsl(urlsplit(endpoint.url).query))
    filters = [given.get("fq", ""), str(options.get("fq") or "")]
    for name in ("organization", "groups"):
        wanted = options.get(name) or ()
        listed = [wanted] if isinstance(wanted, str) else [str(word) for word in cast("list[Any]", wanted)]
        if listed:
            choice = " OR ".join(f'"{word}"' for word in listed)
            filters.append(f"{name}:({choice})")
    query = {"q": str(options.get("q") or given.get("q", "")), "fq": " ".join(filter(None, filters))}
    return {name: value for name, value in query.items() if value}


def _page_size(endpoint: Endpoint) -> int:
    return max(1, min(int(endpoint.options.get("page_size") or 100), _LARGEST_PAGE))
