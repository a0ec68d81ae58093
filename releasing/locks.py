"""The lock files: exact versions with checksums, as `uv pip compile` writes and pip reads them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.utils import canonicalize_name

RUN_TIME = "requirements.lock"
BUILD = "requirements-build.lock"
DEVELOPMENT = "requirements-dev.lock"

_PIN = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[\w.+!-]+)(?: ; (?P<marker>.+))?")
_CHECKSUM = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class LockError(ValueError):
    """A line that a lock may not hold: an option, an address, a version that is not exact."""


@dataclass(frozen=True)
class Pin:
    """One exact version; `name` is in its canonical form, `checksums` are SHA-256 of its files."""

    name: str
    version: str
    marker: Marker | None
    checksums: tuple[str, ...]

    def applies(self, environment: Mapping[str, str] | None = None) -> bool:
        """Whether it is to be installed where markers have these values (here, for None)."""
        return self.marker is None or self.marker.evaluate(
            None if environment is None else dict(environment)
        )


def read_lock(text: str) -> tuple[Pin, ...]:
    """The pins of a lock in its order. Raises LockError, naming the line."""
    lines = re.sub(r"\\\n", " ", text).splitlines()
    return tuple(_pin(line) for line in lines if line.strip() and not line.lstrip().startswith("#"))


def write_pin(pin: Pin) -> str:
    """One entry of a lock."""
    marker = f" ; {pin.marker}" if pin.marker else ""
    checksums = "".join(f" \\\n    --hash=sha256:{checksum}" for checksum in pin.checksums)
    return f"{pin.name}=={pin.version}{marker}{checksums}\n"


def checksum(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _pin(line: str) -> Pin:
    requirement, *options = (part.strip() for part in re.split(r"\s(?=--)", line))
    found = _PIN.fullmatch(requirement)
    checksums = [_CHECKSUM.fullmatch(option) for option in options]
    if found is None or not checksums or None in checksums:
        raise LockError(f"no exact version with checksums: {line.strip()[:100]}")
    return Pin(
        canonicalize_name(found["name"]),
        found["version"],
        Marker(found["marker"]) if found["marker"] else None,
        tuple(checksum[1] for checksum in checksums if checksum),
    )
