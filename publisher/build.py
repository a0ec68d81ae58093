"""Read all → check all → write all: the whole build apart from MkDocs' own plain pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from importlib.metadata import version
from operator import itemgetter
from pathlib import Path

from district import FabuError
from district.form_models import FormDefinition
from district.forms import load_form_definitions
from district.models import SiteConfig
from district.project import laws_dir
from law.registry import load_registry
from law.texts.pack import load_pack
from publisher import progress
from publisher.booklet.ready import ready_booklets
from publisher.checks import read_and_check
from publisher.memory import Memory, work_folder
from publisher.model.citing import LawIndex, index_laws
from publisher.model.face import FACED, face_of
from publisher.model.finding import Finding, Level, has_errors
from publisher.model.going_live import next_change
from publisher.model.library import Library
from publisher.model.loader import Folders
from publisher.model.media import MediaSizes, media_sizes
from publisher.model.publicity import NO_EVENTS, PublicityCalendar, load_publicity
from publisher.model.published_files import published_files, write_root_files
from publisher.model.retirement import retire_past_hearings
from publisher.model.statistics import Statistics, load_statistics
from publisher.model.withdrawal import drop_withdrawn, withdrawn_digests
from publisher.outputs.addresses import write_addresses
from publisher.outputs.calendar import write_calendars
from publisher.outputs.case_filter import write_case_filter
from publisher.outputs.case_titles import write_case_titles
from publisher.outputs.documents import FILE_NAME, write_documents
from publisher.outputs.feeds import write_feeds
from publisher.outputs.hearings_file import FILE_NAME as HEARINGS_FILE
from publisher.outputs.hearings_file import write_hearings
from publisher.outputs.paper_forms import write_paper_forms
from publisher.outputs.publicity_calendar import write_publicity_calendar
from publisher.outputs.ready_booklets import Material, write_ready_booklets
from publisher.outputs.search_files import (
    write_search_index,
    write_search_scripts,
    write_suggestions,
)
from publisher.outputs.sitemap import Page, write_robots, write_sitemap
from publisher.own_code import code_files
from publisher.pages.feeds import feed_sources
from publisher.pages.plain import plain_entries
from publisher.pages.plan import plan
from publisher.pages.statistics import statistics_pages
from publisher.pages.view import PageJob
from publisher.project import MARKER, config_dir
from publisher.rendering.environment import material_css
from publisher.rendering.kept_pages import SiteState, kept_pages, manifest_digest
from publisher.rendering.manifest import read_manifest
from publisher.rendering.render import RenderResult, RenderSettings, render_pages
from publisher.rendering.style_sheet import write_style_sheet
from selfhelp.shelf import NO_SHELF, Shelf, load_shelf

BETWEEN_FOLDERS = frozenset({"C213", "L401", "L404"})
"""What cannot hold when one of the two folders was replaced (`--cases`, `--content`): the other
one refers to documents of the project's own."""


RENDERERS = ("jinja2", "markdown", "mkdocs-material", "segno")


class BuildStopped(FabuError):
    """Findings of level error stand: nothing is written."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(f for f in findings if f.level is Level.ERROR)
        lines = "\n".join(f"  {finding}" for finding in self.findings)
        super().__init__(f"有 {len(self.findings)} 处错误，未写出任何文件：\n{lines}")


@dataclass(frozen=True)
class Source:
    """What a build works on: all that was read, what readers may see, and what was found."""

    folders: Folders
    config: SiteConfig
    library: Library
    visible: Library
    findings: tuple[Finding, ...]
    statistics: Statistics | None = None
    calendar: PublicityCalendar = NO_EVENTS
    sizes: MediaSizes = field(default_factory=dict)
    shelf: Shelf = NO_SHELF

    def next_change(self, now: datetime) -> datetime | None:
        """When a document goes live or ends for the first time after `now`."""
        return next_change(self.library, now)

    @cached_property
    def files(self) -> frozenset[str]:
        """Paths below content/ of the files that go online with what readers may see."""
        return published_files(
            self.visible.entries,
            self.config.site.domain,
            self.folders.content,
            config_dir(self.folders.root),
        )


def read_source(
    folders: Folders,
    config: SiteConfig,
    now: datetime,
    *,
    drafts: bool,
    memory: Memory | None = None,
) -> Source:
    """Read and check every author file; `drafts` lets readers see what is not published yet.

    Raises BuildStopped when an error stands. What `memory` holds of files that did not change is
    not read again.
    """
    progress.stage("读入、检查稿件")
    library, findings = read_and_check(folders, config, now.date(), memory)
    progress.stage("准备普通网页")
    if memory is not None:
        memory.save()
    if folders.are_mixed:
        findings = [finding for finding in findings if finding.code not in BETWEEN_FOLDERS]
    if has_errors(findings):
        raise BuildStopped(findings)
    visible = visible_of(library, now, withdrawn_digests(folders.content), drafts=drafts)
    statistics = load_statistics(folders.content)
    calendar = load_publicity(folders.content, config)
    sizes = media_sizes(folders.content, visible)
    shelf = load_shelf(config_dir(folders.root))
    return Source(
        folders, config, library, visible, tuple(findings), statistics, calendar, sizes, shelf
    )


def visible_of(
    library: Library, now: datetime, withdrawn: Collection[str], *, drafts: bool
) -> Library:
    """What the site shows at `now`; `withdrawn`: digests of submissions whose answers are taken down."""
    shown = retire_past_hearings(_shown(library, now, drafts=drafts), now)
    return drop_withdrawn(shown, withdrawn)


def _shown(library: Library, now: datetime, *, drafts: bool) -> Library:
    """What the site shows: to its editors in a preview, all but what was withdrawn."""
    if not drafts:
        return library.live(now)
    return Library(tuple(e for e in library.entries if not e.meta.is_withdrawn))


def common_digest(folders: Folders, theme_dirs: Sequence[str]) -> str:
    """Digest of what all pages share: templates, style sheets, configuration, our own code, and
    the releases of what renders them."""
    releases = " ".join(f"{name}={version(name)}" for name in RENDERERS)
    digest = blake2b(f"{material_css(theme_dirs)} {releases}".encode(), digest_size=16)
    files = [
        *code_files(),
        *config_dir(folders.root).glob("*.yml"),
        folders.root / MARKER,
    ]
    for file in sorted(file for file in files if file.is_file()):
        digest.update(file.as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def documents_file(site_dir: Path) -> Path:
    """Where documents.jsonl of the site in `site_dir` lies: next to that folder, since it is for
    the search and not for visitors."""
    return site_dir.parent / FILE_NAME


def write_beside_pages(
    source: Source,
    laws: LawIndex,
    forms: Sequence[FormDefinition],
    theme_dirs: Sequence[str],
    site_dir: Path,
) -> list[str]:
    """Write what pages fetch or lead to: style sheet, scripts, data, feeds, calendars, forms on paper.
    Returns what was written, relative to `site_dir`."""
    config, library, settings = source.config, source.visible, config_dir(source.folders.root)
    return [
        *write_case_filter(library, config, site_dir),
        *write_case_titles(library, site_dir),
        *write_feeds(feed_sources(library, laws.laws, config), config.site, site_dir),
        *write_calendars(library, config, site_dir),
        *write_publicity_calendar(library, config, source.calendar, site_dir),
        *write_style_sheet(config.site, theme_dirs, site_dir),
        *write_paper_forms(forms, config.site, site_dir),
        *write_root_files(settings, site_dir),
        *write_search_scripts(site_dir),
        *write_suggestions(library, laws.registry, site_dir),
    ]


def write_documents_and_pages(
    source: Source,
    site_dir: Path,
    theme_dirs: Sequence[str],
    mkdocs_outputs: Iterable[str],
    now: datetime,
    *,
    documents: Path | None,
    booklets: bool = True,
    remember: bool = False,
) -> RenderResult:
    """Write every page made from documents, the feeds, the data files and the site maps.

    `mkdocs_outputs` are the files that MkDocs itself writes, relative to `site_dir`.
    `documents` is where documents.jsonl goes, and hearings.json beside it; None in a preview, whose
    drafts nobody may search or book.
    `booklets`: whether the ready-made ones are brought up to date. `remember`: whether work of
    earlier builds may be used, and this one's is left for the next.
    RecallError when search would not find what a page says; then no page is written either.
    """
    config, library, folders = source.config, source.visible, source.folders
    site = config.site
    progress.stage("排定网页")
    registry = load_registry(config_dir(folders.root))
    site_dir.mkdir(parents=True, exist_ok=True)
    forms = tuple(load_form_definitions(config, config_dir(folders.root)).values())
    pack = load_pack(laws_dir(folders.root))
    laws = index_laws(library.documents(), registry, now.date())
    material = Material(library, config, registry, config_dir(folders.root))
    offers, made = write_ready_booklets(material, site_dir) if booklets else ((), [])
    jobs = [
        *plan(
            library,
            config,
            laws,
            now,
            forms,
            offers,
            calendar=source.calendar,
            sizes=source.sizes,
            shelf=source.shelf,
            pack=pack,
            whole=source.library,
        ),
        *statistics_pages(source.statistics, config),
    ]
    pages: list[Page] = [
        (job.view.url, job.view.updated or job.view.published)
        for job in jobs
        if job.view.listed and job.view.url is not None
    ] + [(e.url, e.meta.updated or e.meta.published) for e in plain_entries(library)]
    progress.stage("订阅、日历、表格等文件")
    others = [
        *mkdocs_outputs,
        *write_beside_pages(source, laws, forms, theme_dirs, site_dir),
        *write_sitemap(site, sorted(pages, key=itemgetter(0)), site_dir),
        *write_robots(site, site_dir),
        *made,
        *write_addresses(source.library, library, site, now, site_dir),
    ]
    if documents is not None:
        progress.stage("检索索引")
        count = write_documents(library, documents, source.shelf, source.config.glossary)
        kept = work_folder(folders.root, "search", site_dir) if remember else None
        write_search_index(documents, site_dir, config_dir(folders.root), count, kept)
        write_hearings(library, documents.with_name(HEARINGS_FILE))
    progress.stage("写网页")
    settings = RenderSettings(
        tuple(theme_dirs),
        config,
        registry,
        site_dir,
        # The footer of every page changes with the page that it leads to.
        # What is law today changes with the day, without any file.
        f"{common_digest(folders, theme_dirs)} {bool(source.statistics)} "
        f"{registry.last_change(now.date())} {pack.state}",
        today=now.date(),
        has_statistics=bool(source.statistics),
        pack=pack,
    )
    result = render_pages(jobs, settings, others)
    if remember and documents is not None:
        composed = ready_booklets(library, config) if booklets else ()
        paths = frozenset(entry.path for booklet in composed for entry, _ in booklet.chosen)
        _keep_pages(jobs, laws, folders.root, settings, paths)
    return result


def _keep_pages(
    jobs: Sequence[PageJob],
    laws: LawIndex,
    root: Path,
    settings: RenderSettings,
    composed: frozenset[str],
) -> None:
    """Leave for `publisher.continuing` what it goes on from."""
    site_dir = settings.site_dir
    digests = read_manifest(site_dir)
    with kept_pages(root, site_dir) as kept, suppress(sqlite3.Error):
        if kept is None:
            return
        pages = (
            (job, digests[job.output], face_of(job.entry, laws.citations[job.entry.path]))
            for job in jobs
            if job.entry is not None and job.entry.kind in FACED
        )
        kept.keep(SiteState(manifest_digest(site_dir), settings, composed), pages)
