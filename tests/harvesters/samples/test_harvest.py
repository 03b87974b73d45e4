"""A harvest of the sample portals yields what their YAML files say: nothing lost, nothing invented."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

import pytest

from ckanext.resilient.errors import RejectRecord
from ckanext.resilient.harvest.http import HttpClient, HttpSettings
from ckanext.resilient.harvesters.portals.base import Portal
from ckanext.resilient.harvesters.protocols import all_protocols
from ckanext.resilient.harvesters.protocols.base import (
    Endpoint,
    Listing,
    ListingEnd,
    Page,
    Protocol,
    RawRecord,
)
from ckanext.resilient.harvesters.samples import SAMPLES, sample_portal
from ckanext.resilient.harvesters.samples.catalogue import Catalogue, SampleDataset, SampleFile, load
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.licences import NOT_SPECIFIED
from ckanext.resilient.svrc.normalise import Crosswalk, normalise
from ckanext.resilient.svrc.places import nuts_of
from ckanext.resilient.svrc.record import Dataset, Distribution

EU = "http://publications.europa.eu/resource/authority/"
WAYS = {key: (sample.protocol, sample.path) for key, sample in SAMPLES.items()} | {
    "gr-sample by its feed": ("dcat", "/catalog.ttl")
}


@dataclass
class Harvest:
    """What came of one way into one sample portal."""

    catalogue: Catalogue
    base: str
    way: str
    datasets: dict[str, Dataset] = field(default_factory=dict[str, Dataset])
    rejected: list[Issue] = field(default_factory=list[Issue])
    end: ListingEnd | None = None

    def pairs(self) -> Iterator[tuple[SampleDataset, Dataset]]:
        """Each record as written and as it arrived."""
        for record in self.catalogue.datasets:
            if not record.malformed:
                yield record, self.datasets[record.name]

    def says(self, what: str) -> bool:
        """Whether the portal's form has a field for it; where it has none, nothing may arrive."""
        return what not in self.catalogue.unsaid


@pytest.fixture(scope="module", params=list(WAYS))
def harvest(request: pytest.FixtureRequest, bases: dict[str, str]) -> Harvest:
    """The portal read over its protocol and normalised, as the engine does it."""
    way: str = request.param
    key = way.partition(" ")[0]
    name, path = WAYS[way]
    portal, protocol, base = sample_portal(key, bases[key]), all_protocols()[name], bases[key]
    endpoint = Endpoint(url=base + path, options=portal.options, languages=portal.languages)
    words = Crosswalk(
        languages=portal.languages,
        licences=portal.licences,
        themes=portal.themes,
        frequencies=portal.frequencies,
    )
    found = Harvest(load(key), base, way)
    settings = HttpSettings(allowed_private_hosts=frozenset([base.removeprefix("http://")]), min_delay=0)
    with HttpClient(settings) as http:
        for page in _pages(protocol.list_records(endpoint, http), found):
            for raw in page.records:
                _arrive(found, protocol, raw, endpoint, words, portal)
    return found


def _pages(listing: Listing, found: Harvest) -> Generator[Page, None, None]:
    found.end = yield from listing


def _arrive(
    found: Harvest, protocol: Protocol, raw: RawRecord, endpoint: Endpoint, words: Crosswalk, portal: Portal
) -> None:
    try:
        source = protocol.read_record(raw, endpoint)
        dataset = normalise(source, words)
    except RejectRecord as rejection:
        found.rejected.append(rejection.issue)
    else:
        dataset = portal.crosswalk(source, dataset) if portal.crosswalk else dataset
        found.datasets[dataset.landing_page.rpartition("/")[2]] = dataset


def test_the_listing_is_complete_and_the_counts_are_those_promised(harvest: Harvest) -> None:
    sample = SAMPLES[harvest.catalogue.key]
    assert harvest.end == ListingEnd(complete=True, declared=sample.datasets + sample.rejected)
    assert (len(harvest.datasets), len(harvest.rejected)) == (sample.datasets, sample.rejected)


def test_the_malformed_record_is_rejected_with_record_field_and_remedy(harvest: Harvest) -> None:
    (issue,) = harvest.rejected
    (malformed,) = [record for record in harvest.catalogue.datasets if record.malformed]
    assert issue.code == "title-missing"
    assert any(name in issue.record for name in (malformed.name, malformed.id, malformed.short_id))
    assert issue.field
    assert issue.remedy


def test_titles_and_descriptions_arrive_in_their_languages(harvest: Harvest) -> None:
    for record, dataset in harvest.pairs():
        if "no-title" in record.flaws:
            (first,), (text,) = dataset.title.values(), record.notes.values()
            assert text.startswith(first), record.name
        else:
            assert dataset.title == dict(record.title), record.name
        assert set(dataset.description) == set(record.notes), record.name
        for code, text in record.notes.items():
            assert letters(re.sub("<[^>]*>", " ", text)) == letters(dataset.description[code]), record.name


def letters(text: str) -> str:
    """The letters and digits of a text, links and layout aside."""
    return re.sub(r"\W|_", "", re.sub(r"\]\([^)]*\)", "", text))


def test_keywords_arrive(harvest: Harvest) -> None:
    for record, dataset in harvest.pairs():
        found = {word for words in dataset.keywords.values() for word in words}
        assert found == {word for words in record.keywords.values() for word in words}, record.name


def test_publisher_and_contact_arrive(harvest: Harvest) -> None:
    for record, dataset in harvest.pairs():
        (publisher,) = dataset.publishers
        assert set(record.body.name.values()) & set(publisher.name.values()), record.name
        if record.profile != "nti-risp":
            emails = [record.body.email] if harvest.says("contact") else []
            assert [contact.email for contact in dataset.contacts] == emails, record.name


def test_licences_become_eu_codes_or_stay_as_written(harvest: Harvest) -> None:
    for record, dataset in harvest.pairs():
        licence = record.licence if record.licence and record.licence.eu else record.file_licence
        wanted = f"{EU}licence/{licence.eu}" if licence else ""
        found = {one.licence for one in dataset.distributions} | {f"{EU}licence/{dataset.licence}"}
        if wanted:
            assert wanted in found, record.name
        else:
            assert dataset.licence == NOT_SPECIFIED, record.name
        if "legal-notice" in record.flaws:
            kept = {*dataset.source_licences, *(one.source_licence for one in dataset.distributions)}
            assert record.licence
            notice = harvest.base + record.licence.url
            assert (notice if harvest.says("licence-address") else record.licence.id) in kept, record.name


def test_themes_and_frequencies_become_eu_addresses(harvest: Harvest) -> None:
    for record, dataset in harvest.pairs():
        themes = {f"{EU}data-theme/{harvest.catalogue.theme_code(word)}" for word in record.themes}
        assert set(dataset.themes) == (themes if harvest.says("theme") else set()), record.name
        assert dataset.source_themes == [], record.name
        frequency = f"{EU}frequency/{record.frequency}" if harvest.says("frequency") else ""
        assert dataset.frequency == frequency, record.name


def test_dates_and_periods_are_iso(harvest: Harvest) -> None:
    for record, dataset in harvest.pairs():
        assert (dataset.issued[:10], dataset.modified[:10]) == (record.issued[:10], record.modified[:10]), (
            record.name
        )
        periods = [(record.start, record.end)] if record.start and harvest.says("period") else []
        assert [(period.start[:10], period.end[:10]) for period in dataset.periods] == periods, record.name


def test_places_are_found_by_name_and_by_address(harvest: Harvest) -> None:
    for record, dataset in harvest.pairs():
        found = {nuts_of(place.uri) for place in dataset.places}
        if not harvest.says("place"):
            assert found == set(), record.name
            continue
        assert record.place.nuts in found, record.name
        assert any(place.geom or place.bbox for place in dataset.places) == record.geometry, record.name


def test_every_file_arrives_with_address_format_and_title(harvest: Harvest) -> None:
    for record, dataset in harvest.pairs():
        found = {one.download_url or one.access_url: one for one in dataset.distributions}
        assert set(found) == {file.address(harvest.base) for file in record.files}, record.name
        for file in record.files:
            one = found[file.address(harvest.base)]
            _check_file(one, file, harvest, record.name)


def _check_file(one: Distribution, file: SampleFile, harvest: Harvest, name: str) -> None:
    assert one.format == file.format.rpartition("/")[2].upper(), name
    assert bool(set(one.name.values()) & set(file.title.values())) == harvest.says("file-title"), name
    size = len(file.content()) if file.file and harvest.says("file-size") else None
    assert one.byte_size == size, name
