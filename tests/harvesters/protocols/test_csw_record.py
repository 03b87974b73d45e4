"""Records in Dublin Core: the digest of a catalogue that gives nothing better."""

from __future__ import annotations

import pytest

from ckanext.resilient.errors import RejectRecord, SkipRecord
from ckanext.resilient.harvesters.protocols.csw_pages import xml_record
from ckanext.resilient.harvesters.protocols.csw_record import read_record
from ckanext.resilient.harvesters.protocols.csw_xml import parse_text
from ckanext.resilient.svrc.record import Place, SourceDataset

_SPACES = (
    'xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dct="http://purl.org/dc/terms/" xmlns:ows="http://www.opengis.net/ows" xmlns:geonet="http://www.fao.org/geonetwork"'
)
TITLE = "<dc:identifier>p_tn:1</dc:identifier><dc:title>Asili nido</dc:title>"


def made(inside: str = "", start: str = TITLE, form: str = "SummaryRecord") -> SourceDataset:
    raw = xml_record(
        parse_text(f"<csw:{form} {_SPACES}>{start}{inside}</csw:{form}>", "https://geo.example").root
    )
    return read_record(raw.guid, raw.payload)


@pytest.mark.parametrize("form", ["Record", "SummaryRecord", "BriefRecord"])
def test_records_of_every_length_are_read(form: str) -> None:
    dataset = made("<dct:abstract>Tutti.</dct:abstract><dct:modified>2013-06-28</dct:modified>", form=form)
    assert (dataset.guid, dataset.identifier, dataset.title) == ("p_tn:1", "p_tn:1", {"und": "Asili nido"})
    assert (dataset.description, dataset.modified) == ({"und": "Tutti."}, "2013-06-28")


def test_topic_categories_are_told_from_keywords() -> None:
    dataset = made("<dc:subject>SIAT, RNDT</dc:subject><dc:subject>society</dc:subject>")
    assert (dataset.keywords, dataset.themes) == ({"und": ["SIAT, RNDT"]}, ["society"])


def test_a_service_is_left_out() -> None:
    with pytest.raises(SkipRecord) as caught:
        made("<dc:type>service</dc:type>")
    assert caught.value.issue.code == "record-no-dataset"


def test_a_record_without_title_and_description_is_rejected() -> None:
    with pytest.raises(RejectRecord) as caught:
        made(start="<dc:identifier>p_tn:1</dc:identifier>")
    assert caught.value.issue.code == "title-missing"


def test_a_box_whose_order_is_fixed_is_a_place_and_another_is_kept_as_it_is() -> None:
    corners = "<ows:LowerCorner>10.5 44.8</ows:LowerCorner><ows:UpperCorner>13.1 46.7</ows:UpperCorner>"
    fixed = made(f"<ows:WGS84BoundingBox>{corners}</ows:WGS84BoundingBox>")
    assert fixed.places == [Place(bbox="10.5, 44.8, 13.1, 46.7")]
    other = made(f"<ows:BoundingBox>{corners}</ows:BoundingBox>")
    assert (other.places, other.extras["BoundingBox"]) == ([], "10.5 44.8 13.1 46.7")


def test_links_are_files_and_services() -> None:
    files = made(
        '<dc:URI protocol="OGC:WMS" name="Mappa">https://geo.example/wms</dc:URI>'
        '<dc:URI protocol="WWW:DOWNLOAD-1.0-http--download">https://geo.example/a.csv</dc:URI>'
        "<dct:references>non un indirizzo</dct:references>"
    ).distributions
    assert [(file.access_url, file.download_url, file.format) for file in files] == [
        ("https://geo.example/wms", "", "OGC:WMS"),
        ("https://geo.example/a.csv", "https://geo.example/a.csv", ""),
    ]
    assert files[0].title == {"und": "Mappa"}


def test_rights_are_told_from_licences_and_from_limits_of_access() -> None:
    said = ("CC BY 4.0", "nessuna limitazione", "Citare la fonte")
    dataset = made("".join(f"<dc:rights>{text}</dc:rights>" for text in said))
    assert (dataset.licences, dataset.rights) == (["CC BY 4.0"], {"und": "Citare la fonte"})
    assert dataset.access_rights == "nessuna limitazione"


def test_the_name_of_a_person_who_owns_a_record_is_not_kept() -> None:
    info = "<ownername>ROSSI MARIO</ownername><changeDate>2013-07-08T13:47:32</changeDate><ogd_zip>https://geo.example/a.zip</ogd_zip><ogd_rdf/>"
    dataset = made(f"<geonet:info>{info}</geonet:info>")
    assert dataset.extras == {
        "record.modified": "2013-07-08T13:47:32",
        "ogd_zip": "https://geo.example/a.zip",
    }


def test_parties_and_relations_are_read() -> None:
    dataset = made(
        "<dc:publisher>Comune</dc:publisher><dc:creator>Ufficio</dc:creator>"
        "<dc:relation>p_tn:1</dc:relation><dc:relation>p_tn:2</dc:relation><dc:format>Shapefile</dc:format>"
    )
    assert [agent.name for agent in (*dataset.publishers, *dataset.creators)] == [
        {"und": "Comune"},
        {"und": "Ufficio"},
    ]
    assert (dataset.related, dataset.extras["format"]) == (["p_tn:2"], "Shapefile")
