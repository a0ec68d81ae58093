"""代码托管平台: main of the editing repository goes on to it, and what others merged there comes back.

Address and credentials lie encrypted in one file below var/. git gets a token through the environment of
its own process, and a key as a file that lives as long as one command; neither stands in an address, in
the settings of the repository, or in a log.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from forms_backend.manuscripts import messages
from forms_backend.manuscripts.errors import EditingError, GitUnavailableError
from forms_backend.sealing.errors import DecryptionError
from forms_backend.sealing.keys import PayloadCipher

FILE = "forge.sealed"
STATE = "forge.json"
"""What the last attempt came to: it is told of the forge that is set, and goes with it."""
ACCOUNT = "git"
_SEALED_AS = "forge"
_ADDRESS = re.compile(
    r"https://[A-Za-z0-9.-]+(?::\d{1,5})?/[\w./~-]+"
    r"|ssh://(?:[\w.-]+@)?[A-Za-z0-9.-]+(?::\d{1,5})?/[\w./~-]+"
    r"|[\w.-]+@[A-Za-z0-9.-]+:[\w./~-]+"
    r"|file:///[\w./ -]+"
)
_BRANCH = re.compile(r"[A-Za-z0-9][\w./-]{0,99}")
_HELPER = '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$FABU_FORGE_USER" "$FABU_FORGE_TOKEN"; }; f'
_NOT_SLOWER = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60")
"""A forge that says nothing for a minute is away; so it is for ssh."""
_PASSED_ON = ("https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")


@dataclass(frozen=True)
class Forge:
    """`url` never holds a password; a `token` is for https, a `key` with `known_hosts` for ssh."""

    url: str
    branch: str = "main"
    user: str = ACCOUNT
    token: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    known_hosts: str = ""

    @property
    def is_ssh(self) -> bool:
        return not self.url.startswith(("https://", "file://"))


class ForgeRefusedError(EditingError):
    """The forge does not take what is pushed. `who`: must act."""

    def __init__(self, sentence: str, who: str) -> None:
        self.who = who
        super().__init__(f"{sentence}；{who}")


def checked_forge(made: Forge) -> Forge:
    """`made`, if it can work. Raises EditingError that says what is wrong."""
    if not _ADDRESS.fullmatch(made.url) or ".." in made.url:
        raise EditingError(messages.FORGE_BAD_ADDRESS)
    if not _BRANCH.fullmatch(made.branch) or ".." in made.branch:
        raise EditingError(messages.FORGE_BAD_BRANCH)
    if made.is_ssh and not (made.key.strip() and made.known_hosts.strip()):
        raise EditingError(messages.FORGE_NEEDS_KEY)
    if made.url.startswith("https://") and not made.token:
        raise EditingError(messages.FORGE_NEEDS_ENTRY)
    if not (made.token + made.user).isprintable():
        raise EditingError(messages.FORGE_NEEDS_ENTRY)
    return made


class ForgeVault:
    """The file that holds address and credentials."""

    def __init__(self, folder: Path, cipher: PayloadCipher) -> None:
        self._file = folder / FILE
        self._state = folder / STATE
        self._cipher = cipher

    @property
    def is_set(self) -> bool:
        return self._file.exists()

    def read(self) -> Forge | None:
        """None where no forge is set. Raises EditingError where the file cannot be opened."""
        try:
            blob = self._file.read_bytes()
        except FileNotFoundError:
            return None
        try:
            made = Forge(**json.loads(self._cipher.decrypt(_SEALED_AS, blob)))
        except (DecryptionError, ValueError, TypeError) as error:
            raise EditingError(messages.FORGE_SEALED) from error
        if not self._cipher.is_current(blob):  # the data key was changed
            self._seal(made)
        return made

    def is_current(self) -> bool:
        """Whether today's data key opens the file, or there is none."""
        try:
            return self._cipher.is_current(self._file.read_bytes())
        except FileNotFoundError:
            return True

    def reseal(self) -> bool:
        """Write it under today's data key; whether it had to be. What no key opens stays, to be set
        anew or forgotten."""
        was_current = self.is_current()
        with suppress(EditingError):
            self.read()
        return not was_current and self.is_current()

    def write(self, made: Forge) -> None:
        """Replaces what was set."""
        self._seal(made)
        self._state.unlink(missing_ok=True)

    def _seal(self, made: Forge) -> None:
        blob = self._cipher.encrypt(_SEALED_AS, json.dumps(asdict(made)).encode())
        beside = self._file.with_name(f".{FILE}.{os.getpid()}")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(blob)
        beside.replace(self._file)

    def forget(self) -> bool:
        """Whether one was set."""
        is_there = self._file.exists()
        self._file.unlink(missing_ok=True)
        self._state.unlink(missing_ok=True)
        return is_there


@contextmanager
def access_to(forge: Forge) -> Iterator[tuple[Sequence[str], Mapping[str, str]]]:
    """What git is told, and its environment, for as long as the block runs."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment = {**passed, "GIT_ALLOW_PROTOCOL": "https:ssh:file", "GIT_ASKPASS": "false"}
    options = ["-c", "credential.helper=", "-c", "http.followRedirects=false", *_NOT_SLOWER]
    if not forge.is_ssh:
        secret = {"FABU_FORGE_USER": forge.user, "FABU_FORGE_TOKEN": forge.token}
        yield [*options, "-c", f"credential.helper={_HELPER}"], environment | secret
        return
    with tempfile.TemporaryDirectory(prefix="fabu-forge-") as folder:
        key, hosts = Path(folder) / "key", Path(folder) / "known_hosts"
        for file, text in ((key, forge.key), (hosts, forge.known_hosts)):
            file.touch(mode=0o600)
            file.write_text(text.replace("\r\n", "\n").rstrip("\n") + "\n", encoding="utf-8")
        ssh = (
            f"ssh -F /dev/null -i {shlex.quote(str(key))} -o IdentitiesOnly=yes -o BatchMode=yes"
            f" -o StrictHostKeyChecking=yes -o UserKnownHostsFile={shlex.quote(str(hosts))}"
            " -o ConnectTimeout=20 -o ServerAliveInterval=15 -o ServerAliveCountMax=4"
        )
        yield options, environment | {"GIT_SSH_COMMAND": ssh}


def refusal(error: GitUnavailableError, forge: Forge) -> ForgeRefusedError:
    """What git said, as a sentence for whoever must act; without the credentials."""
    said = str(error)
    for secret in filter(None, (forge.token, forge.key.strip())):
        said = said.replace(secret, "…")
    for pattern, sentence, who in _REASONS:
        if pattern.search(said):
            return ForgeRefusedError(sentence, who)
    return ForgeRefusedError(messages.FORGE_AWAY.format(said=said), messages.FORGE_OPERATOR)


_REASONS = (
    (re.compile(r"Authentication failed|could not read (?:Username|Password)|Permission denied|"
                r"returned error: 40[13]|access denied|HTTP Basic", re.IGNORECASE),
     messages.FORGE_CREDENTIALS, messages.FORGE_OPERATOR_SETS),
    (re.compile(r"Host key verification failed", re.IGNORECASE),
     messages.FORGE_HOST_KEY, messages.FORGE_OPERATOR_SETS),
    (re.compile(r"protected branch|hook declined|remote rejected|GH006|not allowed to push",
                re.IGNORECASE),
     messages.FORGE_REJECTED, messages.FORGE_KEEPER),
    (re.compile(r"not found|does not (?:appear to be|exist)", re.IGNORECASE),
     messages.FORGE_NO_REPOSITORY, messages.FORGE_OPERATOR_SETS),
)  # fmt: skip


@dataclass(frozen=True)
class ForgeState:
    """What the last attempt came to. `since`: since when it fails, ISO time; `commit`: main as the
    forge had it at the last one that went well."""

    problem: str = ""
    since: str = ""
    at: str = ""
    commit: str = ""
    failures: int = 0

    def failed(self, problem: str, now: str) -> ForgeState:
        since = self.since if self.problem else now
        return replace(
            self, problem=problem, since=since, at=now, failures=min(self.failures + 1, 99)
        )
