"""Reading payloads that real portals sent: every value arrives, word for word."""

import json
from typing import Any

import pytest

from ckanext.resilient.errors import RejectRecord
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.ckan import PROTOCOL
from ckanext.resilient.harvesters.protocols.ckan_api import unwrapped
from ckanext.resilient.harvesters.protocols.ckan_result import packages
from ckanext.resilient.harvesters.protocols.listing import guid_of
from ckanext.resilient.svrc.record import Agent, Period, Place, SourceDataset
from tests.shared import fixture_path

PORTAL = Endpoint("https://dati.example/opendata/api/3/action", languages=("it",))


def read(payload: Any, endpoint: Endpoint = PORTAL) -> SourceDataset:
    return PROTOCOL.read_record(RawRecord(guid_of(payload), payload), endpoint)


def stored(name: str) -> list[SourceDataset]:
    body = json.loads(fixture_path(f"ckan/{name}").read_text(encoding="utf-8"))
    return [read(package) for package in packages(unwrapped(body, name))]


def test_a_real_dkan_record_arrives():
    (dataset,) = stored("dkan-hautsdefrance-package_show.json")
    assert dataset.title == {"und": "Antennes régionales de la Région Hauts-de-France (au 01/10/2019)"}
    assert dataset.licences == ["http://www.etalab.gouv.fr/pages/Licence_ouverte_Open_licence-5899923.html"]
    assert len(dataset.keywords["und"]) == 13
    assert dataset.publishers[0].name == {"und": "Région Hauts-de-France"}
    assert {contact.email for contact in dataset.contacts} == {
        "sig@hautsdefrance.fr",
        "opendata@hautsdefrance.fr",
    }
    assert dataset.issued == "mar, 10/12/2019 - 09:23"
    assert dataset.frequency == "asNeeded"
    assert dataset.languages == ["fre"]
    assert dataset.places[0].bbox
    first, second = dataset.distributions
    assert (first.byte_size, first.media_type, first.format) == ("42 octets", "xlsx", "xlsx")
    assert first.modified == "jeu, 19/12/2019 - 03:00"
    assert second.format == ""


def test_a_real_record_in_four_languages_arrives():
    (dataset,) = stored("opendata-swiss-package_show-multilingual.json")
    assert set(dataset.title) == {"fr", "de"}
    assert {"fr", "de", "en", "it"} <= set(dataset.keywords)
    assert dataset.publishers[0].name == {"und": "BFS/OFS"}
    assert dataset.contacts[0].email == "auskunftsdienst@bfs.admin.ch"
    assert dataset.periods == [Period("2018-01-01T00:00:00", "2019-12-31T00:00:00")]
    assert dataset.languages == ["de", "fr"]
    assert dataset.places == [Place(label={"und": "Schweiz"})]
    assert len(dataset.distributions) == 4
    assert dataset.uri == "https://ckan.opendata.swiss/perma/14816740@bundesamt-fur-statistik-bfs"


def test_real_records_with_json_in_their_fields_arrive():
    found = stored("envidat-ch-package_search.json") + stored("envidat-ch-package_show.json")
    assert [len(dataset.distributions) for dataset in found] == [1, 4, 3]
    assert all(dataset.publishers[0].name == {"und": "EnviDat"} for dataset in found)
    assert all(dataset.creators and dataset.creators[0].email for dataset in found)
    assert all(dataset.contacts and dataset.contacts[0].email for dataset in found)
    assert all(dataset.places and dataset.places[0].geom for dataset in found)
    assert all(dataset.periods for dataset in found)
    assert found[0].licences[0] == "https://creativecommons.org/licenses/by/4.0/"


def test_a_full_record_of_ckanext_dcat_arrives():
    (dataset,) = stored("ckanext-dcat-ckan_full_dataset_dcat_ap.json")
    assert [contact.identifier for contact in dataset.contacts] == ["123", "456"]
    assert dataset.publishers[0].type == "public_body"
    assert len(dataset.periods) == 2
    place = dataset.places[0]
    assert all((place.uri, place.label, place.geom, place.bbox, place.centroid))
    assert len(dataset.applicable_legislation) == 2
    assert dataset.distributions[0].checksum_algorithm.endswith("sha1")
    assert "access_services (1)" in dataset.extras


def test_an_old_record_with_extras_of_ckanext_spatial_arrives():
    (dataset,) = stored("ckanext-dcat-full_ckan_dataset_legacy.json")
    assert dataset.publishers == [Agent({"und": "British Geological Survey"})]
    assert dataset.periods == [Period("1982", "1986")]
    assert dataset.languages == ["en", "es", "ca"]
    assert dataset.frequency == "notPlanned"
    assert dataset.rights
    assert dataset.extras["eu_country"] == "UK"


def test_a_record_without_title_is_rejected_with_its_name_and_what_to_do():
    with pytest.raises(RejectRecord) as caught:
        stored("hr-datagovhr-package_show-RECONSTRUCTED.json")
    issue = caught.value.issue
    assert (issue.code, issue.field) == ("title-missing", "title")
    assert issue.record == "711cb511-fbfc-49c3-a6c3-7ae40cca5bdf"
    assert issue.remedy


@pytest.mark.parametrize(
    ("name", "titles", "files"),
    [
        ("ckanext-dcat-catalog.json", 2, 5),
        ("ckanext-dcat-catalog_datasets_list.json", 2, 5),
        ("ckanext-dcat-dataset.json", 1, 1),
    ],
)
def test_datasets_in_the_form_of_data_json_arrive(name: str, titles: int, files: int):
    found = stored(name)
    assert len([dataset for dataset in found if dataset.title]) == titles
    assert sum(len(dataset.distributions) for dataset in found) == files
    assert all(dataset.publishers[0].name and dataset.publishers[0].email for dataset in found)
    assert all(dataset.identifier and dataset.issued and dataset.keywords for dataset in found)
