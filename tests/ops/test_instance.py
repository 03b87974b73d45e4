from __future__ import annotations

from pathlib import Path

import pytest

from resilient_ops.errors import StepError
from resilient_ops.instance import SAMPLES, Instance, open_instance, refuse_precious

SAFE = {
    "CKAN_SQLALCHEMY_URL": "postgresql://u:p@db/ckan_test",
    "CKAN_SOLR_URL": "http://solr:8983/solr/test",
    "CKAN_REDIS_URL": "redis://redis:6379/3?socket_timeout=3600",
}


def test_ports_are_the_same_on_the_next_run(clone: Path, portal: Instance) -> None:
    assert open_instance(clone, clone / "var", "portal", {}).ports == portal.ports


def test_every_sample_portal_has_a_port_of_its_own(portal: Instance) -> None:
    countries = ("al", "es", "fr", "gr", "hr", "it", "pt", "si")
    assert tuple(f"{country}-sample" for country in countries) == SAMPLES
    assert len({portal.ports[key] for key in SAMPLES}) == len(SAMPLES)


def test_a_given_service_is_used_and_remembered(clone: Path) -> None:
    given = {"CKAN_SOLR_URL": "http://search.example/solr/ckan"}

    first = open_instance(clone, clone / "var", "portal", given)
    later = open_instance(clone, clone / "var", "portal", {})

    for instance in (first, later):
        assert not instance.owns("solr")
        assert instance.owns("postgres")
        assert instance.addresses()["CKAN_SOLR_URL"] == given["CKAN_SOLR_URL"]


def test_nothing_is_taken_as_known_of_a_database_that_is_given_later(clone: Path, portal: Instance) -> None:
    portal.memory.keep(administrator=True, harvested=["it-sample"])

    given = {"CKAN_SQLALCHEMY_URL": "postgresql://u:p@db.example/ckan"}
    later = open_instance(clone, clone / "var", "portal", given)

    assert later.memory.get("administrator") is None
    assert later.memory.get("harvested") is None
    assert later.ports == portal.ports


def test_the_portal_listens_on_the_loopback_address_unless_told_otherwise(clone: Path) -> None:
    assert open_instance(clone, clone / "var", "portal", {}).host == "127.0.0.1"
    assert open_instance(clone, clone / "var", "portal", {"RESILIENT_HOST": "192.0.2.7"}).host == "192.0.2.7"
    assert open_instance(clone, clone / "var", "portal", {}).site_url.startswith("http://192.0.2.7:")


def test_test_and_portal_share_neither_ports_nor_passwords(clone: Path, portal: Instance) -> None:
    test = open_instance(clone, clone / "var", "test", {})

    assert not set(test.ports.values()) & set(portal.ports.values())
    assert test.secret("database") != portal.secret("database")
    assert test.venv == portal.venv


def test_each_test_database_has_an_index_and_a_redis_number_of_its_own(clone: Path) -> None:
    test = open_instance(clone, clone / "var", "test", {})

    addresses = [test.addresses(name) for name in test.databases]
    for variable in SAFE:
        assert len({one[variable] for one in addresses}) == len(test.databases) > 1


def test_test_data_may_be_given_to_the_tests() -> None:
    refuse_precious(SAFE)


@pytest.mark.parametrize(
    ("variable", "url"),
    [
        ("CKAN_SQLALCHEMY_URL", "postgresql://test:test@test.example/ckan"),
        ("CKAN_SOLR_URL", "http://test.example/solr/ckan"),
        ("CKAN_REDIS_URL", "redis://redis:6379/0"),
        ("CKAN_REDIS_URL", "redis://redis:6379"),
    ],
)
def test_the_tests_refuse_what_may_be_a_portals_data(variable: str, url: str) -> None:
    with pytest.raises(StepError, match=f"they empty what they use and {variable} does not name"):
        refuse_precious({variable: url})
