"""The environment of a child process that works on what others wrote: no secret of this one is in it."""

from __future__ import annotations

import os

PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TZ",
    "TMPDIR",
    "PYTHONPATH",
    "VIRTUAL_ENV",
    "XDG_CACHE_HOME",
    "SOURCE_DATE_EPOCH",
)
"""What a process needs to run at all; keys and passwords (FABU_SECRET_KEY …) are not among it."""


def passed_on() -> dict[str, str]:
    """Those variables of this process that are set."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}
