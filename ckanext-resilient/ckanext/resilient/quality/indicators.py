"""What is measured: one row of `INDICATORS` is one indicator; to add one, add a row.

The points are those of piveau's vocabulary (https://piveau.eu/ns/voc#), as data.europa.eu's Metadata Quality
Assessment uses them (https://data.europa.eu/mqa/methodology).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ckanext.resilient.catalogue import given
from ckanext.resilient.quality.description import MACHINE_READABLE, NON_PROPRIETARY, Description, File
from ckanext.resilient.quality.findings import Checks
from ckanext.resilient.svrc.issues import N_
from ckanext.resilient.svrc.vocabularies import authority

DIMENSIONS: tuple[str, ...] = (
    "findability",
    "accessibility",
    "interoperability",
    "reusability",
    "contextuality",
)

_MEDIA_TYPE = re.compile(r"(application|audio|font|image|message|model|multipart|text|video)/[\w.+-]+")

DatasetMeasure = Callable[[Description, Checks], bool | None]
FileMeasure = Callable[[File, Checks], bool | None]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator.

    Args:
        id: the name of the metric in piveau's vocabulary.
        dimension: one of `DIMENSIONS`.
        points: given when it passes.
        measure: yes, no, or None while it was not checked; of the dataset, or of one distribution.
        of_file: whether `measure` looks at a distribution.
        passed: what a reader is told when it passes.
        failed: what a reader is told when it does not.
        fix: what a publisher should do.
        field: the form field where she does it.
        effort: how much work that is, from 1 (choose from a list) to 3 (make another file).
    """

    id: str
    dimension: str
    points: int
    measure: DatasetMeasure | FileMeasure
    of_file: bool
    passed: str
    failed: str
    fix: str
    field: str
    effort: int = 1

    @property
    def metric(self) -> str:
        """The metric's address, as in DQV."""
        return f"https://piveau.eu/ns/voc#{self.id}"


def _stated(name: str) -> FileMeasure:
    return lambda file, _checks: bool(getattr(file, name))


def _reached(name: str) -> FileMeasure:
    def measure(file: File, checks: Checks) -> bool | None:
        address = getattr(file, name)
        if not address:
            return False
        result = checks.links.get(address)
        return result.succeeded if result else None

    return measure


def _place(description: Description, _checks: Checks) -> bool:
    return any(any(place.values()) for place in description.values.get("spatial_coverage") or ())


def _period(description: Description, _checks: Checks) -> bool:
    return any(any(period.values()) for period in description.values.get("temporal_coverage") or ())


def _contact(description: Description, _checks: Checks) -> bool:
    return any(any(contact.values()) for contact in description.values.get("contact") or ())


def _publisher(description: Description, _checks: Checks) -> bool:
    # Without a publisher of its own the feed names the organisation that it belongs to here; of what was
    # collected elsewhere, that organisation only keeps a copy.
    named = any(any(one.values()) for one in description.values.get("publisher") or ())
    return named or (description.has("owner_org") and not description.has("source_guid"))


def _keywords(description: Description, _checks: Checks) -> bool:
    return bool(given.keywords(description.values))


def _themed(description: Description, _checks: Checks) -> bool:
    return bool(given.themes(description.values))


def _access_rights(description: Description, _checks: Checks) -> bool:
    said = given.access_right(description.values) or given.access_words(description.values)
    return bool(said)


def _known_access_right(description: Description, _checks: Checks) -> bool:
    return authority("access-right").by_uri(given.access_right(description.values)) is not None


def _aligned(file: File, _checks: Checks) -> bool:
    return file.format is not None and bool(_MEDIA_TYPE.fullmatch(file.media_type))


def _one_of(codes: Iterable[str]) -> FileMeasure:
    known = frozenset(codes)
    kinds = frozenset(
        str(term.attributes["media_type"])
        for term in authority("file-type")
        if term.code in known and term.attributes.get("media_type")
    )
    return lambda file, _checks: file.format_code in known or file.media_type in kinds


def _known_licence(file: File, _checks: Checks) -> bool:
    table = authority("licence")
    term = table.get(file.licence_given) or table.by_uri(file.licence_given)
    return bool(term and term.uri)


def _conforms(_description: Description, checks: Checks) -> bool | None:
    return checks.conforms


CONFORMANCE = "dcatApCompliance"
"""The indicator that the check against shapes answers."""

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "keywordAvailability", "findability", 30, _keywords, False,
        N_("It has keywords."), N_("It has no keywords."),
        N_("Add a few keywords that people would search for."), "tags_translated",
    ),
    Indicator(
        "categoryAvailability", "findability", 30, _themed, False,
        N_("It has a topic."), N_("It has no topic."), N_("Choose a topic."), "od_category",
    ),
    Indicator(
        "spatialAvailability", "findability", 20, _place, False,
        N_("It says which place it is about."), N_("It does not say which place it is about."),
        N_("Choose the region or country."), "spatial_coverage",
    ),
    Indicator(
        "temporalAvailability", "findability", 20, _period, False,
        N_("It says which years it covers."), N_("It does not say which years it covers."),
        N_("Give the first and the last day that the data are about."), "temporal_coverage",
    ),
    Indicator(
        "accessUrlStatusCode", "accessibility", 50, _reached("access_url"), True,
        N_("The link to the data works."), N_("There is no working link to the data."),
        N_("Replace the link to the data."), "resources", 2,
    ),
    Indicator(
        "downloadUrlAvailability", "accessibility", 20, _stated("download_url"), True,
        N_("The file can be downloaded directly."), N_("There is no link to the file itself."),
        N_("Give the address of the file itself, or upload the file."), "resources", 2,
    ),
    Indicator(
        "downloadUrlStatusCode", "accessibility", 30, _reached("download_url"), True,
        N_("The download works."), N_("There is no working download."),
        N_("Replace the address of the file, or upload the file."), "resources", 2,
    ),
    Indicator(
        "formatAvailability", "interoperability", 20, _stated("named_format"), True,
        N_("The format of the file is stated."), N_("The format of the file is not stated."),
        N_("Choose the format of the file."), "resources",
    ),
    Indicator(
        "mediaTypeAvailability", "interoperability", 10, _stated("media_type"), True,
        N_("The technical file type is stated."), N_("The technical file type is not stated."),
        N_("Choose the format from the list: the technical file type is filled in with it."), "resources",
    ),
    Indicator(
        "formatMediaTypeVocabularyAlignment", "interoperability", 10, _aligned, True,
        N_("The format is named as everywhere in Europe."), N_("The format is not named as everywhere in Europe."),
        N_("Choose the format from the list."), "resources",
    ),
    Indicator(
        "formatMediaTypeNonProprietary", "interoperability", 20, _one_of(NON_PROPRIETARY), True,
        N_("The format is free for everybody to use."), N_("The format belongs to one company, or is not stated."),
        N_("Add the same data as a CSV file."), "resources", 3,
    ),
    Indicator(
        "formatMediaTypeMachineInterpretable", "interoperability", 20, _one_of(MACHINE_READABLE), True,
        N_("Programs such as spreadsheets can read the format."),
        N_("Programs such as spreadsheets cannot read the format: numbers have to be retyped."),
        N_("Add the same data as a CSV file."), "resources", 3,
    ),
    Indicator(
        CONFORMANCE, "interoperability", 30, _conforms, False,
        N_("The description follows the European rules."), N_("The description breaks a European rule."),
        N_("Mend what the list of rules names."), "", 2,
    ),
    Indicator(
        "licenceAvailability", "reusability", 20, _stated("licence_given"), True,
        N_("It has a licence."), N_("No licence is stated."),
        N_("Choose a licence; CC BY 4.0 suits most data."), "license_id",
    ),
    Indicator(
        "knownLicence", "reusability", 10, _known_licence, True,
        N_("The licence is a well-known one."), N_("The licence is not one of the well-known ones."),
        N_("Choose a licence from the list."), "license_id",
    ),
    Indicator(
        "accessRightsAvailability", "reusability", 10, _access_rights, False,
        N_("It says who may get the data."), N_("It does not say who may get the data."),
        N_("Say whether the data are public."), "access_rights",
    ),
    Indicator(
        "accessRightsVocabularyAlignment", "reusability", 5, _known_access_right, False,
        N_("Who may get the data is said as everywhere in Europe."),
        N_("Who may get the data is not said as everywhere in Europe."),
        N_("Choose from the list who may get the data."), "access_rights",
    ),
    Indicator(
        "contactPointAvailability", "reusability", 20, _contact, False,
        N_("It says who answers questions."), N_("It does not say who answers questions."),
        N_("Give a name and an e-mail address for questions."), "contact",
    ),
    Indicator(
        "publisherAvailability", "reusability", 10, _publisher, False,
        N_("It says who publishes the data."), N_("It does not say who publishes the data."),
        N_("Name the body that publishes the data."), "publisher",
    ),
    Indicator(
        "rightsAvailability", "contextuality", 5, _stated("rights"), True,
        N_("There is a note on the rights to the file."), N_("There is no note on the rights to the file."),
        N_("Say in a sentence what others may do with the file."), "resources", 2,
    ),
    Indicator(
        "byteSizeAvailability", "contextuality", 5, _stated("size"), True,
        N_("The size of the file is stated."), N_("The size of the file is not stated."),
        N_("Upload the file: its size is measured then."), "resources", 2,
    ),
    Indicator(
        "dateIssuedAvailability", "contextuality", 5, _stated("issued"), True,
        N_("It says when the file was first published."), N_("It does not say when the file was first published."),
        N_("Give the day on which the file was first published."), "resources",
    ),
    Indicator(
        "dateModifiedAvailability", "contextuality", 5, _stated("modified"), True,
        N_("It says when the file was last changed."), N_("It does not say when the file was last changed."),
        N_("Give the day on which the file was last changed."), "resources",
    ),
)  # fmt: skip

OF_FILE = tuple(one for one in INDICATORS if one.of_file)
