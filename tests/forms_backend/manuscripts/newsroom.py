"""A repository with a small library, people who edit it, and a process that renders."""

from __future__ import annotations

import json
import os
import socketserver
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.manuscripts.desk import EditingDesk
from forms_backend.manuscripts.draft_branches import Branches
from forms_backend.manuscripts.errors import EditingError
from forms_backend.manuscripts.git import GitRepository
from forms_backend.manuscripts.preview import PreviewProcess
from forms_backend.manuscripts.signing import SigningDesk

EDITOR = Person("bianji", Role.EDITOR, "court", 1, "孙编辑")
COLLEAGUE = Person("tongshi", Role.EDITOR, "court", 2, "周同事")
REVIEWER = Person("shenhe", Role.MANUSCRIPT_REVIEWER, "court", 3, "王审核")
APPROVER = Person("qianfa", Role.APPROVER, "court", 4, "李签发")
SEED = bytes(range(32))
CASE = "cases_library/2026/ld-wage.md"
TEXT = """---
id: ld-wage
title: 欠薪一案
status: published
review: {author: 孙编辑}
---

## 基本案情

原来的一段。
"""
SECOND = TEXT.replace("原来的一段", "改过的一段")
RECORD = "site_config/signoff/case/ld-wage.yml"


def git(folder: Path, *arguments: str, **more: str) -> str:
    who = {"GIT_AUTHOR_NAME": "陈工", "GIT_AUTHOR_EMAIL": "chen@example.com",
           "GIT_COMMITTER_NAME": "陈工", "GIT_COMMITTER_EMAIL": "chen@example.com",
           "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}  # fmt: skip
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True,
        env={**os.environ, **who, **more},
    )  # fmt: skip
    return done.stdout.strip()


def refused(
    said: str,
    take: Callable[..., object],
    *arguments: object,
    kind: type[EditingError] = EditingError,
) -> Any:
    """The error with which `take` refuses, and that says `said`."""
    with pytest.raises(kind) as caught:
        take(*arguments)
    assert said in str(caught.value)
    return caught.value


def people(key: str, levels: str = "{default: 3}") -> str:
    return (
        "people:\n"
        "  wang: {name: 王审核, office: 普法科, roles: [reviewer], account: shenhe}\n"
        "  li: {name: 李签发, office: 法制办, roles: [approver], account: qianfa}\n"
        f'staff_zone: ["{key}"]\nsignoff: {levels}\n'
    )


class Newsroom:
    """`bare`: the repository of the staff zone; `clone`: of somebody who works with git."""

    def __init__(self, folder: Path, clock: Any, socket: Path | None = None) -> None:
        self.bare, self.clone = folder / "editing.git", folder / "clone"
        self.asked: list[str] = []
        repository = GitRepository(self.bare)
        self.signing = SigningDesk(repository, SEED)
        self.branches = Branches(repository)
        preview = PreviewProcess(socket or folder / "nobody.sock", 5.0)
        self.desk = EditingDesk(self.branches, self.signing, preview, clock, self._publish)
        git(folder, "init", "-q", "-b", "main", str(self.clone))
        self.push(
            {CASE: TEXT, "site_config/people.yml": people(self.signing.public_key)}, first=True
        )

    def _publish(self, why: str, _now: Any) -> bool:
        self.asked.append(why)
        return True

    def push(self, files: Mapping[str, str], *, branch: str = "main", first: bool = False) -> None:
        """Somebody commits these files in their clone and pushes."""
        if not first:
            git(self.clone, "fetch", "-q", str(self.bare), "+refs/heads/*:refs/remotes/all/*")
            git(self.clone, "checkout", "-q", "-B", branch, f"all/{branch}")
        for name, text in files.items():
            path = self.clone / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        git(self.clone, "add", "-A")
        git(self.clone, "commit", "-q", "-m", "由 git 提交")
        if first:
            git(self.clone, "clone", "-q", "--bare", ".", str(self.bare))
        else:
            git(self.clone, "push", "-q", str(self.bare), f"HEAD:{branch}")

    def published(self, path: str) -> str:
        return git(self.bare, "show", f"main:{path}") + "\n"

    def edit(self, text: str, person: Person = EDITOR, identifier: str = "ld-wage") -> None:
        """Open and save."""
        opened = self.branches.open(identifier)
        self.desk.save(identifier, text, opened.head, opened.main, person)

    def head(self, identifier: str = "ld-wage") -> str:
        return self.branches.open(identifier).head

    def sign_all(self, identifier: str = "ld-wage") -> None:
        """送审、审核、签发."""
        self.desk.submit(identifier, self.head(identifier), EDITOR)
        self.desk.clear(identifier, self.head(identifier), REVIEWER)
        self.desk.approve(identifier, self.head(identifier), APPROVER)


@contextmanager
def preview_at(place: Path, answer: Any) -> Iterator[list[dict[str, Any]]]:
    """A process at the socket `place` that answers every line with `answer`, bytes or an object,
    or what it makes of the question; gives the questions it was asked."""
    questions: list[dict[str, Any]] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            questions.append(json.loads(self.rfile.readline()))
            made = answer(questions[-1]) if callable(answer) else answer
            said = made if isinstance(made, bytes) else json.dumps(made).encode() + b"\n"
            self.wfile.write(said)

    with socketserver.ThreadingUnixStreamServer(str(place), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield questions
        finally:
            server.shutdown()
            thread.join()
            place.unlink(missing_ok=True)
