"""One dataset of Opendatasoft to a `SourceDataset`, word for word.

https://userguide.opendatasoft.com/l/en/article/nfol5qc9pi-interoperability-metadata names the groups of
metadata beside the common one (`default`): `dcat`, country profiles of DCAT-AP, `inspire`, a portal's own.
"""

from __future__ import annotations

import re
from typing import Any, cast
from urllib.parse import quote, urlsplit

from ckanext.resilient.errors import RejectRecord
from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.fields import Fields, as_text, plain
from ckanext.resilient.harvesters.protocols.opendatasoft_files import read_files
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.owners import untitled
from ckanext.resilient.svrc.record import (
    UNDECLARED,
    Agent,
    Contact,
    Keywords,
    Period,
    Place,
    SourceDataset,
    Text,
)
from ckanext.resilient.svrc.text import fold
from ckanext.resilient.svrc.themes import theme_code

# Book-keeping of the portal, or measured by it and not said by the publisher.
_TECHNICAL = (
    *("modified_updates_on_data_change", "modified_updates_on_metadata_change", "metadata_processed"),
    *("geographic_reference_auto", "geographic_area_mode", "geometry_types", "shared_catalog", "oauth_scope"),
    *("federated", "parent_domain", "source_domain", "source_domain_address", "source_dataset", "domain"),
    *("metadata_languages", "default_language", "records_size", "visibility"),
)
_TECHNICAL_GROUPS = frozenset(
    {"explore", "processing", "visualization", "internal", "asset_content_configuration"}
)
_IN_LANGUAGE = re.compile(r"(?P<name>title|description|keyword)[_-](?P<language>[a-z]{2})")
_ADDRESS = re.compile(r"https?://[^\s,;<>\"]+")
_SPAN = re.compile(r"\s*(?P<start>[\d:.+TZ-]{4,}|\.\.)\s*/\s*(?P<end>[\d:.+TZ-]{4,}|\.\.)?\s*")
_BOX = (
    *("extend_bounding_box_westbound_longitude", "extend_bounding_box_southbound_latitude"),
    *("extend_bounding_box_eastbound_longitude", "extend_bounding_box_northbound_latitude"),
)
_FREQUENCY = re.compile(r"^(frequ|frecuen|periodici[td])")


def read_record(raw: RawRecord, endpoint: Endpoint) -> SourceDataset:
    """What one dataset of the catalogue says.

    Raises:
        RejectRecord: it has neither title nor description, or is not a dataset at all.
    """
    payload = cast("Json", raw.payload)
    record: object = payload["record"]
    if not isinstance(record, dict) or "metas" not in record:
        raise RejectRecord(Issue("record-unreadable", record=raw.guid))
    return _Reading(raw.guid, cast("Json", record), endpoint).dataset(str(payload["base"]))


class _Reading:
    """One record, its metadata by `group.name`; each is taken once and the rest is kept."""

    def __init__(self, guid: str, record: Json, endpoint: Endpoint) -> None:
        metas = cast("dict[str, Json]", record["metas"])
        self.guid, self.record, self.endpoint = guid, record, endpoint
        self.common: Json = metas.get("default", {})
        # `dcat` before the country's profile of DCAT-AP, which adds to it.
        self.profiles = sorted(name for name in metas if name.startswith("dcat"))
        self.own_groups = [name for name in metas if name not in {"default", "inspire", *self.profiles}]
        self.metas = metas
        named = {
            f"{group}.{name}": value
            for group, content in metas.items()
            if group not in _TECHNICAL_GROUPS
            for name, value in content.items()
        }
        self.fields = Fields(named, {})
        self.portal = _portal(endpoint)

    def dataset(self, base: str) -> SourceDataset:
        """The dataset, its files under the interface `base`."""
        common = self._common
        dataset = SourceDataset(
            guid=self.guid,
            title=self._text("title"),
            description=self._text("description"),
            keywords=self._keywords(),
            themes=_themes(common("theme")),
            languages=values.words(common("language")),
            licences=values.strings(common("license"), common("license_url"), self._dcat("license")),
            rights=values.texts(values.strings(common("attributions"), self._dcat("rights"))),
            access_rights=values.scalar(self._dcat("accessrights", "access_rights")),
            frequency=self._frequency(),
            issued=values.scalar(self._dcat("issued") or self._dcat("created")),
            conforms_to=values.strings(self._dcat("conforms_to", "conformsto")),
            hvd_categories=values.strings(self._dcat("hvd_category", "hvdcategory")),
            applicable_legislation=values.strings(self._dcat("applicable_legislation")),
        )
        if not dataset.title and not dataset.description:
            self._read_parties(dataset)
            raise untitled(dataset, "metas.default.title")
        self._read_identity(dataset)
        self._read_parties(dataset)
        self._read_coverage(dataset)
        processed = values.scalar(common("data_processed"))
        dataset.modified = values.scalar(common("modified")) or processed
        dataset.distributions = read_files(self.record, self.portal, base, processed or dataset.modified)
        self.fields.drop(f"default.{name}" for name in _TECHNICAL)
        rest = self.fields.rest()
        dataset.extras |= {name.removeprefix("default."): text for name, text in rest.items()}
        dataset.extras |= _said_of_the_data(self.record)
        return dataset

    def _common(self, *names: str) -> Any:
        return self.fields.take(*(f"default.{name}" for name in names))

    def _dcat(self, *names: str) -> Any:
        return self.fields.take(*(f"{group}.{name}" for group in self.profiles for name in names))

    def _inspire(self, name: str) -> str:
        return values.scalar(self.fields.take(f"inspire.{name}"))

    def _languages(self) -> list[str]:
        return values.words(self.common.get("metadata_languages"))

    def _tag(self) -> str:
        """The language of texts without one: the only one that there is, or the one marked as such."""
        declared, only = values.scalar(self.common.get("default_language")), self._languages()
        return declared or (only[0] if len(only) == 1 else UNDECLARED)

    def _text(self, name: str) -> Text:
        own = values.texts(self._common(name))
        tagged = {self._tag() if tag == UNDECLARED else tag: text for tag, text in own.items()}
        others = {tag: values.scalar(self._common(key)) for key, tag in self._translated(name)}
        return values.merged(tagged, {tag: text for tag, text in others.items() if text})

    def _keywords(self) -> Keywords:
        own = values.keywords(self._common("keyword"), self._dcat("keyword"))
        tagged = {self._tag() if tag == UNDECLARED else tag: found for tag, found in own.items()}
        others = {tag: self._common(key) for key, tag in self._translated("keyword")}
        return {**values.keywords(others), **tagged}

    def _translated(self, name: str) -> list[tuple[str, str]]:
        """The keys of translations of a text (`title_en`) with their languages."""
        found = (_IN_LANGUAGE.fullmatch(key) for key in self.common)
        return [(plain(match[0]), match["language"]) for match in found if match and match["name"] == name]

    def _frequency(self) -> str:
        known = values.scalar(self._dcat("accrualperiodicity") or self._common("update_frequency"))
        if known:
            return known
        for group in self.own_groups:
            for name in self.metas[group]:
                if _FREQUENCY.search(fold(name)):
                    return values.scalar(self.fields.take(plain(f"{group}.{name}")))
        return ""

    def _read_identity(self, dataset: SourceDataset) -> None:
        key = values.scalar(self.record["dataset_id"])
        page = f"{self.portal}/explore/dataset/{quote(key)}/"
        dataset.identifier = key
        others = [values.scalar(self.record.get("dataset_uid")), self._inspire("file_identifier")]
        dataset.alternate_identifiers = [one for one in others if one not in {"", key}]
        dataset.landing_page = dataset.uri = self._page_of_origin() or page
        references = as_text(self._common("references") or "")
        found = _ADDRESS.findall(references)
        dataset.related = values.strings(found or references, self._dcat("relation"))
        if dataset.landing_page != page:
            # A copy: its origin names it, so that both are known for the same.
            dataset.related = values.strings(dataset.related, page)

    def _page_of_origin(self) -> str:
        """The page of the portal that a federated dataset was taken from."""
        host = values.scalar(self.common.get("source_domain_address"))
        key = values.scalar(self.common.get("source_dataset"))
        return f"https://{host}/explore/dataset/{quote(key)}/" if host and key else ""

    def _read_parties(self, dataset: SourceDataset) -> None:
        kind = values.scalar(self._dcat("publisher_type"))
        # Of a copy without publisher, the portal that it was taken from says more than the one that shows it.
        names = values.strings(self._common("publisher")) or values.strings(
            self._common("source_domain_title")
        )
        dataset.publishers = [Agent(values.texts(name), type=kind) for name in names]
        dataset.creators = values.agents(self._dcat("creator"))
        contact = values.named_contact(
            values.scalar(self._dcat("contact_name")), values.scalar(self._dcat("contact_email"))
        )
        person = self._inspire("contact_individual_name") or self._inspire("contact_organisation_name")
        other = values.named_contact(person, self._inspire("contact_email"))
        dataset.contacts = [one for one in (contact, other) if one != Contact()]

    def _read_coverage(self, dataset: SourceDataset) -> None:
        start = values.scalar(self._dcat("temporal_coverage_start", "temporal_coverage_start_date"))
        end = values.scalar(self._dcat("temporal_coverage_end", "temporal_coverage_end_date"))
        dataset.periods = [Period(start, end)] if start or end else []
        for text in values.strings(self._dcat("temporal")):
            span = _SPAN.fullmatch(text)
            if span:
                dataset.periods.append(Period(*((part or "").replace("..", "") for part in span.groups())))
            else:
                dataset.extras["dcat.temporal"] = text
        # What the territory is called says more than the code of the same place.
        codes = values.strings(self._common("geographic_reference"))
        names = values.strings(self._common("territory"), self._dcat("spatial")) or codes
        dataset.places = [Place(label=values.texts(name)) for name in names]
        shapes = values.items(self._common("geographic_area")) or values.items(self.common.get("bbox"))
        dataset.places += [Place(geom=as_text(shape.get("geometry") or shape)) for shape in shapes]
        self.fields.drop(["default.bbox"])
        corners = [self._inspire(name) for name in _BOX]
        if all(corners):
            dataset.places.append(Place(bbox=",".join(corners)))
        if codes:
            dataset.extras["geographic_reference"] = ", ".join(codes)
        self.fields.drop(["inspire.hierarchy_level"])


def _themes(value: Any) -> list[str]:
    """Themes from a list or a text. A name may hold commas itself ("Culture, Heritage"): it stays whole."""
    if not isinstance(value, str) or "," not in value or theme_code(value)[0]:
        return values.strings(value)
    return values.words(value)


def _said_of_the_data(record: Json) -> dict[str, str]:
    """What stands beside the metadata: the columns with their descriptions, and that nobody may see the data."""
    names = (
        (values.scalar(one.get("label") or one.get("name")), one)
        for one in values.items(record.get("fields"))
    )
    columns = [
        ": ".join(filter(None, (name, values.scalar(one.get("description"))))) for name, one in names if name
    ]
    hidden = {"data_visible": "false"} if record.get("data_visible") is False else {}
    return {**hidden, **({"fields": "; ".join(columns)} if any(columns) else {})}


def _portal(endpoint: Endpoint) -> str:
    parts = urlsplit(endpoint.url)
    return f"{parts.scheme}://{parts.netloc}"
