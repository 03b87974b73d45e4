"""Which network addresses the HTTP client may open: public ones, and the few that an administrator lists.

The check is made on the IP address that is about to be connected to, never on a name, so
that a name which changes its answer (DNS rebinding), a redirect or an unusual spelling of
an address (decimal, octal, IPv4 inside IPv6) cannot reach the machine's own network.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence

from ckanext.resilient.errors import FetchError
from ckanext.resilient.svrc.issues import Issue

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

Resolver = Callable[[str, int], Sequence[str]]
"""Host and port to the IP addresses to try, in order; raises OSError when the name is unknown."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

# What `is_global` of some supported Python version lets pass although nobody's portal lives there.
_REFUSED: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = (
    ipaddress.IPv4Network("100.64.0.0/10"),  # carrier-grade NAT, RFC 6598
    ipaddress.IPv4Network("168.63.129.16/32"),  # metadata service of Azure, a public address
    ipaddress.IPv4Network("192.0.0.0/24"),  # protocol assignments, RFC 6890
    ipaddress.IPv4Network("192.88.99.0/24"),  # 6to4 relays, RFC 7526
    ipaddress.IPv6Network("::/96"),  # IPv4-compatible, RFC 4291
    ipaddress.IPv6Network("64:ff9b:1::/48"),  # local-use NAT64, RFC 8215
    ipaddress.IPv6Network("2001::/23"),  # protocol assignments with Teredo, RFC 2928
    ipaddress.IPv6Network("2002::/16"),  # 6to4, RFC 3056
    ipaddress.IPv6Network("3fff::/20"),  # documentation, RFC 9637
    ipaddress.IPv6Network("5f00::/16"),  # segment routing, RFC 9602
    ipaddress.IPv6Network("fec0::/10"),  # site-local, RFC 3879
)


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses that this machine's resolver gives for a name, without repetition."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an IP address is reachable from the public internet and from nowhere nearer."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return _is_public(ip)


def _is_public(ip: IPAddress) -> bool:
    embedded = _embedded_ipv4(ip)
    if embedded is not None:
        return _is_public(embedded)
    if any(ip.version == network.version and ip in network for network in _REFUSED):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _embedded_ipv4(ip: IPAddress) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a mapped or NAT64 address leads to."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def host_port(host: str, port: int) -> str:
    """A host and port as they stand in an address, for comparing and for messages."""
    host = host.strip("[]").rstrip(".").casefold()
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


class AddressGuard:
    """Decides which IP addresses a host may be opened at.

    Args:
        allowed: `host:port` pairs that may lie in a private network. Both must match the
            address as it is written, so that listing one port opens no other, and listing
            a name does not open its IP address.
        resolver: how names become IP addresses.
    """

    def __init__(self, allowed: Iterable[str] = (), resolver: Resolver = system_resolver) -> None:
        self._allowed = frozenset(pair.strip().rstrip("/").casefold() for pair in allowed)
        self._resolver = resolver

    def is_listed(self, host: str, port: int) -> bool:
        """Whether an administrator listed exactly this host and port."""
        return host_port(host, port) in self._allowed

    def addresses(self, host: str, port: int) -> list[str]:
        """The IP addresses that may be connected to, at least one.

        Raises:
            FetchError: the name is unknown, or all its addresses are private and it is not listed.
        """
        found = self._resolve(host, port)
        if self.is_listed(host, port):
            return found
        public = [address for address in found if is_public(address)]
        if not public:
            raise FetchError(Issue("address-refused", params={"host": host_port(host, port)}))
        return public

    def check_behind_proxy(self, host: str, port: int) -> None:
        """Refuse what is known to be private although a proxy will open the connection.

        A name that only the proxy can resolve is left to the proxy's own rules.
        """
        if self.is_listed(host, port):
            return
        try:
            found = self._resolve(host, port)
        except FetchError:
            return
        if not all(is_public(address) for address in found):
            raise FetchError(Issue("address-refused", params={"host": host_port(host, port)}))

    def _resolve(self, host: str, port: int) -> list[str]:
        try:
            found = list(self._resolver(host.strip("[]"), port))
        except (OSError, UnicodeError) as error:
            raise FetchError(Issue("name-unknown", params={"host": host})) from error
        if not found:
            raise FetchError(Issue("name-unknown", params={"host": host}))
        return found
