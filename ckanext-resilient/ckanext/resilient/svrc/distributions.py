"""Files and services of a record, normalised."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.resilient.svrc.access import availability_uri, status_uri
from ckanext.resilient.svrc.formats import archive_type, package_of, read_format
from ckanext.resilient.svrc.licences import NOT_SPECIFIED, Licence, read_licences
from ckanext.resilient.svrc.record import Column, Distribution, SourceDistribution
from ckanext.resilient.svrc.text import fold, is_address, one_line
from ckanext.resilient.svrc.values import unique
from ckanext.resilient.svrc.wording import Wording

DISTRIBUTION_LIMIT = 500
"""CKAN loads all resources of a dataset at once: more than this makes its page and its index unusable."""


def read_distributions(
    sources: list[SourceDistribution], wording: Wording, licences: Mapping[str, str]
) -> list[Distribution]:
    """The distributions of a record in its order, doubles included, at most `DISTRIBUTION_LIMIT`."""
    if len(sources) > DISTRIBUTION_LIMIT:
        wording.findings.add(
            "too-many-files", "dcat:distribution", count=str(len(sources)), limit=str(DISTRIBUTION_LIMIT)
        )
    return [_read(source, wording, licences) for source in sources[:DISTRIBUTION_LIMIT]]


def _read(source: SourceDistribution, wording: Wording, licences: Mapping[str, str]) -> Distribution:
    note = wording.findings
    access_url = note.url(source.access_url, "dcat:accessURL")
    download_url = note.url(source.download_url, "dcat:downloadURL")
    said = note.meanings.code("format", source.format)
    word = source.format if said is None else said
    file_format = read_format(word, source.media_type, download_url or access_url)
    if source.format.strip() and not file_format.code:
        note.unknown("format-unknown", "dct:format", source.format)
    licence = note_licence(read_licences(source.licences, licences), wording)
    return Distribution(
        uri=one_line(source.uri),
        name=wording.line(source.title, "dcat:distribution/dct:title"),
        description=wording.block(source.description, "dcat:distribution/dct:description"),
        access_url=access_url,
        download_url=download_url,
        format=file_format.code,
        source_format=_own_word(source.format, file_format.code),
        media_type=file_format.media_type,
        licence="" if licence.code == NOT_SPECIFIED else licence.code,
        source_licence="; ".join(licence.unknown),
        rights=wording.block(source.rights, "dct:rights"),
        issued=note.date(source.issued, "dct:issued"),
        modified=note.date(source.modified, "dct:modified"),
        byte_size=note.size(source.byte_size, "dcat:byteSize"),
        checksum=one_line(source.checksum),
        checksum_algorithm=one_line(source.checksum_algorithm) if source.checksum.strip() else "",
        languages=wording.language_uris(source.languages, "dct:language"),
        status=note.uri("status", source.status, status_uri),
        availability=note.uri("availability", source.availability, availability_uri),
        conforms_to=unique(source.conforms_to),
        documentation=note.urls(source.documentation, "foaf:page"),
        applicable_legislation=note.urls(source.applicable_legislation, "dcatap:applicableLegislation"),
        compress_format=archive_type(one_line(source.compress_format)),
        package_format=archive_type(one_line(source.package_format))
        or package_of(source.format, file_format.code),
        temporal_resolution=note.duration(source.temporal_resolution, "dcat:temporalResolution"),
        spatial_resolution=note.metres(source.spatial_resolution, "dcat:spatialResolutionInMeters"),
        columns=[
            Column(one_line(column.name), wording.line(column.meaning, "columns"))
            for column in source.columns
        ],
    )


def note_licence(licence: Licence, wording: Wording) -> Licence:
    """The licence, with an issue for what no table knows or what contradicts itself."""
    if licence.contradictory:
        wording.findings.add("licences-differ", "dct:license", value=", ".join(licence.unknown))
    elif licence.code == NOT_SPECIFIED:
        for value in licence.unknown:
            wording.findings.unknown("licence-unknown", "dct:license", value)
    return licence


def _own_word(value: str, code: str) -> str:
    """The source's own word for a format, when it says more than the code ("Zipped CSV") or is not known."""
    word = one_line(value)
    if not word or (code and (is_address(word) or fold(word) == fold(code))):
        return ""
    return word
