"""One reading of addresses: the key of every limit, digest and count."""

from __future__ import annotations

import pytest

from forms_backend.identity.addresses import (
    UNKNOWN,
    address_class,
    is_within,
    read_networks,
    sender_key,
)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", UNKNOWN),
        (None, UNKNOWN),
        ("192.0.2", UNKNOWN),
        ("someone", UNKNOWN),
    ],
)
def test_a_sender_is_an_ipv4_address_or_an_ipv6_network(address: str | None, key: str) -> None:
    assert sender_key(address) == key


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("10.1.2.3", True),
        ("::ffff:10.1.2.3", True),
        ("10.2.0.1", False),
        ("2001:db8::9", True),
        ("2001:db9::9", False),
        ("", False),
        (None, False),
    ],
)
def test_operators_are_here_or_in_a_named_network(address: str | None, inside: bool) -> None:
    assert is_within(address, read_networks("10.1.0.0/16, 2001:db8::/32")) is inside


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("127.0.0.1", "local"),
        ("10.0.0.1", "private"),
        ("8.8.8.8", "ipv4"),
        ("2400:3200::1", "ipv6"),
        ("?", UNKNOWN),
    ],
)
def test_a_log_names_the_class_alone(address: str, kind: str) -> None:
    assert address_class(address) == kind
