"""Renders page jobs to files: on all cores, and only those whose fingerprint changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from district.models import SiteConfig
from law.registry import Registry
from law.texts.pack import NO_PACK, Pack
from publisher import progress
from publisher.model.library import Entry
from publisher.pages.view import PageJob
from publisher.parallel import map_in_processes
from publisher.prose.linking import with_links
from publisher.prose.markdown import render
from publisher.rendering.environment import compile_all, make_environment, root_of
from publisher.rendering.manifest import MANIFEST as MANIFEST
from publisher.rendering.manifest import read_manifest, write_manifest

PARALLEL_FROM = 150
"""Below this many pages a second process costs more than it saves."""


@dataclass(frozen=True)
class RenderSettings:
    """What a rendering process needs; picklable, so that any start method works."""

    theme_dirs: tuple[str, ...]
    config: SiteConfig
    registry: Registry
    site_dir: Path
    common_digest: str
    """Digest of what all pages share: templates, configuration, our own code."""
    today: date = date.max
    """The day by whose law pages say what is no longer in force."""
    pack: Pack = NO_PACK
    """Texts of laws, of which pages show what they cite."""
    assets: str = ""
    """The version of scripts and sheets, as `asset_version` gives it; empty where it is to be looked up."""
    anywhere: bool = False
    """Whether addresses begin where the site does on its domain, for a page that is shown at an address
    of somebody else's: in the editor in the browser."""


class PageRenderer:
    """Renders one job after another; templates and converter are made once in each process."""

    def __init__(self, settings: RenderSettings) -> None:
        self._settings = settings

    @cached_property
    def _environment(self) -> Environment:
        settings = self._settings
        environment = make_environment(
            settings.theme_dirs,
            settings.config,
            settings.registry,
            today=settings.today,
            pack=settings.pack,
            assets=settings.assets,
        )
        if settings.anywhere:
            environment.globals["page_root"] = lambda _view: root_of(None, settings.config.site)
        return environment

    def prepare(self) -> None:
        """Make ready what all pages need; processes forked afterwards have it."""
        compile_all(self._environment)

    def __getstate__(self) -> dict[str, RenderSettings]:
        return {"_settings": self._settings}

    def html(self, job: PageJob) -> str:
        context = dict(job.context)
        if job.entry is not None:
            root = self._environment.globals["page_root"](job.view)  # type: ignore[operator]
            body = job.entry.reading
            rendered = render(body, job.links, root, hidden=job.hidden)
            prose = body.prose
            links = self._environment.globals["cited_links"](  # type: ignore[operator]
                prose, context.get("document")
            )
            content = Markup(with_links(rendered.html, body.text, links, root))
            context |= {"content": content, "toc": rendered.toc, "body": prose}
            if job.own is not None:
                context |= job.own(job.entry)
        return self._environment.get_template(job.template).render(view=job.view, **context)

    def write(self, job: PageJob) -> None:
        target = self._settings.site_dir / job.output
        target.parent.mkdir(parents=True, exist_ok=True)
        # A visitor must never get half a page: it is written aside and put in place whole.
        partial = target.with_name(f".{target.name}.part")
        partial.write_text(self.html(job), encoding="utf-8")
        partial.replace(target)

    def timed_write(self, job: PageJob) -> float:
        """Write the page; returns the seconds that it took."""
        started = time.perf_counter()
        self.write(job)
        return time.perf_counter() - started


def page_digest(common: str, job: PageJob) -> str:
    """Of all that a page is made of; `common`: the digest of what all pages share."""
    return blake2b((common + job.fingerprint()).encode(), digest_size=12).hexdigest()


@dataclass(frozen=True)
class RenderResult:
    rendered: int
    unchanged: int
    removed: int


def _as_it_is(entry: Entry) -> Entry:
    return entry


def render_pages(
    jobs: Iterable[PageJob],
    settings: RenderSettings,
    others: Iterable[str] = (),
    whole: Callable[[Entry], Entry] = _as_it_is,
) -> RenderResult:
    """Write every page whose fingerprint differs from the last build's.

    `whole` gives an entry with its words, where jobs were planned without them: it is asked of the
    documents whose pages are written, before anything is. `others` are the outputs that this build writes elsewhere (assets, feeds, plain pages). What
    the last build wrote and this one has no more is removed; files that no build of ours wrote
    are never touched.
    """
    before = read_manifest(settings.site_dir)
    now = dict.fromkeys(others, "")
    changed: list[PageJob] = []
    pages = 0
    for job in jobs:
        pages += 1
        now[job.output] = digest = page_digest(settings.common_digest, job)
        if before.get(job.output) != digest or not (settings.site_dir / job.output).exists():
            changed.append(job)
    changed = [
        job if job.entry is None else replace(job, entry=whole(job.entry)) for job in changed
    ]
    # What is about to be written counts as unknown until all is written: after a build that broke
    # half-way, the next one must not take its pages for those of the build before.
    unknown = dict.fromkeys((job.output for job in changed), "")
    write_manifest(settings.site_dir, before | unknown)
    renderer = PageRenderer(settings)
    if len(changed) >= PARALLEL_FROM:
        renderer.prepare()
    took = map_in_processes(
        renderer.timed_write, changed, parallel_from=PARALLEL_FROM, told=progress.done
    )
    gone = before.keys() - now.keys()
    for output in gone:
        _remove(settings.site_dir, output)
    write_manifest(settings.site_dir, now)
    written = dict(zip((job.output for job in changed), took, strict=True))
    progress.pages(written, pages - len(changed), len(gone))
    return RenderResult(len(changed), pages - len(changed), len(gone))


def _remove(site_dir: Path, output: str) -> None:
    """Delete one page and the folders that it leaves empty."""
    target = site_dir / output
    target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == site_dir or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()
