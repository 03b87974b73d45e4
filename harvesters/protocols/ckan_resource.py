"""One resource of a CKAN or DKAN record to a `SourceDistribution`, word for word."""

from __future__ import annotations

import re

from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.record import SourceDistribution

_DATE_LABEL = re.compile(r"^date changed\s+", re.IGNORECASE)


def read_resource(resource: Json, package: Json, portal: str) -> SourceDistribution:
    """What one resource says."""

    def one(*names: str) -> str:
        return next((text for text in (values.scalar(resource.get(name)) for name in names) if text), "")

    def many(*names: str) -> list[str]:
        return values.strings(*(resource.get(name) for name in names))

    def text(*names: str) -> dict[str, str]:
        return values.merged(*(values.texts(resource.get(name)) for name in names))

    url = values.absolute(portal, one("url"))
    uploaded = one("url_type") == "upload"
    return SourceDistribution(
        uri=one("uri") or _uri(resource, package, portal),
        title=text("name_translated", "title_translated", "name", "title"),
        description=text("description_translated", "description"),
        access_url=values.absolute(portal, one("access_url")) or url,
        download_url=values.absolute(portal, one("download_url")) or (url if uploaded else ""),
        format=one("format", "distribution_format"),
        media_type=one("media_type", "mimetype", "mimetype_inner"),
        # `license_type` and `distribution_format` are the fields of Italy's profile (ckanext-dcatapit).
        licences=many("license", "license_url", "license_id", "license_title", "licence", "license_type"),
        rights=text("rights"),
        issued=_date(one("issued", "created")),
        modified=_date(one("modified", "last_modified", "metadata_modified")),
        byte_size=_size(resource),
        checksum=one("hash"),
        checksum_algorithm=one("hash_algorithm"),
        languages=values.words(resource.get("language")),
        status=one("status"),
        availability=one("availability"),
        conforms_to=many("conforms_to"),
        documentation=many("documentation"),
        applicable_legislation=many("applicable_legislation"),
        compress_format=one("compress_format"),
        package_format=one("package_format"),
        temporal_resolution=one("temporal_resolution"),
        spatial_resolution=one("spatial_resolution_in_meters"),
    )


def _uri(resource: Json, package: Json, portal: str) -> str:
    """The address that ckanext-dcat gives a distribution of this portal."""
    dataset, own = values.scalar(package.get("id")), values.scalar(resource.get("id"))
    return f"{portal}/dataset/{dataset}/resource/{own}" if portal and dataset and own else ""


def _date(text: str) -> str:
    """A date without the label that DKAN leaves in the value."""
    return _DATE_LABEL.sub("", text)


def _size(resource: Json) -> str:
    """The size as the source writes it; zero means that the portal did not look."""
    for name in ("size", "byte_size"):
        size = values.scalar(resource.get(name))
        if size not in {"", "0"}:
            return size
    for parts in values.items(resource.get("resource_size")):
        number, unit = values.scalar(parts.get("size_value")), values.scalar(parts.get("size_units"))
        if number:
            return f"{number} {unit}".strip()
    return ""
