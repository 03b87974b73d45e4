"""The facts of a JSON payload, by walking its objects.

Written from https://docs.ckan.org/en/2.12/api/ and ckanext-dcat's field names,
https://resources.data.gov/resources/dcat-us/, https://www.data.gouv.fr/api/1/swagger.json and
https://opendata.gov.al/swagger/v1/swagger.json, without the code under test.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

from tests.payload_facts.facts import GEOMETRY, Facts, distinct, formats_of, plain

Json = dict[str, Any]


def ckan_facts(content: bytes) -> list[Facts]:
    """The packages in the answer of an action."""
    answer = json.loads(content)
    result = answer.get("result", answer)
    packages = result.get("results", [result]) if isinstance(result, dict) else result
    return [_package(package) for package in packages]


def pod_facts(content: bytes) -> list[Facts]:
    """The datasets of a data.json, a list of them, or a single one."""
    answer = json.loads(content)
    datasets = answer.get("dataset", [answer]) if isinstance(answer, dict) else answer
    return [_pod(dataset) for dataset in datasets]


def udata_facts(content: bytes) -> list[Facts]:
    """The datasets of a page of udata's API, or of an export that keeps parts of a dataset beside it."""
    answer = json.loads(content)
    entries = answer.get("data") or [{**one, **one["dataset"]} for one in answer["datasets"]]
    return [_udata(entry) for entry in entries]


def _package(package: Json) -> Facts:
    extras = {extra["key"].replace("-", "_"): extra["value"] for extra in package.get("extras", [])}

    def take(*names: str) -> list[str]:
        found = [package.get(name) or extras.get(name) for name in names]
        return distinct(str(value) for value in found if isinstance(value, str | int | float))

    resources: list[Json] = package.get("resources", [])
    return Facts(
        id=package.get("id") or package.get("name") or "",
        titles=_texts(package, "title"),
        descriptions=_texts(package, "notes"),
        publishers=_publishers(package, take("publisher_name", "dcat_publisher_name")),
        licences=distinct(
            [*take("license_id", "license_title"), *(one.get("license") or "" for one in resources)]
        ),
        issued=take("issued", "dcat_issued"),
        modified=take("modified", "dcat_modified"),
        places=_places(package, take("spatial", "spatial_info"), "bbox_west_long" in extras),
        languages=_languages(
            package.get("language") or extras.get("language") or extras.get("metadata_language")
        ),
        contacts=_package_contacts(package, take("contact_email", "maintainer_email")),
        files=[
            distinct(one.get(name) or "" for name in ("url", "access_url", "download_url"))
            for one in resources
        ],
        keywords=_tags(package),
        frequencies=take("frequency", "accrual_periodicity", "dcat_frequency"),
        formats=[
            found
            for one in resources
            for found in formats_of([one.get("url") or ""], [one.get("format"), one.get("mimetype")])
        ],
        file_names=distinct(text for one in resources for _, text in _texts(one, "name")),
        pages=take("url"),
    )


def _tags(package: Json) -> list[str]:
    """Tags as CKAN lists them, or keywords by language."""
    by_language = package.get("keywords") or package.get("tags_translated") or {}
    translated = by_language.values() if isinstance(by_language, dict) else []
    listed = [tag.get("display_name") or tag["name"] for tag in package.get("tags", [])]
    return distinct([*listed, *(word for words in translated for word in words)])


def _texts(package: Json, name: str) -> list[tuple[str, str]]:
    translated = package.get(f"{name}_translated") or package.get(name) or ""
    if isinstance(translated, dict):
        return [(language, text) for language, text in translated.items() if text.strip()]
    text = str(translated)  # also a title that is a number
    return [("", text)] if text.strip() else []


def _publishers(package: Json, flat: list[str]) -> list[str]:
    listed = [
        one.get("name") or one.get("label") for one in package.get("publisher", package.get("publishers", []))
    ]
    publication = _decoded(package.get("publication"))
    named = [publication["publisher"]] if isinstance(publication, dict) else []
    return distinct(filter(None, [*listed, *flat, *named]))


def _places(package: Json, flat: list[str], has_box: bool) -> list[str]:
    listed: list[Json] = package.get("spatial_coverage", [])
    named = [one.get(part) or "" for one in listed for part in ("uri", "text")]
    shapes = [isinstance(_decoded(text), dict) for text in flat]
    words = [text for text, is_shape in zip(flat, shapes, strict=True) if not is_shape]
    return distinct([*named, *words, GEOMETRY if has_box or any(shapes) else ""])


def _languages(value: Any) -> list[str]:
    return distinct(value if isinstance(value, list) else str(value or "").split(","))


def _package_contacts(package: Json, flat: list[str]) -> list[str]:
    listed = [*package.get("contact", []), *package.get("contact_points", [])]
    found = [part for one in listed for part in (*_names(one), one.get("email") or "")]
    maintainer = _decoded(package.get("maintainer"))
    if isinstance(maintainer, dict):
        given, family = (str(maintainer.get(part) or "") for part in ("given_name", "name"))
        found += [maintainer.get("email") or "", f"{given} {family}"]
    elif maintainer:
        found.append(str(maintainer))
    return distinct([*found, *flat])


def _names(contact: Json) -> list[str]:
    return list(contact.get("name_translated", {}).values()) or [contact.get("name") or ""]


def _decoded(value: Any) -> Any:
    """The value of a JSON text; other texts stay as they are."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(html.unescape(value))
    except ValueError:
        return value


def _pod(dataset: Json) -> Facts:
    page = dataset.get("landingPage") or ""
    # ArcGIS Hub lists the page of a dataset once more among its files.
    files = [one for one in dataset.get("distribution", []) if not _is_page(one, page)]
    modified = str(dataset.get("modified", ""))
    is_rhythm = modified.startswith("R/")  # "R/P1W": how often, instead of when
    return Facts(
        id=dataset.get("@id") or dataset.get("identifier", ""),
        titles=_texts(dataset, "title"),
        descriptions=_texts(dataset, "description"),
        publishers=distinct([dataset.get("publisher", {}).get("name", "")]),
        licences=distinct([plain(dataset.get("license", "")), *(one.get("license") or "" for one in files)]),
        issued=distinct([dataset.get("issued", "")]),
        modified=distinct(["" if is_rhythm else modified]),
        places=_pod_places(dataset.get("spatial") or ""),
        languages=_languages(dataset.get("language")),
        contacts=_pod_contacts(dataset.get("contactPoint", {})),
        keywords=distinct(dataset.get("keyword", [])),
        themes=distinct(dataset.get("theme", [])),
        frequencies=distinct([modified if is_rhythm else "", dataset.get("accrualPeriodicity", "")]),
        files=[distinct(one.get(name) or "" for name in ("accessURL", "downloadURL")) for one in files],
        formats=_formats(files, "accessURL", "downloadURL"),
        file_names=distinct(text for one in files for _, text in _texts(one, "title")),
        pages=distinct([page, dataset.get("describedBy", "")]),
    )


def _is_page(file: Json, page: str) -> bool:
    return file.get("mediaType") == "text/html" and file.get("accessURL") == page


def _pod_places(text: str) -> list[str]:
    """A place by its name, or a shape; `{{…}}` is a gap that a template left."""
    if "{{" in text:
        return []
    numbers = re.sub(r"[\s\[\],.-]", "", text)
    return distinct([GEOMETRY if numbers.isdigit() else text])


def _pod_contacts(contact: Json) -> list[str]:
    return distinct([contact.get("fn", ""), contact.get("hasEmail", "").removeprefix("mailto:")])


def al_facts(content: bytes) -> list[Facts]:
    """The datasets of a page of opendata.gov.al."""
    return [_al(dataset) for dataset in json.loads(content)["data"]["results"]]


def _al(dataset: Json) -> Facts:
    files: list[Json] = dataset["dcatDistributions"]
    return Facts(
        id=dataset["id"],
        titles=_texts(dataset, "title"),
        descriptions=_texts(dataset, "description"),
        publishers=distinct([dataset.get("publisher", {}).get("name", "")]),
        licences=distinct([dataset.get("dctLicenseId") or "", *(one.get("license") or "" for one in files)]),
        files=[distinct(one[name] or "" for name in ("accessUrl", "downloadUrl")) for one in files],
        formats=_formats(files, "accessUrl", "downloadUrl"),
    )


def _formats(files: list[Json], *addresses: str) -> list[tuple[str, str]]:
    return [
        found
        for one in files
        for found in formats_of(
            distinct(one.get(name) or "" for name in addresses), [one.get("format"), one.get("mediaType")]
        )
    ]


def _udata(dataset: Json) -> Facts:
    return Facts(
        id=dataset["id"],
        titles=_texts(dataset, "title"),
        descriptions=_texts(dataset, "description"),
        publishers=distinct([(dataset.get("organization") or {}).get("name", "")]),
        licences=distinct([dataset.get("license") or ""]),
        issued=distinct([dataset.get("created_at") or dataset["created_at_internal"]]),
        modified=distinct([dataset.get("last_modified") or dataset["last_modified_internal"]]),
        places=distinct(zone["name"] for zone in (dataset.get("spatial") or {}).get("zones", [])),
        contacts=distinct(part for one in dataset["contact_points"] for part in (one["name"], one["email"])),
        files=[distinct([one["url"]]) for one in dataset["resources"]],
        keywords=distinct(dataset.get("tags") or []),
        frequencies=distinct([dataset.get("frequency") or ""]),
        formats=[
            found
            for one in dataset["resources"]
            for found in formats_of([one["url"]], [one.get("format"), one.get("mime")])
        ],
        file_names=distinct(one["title"] for one in dataset["resources"]),
    )
