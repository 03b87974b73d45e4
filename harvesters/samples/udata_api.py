"""udata's API version 1 over a sample catalogue (https://udata.readthedocs.io/): datasets, and its own detours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ckanext.resilient.harvesters.samples.catalogue import Catalogue, SampleDataset
from ckanext.resilient.harvesters.samples.messages import Request, Response, json_response
from ckanext.resilient.harvesters.samples.udata_datasets import dataset_object

_PATH = "/api/1/datasets/"
_REDIRECTS = "/datasets/r/"
_DEFAULT_SIZE = 20
_LARGEST_SIZE = 1000
_SORTS: Mapping[str, Callable[[SampleDataset], str]] = {
    "created": lambda dataset: dataset.issued,
    "last_update": lambda dataset: dataset.modified,
    "title": lambda dataset: next(iter(dataset.title.values()), ""),
}


class Refusal(Exception):
    """The API says no: the HTTP status and the object that it answers with."""

    def __init__(self, status: int, **answer: Any) -> None:
        """Keep what udata would say."""
        super().__init__(str(answer))
        self.status = status
        self.answer = answer


def answer(catalogue: Catalogue, request: Request) -> Response | None:
    """udata's answer, or None when the path is not one of its own."""
    if not catalogue.udata:
        return None
    if request.path.startswith(_REDIRECTS):
        return _redirect(catalogue, request)
    if f"{request.path.rstrip('/')}/" == _PATH:
        return _answered(lambda: _page(catalogue, request))
    if request.path.startswith(_PATH):
        return _answered(lambda: _one(catalogue, request))
    return None


def _answered(make: Callable[[], dict[str, Any]]) -> Response:
    try:
        return json_response(make())
    except Refusal as refusal:
        return json_response(refusal.answer, refusal.status)


def _page(catalogue: Catalogue, request: Request) -> dict[str, Any]:
    size = min(_number(request, "page_size", _DEFAULT_SIZE), _LARGEST_SIZE)
    number = _number(request, "page", 1)
    found = _sorted([one for one in catalogue.datasets if _matches(one, request.query)], request)
    start = (number - 1) * size
    if start >= len(found) and number > 1:
        raise Refusal(404, message="The requested URL was not found on the server.")
    # The links name the address that the portal believes to have, which is not always where it was asked.
    stem = f"{catalogue.udata.get('public_address', request.base)}{_PATH}?page_size={size}&page="
    return {
        "data": [dataset_object(catalogue, one, request.base) for one in found[start : start + size]],
        "page": number,
        "page_size": size,
        "total": len(found),
        "next_page": f"{stem}{number + 1}" if start + size < len(found) else None,
        "previous_page": f"{stem}{number - 1}" if number > 1 else None,
    }


def _number(request: Request, name: str, default: int) -> int:
    value = request.query.get(name, str(default))
    if not value.isdecimal() or int(value) < 1:
        raise Refusal(400, errors={name: f"{value!r} is not a positive integer"})
    return int(value)


def _matches(dataset: SampleDataset, query: Mapping[str, str]) -> bool:
    """Whether a dataset answers `q` (all words), `tag` and `organization`."""
    text = " ".join([*dataset.title.values(), *dataset.notes.values()]).casefold()
    tags = {word for words in dataset.keywords.values() for word in words}
    return (
        all(word in text for word in query.get("q", "").casefold().split())
        and query.get("tag", "") in {"", *tags}
        and query.get("organization", "") in ("", dataset.body.key, dataset.body.identifier)
    )


def _sorted(found: list[SampleDataset], request: Request) -> list[SampleDataset]:
    order = request.query.get("sort", "-created")
    name = order.removeprefix("-")
    if name not in _SORTS:
        raise Refusal(400, errors={"sort": f"The order {order!r} is not known"})
    return sorted(found, key=_SORTS[name], reverse=order.startswith("-"))


def _one(catalogue: Catalogue, request: Request) -> dict[str, Any]:
    wanted = request.path.removeprefix(_PATH).rstrip("/")
    for dataset in catalogue.datasets:
        if wanted in (dataset.short_id, dataset.name):
            return dataset_object(catalogue, dataset, request.base)
    if wanted in catalogue.udata.get("deleted", ()):
        raise Refusal(410, message="Dataset has been deleted")
    raise Refusal(404, message="The requested URL was not found on the server.")


def _redirect(catalogue: Catalogue, request: Request) -> Response | None:
    """The stable address of a file leads to where it is now."""
    for dataset in catalogue.datasets:
        for file in dataset.files:
            if request.path == _REDIRECTS + file.id:
                return Response(
                    302, "text/plain; charset=utf-8", b"", {"Location": file.address(request.base)}
                )
    return None
