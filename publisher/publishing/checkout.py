"""A clean copy of what is to be published: the project's remote fetched, nothing of a desk in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from district import FabuError

LONGEST = 600
"""Seconds that one git command may take; a remote that hangs must not hold the next release."""

KEPT = (".fabu-cache", ".cache")
"""Folders where builds leave their work for the next one, which takes it on trust."""


@dataclass(frozen=True)
class Source:
    """`folder`: the project to build; `revision`: the commit, empty without git; `author`: who made
    it, as 姓名 (邮箱)."""

    folder: Path
    revision: str = ""
    author: str = ""
    subject: str = ""


def clean_checkout(root: Path, ref: str, target: Path) -> Source:
    """The commit `ref` of the remote of `root` in `target`, which only this function writes to; of
    `root` itself when it has no remote. Without git, `root` as it stands.

    Raises FabuError when the remote does not answer, or has no such ref.
    """
    top = _git_or_none(root, "rev-parse", "--show-toplevel")
    if top is None:
        if any((folder / ".git").exists() for folder in (root, *root.parents)):
            raise FabuError(f"git 读不了“{root}”的版本库，没有发布；请核对 git 已安装、目录可读")
        return Source(root)
    repository = Path(top)
    below = root.resolve().relative_to(repository.resolve())
    remote = _remote(root) or str(repository)
    if not (target / ".git").is_dir() or any((target / ".git").rglob("*.lock")):
        # Not there, or left half-way by a run that was killed: begin anew.
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        _git(target, "init", "--quiet")
    if re.fullmatch("[0-9a-f]{7,40}", ref):  # a server gives out what its branches lead to
        _git(target, "fetch", "--quiet", "--force", remote, "+refs/heads/*:refs/remotes/all/*")
        wanted = ref
    else:
        _git(target, "fetch", "--quiet", "--force", "--no-tags", "--depth=1", remote, ref)
        wanted = "FETCH_HEAD"
    _refuse_work_of_builds(target, wanted)
    _git(target, "checkout", "--quiet", "--force", "--detach", wanted)
    _git(target, "clean", "--quiet", "-ffdx", *(x for name in KEPT for x in ("-e", name)))
    said = _git(target, "log", "-1", "--format=%H%n%an (%ae)%n%s").split("\n")
    return Source(target / below, said[0], said[1], said[2])


def _refuse_work_of_builds(target: Path, commit: str) -> None:
    """Raises FabuError for a commit that brings such work itself: the next build would believe it."""
    names = _git(target, "ls-tree", "-r", "-z", "--name-only", commit).split("\0")
    found = next((name for name in names if not set(KEPT).isdisjoint(name.split("/"))), None)
    if found:
        raise FabuError(f"版本库里有“{found}”，这是生成网站时留下的，没有发布；请从版本库里删去")


def _remote(root: Path) -> str | None:
    """The address of the branch's remote, or of `origin`."""
    names = (_git_or_none(root, "remote") or "").split()
    if not names:
        return None
    name = "origin" if "origin" in names else names[0]
    url = _git_or_none(root, "remote", "get-url", name)
    if url and not url.startswith(("/", "file:")) and "://" not in url and ":" not in url:
        return str((root / url).resolve())
    return url


def _run(folder: Path, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    # Nobody is there to type a password; a remote that asks for one is an error at once.
    return subprocess.run(
        # The project may belong to another user than the one who publishes, who only reads it.
        ["git", "-c", "safe.directory=*", *arguments],
        env={**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true"},
        cwd=folder,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=LONGEST,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def _git_or_none(folder: Path, *arguments: str) -> str | None:
    if shutil.which("git") is None:
        return None
    done = _run(folder, arguments)
    return done.stdout.strip() if done.returncode == 0 else None


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = _run(folder, arguments)
    except subprocess.TimeoutExpired as error:
        raise FabuError(f"git {arguments[0]} 超过 {LONGEST} 秒没有完成，没有发布") from error
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise FabuError(
            f"git {arguments[0]} 没有成功，没有发布：{said[-1] if said else '没有说明'}"
        )
    return done.stdout.strip()
