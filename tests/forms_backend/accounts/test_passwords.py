"""What a stored password costs whoever tries to guess it."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from forms_backend.accounts.errors import WeakPasswordError
from forms_backend.accounts.passwords import (
    LONGEST_PASSWORD,
    ONE_TIME_LIFE,
    check_new_password,
    hash_password,
    matching_step,
    new_one_time_password,
    new_totp_secret,
    password_matches,
    totp_uri,
)

GOOD = "Wk7!qVzt#mPy"
LONG = "".join(chr(33 + (n * 37) % 94) for n in range(LONGEST_PASSWORD))

HASHED = "from forms_backend.accounts.passwords import hash_password; print(hash_password('x'))"


def test_a_hash_takes_the_work_that_rfc_9106_asks_for() -> None:
    """In a process of its own: the other tests hash with the least work."""
    done = subprocess.run(
        [sys.executable, "-c", HASHED], check=True, capture_output=True, text=True
    )
    found = extract_parameters(done.stdout.strip())
    asked = RFC_9106_LOW_MEMORY
    assert (found.type, found.time_cost, found.memory_cost) == (
        asked.type,
        asked.time_cost,
        asked.memory_cost,
    )


@pytest.mark.parametrize("password", [GOOD, LONG, "wk7!qvzt#mpy", "Wk7WqVztXmPy", "WKQVZT#!7MPY"])
def test_twelve_characters_of_three_kinds_are_taken(password: str) -> None:
    check_new_password(password, "zhangsan")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        (GOOD[:11], "12 到 128"),
        (LONG + "a", "12 到 128"),
        ("wkxqvztxmpyk!", "三种"),
        ("wk7qvzt9mpyk", "三种"),
        ("Zhangsan!7kq2x", "账号"),
        ("Password2026!", "太容易猜到"),
    ],
)
def test_what_is_weak_is_refused_with_the_reason(password: str, why: str) -> None:
    with pytest.raises(WeakPasswordError, match=why):
        check_new_password(password, "zhangsan")


def test_a_password_matches_its_hash_alone_and_nobody_has_none() -> None:
    stored = hash_password(LONG)
    assert password_matches(stored, LONG)
    assert password_matches(stored, LONG + "what is beyond the longest")
    assert not password_matches(stored, GOOD)
    assert not password_matches(None, GOOD)


def test_a_one_time_password_is_four_groups_of_letters_that_nobody_mistakes() -> None:
    found = {new_one_time_password() for _ in range(50)}
    assert len(found) == 50
    for password in found:
        assert re.fullmatch(r"[A-HJ-NP-Za-km-np-z2-9]{4}(-[A-HJ-NP-Za-km-np-z2-9]{4}){3}", password)
    assert timedelta(hours=72) == ONE_TIME_LIFE


def test_a_code_is_good_for_a_step_more_or_less_and_once() -> None:
    secret, now = new_totp_secret(), datetime(2026, 11, 20, 7, 30, 5, tzinfo=UTC)
    step = int(now.timestamp()) // 30
    codes = {n: pyotp.TOTP(secret).at((step + n) * 30) for n in range(-2, 3)}
    found = {n: matching_step(secret, code, now, 0) for n, code in codes.items()}
    assert found == {-2: None, -1: step - 1, 0: step, 1: step + 1, 2: None}
    assert matching_step(secret, f" {codes[0][:3]} {codes[0][3:]} ", now, step - 1) == step
    assert matching_step(secret, codes[0], now, step) is None
    assert secret in totp_uri(secret, "li", "Fabu")
    assert "issuer=Fabu" in totp_uri(secret, "li", "Fabu")
