"""What posts of JSON to a gateway have in common, and the file that stands in for one."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from pathlib import Path
from typing import Any

from forms_backend.outbox.failures import Failure, SendError

TIMEOUT_SECONDS = 15
MOST_READ = 64 * 1024
JSON = {"Content-Type": "application/json; charset=utf-8"}


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The key in the address is for the host that the operator named, and no other."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


class Poster:
    """Posts JSON to addresses that settings allow: https, and http on this machine."""

    def __init__(self) -> None:
        self._opener = urllib.request.build_opener(NoRedirect)

    def post(self, address: str, body: bytes, headers: Mapping[str, str] = JSON) -> bytes:
        """The answer to `body`. Raises SendError, in which no address stands."""
        request = urllib.request.Request(address, data=body, headers=dict(headers))  # noqa: S310
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as response:
                answer: bytes = response.read(MOST_READ)
                return answer
        except urllib.error.HTTPError as error:
            error.close()
            raise SendError(Failure.REFUSED, error.code) from error
        except TimeoutError as error:
            raise SendError(Failure.TIMED_OUT) from error
        except (OSError, HTTPException) as error:
            raise SendError(Failure.UNREACHABLE) from error


def as_json(content: Mapping[str, Any]) -> bytes:
    """As gateways read it: in UTF-8, letters as they are."""
    return json.dumps(content, ensure_ascii=False).encode()


def append_line(path: Path, content: Mapping[str, str]) -> None:
    """One line of JSON in a file that its owner alone reads. Raises SendError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    try:
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            file.write(as_json(content) + b"\n")
    except OSError as error:
        raise SendError(Failure.UNWRITABLE) from error


def masked(recipient: str) -> str:
    """Enough to see which of few it was: 138****0000."""
    return f"{recipient[:3]}****{recipient[-4:]}"
