"""The checked project in memory: what stands on each page now, and what is wrong with it.

A manuscript that was saved is read, checked and compared with the others at once, and its page is
rendered when somebody asks for it. All else stands as it was settled last (`settling`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from publisher.checks import CheckContext
from publisher.following import visible_of
from publisher.model.documents.document import Kind
from publisher.model.finding import Finding
from publisher.model.kinds import SPECS
from publisher.model.library import Entry, Library, ordered
from publisher.model.loader import Candidate, candidate_at, reader_for
from publisher.model.media import media_sizes
from publisher.model.published_files import published_files
from publisher.pages.plain import plain_content, plain_view
from publisher.pages.plan import Links, document_job
from publisher.pages.view import PageJob
from publisher.preview.ground import Ground
from publisher.preview.manuscripts import (
    Manuscript,
    Manuscripts,
    library_of,
    read_one,
    signed_text,
    with_signatures,
    written,
)
from publisher.preview.settling import Settled, among_others
from publisher.preview.turns import tried
from publisher.program_pages import is_program_page
from publisher.project import config_dir
from publisher.rendering.environment import root_of


@dataclass(frozen=True)
class Page:
    """`html`: None where there is nothing to show yet. `path`: of the manuscript, if it is of one.
    `is_current`: whether the text is the one that was asked for, and not an earlier one. `problem`:
    why the page could not be made."""

    html: str | None
    path: str | None = None
    findings: tuple[Finding, ...] = ()
    is_current: bool = True
    problem: str = ""


class Project:
    """For one thread at a time. `manuscripts` is replaced, never changed, so that what is settled
    beside works on one state."""

    def __init__(self, ground: Ground, manuscripts: Manuscripts, settled: Settled) -> None:
        self.ground = ground
        self.manuscripts = manuscripts
        self._good: dict[str, Entry] = {}
        """By path the last text without errors, of manuscripts that changed."""
        self._reader = reader_for(ground.context.config)
        self.adopt(settled)

    @property
    def context(self) -> CheckContext:
        return self.ground.context

    # ── what changes ──

    def adopt(self, settled: Settled) -> None:
        """What was settled beside takes the place of what stood."""
        self.settled = settled
        self._signed = dict(settled.signed or {})
        self._jobs = settled.jobs or {}
        self._menus = settled.menus or {}
        self._renderer = self.ground.renderer()
        self._anywhere = self.ground.renderer(anywhere=True)
        self._renew()

    def reread(self, files: Iterable[Path]) -> list[str]:
        """Read the manuscripts among `files` again; returns their paths."""
        changed = dict(self.manuscripts)
        paths = []
        for file in files:
            candidate = candidate_at(file, self.context.folders)
            if candidate is not None:
                path = candidate.shown
                paths.append(path)
                self._remember(path, changed.pop(path, None))
                if file.exists() or file.is_symlink():
                    changed[path] = self._read(candidate)
        if changed.keys() != self.manuscripts.keys():
            # Which names there are is looked up once in a context.
            self.ground = replace(self.ground, context=replace(self.context))
        self.manuscripts = changed
        self._renew()
        return paths

    def _read(self, candidate: Candidate) -> Manuscript:
        one = read_one(candidate, self.context, self._reader)
        entry = one.readable
        if entry is not None:
            self._signed[candidate.shown] = with_signatures(entry, self.context)
        return one

    def _remember(self, path: str, before: Manuscript | None) -> None:
        if before is None or before.readable is None:
            return
        if before.is_good or path not in self._good:
            self._good[path] = before.readable

    def take_over(self, other: Project) -> None:
        """What was good in a project that this one takes the place of."""
        self._good = other._good | self._good
        for path, one in other.manuscripts.items():
            self._remember(path, one)
        self._renew()

    def _renew(self) -> None:
        self._made: dict[tuple[str, bool, bool], Page | None] = {}
        self._files: frozenset[str] | None = None
        manuscripts = self.manuscripts.values()
        self.whole = library_of(manuscripts, self.settled.program, self._signed)
        self.visible = self._visible(self.whole)
        self._among_others = among_others(self.whole, self.context)
        self._places = {
            f"{entry.url}index.html": entry.path
            for entry in reversed(self.visible.entries)
            if entry.path in self.manuscripts and entry.url
        }
        for path, one in self.manuscripts.items():
            if one.readable is None:
                self._places.setdefault(self._place_of_broken(path, one.candidate), path)

    def _place_of_broken(self, path: str, candidate: Candidate) -> str:
        """Where a page stands whose front matter cannot be read: where it stood, or else where a
        manuscript of that name belongs."""
        if path in self._good:
            return f"{self._good[path].url}index.html"
        stem = candidate.location.removesuffix(".md")
        if candidate.kind is Kind.PAGE:
            return f"{stem}.html" if stem.endswith("index") else f"{stem}/index.html"
        return f"{SPECS[candidate.kind].column}/{stem.rpartition('/')[2]}/index.html"

    def _visible(self, whole: Library) -> Library:
        return visible_of(whole, self.settled.now, self.settled.withdrawn, drafts=True)

    # ── what is asked ──

    @property
    def files(self) -> frozenset[str]:
        """Paths below content/ of the files that go online with a page, the last good texts' included."""
        if self._files is None:
            context = self.context
            host, folder = context.config.site.domain, config_dir(context.folders.root)
            shown = (*self.visible.entries, *self._good.values())
            mkdocs = self.ground.mkdocs
            own = {*mkdocs.extra_css, *map(str, mkdocs.extra_javascript)}
            self._files = published_files(shown, host, context.folders.content, folder) | own
        return self._files

    def page(self, output: str, *, earlier: bool = False, anywhere: bool = False) -> Page | None:
        """What stands at `output` (`cases/x/index.html`); None where the site has no such page.
        `earlier`: rather the last text without errors than the one that was saved; `anywhere`: of a
        page that is no manuscript's, see `RenderSettings`."""
        asked = (output, earlier, anywhere)
        if asked not in self._made:
            self._made[asked] = self._page(output, earlier=earlier, anywhere=anywhere)
        return self._made[asked]

    def _page(self, output: str, *, earlier: bool, anywhere: bool) -> Page | None:
        path = self._places.get(output)
        if path is not None:
            return self._page_of(path, earlier=earlier)
        job = self._jobs.get(output)
        if job is None:
            return None
        renderer = self._anywhere if anywhere else self._renderer
        html, problem = tried(lambda: renderer.html(job), output)
        return Page(html, problem=problem)

    def place_of(self, path: str) -> str | None:
        """The output at which the manuscript `path` is shown."""
        return next((output for output, one in self._places.items() if one == path), None)

    def has_earlier(self, path: str) -> bool:
        """Whether there is an earlier text without errors."""
        return path in self._good

    def _page_of(self, path: str, *, earlier: bool) -> Page:
        one = self.manuscripts[path]
        findings, problem = self.findings_of(path), one.problem
        if one.readable is not None and not (earlier and path in self._good):
            entry = signed_text(one.readable, self._signed)
            html, problem = tried(lambda: self._html(entry, self.visible, self.whole), path)
            if html is not None:
                return Page(html, path, findings)
        return Page(self._earlier(path), path, findings, is_current=False, problem=problem)

    def _earlier(self, path: str, *, anywhere: bool = False) -> str | None:
        good = self._good.get(path)
        if good is None:
            return None
        whole = _replaced(self.whole, good)
        make = lambda: self._html(good, self._visible(whole), whole, anywhere=anywhere)  # noqa: E731
        return tried(make, path)[0]

    def _html(
        self, entry: Entry, visible: Library, whole: Library, *, anywhere: bool = False
    ) -> str | None:
        """The page of `entry` as the build makes it; None where the site shows none."""
        job = self._job(entry, visible, whole, anywhere=anywhere)
        if job is None:
            return None
        return (self._anywhere if anywhere else self._renderer).html(job)

    def _job(
        self, entry: Entry, visible: Library, whole: Library, *, anywhere: bool
    ) -> PageJob | None:
        config, now = self.context.config, self.settled.now
        if entry.kind is not Kind.PAGE:
            is_film = entry.kind is Kind.VIDEO
            sizes = media_sizes(self.context.folders.content, visible) if is_film else {}
            shelf = self.ground.shelf
            return document_job(entry, visible, config, now, whole=whole, sizes=sizes, shelf=shelf)
        root = root_of(None if anywhere else entry.url, config.site)
        links, hidden = Links(visible, whole, now).of(entry)
        context = {
            "content": plain_content(entry, root, links, hidden),
            "sidebar": self._menus.get(entry.location, ()),
        }
        view = plain_view(config.site, entry, entry.url)
        return PageJob(f"{entry.url}index.html", "plain.html", view, context)

    def draft(self, candidate: Candidate, text: str, brought: frozenset[str] = frozenset()) -> Page:
        """The page of a manuscript with a text that is not saved, its addresses beginning where the site
        does on its domain, and what `fabu check` would say of the file, duplicates aside. Where no page
        can be made of the text, the one of the text saved last. `brought`: files below content/ that
        would be saved with it."""
        context = replace(self.context, brought=brought) if brought else self.context
        one, path = written(candidate, text, context, self._reader), candidate.shown
        if one.readable is None:
            html = self._saved_anywhere(path)
            return Page(html, path, one.findings, is_current=False, problem=one.problem)
        entry = one.readable
        whole = _replaced(self.whole, entry)
        among = [found for found in among_others(whole, context) if found.path == path]
        findings = tuple(sorted({*one.findings, *among}))
        html, problem = tried(
            lambda: self._html(entry, self._visible(whole), whole, anywhere=True), path
        )
        if html is None:
            html = self._saved_anywhere(path)
            return Page(html, path, findings, is_current=False, problem=problem)
        return Page(html, path, findings)

    def _saved_anywhere(self, path: str) -> str | None:
        saved = self.manuscripts.get(path)
        entry = saved and saved.readable
        if not entry:
            return self._earlier(path, anywhere=True)
        return tried(lambda: self._html(entry, self.visible, self.whole, anywhere=True), path)[0]

    def findings_of(self, path: str) -> tuple[Finding, ...]:
        """All that is known to be wrong with one manuscript."""
        return tuple(found for found in self.findings() if found.path == path)

    def findings(self) -> tuple[Finding, ...]:
        """All that is known to be wrong: of each manuscript and its neighbours as they are, of all else
        as it was settled last."""
        found = {finding for one in self.manuscripts.values() for finding in one.findings}
        among = (one for one in self._among_others if not is_program_page(one.path))
        return tuple(sorted({*found, *among, *self.settled.findings}))


def _replaced(library: Library, entry: Entry) -> Library:
    """`library` with `entry` in the place of what its file held."""
    return ordered(
        [*(one for one in (*library.entries, *library.unread) if one.path != entry.path), entry]
    )
