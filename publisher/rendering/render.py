"""Renders page jobs to files: on all cores, and only those whose fingerprint changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from district.models import SiteConfig
from law.registry import Registry
from law.texts.pack import NO_PACK, Pack
from publisher.pages.view import PageJob
from publisher.parallel import map_in_processes
from publisher.prose.linking import with_links
from publisher.prose.markdown import render
from publisher.rendering.environment import make_environment, root_of

MANIFEST = ".fabu-pages.json"
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
    has_statistics: bool = False
    """Whether the footer leads to the page of public statistics."""
    pack: Pack = NO_PACK
    """Texts of laws, of which pages show what they cite."""
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
            has_statistics=settings.has_statistics,
            today=settings.today,
            pack=settings.pack,
        )
        if settings.anywhere:
            environment.globals["page_root"] = lambda _view: root_of(None, settings.config.site)
        return environment

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
        return self._environment.get_template(job.template).render(view=job.view, **context)

    def write(self, job: PageJob) -> None:
        target = self._settings.site_dir / job.output
        target.parent.mkdir(parents=True, exist_ok=True)
        # A visitor must never get half a page: it is written aside and put in place whole.
        partial = target.with_name(f".{target.name}.part")
        partial.write_text(self.html(job), encoding="utf-8")
        partial.replace(target)


def _digest(common: str, job: PageJob) -> str:
    return blake2b((common + job.fingerprint()).encode(), digest_size=12).hexdigest()


def written_pages(site_dir: Path) -> list[str] | None:
    """What the last build wrote, relative to `site_dir`, or None when some of it is missing."""
    outputs = list(_read_manifest(site_dir))
    whole = outputs and all((site_dir / output).is_file() for output in outputs)
    return outputs if whole else None


def _read_manifest(site_dir: Path) -> dict[str, str]:
    try:
        data = json.loads((site_dir / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _write_manifest(site_dir: Path, digests: dict[str, str]) -> None:
    (site_dir / MANIFEST).write_text(json.dumps(digests), encoding="utf-8")


@dataclass(frozen=True)
class RenderResult:
    rendered: int
    unchanged: int
    removed: int


def render_pages(
    jobs: Iterable[PageJob], settings: RenderSettings, others: Iterable[str] = ()
) -> RenderResult:
    """Write every page whose fingerprint differs from the last build's.

    `others` are the outputs that this build writes elsewhere (assets, feeds, plain pages). What
    the last build wrote and this one has no more is removed; files that no build of ours wrote
    are never touched.
    """
    before = _read_manifest(settings.site_dir)
    now = dict.fromkeys(others, "")
    changed: list[PageJob] = []
    pages = 0
    for job in jobs:
        pages += 1
        now[job.output] = digest = _digest(settings.common_digest, job)
        if before.get(job.output) != digest or not (settings.site_dir / job.output).exists():
            changed.append(job)
    # What is about to be written counts as unknown until all is written: after a build that broke
    # half-way, the next one must not take its pages for those of the build before.
    unknown = dict.fromkeys((job.output for job in changed), "")
    _write_manifest(settings.site_dir, before | unknown)
    map_in_processes(PageRenderer(settings).write, changed, parallel_from=PARALLEL_FROM)
    gone = before.keys() - now.keys()
    for output in gone:
        _remove(settings.site_dir, output)
    _write_manifest(settings.site_dir, now)
    return RenderResult(len(changed), pages - len(changed), len(gone))


def _remove(site_dir: Path, output: str) -> None:
    """Delete one page and the folders that it leaves empty."""
    target = site_dir / output
    target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == site_dir or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()
