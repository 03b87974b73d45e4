"""A source record to the dataset that we store: EU addresses, ISO dates, safe Markdown, languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ckanext.resilient.errors import RejectRecord
from ckanext.resilient.svrc.access import HVD, access_right_uri, constraint_uri, hvd_category_uri
from ckanext.resilient.svrc.boxes import region_of_shape
from ckanext.resilient.svrc.distributions import note_licence, read_distributions
from ckanext.resilient.svrc.frequencies import frequency_code, frequency_uri
from ckanext.resilient.svrc.geometry import to_geojson
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.languages import language_uri, resolve
from ckanext.resilient.svrc.licences import NOT_SPECIFIED, read_licences
from ckanext.resilient.svrc.markdown import to_plain
from ckanext.resilient.svrc.meanings import NOTHING_SAID, Meanings
from ckanext.resilient.svrc.own_terms import take_own_terms
from ckanext.resilient.svrc.places import read_place
from ckanext.resilient.svrc.record import Agent, Contact, Dataset, Place, SourceDataset, Text
from ckanext.resilient.svrc.text import clean, is_address, one_line
from ckanext.resilient.svrc.themes import read_themes
from ckanext.resilient.svrc.values import Findings, unique
from ckanext.resilient.svrc.wording import Wording, declared_languages, undeclared_language

_TITLE_FROM_DESCRIPTION = 120
_SENTENCE_END = re.compile(r"(?<=[.!?;·])\s")
_EUROVOC = "http://eurovoc.europa.eu/"


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """What a portal's own words mean, and what to assume where its records are silent.

    Args:
        languages: base codes of the languages it writes in, most used first.
        licences: its own licence words (`word_key`) to EU licence codes; "" leaves a word unknown.
        themes: the same, to EU data theme codes.
        frequencies: the same, to EU frequency codes.
        default_publisher: name of the publisher when a record has none.
        default_licence: EU code of the licence that the portal's own terms give to what names none.
        licence_terms: address of those terms.
        meanings: what was said of words of the other fields.
    """

    languages: tuple[str, ...] = ()
    licences: Mapping[str, str] = field(default_factory=dict[str, str])
    themes: Mapping[str, str] = field(default_factory=dict[str, str])
    frequencies: Mapping[str, str] = field(default_factory=dict[str, str])
    default_publisher: str = ""
    default_licence: str = ""
    licence_terms: str = ""
    meanings: Meanings = NOTHING_SAID


def normalise(source: SourceDataset, crosswalk: Crosswalk) -> Dataset:
    """The dataset that a source record means; nothing is guessed and nothing is lost.

    Raises:
        RejectRecord: it has neither title nor description in any language.
    """
    findings = Findings(record_name(source), crosswalk.meanings)
    undeclared = undeclared_language(source, crosswalk.languages)
    preferred = dict.fromkeys((*crosswalk.languages, *declared_languages(source)))
    page = next((one_line(url) for url in (source.landing_page, source.uri) if is_address(url)), "")
    wording = Wording(undeclared.code, findings, tuple(preferred), page)
    description = wording.block(source.description, "dct:description")
    dataset = Dataset(
        guid=source.guid,
        title=_title(source, wording, description),
        description=description,
        keywords=wording.keywords(source.keywords),
        language_detected=undeclared.detected,
    )
    _identity(dataset, source, findings)
    _parties(dataset, source, wording, crosswalk)
    _classification(dataset, source, wording, crosswalk)
    _coverage(dataset, source, wording)
    _terms_of_use(dataset, source, wording, crosswalk)
    _history(dataset, source, wording, crosswalk)
    dataset.extras = {one_line(key): clean(value) for key, value in source.extras.items() if clean(value)}
    dataset.extras |= wording.spare
    dataset.issues = [*source.issues, *findings.issues]
    return dataset


def record_name(source: SourceDataset) -> str:
    """What names a record for a person: its title, else its identifier."""
    title = to_plain(resolve(source.title, "en").text)
    return title or one_line(source.identifier) or source.guid


def _title(source: SourceDataset, wording: Wording, description: Text) -> Text:
    title = wording.line(source.title, "dct:title")
    if title:
        return title
    instead = {language: _first_sentence(text) for language, text in description.items()}
    if not any(instead.values()):
        raise RejectRecord(Issue("title-missing", wording.findings.record, "dct:title"))
    wording.findings.add("title-from-description", "dct:title")
    return instead


def _first_sentence(markdown: str) -> str:
    plain = one_line(re.sub(r"[#*_`>|\[\]]+", " ", markdown))
    sentence = _SENTENCE_END.split(plain, maxsplit=1)[0]
    if len(sentence) <= _TITLE_FROM_DESCRIPTION:
        return sentence
    return sentence[:_TITLE_FROM_DESCRIPTION].rsplit(" ", 1)[0] + "…"


def _identity(dataset: Dataset, source: SourceDataset, findings: Findings) -> None:
    dataset.uri = one_line(source.uri)
    dataset.identifier = one_line(source.identifier)
    dataset.alternate_identifiers = unique(source.alternate_identifiers)
    dataset.landing_page = findings.url(source.landing_page, "dcat:landingPage")
    dataset.documentation = findings.urls(source.documentation, "foaf:page")
    dataset.conforms_to = unique(source.conforms_to)
    dataset.related = unique(source.related)
    dataset.applicable_legislation = findings.urls(
        source.applicable_legislation, "dcatap:applicableLegislation"
    )
    dataset.dataset_type = one_line(source.dataset_type)
    dataset.temporal_resolution = findings.duration(source.temporal_resolution, "dcat:temporalResolution")
    dataset.spatial_resolution = findings.metres(source.spatial_resolution, "dcat:spatialResolutionInMeters")


def _parties(dataset: Dataset, source: SourceDataset, wording: Wording, crosswalk: Crosswalk) -> None:
    dataset.publishers = _agents(source.publishers, "dct:publisher", wording)
    dataset.rights_holders = _agents(source.rights_holders, "dct:rightsHolder", wording)
    dataset.creators = _agents(source.creators, "dct:creator", wording)
    dataset.contacts = [
        contact for contact in (_contact(item, wording) for item in source.contacts) if contact
    ]
    if not dataset.publishers and crosswalk.default_publisher:
        language = crosswalk.languages[0] if crosswalk.languages else wording.undeclared
        dataset.publishers = [Agent(name={language: crosswalk.default_publisher})]


def _agents(agents: Iterable[Agent], where: str, wording: Wording) -> list[Agent]:
    read = (
        Agent(
            name=wording.line(agent.name, f"{where}/foaf:name"),
            uri=one_line(agent.uri),
            identifier=one_line(agent.identifier),
            email=wording.findings.email(agent.email, f"{where}/foaf:mbox"),
            url=wording.findings.url(agent.url, f"{where}/foaf:homepage"),
            type=one_line(agent.type),
        )
        for agent in agents
    )
    return [
        agent for agent in read if agent.name or agent.uri or agent.identifier or agent.email or agent.url
    ]


def _contact(contact: Contact, wording: Wording) -> Contact | None:
    email, url = contact.email, contact.url
    if is_address(email):
        # A form's address in the place of an e-mail: it still tells where to ask.
        email, url = "", url or email
    read = Contact(
        name=wording.line(contact.name, "dcat:contactPoint/vcard:fn"),
        uri=one_line(contact.uri),
        email=wording.findings.email(email, "dcat:contactPoint/vcard:hasEmail"),
        url=wording.findings.url(url, "dcat:contactPoint/vcard:hasURL"),
        phone=one_line(re.sub(r"^tel:", "", contact.phone.strip(), flags=re.IGNORECASE)),
        identifier=one_line(contact.identifier),
    )
    return read if read.name or read.uri or read.email or read.url or read.phone else None


def _classification(dataset: Dataset, source: SourceDataset, wording: Wording, crosswalk: Crosswalk) -> None:
    themes = read_themes(source.themes, crosswalk.themes)
    # Geoportals call their ISO or INSPIRE topic a subject.
    classified = themes if themes.codes else read_themes(filter(is_address, source.subjects))
    dataset.themes, dataset.categories = classified.uris, classified.topics
    hvd = [theme for theme in themes.unknown if theme.startswith(HVD)]
    concepts = [theme for theme in themes.unknown if theme.startswith(_EUROVOC)]
    dataset.hvd_categories = _hvd_categories([*source.hvd_categories, *hvd], wording)
    subjects = unique([*(subject for subject in source.subjects if is_address(subject)), *concepts])
    dataset.subjects = take_own_terms(dataset, subjects)
    own = [theme for theme in themes.unknown if theme not in hvd and theme not in concepts]
    dataset.source_themes = unique(
        [*own, *(subject for subject in source.subjects if not is_address(subject))]
    )
    for theme in own:
        wording.findings.unknown("theme-unknown", "dcat:theme", theme)


def _hvd_categories(values: Iterable[str], wording: Wording) -> list[str]:
    """Addresses of categories, each once; what is none is told and kept beside."""
    read = {value: wording.findings.uri("hvd_category", value, hvd_category_uri) for value in unique(values)}
    unknown = [value for value, uri in read.items() if not uri]
    if unknown:
        wording.spare["dcatap:hvdCategory"] = "; ".join(unknown)
    return list(dict.fromkeys(uri for uri in read.values() if uri))


def _coverage(dataset: Dataset, source: SourceDataset, wording: Wording) -> None:
    dataset.periods = wording.findings.periods(source.periods, "dct:temporal")
    places = [_place(place, wording) for place in source.places]
    dataset.places = _once(
        place for place in places if place.uri or place.label or place.geom or place.bbox or place.centroid
    )
    declared = wording.language_uris(source.languages, "dct:language")
    # What a record does not declare, its own texts show.
    dataset.languages = declared or [uri for language in dataset.title if (uri := language_uri(language))]


def _place(place: Place, wording: Wording) -> Place:
    known = read_place(place)
    shapes = _shapes(place, wording)
    uri = known.uri or next((found for shape in shapes.values() if (found := region_of_shape(shape))), "")
    label = wording.line(known.label, "dct:spatial")
    said = (wording.findings.meanings.uri("place", text) for text in (*label.values(), place.uri))
    uri = next(filter(None, said), uri)
    if label and not uri:
        for text in label.values():
            wording.findings.unknown("place-unknown", "dct:spatial", text)
    return replace(known, uri=uri, label=label, **shapes)


def _once(places: Iterable[Place]) -> list[Place]:
    """The places, each once: a source may give the name of a place here and its shape there."""
    found: list[Place] = []
    for place in places:
        twin = next((at for at, other in enumerate(found) if place.uri and _agree(place, other)), None)
        if twin is None:
            found.append(place)
        else:
            found[twin] = _together(found[twin], place)
    return found


_SAID_OF_A_PLACE = ("label", "geom", "bbox", "centroid")


def _agree(one: Place, other: Place) -> bool:
    pairs = ((getattr(one, name), getattr(other, name)) for name in _SAID_OF_A_PLACE)
    return one.uri == other.uri and all(not mine or not theirs or mine == theirs for mine, theirs in pairs)


def _together(one: Place, other: Place) -> Place:
    return replace(one, **{name: getattr(one, name) or getattr(other, name) for name in _SAID_OF_A_PLACE})


def _shapes(place: Place, wording: Wording) -> dict[str, str]:
    shapes: dict[str, str] = {}
    for name in ("geom", "bbox", "centroid"):
        raw: str = getattr(place, name)
        shape = to_geojson(raw)
        if shape is None:
            wording.findings.add("geometry-unreadable", "dct:spatial", value=raw)
        shapes[name] = shape or ""
    return shapes


def _terms_of_use(dataset: Dataset, source: SourceDataset, wording: Wording, crosswalk: Crosswalk) -> None:
    dataset.distributions = read_distributions(source.distributions, wording, crosswalk.licences)
    limits = [value for value in (*source.licences, *source.rights.values()) if constraint_uri(value)]
    stated = [value for value in source.licences if value not in limits]
    licence = note_licence(read_licences(stated, crosswalk.licences), wording)
    dataset.licence = licence.code
    # A statement on access is no licence, yet it stays where its publisher wrote it.
    dataset.source_licences = [*licence.unknown, *(value for value in source.licences if value in limits)]
    of_files = {distribution.licence for distribution in dataset.distributions if distribution.licence}
    if licence.code == NOT_SPECIFIED and not licence.unknown and len(of_files) == 1:
        # DCAT puts the licence on the file, CKAN on the dataset: what all files say holds for the whole.
        dataset.licence = of_files.pop()
    says_nothing = not any((licence.unknown, of_files, *(d.source_licence for d in dataset.distributions)))
    if dataset.licence == NOT_SPECIFIED and says_nothing and crosswalk.default_licence:
        dataset.licence = crosswalk.default_licence
        wording.findings.add("licence-from-terms", "dct:license", url=crosswalk.licence_terms)
    dataset.rights = wording.block(source.rights, "dct:rights")
    dataset.access_rights = wording.findings.uri("access_rights", source.access_rights, access_right_uri)
    if not source.access_rights.strip() and limits:
        dataset.access_rights = constraint_uri(limits[0])
    elif not dataset.access_rights:
        dataset.source_access_rights = clean(source.access_rights)


def _history(dataset: Dataset, source: SourceDataset, wording: Wording, crosswalk: Crosswalk) -> None:
    findings = wording.findings
    dataset.issued = findings.date(source.issued, "dct:issued")
    dataset.modified = findings.date(source.modified, "dct:modified")
    dataset.version = one_line(source.version)
    dataset.version_notes = wording.block(source.version_notes, "adms:versionNotes")
    dataset.provenance = wording.block(source.provenance, "dct:provenance")
    frequency = frequency_code(source.frequency, crosswalk.frequencies)
    dataset.frequency = frequency_uri(frequency)
    if not frequency and source.frequency.strip():
        dataset.source_frequency = one_line(source.frequency)
        findings.unknown("frequency-unknown", "dct:accrualPeriodicity", source.frequency)
