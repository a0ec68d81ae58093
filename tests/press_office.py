"""An office with a small site: its project in git, a server that publishes it, people who write and sign."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from forms_backend.application import create_app
from forms_backend.manuscripts.git import GitRepository
from forms_backend.manuscripts.signing import SigningDesk
from publisher.moment import VARIABLE
from tests import moments
from tests.browser.conftest import live_settings
from tests.forms_backend.manuscripts.newsroom import git
from tests.publisher.site_project import site_project, with_keys
from tests.reference import SITE_CONFIG

SEED = bytes(range(32))


class PressOffice:
    """`bare`: the repository of the staff zone and remote of the project; `server`: the project where
    the server publishes it; `desk`: a clone of somebody who works with git."""

    def __init__(self, folder: Path, people: str) -> None:
        """`people`: the lines of people.yml below `people:`. Three sign a case, two anything else."""
        self.bare, self.server, self.desk = (folder / x for x in ("editing.git", "server", "desk"))
        first = site_project(folder / "first").root
        shutil.copy(SITE_CONFIG / "vocabulary.yml", first / "site_config")
        for file in (first / "cases_library/2026").iterdir():  # of an example nobody has to sign
            file.write_text(with_keys(file.read_text("utf-8"), example="true"), "utf-8")
        key = SigningDesk(GitRepository(self.bare), SEED).public_key
        (first / "site_config/people.yml").write_text(
            f'people:\n{people}staff_zone: ["{key}"]\nsignoff: {{default: 1, case: 3, policy: 3, article: 3}}\n',
            "utf-8",
        )
        (first / ".gitignore").write_text("/var/\n/site/\n/.fabu-cache/\n", "utf-8")
        git(first, "init", "-q", "-b", "main")
        git(first, "add", "-A")
        git(first, "commit", "-qm", "第一稿")
        git(folder, "clone", "-q", "--bare", str(first), str(self.bare))
        for clone in (self.server, self.desk):
            git(folder, "clone", "-q", str(self.bare), str(clone))
        shutil.rmtree(first)

    @property
    def releases(self) -> Path:
        return self.server / "var/releases"

    def fabu(self, *words: str, at: Path | None = None) -> str:
        """What the command says; it must go well. As on a server: a process of its own."""
        done = subprocess.run(
            [sys.executable, "-P", "-m", "fabu", *words], cwd=at or self.server, env=self._environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        return done.stdout

    @property
    def _environment(self) -> Mapping[str, str]:
        kept = {key: one for key, one in os.environ.items() if not key.startswith("FABU_")}
        return kept | {VARIABLE: str(int(moments.now().timestamp()))}

    @contextmanager
    def previewing(self) -> Iterator[None]:
        """`fabu preview` for the editor in the browser."""
        socket = self.server / "var/preview.sock"
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "fabu", "preview", "--socket-only", "--published"],
            cwd=self.server, env=self._environment, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            while not socket.exists():
                assert process.poll() is None
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.wait(60)

    def app(self, template: Path) -> Flask:
        """The server: releases, forms, staff zone."""
        var = self.server / "var"
        var.mkdir(exist_ok=True)
        shutil.copy(template, var / "live.sqlite3")
        current = self.releases / "current"
        settings = live_settings(
            current / "site", current / "index", var, f"sqlite:///{var / 'live.sqlite3'}"
        )
        places = {
            "project_dir": self.server, "editing_repository": self.bare,
            "preview_socket": var / "preview.sock", "signing_key": SEED,
        }  # fmt: skip
        return create_app(settings.model_copy(update=places), clock=moments.now)
