"""Keeps a project in memory up to date while its files change, and says what stands at an address."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from publisher.model.finding import Finding
from publisher.model.loader import Folders
from publisher.model.report import count
from publisher.moment import build_moment
from publisher.preview.framing import Surroundings, framed
from publisher.preview.ground import Ground, read_ground
from publisher.preview.manuscripts import Manuscripts, read_again, read_all
from publisher.preview.project import Page, Project
from publisher.preview.settling import Settled, settle
from publisher.preview.turns import Turns, tried
from publisher.preview.watching import Part, Watcher

LOOK_EVERY = 0.3
QUIET = 1.0
"""Seconds without a change before what follows from all manuscripts is made anew."""

BARE = '<!doctype html><html lang="zh-CN"><head></head><body><main id="main"></main></body></html>'
"""Where not even the empty page can be made."""

SHELL, LOST = "_shell/index.html", "404.html"


@dataclass(frozen=True)
class Shown:
    """`html`: the page with what is said around it. `digest` tells one state of it from others."""

    html: str
    digest: str
    is_found: bool = True


class Session:
    """`turns` does all that touches the project; `said` takes sentences for who runs the command."""

    def __init__(
        self,
        folders: Folders,
        data: Path,
        said: Callable[[str], None],
        clock: Callable[[], datetime] = build_moment,
    ) -> None:
        self.turns = Turns()
        self.folders, self.data = folders, data
        self._said, self._clock = said, clock
        self._changed = threading.Condition()
        self._version = self._assets = 0
        self._unsettled, self._ended = threading.Event(), threading.Event()
        self._problem = self._settling_problem = self._looking_problem = ""
        self._watcher = Watcher(folders)
        ground = read_ground(folders, clock())
        self._day = ground.today
        """For which the settings were read last, or could not be."""
        self._worn: Path | None = None
        """What the last settling took the place of: whoever was led to a file of it can still open it."""
        self.project = self._opened(ground, read_all(ground.context))

    def _opened(self, ground: Ground, manuscripts: Manuscripts) -> Project:
        return Project(ground, manuscripts, settle(ground, manuscripts, self._clock(), self.data))

    # ── keeping up ──

    def watch(self) -> None:
        """Look for changes until `end`."""
        threading.Thread(target=self._keep_settled, daemon=True).start()
        while not self._ended.wait(LOOK_EVERY):
            # A mistake of the program ends no preview.
            before, (_, self._looking_problem) = (
                self._looking_problem,
                tried(self.refresh, "looking"),
            )
            if self._looking_problem != before:
                self._tell()

    def end(self) -> None:
        self._ended.set()
        self._unsettled.set()
        self.turns.end()
        self._tell()

    def refresh(self) -> None:
        """Take in what changed since the last call. Not for the thread of the turns."""
        changes = self._watcher.changes()
        today = self._clock().date()
        is_new_day, self._day = today != self._day, today
        if is_new_day or any(change.part is Part.SETTING for change in changes):
            self._reopen()
        elif changes:
            files = [change.file for change in changes if change.part is Part.MANUSCRIPT]
            self._report(self.turns.ask(lambda: self.project.reread(files)))
            self._assets += len(files) < len(changes)
            self._unsettled.set()
        if is_new_day or changes:
            self._tell()

    def _report(self, paths: Sequence[str]) -> None:
        for path in paths:
            found = self.turns.ask(lambda path=path: self.project.findings_of(path))  # type: ignore[misc]
            errors, warnings = count(found)
            counts = f"{errors} 个错误，{warnings} 个提醒" if found else "没有发现问题"
            self._said(f"{self._clock():%H:%M:%S} {path}：{counts}")

    def _reopen(self) -> None:
        def opened() -> Project:
            ground = read_ground(self.folders, self._clock())
            return self._opened(ground, read_again(ground.context))

        before = self._problem
        fresh, self._problem = tried(opened, "site_config", seconds=None)
        if fresh is not None:
            _delete(self.turns.ask(lambda: self._replace(fresh)))
        elif self._problem == before:
            return
        self._said(f"{self._clock():%H:%M:%S} 网站设置：{self._problem or '已经重新读入'}")

    def _replace(self, fresh: Project) -> Path | None:
        """Returns the folder that nobody opens any more."""
        old = self.project.settled.data
        fresh.take_over(self.project)
        self.project = fresh
        return self._wear_out(old)

    def _adopt(self, project: Project, settled: Settled) -> Path | None:
        """Returns the folder that nobody opens any more."""
        if project is not self.project:
            return (
                settled.data
            )  # of settings that are no more; the new project was settled by itself
        old = project.settled.data
        project.adopt(settled)
        return self._wear_out(old)

    def _wear_out(self, data: Path) -> Path | None:
        worn, self._worn = self._worn, data
        return worn

    def _keep_settled(self) -> None:
        while not self._ended.is_set():
            self._unsettled.wait()
            while self._unsettled.is_set() and not self._ended.is_set():
                self._unsettled.clear()
                self._ended.wait(QUIET)
            if not self._ended.is_set():
                self.settle()

    def settle(self) -> None:
        """Make anew what follows from all manuscripts. Not for the thread of the turns."""
        project, manuscripts = self.turns.ask(lambda: (self.project, self.project.manuscripts))
        settled, self._settling_problem = tried(
            lambda: settle(project.ground, manuscripts, self._clock(), self.data),
            "settling",
            seconds=None,
        )
        if settled is not None:
            _delete(self.turns.ask(lambda: self._adopt(project, settled)))
        self._tell()

    def _tell(self) -> None:
        with self._changed:
            self._version += 1
            self._changed.notify_all()

    def wait_for_change(self, version: int, seconds: float) -> int:
        """The version after `version` when there is one, or the same when `seconds` have passed."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version, seconds)
            return self._version

    @property
    def has_ended(self) -> bool:
        return self._ended.is_set()

    # ── what is asked, in turns ──

    def now(self) -> datetime:
        return self._clock()

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the project and is no finding."""
        told = (
            self._problem,
            self._settling_problem,
            self._looking_problem,
            *self.project.settled.problems,
        )
        return tuple(one for one in told if one)

    def shown(self, output: str, *, earlier: bool = False) -> Shown:
        """What a browser gets for `output`; the page that says so where the site has none."""
        project = self.project
        page = project.page(output, earlier=earlier)
        is_found = page is not None
        page = page or project.page(LOST) or Page(None)
        has_earlier = page.path is not None and project.has_earlier(page.path)
        around = Surroundings(
            "/" + output.removesuffix("index.html"),
            has_earlier,
            earlier and has_earlier,
            self.problems(),
            self._others(page),
        )
        shell = self.shell()
        # A mistake in another file takes nobody's page away from under his eyes.
        parts = f"{framed(page, shell, replace(around, others=()))}{self._assets}"
        digest = blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        return Shown(framed(page, shell, around, digest), digest, is_found)

    def shell(self, *, anywhere: bool = False) -> str:
        """A page of the site without content; `anywhere`: see `RenderSettings`."""
        page = self.project.page(SHELL, anywhere=anywhere)
        return (page and page.html) or BARE

    def _others(self, page: Page) -> tuple[Finding, ...]:
        return tuple(one for one in self.project.findings() if one.path != page.path)


def _delete(folder: Path | None) -> None:
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
