"""Whose request it is, as far as an address tells: the one reading of addresses. Pure."""

from __future__ import annotations

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Network = IPv4Network | IPv6Network

IPV6_PREFIX = 64
"""A connection gets a whole /64 (RFC 6177): whoever has it may use any address in it."""
UNKNOWN = "unknown"
"""The sender of what came with no address, as through a socket without a proxy's header. All of
them are one sender, so that a proxy that names nobody opens no limit."""


def _parsed(address: str | None) -> IPv4Address | IPv6Address | None:
    """An IPv4 address inside IPv6 (::ffff:192.0.2.1) is that IPv4 address."""
    try:
        found = ip_address((address or "").partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def sender_key(address: str | None) -> str:
    """What every limit, digest and count goes by: "192.0.2.1", "2001:db8:1:2::/64" or UNKNOWN."""
    found = _parsed(address)
    if found is None:
        return UNKNOWN
    if found.version == 4:
        return str(found)
    return str(ip_network((int(found), IPV6_PREFIX), strict=False))


def address_class(address: str | None) -> str:
    """What a log may say of it: "local", "private", "ipv4", "ipv6" or UNKNOWN."""
    found = _parsed(address)
    if found is None:
        return UNKNOWN
    if found.is_loopback:
        return "local"
    return "private" if found.is_private else f"ipv{found.version}"


def read_networks(text: str) -> tuple[Network, ...]:
    """ "10.1.0.0/16, 2001:db8::/32" as networks. Raises ValueError."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def is_within(address: str | None, networks: tuple[Network, ...]) -> bool:
    """Whether it is of this machine or of one of `networks`; no address is of none."""
    found = _parsed(address)
    if found is None:
        return False
    return found.is_loopback or any(
        found.version == network.version and found in network for network in networks
    )
