"""The dict for CKAN, and its fingerprint."""

from __future__ import annotations

from ckanext.resilient.svrc.package import content_hash, package_dict
from ckanext.resilient.svrc.record import Agent, Column, Contact, Dataset, Distribution, Period, Place

AUTHORITY = "http://publications.europa.eu/resource/authority/"


def test_a_dataset_takes_the_form_of_package_create() -> None:
    package = package_dict(
        Dataset(
            guid="guid",
            title={"el": "Τίτλος", "en": "Title"},
            description={"el": "Κείμενο"},
            keywords={"el": ["φροντίδα"]},
            uri="http://example.gr/dataset/1",
            publishers=[Agent(name={"el": "Δήμος"}, identifier="1")],
            rights_holders=[Agent(uri="http://example.gr/org/1")],
            contacts=[Contact(name={"el": "Γραφείο"}, email="a@example.gr")],
            themes=[AUTHORITY + "data-theme/SOCI"],
            categories=["demography"],
            licence="CC_BY_4_0",
            source_licences=["https://creativecommons.org/licenses/by/3.0/gr/"],
            places=[Place(uri=AUTHORITY + "country/GRC", label={"el": "Ελλάδα"})],
            periods=[Period("2020", "")],
            language_detected=True,
            landing_page="http://example.gr/page",
            related=["http://example.gr/other"],
            spatial_resolution="10",
            extras={"b": "2", "a": "1"},
        )
    )
    assert package == {
        "title": "Τίτλος",
        "title_translated": {"el": "Τίτλος", "en": "Title"},
        "notes": "Κείμενο",
        "notes_translated": {"el": "Κείμενο"},
        "tags_translated": {"el": ["φροντίδα"]},
        "source_uri": "http://example.gr/dataset/1",
        "source_guid": "guid",
        "publisher": [{"name": "Δήμος", "name_translated": {"el": "Δήμος"}, "identifier": "1"}],
        "rights_holder": [{"uri": "http://example.gr/org/1"}],
        "contact": [{"name": "Γραφείο", "name_translated": {"el": "Γραφείο"}, "email": "a@example.gr"}],
        "theme": [AUTHORITY + "data-theme/SOCI"],
        "od_category": ["demography"],
        "license_id": "CC_BY_4_0",
        "source_license": ["https://creativecommons.org/licenses/by/3.0/gr/"],
        "spatial_coverage": [{"uri": AUTHORITY + "country/GRC", "text": "Ελλάδα"}],
        "temporal_coverage": [{"start": "2020"}],
        "language_detected": True,
        "url": "http://example.gr/page",
        "related_resource": ["http://example.gr/other"],
        "spatial_resolution_in_meters": "10",
        "source_extra": [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}],
    }


def test_a_file_takes_the_form_of_a_resource() -> None:
    distribution = Distribution(
        name={"it": "Elenco"},
        access_url="http://example.it/page",
        download_url="http://example.it/a.csv",
        format="CSV",
        media_type="text/csv",
        licence="CC_BY_4_0",
        byte_size=42,
        columns=[Column("posti", {"it": "Posti liberi"}), Column("note")],
    )
    package = package_dict(Dataset("guid", title={"it": "Asili"}, distributions=[distribution]))
    assert package["resources"] == [
        {
            "name": "Elenco",
            "name_translated": {"it": "Elenco"},
            "url": "http://example.it/a.csv",
            "access_url": "http://example.it/page",
            "download_url": "http://example.it/a.csv",
            "format": "CSV",
            "mimetype": "text/csv",
            "license": AUTHORITY + "licence/CC_BY_4_0",
            "size": 42,
            "columns": [{"name": "posti", "meaning": {"it": "Posti liberi"}}, {"name": "note"}],
        }
    ]


def test_a_resource_without_a_file_leads_to_its_page() -> None:
    distribution = Distribution(access_url="http://example.it/page")
    package = package_dict(Dataset("guid", title={"it": "Asili"}, distributions=[distribution]))
    assert package["resources"][0]["url"] == "http://example.it/page"


def test_empty_values_are_left_out() -> None:
    assert package_dict(Dataset("guid", title={"it": "Asili"})) == {
        "title": "Asili",
        "title_translated": {"it": "Asili"},
        "source_guid": "guid",
    }


def test_the_single_language_fields_speak_the_titles_first_language() -> None:
    package = package_dict(
        Dataset("guid", title={"it": "Asili", "en": "Nurseries"}, description={"en": "A", "it": "B"})
    )
    assert (package["title"], package["notes"]) == ("Asili", "B")


def test_the_same_content_has_the_same_fingerprint_whatever_the_order_of_keys() -> None:
    assert content_hash({"a": 1, "b": {"it": "x", "en": "y"}}) == content_hash(
        {"b": {"en": "y", "it": "x"}, "a": 1}
    )


def test_other_content_has_another_fingerprint() -> None:
    assert content_hash({"a": ["1", "2"]}) != content_hash({"a": ["2", "1"]})
