"""Passwords and one-time codes of staff: argon2id and TOTP from their libraries. Pure."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from forms_backend.accounts.common_passwords import is_common
from forms_backend.accounts.errors import WeakPasswordError

ONE_TIME_LIFE = timedelta(hours=72)
"""A one-time password that was not used until then is void; another can be issued."""
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
KINDS_NEEDED = 3
_KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"
_STEP_SECONDS = 30

_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    """argon2id, parameters in the result."""
    return _hasher.hash(password)


def password_matches(stored: str | None, password: str) -> bool:
    """Whether it is the password; the same work is done for an account that does not exist."""
    try:
        return _hasher.verify(stored or _NOBODY, password[:LONGEST_PASSWORD]) and stored is not None
    except VerifyMismatchError:
        return False


def check_new_password(password: str, login: str) -> None:
    """Raises WeakPasswordError: 12 characters, three kinds of them, not the login, not made of what
    everybody uses."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise WeakPasswordError(f"密码应为 {SHORTEST_PASSWORD} 到 {LONGEST_PASSWORD} 个字符。")
    if sum(bool(re.search(kind, password)) for kind in _KINDS) < KINDS_NEEDED:
        raise WeakPasswordError("密码应含大写字母、小写字母、数字、符号中的至少三种。")
    if login.lower() in password.lower():
        raise WeakPasswordError("密码不能包含账号。")
    if is_common(password):
        raise WeakPasswordError(
            "这个密码太容易猜到：它由常用词、姓名拼音、年份日期、连续或重复的数字、键盘上相邻的键组成。请加几个不相干的词。"
        )


def new_one_time_password() -> str:
    """Four groups of four, without letters that look alike; some 92 bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def new_totp_secret() -> str:
    """A fresh base32 secret."""
    return pyotp.random_base32()


def totp_uri(secret: str, login: str, issuer: str) -> str:
    """What an authenticator app scans."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def matching_step(secret: str, code: str, now: datetime, last_step: int) -> int | None:
    """The time step of a right code, one step early or late allowed; None when it is wrong or was
    used before."""
    step = int(now.timestamp()) // _STEP_SECONDS
    totp = pyotp.TOTP(secret)
    digits = re.sub(r"\s", "", code)
    for candidate in (step - 1, step, step + 1):
        if candidate > last_step and pyotp.utils.strings_equal(
            totp.at(candidate * _STEP_SECONDS), digits
        ):
            return candidate
    return None
