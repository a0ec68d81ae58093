"""Passwords that a guesser tries first, with the habits of Chinese offices."""

from __future__ import annotations

import pytest

from forms_backend.accounts.common_passwords import is_common, pieces_of
from forms_backend.accounts.passwords import new_one_time_password


@pytest.mark.parametrize(
    "password",
    [
        "Zhangwei123!", "Zhangxiaoming1990!", "Wangxiaoming19900101@", "Lisi@19850612",
        "Admin@123456", "Passw0rd@2024", "P@ssword123!", "Fayuan@2024Admin", "Sifaju12348!",
        "Qwertyuiop1!", "1qaz2wsx3edc!A", "1qaz@WSX3edc", "Asdfghjkl123", "Zxcvbnm,.123",
        "Aa8888888888", "Woaini5201314", "Aini1314520!", "Abcdefgh1234", "Abcd1234!@#$",
        "147258369Abc", "Gonganju110!", "Beijing2008!!", "Welcome2026!", "Summer2026!!",
        "Zhongguo1949", "Aaaaaaaaaaa1", "123456789012Aa", "Test1234Test1234",
    ],
)  # fmt: skip
def test_what_everybody_uses_is_common(password: str) -> None:
    assert is_common(password), pieces_of(password)


@pytest.mark.parametrize(
    "password",
    [
        "A-Good-Password-1", "Better-Password-1", "kT7#vq9!LmZ2", "correct horse battery staple",
        "Lan-Tian-9-Bai-Yun-Xia", "x9Rk2pQ7wN4t", "三月的雨落在屋檐上 Q7",
    ],
)  # fmt: skip
def test_what_is_hard_to_guess_is_taken(password: str) -> None:
    assert not is_common(password), pieces_of(password)


def test_our_own_one_time_passwords_are_hard_to_guess() -> None:
    assert not any(is_common(new_one_time_password()) for _ in range(200))


def test_a_long_password_is_read_in_a_moment() -> None:
    assert pieces_of("aB3" * 42) < pieces_of("kT7#vq9!LmZ2") + 42
