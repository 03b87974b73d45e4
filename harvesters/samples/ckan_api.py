"""CKAN's action API over a sample catalogue (https://docs.ckan.org/en/2.11/api/): reading actions only."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from ckanext.resilient.harvesters.samples.catalogue import Catalogue
from ckanext.resilient.harvesters.samples.ckan_packages import group, group_names, organization, package
from ckanext.resilient.harvesters.samples.messages import Request, Response, json_response

Params = Mapping[str, Any]
_MAX_ROWS = 1000
_CONDITION = re.compile(r"""([a-z_]+):("[^"]*"|\[[^\]]*\]|\S+)""")
_SORTABLE = ("id", "name", "title", "metadata_modified", "metadata_created")


class ActionError(Exception):
    """An action refuses: the HTTP status and the error object of CKAN's answer."""

    def __init__(self, status: int, kind: str, **details: Any) -> None:
        """Keep the status and what CKAN would say."""
        super().__init__(kind)
        self.status = status
        self.error = {"__type": kind, **details}


def answer(catalogue: Catalogue, request: Request) -> Response | None:
    """CKAN's answer, or None when the path is not under the API."""
    prefix = f"{catalogue.ckan['path']}/" if catalogue.ckan else None
    if prefix is None or not request.path.startswith(prefix):
        return None
    name = request.path.removeprefix(prefix).rstrip("/")
    reply: dict[str, Any] = {"help": f"{request.base}{prefix}help_show?name={name}"}
    if catalogue.ckan.get("post_only") and request.method != "POST":
        error = {"__type": "Method Not Allowed", "message": "Use POST with a JSON body"}
        return json_response({**reply, "success": False, "error": error}, 405, {"Allow": "POST"})
    if name not in ACTIONS:
        return json_response(f"Bad request - Action name not known: {name}", 400)
    try:
        result = ACTIONS[name](catalogue, _params(request), request.base)
    except ActionError as refused:
        return json_response({**reply, "success": False, "error": refused.error}, refused.status)
    except json.JSONDecodeError as wrong:
        return json_response(f"Bad request - JSON Error: Error decoding JSON data. Error: {wrong}", 400)
    return json_response({**reply, "success": True, "result": result})


def _params(request: Request) -> Params:
    """The parameters of the call: of the query, and of a JSON body over them."""
    params: dict[str, Any] = dict(request.query)
    if request.body.strip():
        try:
            body = json.loads(request.body)
        except UnicodeDecodeError as wrong:
            raise json.JSONDecodeError(str(wrong), "", 0) from wrong
        if not isinstance(body, dict):
            raise ActionError(400, "Bad Request", message="Request data JSON decoded to a non-object")
        params.update(body)
    return params


def _packages(catalogue: Catalogue, base: str) -> list[dict[str, Any]]:
    return [package(catalogue, index, base) for index in range(len(catalogue.datasets))]


def _number(params: Params, name: str, default: int) -> int:
    try:
        number = int(params.get(name, default))
    except (TypeError, ValueError):
        raise ActionError(409, "Validation Error", **{name: ["Invalid integer"]}) from None
    if number < 0:
        raise ActionError(409, "Validation Error", **{name: ["Must be a natural number"]})
    return number


def _package_search(catalogue: Catalogue, params: Params, base: str) -> Any:
    found = [item for item in _packages(catalogue, base) if _matches(item, params)]
    order = str(params.get("sort") or "metadata_modified desc")
    # Sorting by the last key first makes the first key count most.
    for part in reversed(order.split(",")):
        name, direction = ([*part.split(), "asc", ""])[:2]
        if name == "score":
            continue
        if name not in _SORTABLE or direction not in ("asc", "desc"):
            raise ActionError(
                400, "Search Query Error", message=f"Search Query is invalid: sort {part.strip()!r}"
            )
        found.sort(key=lambda item, name=name: item[name] or "", reverse=direction == "desc")
    start, rows = _number(params, "start", 0), min(_number(params, "rows", 10), _MAX_ROWS)
    return {
        "count": len(found),
        "facets": {},
        "results": found[start : start + rows],
        "sort": order,
        "search_facets": {},
    }


def _matches(item: Mapping[str, Any], params: Params) -> bool:
    """Whether a package answers `q` (all words) and `fq` (organisation, name, id, state, range of change)."""
    words = [word for word in str(params.get("q") or "").casefold().split() if word != "*:*"]
    text = " ".join(str(item[name] or "") for name in ("title", "notes", "name")).casefold()
    conditions = _CONDITION.findall(str(params.get("fq") or ""))
    return all(word in text for word in words) and all(_holds(item, *condition) for condition in conditions)


def _holds(item: Mapping[str, Any], name: str, wanted: str) -> bool:
    values = {
        "organization": item["organization"]["name"],
        "owner_org": item["owner_org"],
        "dataset_type": item["type"],
        **{key: item[key] for key in ("name", "id", "state", "metadata_modified")},
    }
    if name not in values:
        raise ActionError(400, "Search Query Error", message=f"Search Query is invalid: field {name}")
    if wanted.startswith("["):
        low, _, high = wanted.strip("[]").partition(" TO ")
        return (low == "*" or values[name] >= low) and (high == "*" or values[name] <= high)
    return wanted.strip('"') in ("*", values[name])


def _package_show(catalogue: Catalogue, params: Params, base: str) -> Any:
    return _one(_packages(catalogue, base), params)


def _one(items: list[dict[str, Any]], params: Params) -> dict[str, Any]:
    """The item whose id or name is asked for."""
    wanted = params.get("id") or params.get("name_or_id")
    if not wanted:
        raise ActionError(409, "Validation Error", name_or_id=["Missing value"])
    for item in items:
        if wanted in (item["id"], item["name"]):
            return item
    raise ActionError(404, "Not Found Error", message="Not found")


def _slice(items: list[Any], params: Params, default: int) -> list[Any]:
    offset = _number(params, "offset", 0)
    return items[offset : offset + _number(params, "limit", default)]


def _package_list(catalogue: Catalogue, params: Params, base: str) -> Any:
    return _slice(sorted(dataset.name for dataset in catalogue.datasets), params, _MAX_ROWS)


def _current_packages(catalogue: Catalogue, params: Params, base: str) -> Any:
    items = sorted(_packages(catalogue, base), key=lambda item: item["metadata_modified"], reverse=True)
    return _slice(items, params, _MAX_ROWS)


def _organizations(catalogue: Catalogue) -> list[dict[str, Any]]:
    return [
        {
            **organization(body, catalogue),
            "display_name": body.name[catalogue.language],
            "package_count": sum(dataset.body == body for dataset in catalogue.datasets),
        }
        for body in catalogue.bodies
    ]


def _organization_list(catalogue: Catalogue, params: Params, base: str) -> Any:
    return _listed(_organizations(catalogue), params)


def _organization_show(catalogue: Catalogue, params: Params, base: str) -> Any:
    return _one(_organizations(catalogue), params)


def _group_list(catalogue: Catalogue, params: Params, base: str) -> Any:
    return _listed([group(word, catalogue) for word in group_names(catalogue)], params)


def _listed(items: list[dict[str, Any]], params: Params) -> Any:
    whole = str(params.get("all_fields", "")).casefold() in ("true", "1", "yes")
    return items if whole else sorted(item["name"] for item in items)


def _tag_list(catalogue: Catalogue, params: Params, base: str) -> Any:
    return sorted(
        {word for dataset in catalogue.datasets for words in dataset.keywords.values() for word in words}
    )


def _status_show(catalogue: Catalogue, params: Params, base: str) -> Any:
    return {
        "ckan_version": catalogue.ckan["version"],
        "site_url": base,
        "site_title": catalogue.title[catalogue.language],
        "site_description": catalogue.description[catalogue.language],
        "locale_default": catalogue.language,
        "extensions": ["dcat", "harvest", "spatial"],
        "error_emails_to": None,
    }


ACTIONS: Mapping[str, Callable[[Catalogue, Params, str], Any]] = {
    "package_search": _package_search,
    "package_show": _package_show,
    "package_list": _package_list,
    "current_package_list_with_resources": _current_packages,
    "organization_list": _organization_list,
    "organization_show": _organization_show,
    "group_list": _group_list,
    "tag_list": _tag_list,
    "status_show": _status_show,
}
"""Every action that the samples answer."""
