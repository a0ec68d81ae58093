"""Commands of this program, run beside the server in processes of their own: how they are called, and
what they may know of the server's environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import district.passed_on
from district.project import VARIABLE

PASSED_ON = (
    *district.passed_on.PASSED_ON, "USER", "LOGNAME", "LANGUAGE", "LC_CTYPE", "XDG_CONFIG_HOME",
    # git, which fetches what is published
    "SSH_AUTH_SOCK", "GIT_SSH", "GIT_SSH_COMMAND", "SSL_CERT_FILE", "SSL_CERT_DIR",
    "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
    # where things lie
    "FABU_SITE_DIR", "FABU_INDEX_DIR", "FABU_LAWS_DIR", "FABU_VAR_DIR", "FABU_CONFIG_DIR",
)  # fmt: skip
"""Folders, languages, ways to the network: no key, no password."""


def command(*arguments: str) -> list[str]:
    """`fabu` with these arguments; `-P`: a file of the project never stands in for a module."""
    return [sys.executable, "-P", "-m", "fabu", *arguments]


def environment(root: Path) -> dict[str, str]:
    """The variables of PASSED_ON that are set, and the project `root`."""
    kept = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
    return kept | {VARIABLE: str(root)}
