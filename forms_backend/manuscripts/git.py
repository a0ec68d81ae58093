"""A bare git repository through plumbing: objects and refs, no working tree, no hook, no program that
its settings name."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from forms_backend.manuscripts import messages
from forms_backend.manuscripts.errors import GitUnavailableError

LONGEST = 30
"""Seconds that one command may take."""
LONGEST_TALK = 120
"""Those of what waits for another machine."""
LONGEST_COPY = 1800
"""Those of a whole repository."""
MAIN = "main"
NOTHING = "0" * 40
"""Where a ref stood that was not there."""
PLAIN = "100644"
"""Mode of a file that is no program, no link and no other repository."""
_PLAIN_FILES = (PLAIN, "100755")
_SAFE = (
    "-c", "safe.directory=*", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false",
    "-c", "gc.auto=0", "-c", "log.showSignature=false", "-c", "core.quotePath=false",
)  # fmt: skip
_UNFINISHED = "1.hour.ago"
_WHY = re.compile(
    r"^(?:fatal|error|remote|ssh)\b|rejected|denied|verification failed", re.IGNORECASE
)
_SEPARATOR = "\n"
"""Between the fields of a commit: the one sign that no name and no address of git's can hold."""


@dataclass(frozen=True)
class File:
    """A file of a tree. Links and submodules are none."""

    path: str
    blob: str
    mode: str = PLAIN


@dataclass(frozen=True)
class Signer:
    """Who made a commit. The address says which account it was, and can receive nothing."""

    name: str
    email: str


@dataclass(frozen=True)
class Commit:
    """One commit as a history shows it."""

    id: str
    author: Signer
    at: datetime
    message: str

    @property
    def subject(self) -> str:
        return self.message.partition("\n")[0]


class GitRepository:
    """Reads and writes the repository in the folder `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def head(self, branch: str) -> str | None:
        """The commit that a branch leads to."""
        done = self._run(
            "rev-parse", "--verify", "--quiet", "--end-of-options",
            f"refs/heads/{branch}^{{commit}}", may_fail=True,
        )  # fmt: skip
        return done.decode().strip() or None

    def branches(self, prefix: str) -> dict[str, Commit]:
        """The branches below `prefix`, each with its last commit, the newest first."""
        fields = "%0a".join(
            ("%(refname)", "%(objectname)", "%(authorname)", "%(authoremail:trim)",
             "%(committerdate:unix)", "%(contents)")
        )  # fmt: skip
        said = self._run(
            "for-each-ref", "--sort=-committerdate", f"--format={fields}%00", f"refs/heads/{prefix}"
        )
        found = {}
        for row in said.decode("utf-8", "replace").split("\0"):
            parts = row.lstrip("\n").split(_SEPARATOR, 5)
            if len(parts) == 6:
                found[parts[0].removeprefix("refs/heads/")] = _commit(parts[1:])
        return found

    def files(self, commit: str, *below: str) -> list[File]:
        """Every plain file of the commit below these folders, or that is one of these paths."""
        said = self._run("ls-tree", "-r", "-z", commit, "--", *below)
        found = []
        for row in said.decode("utf-8", "replace").split("\0"):
            facts, _tab, path = row.partition("\t")
            mode, _space, rest = facts.partition(" ")
            if mode in _PLAIN_FILES:
                found.append(File(path, rest.split(" ")[1], mode))
        return found

    def file(self, commit: str, path: str) -> File | None:
        """The plain file at `path`."""
        return next((one for one in self.files(commit, path) if one.path == path), None)

    def read(self, blobs: Sequence[str]) -> Iterator[bytes]:
        """The contents of blobs, in their order."""
        if not blobs:
            return
        said = self._run("cat-file", "--batch", input_=("\n".join(blobs) + "\n").encode())
        at = 0
        for _ in blobs:
            end = said.index(b"\n", at)
            size = int(said[at:end].split(b" ")[2])
            yield said[end + 1 : end + 1 + size]
            at = end + 1 + size + 1

    def text(self, commit: str, path: str) -> bytes | None:
        """What the file at `path` holds; None where there is none."""
        file = self.file(commit, path)
        return next(self.read([file.blob])) if file else None

    def changed(self, before: str, after: str) -> dict[str, File | None]:
        """The paths that differ, with what stands there `after`; None where it is gone."""
        said = self._run("diff-tree", "-r", "-z", "--no-renames", "--raw", before, after)
        parts = said.decode("utf-8", "replace").split("\0")
        found: dict[str, File | None] = {}
        for facts, path in zip(parts[0::2], parts[1::2], strict=False):
            _, mode, _, blob, letter = facts.split(" ")
            found[path] = None if letter == "D" else File(path, blob, mode)
        return found

    def fork(self, one: str, other: str) -> str | None:
        """The last commit that both have."""
        done = self._run("merge-base", one, other, may_fail=True)
        return done.decode().strip() or None

    def write_blob(self, data: bytes) -> str:
        """Keep `data`; returns its name."""
        said = self._run("hash-object", "-w", "--no-filters", "--stdin", input_=data)
        return said.decode().strip()

    def commit(
        self, tree_of: str, changes: Mapping[str, File | None], parents: Sequence[str],
        author: Signer, at: datetime, message: str,
    ) -> str:  # fmt: skip
        """A commit whose tree is that of the commit `tree_of` with `changes`; no ref moves."""
        rows = "".join(
            f"{one.mode} {one.blob}\t{path}\0" if one else f"0 {NOTHING}\t{path}\0"
            for path, one in changes.items()
        )
        with tempfile.TemporaryDirectory(prefix="fabu-index-") as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self._run("read-tree", tree_of, extra=index)
            self._run("update-index", "-z", "--index-info", input_=rows.encode(), extra=index)
            tree = self._run("write-tree", extra=index).decode().strip()
        stamp = f"{int(at.timestamp())} +0000"
        who = {
            "GIT_AUTHOR_NAME": author.name, "GIT_AUTHOR_EMAIL": author.email,
            "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_NAME": author.name,
            "GIT_COMMITTER_EMAIL": author.email, "GIT_COMMITTER_DATE": stamp,
        }  # fmt: skip
        named = [part for parent in parents for part in ("-p", parent)]
        made = self._run("commit-tree", *named, tree, input_=message.encode(), extra=who)
        return made.decode().strip()

    def move(self, branch: str, new: str, old: str) -> bool:
        """Have the branch lead to `new`, or nowhere for NOTHING, if it still leads to `old`; whether it
        did."""
        try:
            self._run("update-ref", f"refs/heads/{branch}", new, old)
        except GitUnavailableError:
            if (self.head(branch) or NOTHING) != old:
                return False
            raise
        return True

    def drop(self, branch: str, old: str) -> None:
        """Take the branch away, if it still leads to `old`."""
        self._run("update-ref", "-d", f"refs/heads/{branch}", old, may_fail=True)

    def fetched(
        self, url: str, branch: str, options: Sequence[str], environment: Mapping[str, str]
    ) -> str | None:
        """The commit of a branch elsewhere, with all that leads to it; None where it has none."""
        ref = f"refs/heads/{branch}"
        said = self._run(*options, "ls-remote", url, ref, extra=environment, longest=LONGEST_TALK)
        rows = (row.split("\t") for row in said.decode("utf-8", "replace").splitlines())
        found = next((row[0] for row in rows if row[1:] == [ref]), None)
        if found is not None:
            self._run(
                *options, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", url, found,
                extra=environment, longest=LONGEST_TALK,
            )  # fmt: skip
        return found

    def push(
        self, url: str, commit: str, branch: str, options: Sequence[str],
        environment: Mapping[str, str],
    ) -> None:  # fmt: skip
        """Have a branch elsewhere lead to `commit`, if that goes on from where it leads now."""
        self._run(
            *options, "push", "--quiet", "--no-verify", url, f"{commit}:refs/heads/{branch}",
            extra=environment, longest=LONGEST_TALK,
        )  # fmt: skip

    def forget_unreachable(self) -> None:
        """What no branch leads to is gone from the disk, but for what somebody may be writing at this
        moment: objects come before the branch that leads to them."""
        self._run("reflog", "expire", "--expire=now", "--all")
        try:
            self._run("gc", "--quiet", f"--prune={_UNFINISHED}", longest=LONGEST_COPY)
        except GitUnavailableError as error:
            if "gc is already running" not in str(error):
                raise  # else another process does the same

    def first_parent(self, commit: str) -> str | None:
        """The commit before; None for the first, and for what is none."""
        done = self._run(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^1", may_fail=True
        )
        return done.decode().strip() or None

    def history(
        self, commits: Sequence[str], path: str = "", most: int | None = 50, *, beside: str = ""
    ) -> list[Commit]:
        """The commits that changed `path`, or what lies `beside` it, or all, from `commits` (a name, or ^name to leave out); without
        `most` every one of them, on whichever side of a merge."""
        fields = "%n".join(("%H", "%an", "%ae", "%ct", "%B"))
        said = self._run(
            "log", "-z", "--topo-order", "--no-color", "--no-ext-diff", "--no-textconv",
            *(["--full-history"] if most is None else [f"--max-count={most}"]),
            f"--format={fields}", *commits, "--", *filter(None, (path, beside)),
        )  # fmt: skip
        rows = said.decode("utf-8", "replace").split("\0")
        return [_commit(row.split(_SEPARATOR, 4)) for row in rows if row.strip()]

    def addresses(self, commits: Sequence[str], *below: str) -> frozenset[str]:
        """Of the authors and committers of every commit in the range, or of those that touched one of
        these paths, on whichever side of a merge."""
        said = self._run(
            "log", "--full-history", "--no-color", "--format=%ae%n%ce", *commits, "--", *below
        )
        return frozenset(said.decode("utf-8", "replace").lower().split("\n")) - {""}

    def bundle(self, file: Path) -> bool:
        """Write all branches into a bundle; False where there is none."""
        if not self._run("for-each-ref", "--count=1"):
            return False
        self._run("bundle", "create", "--quiet", str(file), "--all", longest=LONGEST_COPY)
        return True

    def fill(self, bundle: Path) -> list[str]:
        """Make a bare repository in the folder, which is empty, of a bundle of `bundle`; returns the
        names of its branches."""
        self._run("init", "--quiet", "--bare", f"--initial-branch={MAIN}")
        self._run(
            "fetch", "--quiet", "--no-tags", str(bundle), "+refs/*:refs/*", longest=LONGEST_COPY
        )
        return list(self.branches(""))

    def _run(
        self, *arguments: str, input_: bytes = b"", extra: Mapping[str, str] | None = None,
        may_fail: bool = False, longest: int = LONGEST,
    ) -> bytes:  # fmt: skip
        """What git says; nothing where it fails and `may_fail`. Raises GitUnavailableError."""
        environment = {
            "PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_TERMINAL_PROMPT": "0", "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_LITERAL_PATHSPECS": "1", **(extra or {}),
        }  # fmt: skip
        try:
            code, out, errors = _finished(
                ["git", f"--git-dir={self._path}", *_SAFE, *arguments], input_, environment, longest
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise GitUnavailableError(messages.GIT_AWAY) from error
        if code == 0:
            return out
        if may_fail:
            return b""
        said = errors.decode("utf-8", "replace").strip().splitlines()
        command = next(one for one in arguments if one != "-c" and "=" not in one)
        raise GitUnavailableError(messages.GIT_FAILED.format(command=command, said=_telling(said)))


def _finished(
    command: Sequence[str], input_: bytes, environment: Mapping[str, str], longest: int
) -> tuple[int, bytes, bytes]:
    """Its exit code and what it said. After `longest` seconds it is ended with all that it started: git
    talks to other machines through programs that would wait on. Raises TimeoutExpired, OSError."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            out, errors = process.communicate(input_, longest)
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
        return process.returncode, out, errors


def _telling(said: Sequence[str]) -> str:
    """Of what git said the line that says why: the last one may only say that it failed."""
    telling = [one for one in said if _WHY.search(one)]
    return "；".join(telling[-2:]) or (said[-1] if said else "")


def _commit(parts: Sequence[str]) -> Commit:
    name, author, email, seconds, message = parts
    at = datetime.fromtimestamp(int(seconds), UTC)
    return Commit(name, Signer(author, email), at, message.strip())
