"""One record of a CKAN or DKAN action API to a `SourceDataset`, word for word.

Names are those of CKAN (https://docs.ckan.org/en/2.12/api/), of ckanext-dcat's extras and scheming
fields (https://docs.ckan.org/projects/ckanext-dcat/en/latest/mapping/), of DCAT-AP_IT, OPSI and DKAN.
"""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

from ckanext.resilient.errors import RejectRecord, SkipRecord
from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.ckan_coverage import read_dates, read_periods, read_places
from ckanext.resilient.harvesters.protocols.ckan_parties import read_parties
from ckanext.resilient.harvesters.protocols.ckan_pod import is_pod, read_pod
from ckanext.resilient.harvesters.protocols.ckan_resource import read_resource
from ckanext.resilient.harvesters.protocols.fields import Fields, as_text, extras_of, is_empty
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.owners import untitled
from ckanext.resilient.svrc.record import SourceDataset

_NO_DATASETS = frozenset(
    {
        *("harvest", "showcase", "application", "app", "idea", "news", "page", "story", "blog", "event"),
        *("apiset", "organization", "group"),
    }
)
# They describe CKAN's own book-keeping, or are read before the fields are taken apart.
_TECHNICAL = (
    *("id", "name", "state", "type", "private", "isopen", "num_tags", "num_resources", "display_name"),
    *("creator_user_id", "owner_org", "relationships_as_object", "relationships_as_subject", "log_message"),
    *(
        "revision_id",
        "revision_timestamp",
        "tracking_summary",
        "title_for_slug",
        "score",
        "index_id",
        "site_id",
    ),
    *("validated_data_dict", "data_dict", "metadata_created", "metadata_modified", "spatial_harvester"),
    *("harvest_object_id", "harvest_job_id", "harvest_source_id"),
)


def read_record(raw: RawRecord, endpoint: Endpoint) -> SourceDataset:
    """What one `package_show` result says.

    Raises:
        SkipRecord: it is deleted, not public, or no dataset (a harvest source, a showcase).
        RejectRecord: it has no title, or is not an object at all.
    """
    payload: object = raw.payload
    if not isinstance(payload, dict):
        raise RejectRecord(Issue("record-unreadable", record=raw.guid))
    package = cast("Json", payload)
    _skip_what_is_no_dataset(package, raw.guid)
    portal = portal_of(endpoint)
    if is_pod(package):
        return read_pod(package, raw.guid, portal)
    fields = Fields(
        {name: value for name, value in package.items() if name not in {"extras", "resources"}},
        extras_of(package.get("extras")),
    )
    dataset = SourceDataset(guid=raw.guid)
    _read_texts(fields, dataset)
    if not dataset.title and not dataset.description:
        read_parties(fields, dataset, is_dkan(package))
        raise untitled(dataset)
    _read_identity(fields, package, dataset, portal)
    read_parties(fields, dataset, is_dkan(package))
    _read_subjects(fields, dataset, endpoint)
    _read_terms(fields, dataset)
    read_places(fields, dataset)
    read_periods(fields, dataset)
    read_dates(fields, dataset)
    _read_links(fields, dataset)
    _read_resources(package, dataset, portal)
    fields.drop(_TECHNICAL)
    dataset.extras |= fields.rest()
    return dataset


def portal_of(endpoint: Endpoint) -> str:
    """The address that the portal's pages and relative links start from; empty for a single file."""
    parts = urlsplit(endpoint.url)
    path = parts.path.split("/api/")[0].rstrip("/")
    if "." in path.rsplit("/", 1)[-1]:
        return ""
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def is_dkan(package: Json) -> bool:
    """Whether DKAN wrote the record: it shows labels (`Active`, `Dataset`) where CKAN has codes."""
    return package.get("state") == "Active" or package.get("type") == "Dataset"


def _skip_what_is_no_dataset(package: Json, guid: str) -> None:
    name = values.first_text(values.texts(package.get("title"))) or guid
    kind = values.scalar(package.get("type")).casefold()
    if kind in _NO_DATASETS:
        raise SkipRecord(Issue("record-no-dataset", record=name, field="type", params={"type": kind}))
    state = values.scalar(package.get("state")).casefold()
    if state not in {"", "active"}:
        raise SkipRecord(Issue("record-not-public", record=name, field="state", params={"state": state}))
    if values.scalar(package.get("private")) == "true" and not is_dkan(package):
        raise SkipRecord(
            Issue("record-not-public", record=name, field="private", params={"state": "private"})
        )


def _read_texts(fields: Fields, dataset: SourceDataset) -> None:
    take = fields.take
    dataset.title = values.merged(values.texts(take("title_translated")), values.texts(take("title")))
    dataset.description = values.merged(
        values.texts(take("notes_translated")),
        values.texts(take("notes")),
        values.texts(take("description_translated")),
        values.texts(take("description")),
    )
    dataset.keywords = values.keywords(
        take("tags_translated"), take("keywords"), take("tags"), take("tag_string"), take("keyword")
    )
    dataset.version = values.scalar(take("version", "dcat_version"))
    dataset.version_notes = values.texts(take("version_notes"))
    dataset.provenance = values.merged(*map(values.texts, fields.take_all("provenance", "lineage")))
    dataset.rights = values.merged(
        *map(values.texts, fields.take_all("rights", "access_constraints", "limitations_on_public_access"))
    )


def _read_identity(fields: Fields, package: Json, dataset: SourceDataset, portal: str) -> None:
    own_id = values.scalar(package.get("id"))
    dataset.uri = values.scalar(fields.take("uri", "dcat_uri"))
    if not dataset.uri and portal and own_id:
        dataset.uri = f"{portal}/dataset/{own_id}"  # as ckanext-dcat names it
    dataset.identifier = values.scalar(fields.take("identifier", "dcat_identifier"))
    others = fields.take_all("alternate_identifier", "dcat_alternate_identifier", "guid", "doi")
    dataset.alternate_identifiers = [one for one in values.strings(*others) if one != dataset.identifier]
    dataset.landing_page = values.absolute(
        portal, values.scalar(fields.take("url", "landing_page", "homepage"))
    )


def _read_subjects(fields: Fields, dataset: SourceDataset, endpoint: Endpoint) -> None:
    for value in fields.take_all("theme", "themes", "themes_aggregate", "dcat_theme", "podrocje"):
        for item in values.items(value):
            dataset.subjects += values.strings(item.get("subthemes"), item.get("subtheme"))
        dataset.themes += _theme_names(value)
    groups = [_group_name(group, endpoint.languages) for group in values.items(fields.take("groups"))]
    if endpoint.options.get("group_themes", True):
        dataset.themes += groups
    elif groups:
        dataset.extras["groups"] = ", ".join(groups)
    dataset.themes = list(dict.fromkeys(filter(None, dataset.themes)))
    subjects = fields.take_all("subject", "subthemes", "subtheme", "eurovoc")
    dataset.subjects = values.strings(dataset.subjects, *subjects)
    dataset.hvd_categories = values.strings(fields.take("hvd_category", "hvd_categories"))
    dataset.dataset_type = values.scalar(fields.take("dcat_type"))


def _group_name(group: Json, languages: tuple[str, ...]) -> str:
    title = values.first_text(values.texts(group.get("title") or group.get("display_name")), languages)
    return title or values.scalar(group.get("name"))


def _theme_names(value: Any) -> list[str]:
    found = values.items(value)
    if not found:
        return values.strings(value)
    return values.strings(*(item.get("theme") or item for item in found))


def _read_terms(fields: Fields, dataset: SourceDataset) -> None:
    dataset.licences = values.strings(
        *fields.take_all("license_url", "license_id", "license_title", "license", "licence", "licence_url")
    )
    dataset.access_rights = values.scalar(fields.take("access_rights"))
    dataset.frequency = values.scalar(
        fields.take(
            "frequency", "dcat_frequency", "accrual_periodicity", "update_frequency", "frequency_of_update"
        )
    )
    dataset.languages = values.words(
        fields.take("language", "dcat_language", "languages", "metadata_language")
    )
    dataset.applicable_legislation = values.strings(fields.take("applicable_legislation"))
    dataset.temporal_resolution = values.scalar(fields.take("temporal_resolution"))
    dataset.spatial_resolution = values.scalar(fields.take("spatial_resolution_in_meters"))


def _read_links(fields: Fields, dataset: SourceDataset) -> None:
    dataset.conforms_to = values.strings(fields.take("conforms_to"))
    dataset.documentation = values.strings(*fields.take_all("documentation", "documentations"))
    dataset.related = values.strings(
        *fields.take_all(
            "related_resource",
            "relations",
            "qualified_relation",
            "qualified_relations",
            "is_referenced_by",
            "has_version",
            "is_version_of",
            "see_alsos",
            "related_datasets",
        )
    )


def _read_resources(package: Json, dataset: SourceDataset, portal: str) -> None:
    held = values.items(package.get("resources"))
    for number, resource in enumerate(held, 1):
        if values.scalar(resource.get("state")).casefold() != "deleted":
            dataset.distributions.append(read_resource(resource, package, portal))
            if not is_empty(resource.get("access_services")):
                dataset.extras[f"access_services ({number})"] = as_text(resource["access_services"])
    declared = values.scalar(package.get("num_resources"))
    if declared.isdigit() and int(declared) > len(held):
        params = {"declared": declared, "found": str(len(held))}
        name = values.first_text(dataset.title) or dataset.guid
        dataset.issues.append(Issue("resources-missing", record=name, field="num_resources", params=params))
