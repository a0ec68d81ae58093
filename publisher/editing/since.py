"""What a change brings with it: the files that it touches, and what it makes wrong elsewhere."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import click

from district import load_site_config
from district.errors import FabuError
from district.project import laws_dir
from publisher.checks import read_and_check
from publisher.model.finding import Finding
from publisher.model.loader import Folders
from publisher.project import config_dir

Key = tuple[str, str, str]


def changed_files(root: Path, revision: str) -> frozenset[str]:
    """Files that differ from where HEAD left `revision`, those not committed yet included; relative
    to `root`.

    Raises click.UsageError without git, or for a revision that there is not.
    """
    base = _git(root, "merge-base", revision, "HEAD") or _git(root, "rev-parse", revision)
    if base is None:
        raise click.UsageError(f"--since：没有“{revision}”这个版本，或者这里不是 git 仓库")
    changed = _git(root, "diff", "--name-only", "-z", "--relative", base) or ""
    new = _git(root, "ls-files", "-z", "--others", "--exclude-standard") or ""
    return frozenset(name for name in (changed + "\0" + new).split("\0") if name)


def caused(
    findings: Sequence[Finding], folders: Folders, revision: str, today: date
) -> list[Finding]:
    """Those of `findings` that stand in a changed file, or that were not there before the change."""
    touched = changed_files(folders.root, revision)
    before = _findings_before(folders, revision, today)
    return [f for f in findings if f.path in touched or _key(f) not in before]


def _findings_before(folders: Folders, revision: str, today: date) -> frozenset[Key]:
    root = folders.root
    base = _git(root, "merge-base", revision, "HEAD") or revision
    done = subprocess.run(
        ["git", "archive", "--format=tar", base, "."], cwd=root, capture_output=True, check=False
    )
    if done.returncode != 0:
        return frozenset()
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(there, filter="data")
        own = config_dir(root)
        settings = there / own.relative_to(root) if own.is_relative_to(root) else own
        earlier = Folders(there, there / "cases_library", there / "content")
        for part in (earlier.cases, earlier.content):
            part.mkdir(exist_ok=True)
        try:
            config, laws = load_site_config(settings), laws_dir(root)
            return _keys(read_and_check(earlier, config, today, laws=laws)[1])
        except FabuError:
            return frozenset()  # it could not be read then: everything is new


def _keys(findings: Iterable[Finding]) -> frozenset[Key]:
    return frozenset(map(_key, findings))


def _key(finding: Finding) -> Key:
    """A finding without its line, which moves with every edit above it."""
    return finding.path, finding.code, finding.message


def _git(root: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    return done.stdout.strip("\n") if done.returncode == 0 else None
