"""Who sent a webhook: the forms in which GitHub, Gitea, GitLab and Gitee prove that they know the secret."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

OLDEST = 3600
"""Seconds that a time stamp of Gitee may be away from ours; what is older was recorded by somebody."""


def sender_of(headers: Mapping[str, str], body: bytes, secret: str, now: datetime) -> str | None:
    """The forge that sent `body` and knows `secret`; None for everybody else.

    GitHub and Gitea sign the body (HMAC-SHA256, hexadecimal), GitLab sends the secret itself, Gitee
    the secret or a signature of its time stamp in milliseconds.
    """
    for name, forge in (("X-Gitea-Signature", "Gitea"), ("X-Hub-Signature-256", "GitHub")):
        if name in headers:
            expected = hmac.new(secret.encode(), body, sha256).hexdigest()
            return forge if _same(headers[name].removeprefix("sha256="), expected) else None
    if "X-Gitlab-Token" in headers:
        return "GitLab" if _same(headers["X-Gitlab-Token"], secret) else None
    if "X-Gitee-Token" in headers:
        return "Gitee" if _is_gitee(headers, secret, now) else None
    return None


def _is_gitee(headers: Mapping[str, str], secret: str, now: datetime) -> bool:
    token, stamp = headers["X-Gitee-Token"], headers.get("X-Gitee-Timestamp", "")
    if _same(token, secret):
        return True
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 16):
        return False
    if abs(int(stamp) / 1000 - now.timestamp()) > OLDEST:
        return False
    key = secret.encode()
    signed = hmac.new(key, f"{stamp}\n{secret}".encode(), sha256).digest()
    return _same(token, base64.b64encode(signed).decode())


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())
