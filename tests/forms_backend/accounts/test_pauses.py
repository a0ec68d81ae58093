"""How pauses grow, what they are counted for, and which cookie of a device is believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forms_backend.accounts.pauses import (
    DEVICE_LIFE,
    FORGOTTEN_AFTER,
    GROWTH,
    Devices,
    Growth,
    Origin,
    PauseKeys,
    Scope,
)

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
KEY = bytes(range(32))


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (4, 0), (5, 1), (6, 2), (9, 16), (10, 32), (11, 60), (900, 60)],
)
def test_a_pause_doubles_up_to_the_longest(failures: int, seconds: int) -> None:
    assert Growth(5, timedelta(minutes=1)).after(failures) == timedelta(seconds=seconds)


def test_however_many_failures_there_were_the_pause_can_be_told() -> None:
    assert Growth(0, timedelta(days=365)).after(10**9) == timedelta(seconds=2**20)


def test_an_office_may_fail_more_often_than_an_account_and_strangers_hurt_it_less() -> None:
    """What the handbook promises (operator-accounts.md)."""
    assert {scope: (growth.free, growth.longest) for scope, growth in GROWTH.items()} == {
        Scope.ADDRESS: (20, timedelta(minutes=15)),
        Scope.ACCOUNT: (5, timedelta(minutes=1)),
        Scope.DEVICE: (5, timedelta(minutes=15)),
    }
    assert timedelta(hours=6) == FORGOTTEN_AFTER
    assert timedelta(days=180) == DEVICE_LIFE


def test_a_known_device_is_counted_alone_and_strangers_by_address_and_account() -> None:
    keys = PauseKeys(KEY)
    known = keys.of("li", Origin("192.0.2.1", "laptop"))
    assert list(known) == [Scope.DEVICE]
    strange = keys.of("li", Origin("192.0.2.1"))
    assert set(strange) == {Scope.ADDRESS, Scope.ACCOUNT}
    assert keys.of("wang", Origin("192.0.2.1"))[Scope.ADDRESS] == strange[Scope.ADDRESS]
    assert keys.of("wang", Origin("192.0.2.1"))[Scope.ACCOUNT] != strange[Scope.ACCOUNT]
    assert keys.of("li", Origin("192.0.2.2"))[Scope.ADDRESS] != strange[Scope.ADDRESS]
    assert keys.of("wang", Origin("192.0.2.1", "laptop")) != known


def test_a_digest_tells_nothing_without_the_key() -> None:
    digest = PauseKeys(KEY).digest("a", "b")
    assert len(digest) == 32
    assert digest != PauseKeys(bytes(32)).digest("a", "b")
    assert digest != PauseKeys(KEY).digest("ab")


@pytest.mark.parametrize(
    ("login", "later", "is_known"),
    [
        ("li", timedelta(), True),
        ("li", DEVICE_LIFE, True),
        ("li", DEVICE_LIFE + timedelta(seconds=1), False),
        ("li", timedelta(seconds=-1), False),
        ("wang", timedelta(), False),
    ],
)
def test_a_cookie_is_good_for_its_account_for_half_a_year(login, later, is_known) -> None:
    devices = Devices(KEY)
    cookie = devices.issue("li", "laptop", NOW)
    assert devices.read(cookie, login, NOW + later) == ("laptop" if is_known else None)
    assert Devices(bytes(32)).read(cookie, login, NOW + later) is None


@pytest.mark.parametrize("said", [["li", "laptop"], ["li", "laptop", "x"], 7, None])
def test_what_is_signed_and_is_no_cookie_is_none(said: object) -> None:
    devices = Devices(KEY)
    assert devices.read(str(devices._serializer.dumps(said)), "li", NOW) is None
    assert devices.read("", "li", NOW) is None
