"""The interface of Albania's national portal over a sample catalogue: one list, asked for by POST.

A single-page application stands before it: whatever is not its interface or a file answers with the same page.
"""

from __future__ import annotations

import json
from typing import Any

from ckanext.resilient.harvesters.samples.catalogue import Catalogue, SampleDataset, SampleFile
from ckanext.resilient.harvesters.samples.messages import Request, Response, json_response

_API = "/api/Dataset/"
_DEFAULT_SIZE = 10
_LARGEST_SIZE = 100
_EU = "http://publications.europa.eu/resource/authority/"
_MEDIA_TYPES = {
    "CSV": "text/csv",
    "JSON": "application/json",
    "GEOJSON": "application/geo+json",
    "PDF": "application/pdf",
}


def answer(catalogue: Catalogue, request: Request) -> Response | None:
    """The interface's answer, or None when the path is not under it."""
    if not catalogue.opendata_al or not request.path.startswith(_API):
        return None
    call, _, name = request.path.removeprefix(_API).partition("/")
    if call == "filter" and not name:
        return _filter(catalogue, request)
    if call in ("get", "metadata"):
        return _one(catalogue, name, request.base)
    return _problem(404, "Not Found")


def shell(catalogue: Catalogue, request: Request) -> Response | None:
    """The application's page, which answers to every address but those of files and of the interface."""
    if not catalogue.opendata_al or request.path.startswith(("/files/", "/api/")):
        return None
    page = (
        f'<!DOCTYPE html><html lang="{catalogue.language}"><head><meta charset="utf-8">'
        f"<title>{catalogue.title[catalogue.language]}</title></head><body><app-root></app-root></body></html>\n"
    )
    return Response(200, "text/html; charset=utf-8", page.encode("utf-8"))


def _filter(catalogue: Catalogue, request: Request) -> Response:
    if request.method != "POST":
        return _problem(405, "Method Not Allowed")
    try:
        wanted = json.loads(request.body or b"{}")
        page, size = int(wanted.get("page", 1)), int(wanted.get("pageSize", _DEFAULT_SIZE))
    except (ValueError, TypeError, AttributeError):
        return _problem(400, "One or more validation errors occurred.")
    size = max(1, min(size, _LARGEST_SIZE))
    start = (max(1, page) - 1) * size
    found = catalogue.datasets[start : start + size]
    total = len(catalogue.datasets)
    return json_response(
        {
            "data": {
                "results": [_dataset(catalogue, one, request.base) for one in found],
                "rowCount": total,
                "pageCount": -(-total // size),
            }
        }
    )


def _one(catalogue: Catalogue, name: str, base: str) -> Response:
    for dataset in catalogue.datasets:
        if name in (dataset.id, _slug(dataset)):
            return json_response({"data": _dataset(catalogue, dataset, base)})
    return _problem(404, "Not Found")


def _problem(status: int, title: str) -> Response:
    """An error as ASP.NET writes it (RFC 9457)."""
    return json_response({"type": "about:blank", "title": title, "status": status}, status)


def _slug(dataset: SampleDataset) -> str:
    return dataset.name.replace("-", "_")


def _dataset(catalogue: Catalogue, dataset: SampleDataset, base: str) -> dict[str, Any]:
    return {
        "id": dataset.id,
        "slug": _slug(dataset),
        "title": dataset.title.get(catalogue.language),
        "description": dataset.notes.get(catalogue.language, ""),
        "resource": f"{base}/dataset/{_slug(dataset)}_{dataset.id[:8]}",
        "publisher": {"name": dataset.body.name[catalogue.language]},
        "issued": _moment(dataset.issued),
        "modified": _moment(dataset.modified),
        "landingPage": f"{catalogue.dataset_path}{dataset.name}",
        "accessRights": f"{_EU}access-right/PUBLIC",
        "keywords": [word for words in dataset.keywords.values() for word in words],
        "dctLicenseId": None,
        "dcatDistributions": [_distribution(catalogue, file, dataset) for file in dataset.files],
        **dataset.extras,
    }


def _moment(iso: str) -> str | None:
    """A date as .NET writes it: with seven digits of a second, and without a zone."""
    return f"{iso}T10:15:30.4521637" if iso else None


def _distribution(catalogue: Catalogue, file: SampleFile, dataset: SampleDataset) -> dict[str, Any]:
    """A file with both its addresses, or a link to a page, which has no format."""
    licence = dataset.file_licence or dataset.licence
    if not file.format:
        kind = {"format": None, "accessUrl": file.url, "downloadUrl": None}
    else:
        kind = {
            "format": f"{_EU}file-type/{file.format.upper()}",
            "mediaType": _MEDIA_TYPES.get(file.format.upper()),
            "accessUrl": f"{catalogue.dataset_path}{dataset.name}",
            # From the root of the portal, without its host.
            "downloadUrl": f"/files/{file.file}" if file.file else file.url,
        }
    return {"license": licence.url if licence else None, **kind}
