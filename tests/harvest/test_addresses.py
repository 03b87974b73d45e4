"""Which addresses are public, and what listing an exception opens."""

import pytest

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.addresses import AddressGuard, is_public, system_resolver

PRIVATE = [
    "127.0.0.1",
    "127.8.9.10",
    "10.0.0.1",
    "172.16.5.5",
    "192.168.1.1",
    "169.254.169.254",  # metadata service of most clouds
    "168.63.129.16",  # metadata service of Azure
    "100.64.0.1",  # carrier-grade NAT
    "192.0.0.192",  # metadata service of Oracle Cloud
    "0.0.0.0",  # noqa: S104 - refused, not bound to
    "255.255.255.255",
    "224.0.0.1",
    "240.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",  # metadata service of AWS over IPv6
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "::7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::808:808",
    "2002:7f00:1::",
    "2002:808:808::1",
    "2001:0:7f00:1::1",
    "2001:db8::1",
    "not an address",
    "127.1",
]
PUBLIC = ["8.8.8.8", "193.204.35.1", "2a00:1450:4003:80f::200e", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_nearer_than_the_internet_is_not_public(address: str):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_on_the_internet_is_public(address: str):
    assert is_public(address)


def test_only_the_public_ones_of_several_addresses_are_used():
    guard = AddressGuard(resolver=lambda host, port: ["10.0.0.1", "8.8.8.8"])
    assert guard.addresses("portal.example", 443) == ["8.8.8.8"]


def test_a_listed_name_opens_neither_another_port_nor_its_ip_address():
    guard = AddressGuard({"portal.example:5001"}, resolver=lambda host, port: ["127.0.0.1"])
    assert guard.addresses("Portal.Example.", 5001) == ["127.0.0.1"]
    for host, port in (("portal.example", 5002), ("127.0.0.1", 5001), ("sub.portal.example", 5001)):
        with pytest.raises(FetchError) as caught:
            guard.addresses(host, port)
        assert caught.value.issue.code == "address-refused"


@pytest.mark.parametrize("port", [8983, 58983, 6379, 56379, 5432, 55432])
def test_listing_a_sample_portal_leaves_solr_redis_and_postgresql_refused(port: int):
    guard = AddressGuard({"127.0.0.1:5801", "localhost:5801"})
    for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "0177.0.0.1", "0x7f.1"):
        with pytest.raises(FetchError):
            guard.addresses(host, port)


def test_a_name_that_nobody_knows_is_said_to_be_unknown():
    def nobody(host: str, port: int) -> list[str]:
        raise OSError(host)

    with pytest.raises(FetchError) as caught:
        AddressGuard(resolver=nobody).addresses("no.such.example", 443)
    assert caught.value.issue.code == "name-unknown"
    assert "no.such.example" in caught.value.issue.message


def test_behind_a_proxy_a_name_that_resolves_to_a_private_address_is_still_refused():
    guard = AddressGuard(resolver=lambda host, port: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(FetchError):
        guard.check_behind_proxy("portal.example", 443)


def test_the_system_resolver_names_each_address_once():
    assert system_resolver("127.0.0.1", 80) == ["127.0.0.1"]
