"""Read all → check all → write all: the whole build apart from MkDocs' own plain pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from district import FabuError
from district.forms.models import FormDefinition
from district.forms.reading import load_form_definitions
from district.models import SiteConfig
from district.project import laws_dir
from law.registry import load_registry
from law.texts.pack import load_pack
from publisher import progress
from publisher.checks import read_and_check
from publisher.checks.remembered.groups import BETWEEN_FOLDERS
from publisher.following import Beside, site_jobs, visible_of, write_lists, write_maps
from publisher.last_build import key_of
from publisher.memory import Memory, work_folder
from publisher.model.citing import LawIndex, index_laws, uses_of
from publisher.model.finding import Finding, Level, has_errors
from publisher.model.going_live import next_change
from publisher.model.library import Library
from publisher.model.loader import Folders
from publisher.model.media import MediaSizes, media_sizes
from publisher.model.publicity import NO_EVENTS, PublicityCalendar, load_publicity
from publisher.model.published_files import published_files, write_root_files
from publisher.model.statistics import Statistics, load_statistics
from publisher.model.withdrawal import withdrawn_digests
from publisher.outputs.documents import FILE_NAME, write_documents
from publisher.outputs.hearings_file import FILE_NAME as HEARINGS_FILE
from publisher.outputs.hearings_file import write_hearings
from publisher.outputs.law_records import law_records, write_law_texts
from publisher.outputs.paper_forms import write_paper_forms
from publisher.outputs.ready_booklets import Material, write_ready_booklets
from publisher.outputs.search_files import (
    write_search_index,
    write_search_scripts,
    write_suggestions,
)
from publisher.own_code import code_files
from publisher.parallel import PARALLEL_FROM, map_in_processes
from publisher.project import MARKER, config_dir, tellable
from publisher.remembering import Remembered, composed_paths, keep_site, outlines
from publisher.rendering.environment import asset_version
from publisher.rendering.kept_pages import forget_pages, kept_pages
from publisher.rendering.render import RenderResult, RenderSettings, render_pages
from publisher.rendering.scripts import write_scripts
from publisher.rendering.style_sheet import write_style_sheet
from selfhelp.shelf import NO_SHELF, Shelf, load_shelf

RENDERERS = ("jinja2", "markdown", "mkdocs-material", "segno")

NOT_SHARED = frozenset({"vocabulary.yml", "synonyms.yml"})
"""Settings that a page shows no more of than stands in its own fingerprint."""


class BuildStopped(FabuError):
    """Findings of level error stand: nothing is written."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(f for f in findings if f.level is Level.ERROR)
        lines = "\n".join(f"  {finding}" for finding in self.findings)
        told = f"有 {len(self.findings)} 处错误，未写出任何文件：\n{lines}"
        super().__init__(tellable(told))


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


def common_digest(folders: Folders, theme_dirs: Sequence[str]) -> str:
    """Digest of what all pages share: templates, style sheets, configuration, our own code, and
    the releases of what renders them."""
    releases = " ".join(f"{name}={version(name)}" for name in RENDERERS)
    digest = blake2b(releases.encode(), digest_size=16)
    settings = config_dir(folders.root).glob("*.yml")
    files = [
        *code_files(),
        *(file for file in settings if file.name not in NOT_SHARED),
        folders.root / MARKER,
    ]
    for file in sorted(file for file in files if file.is_file()):
        digest.update(key_of(file.as_posix()))
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
    config, library = source.config, source.visible
    return [
        *write_lists(library, config, source.calendar, laws, site_dir),
        *_write_fixed(source, laws, forms, theme_dirs, site_dir),
    ]


def _write_fixed(
    source: Source,
    laws: LawIndex,
    forms: Sequence[FormDefinition],
    theme_dirs: Sequence[str],
    site_dir: Path,
) -> list[str]:
    """What no document's facts change, see `publisher.model.face`."""
    site = source.config.site
    return [
        *write_style_sheet(site, theme_dirs, site_dir),
        *write_scripts(site_dir),
        *write_paper_forms(forms, site, site_dir),
        *write_root_files(config_dir(source.folders.root), site_dir),
        *write_search_scripts(site_dir),
        *write_suggestions(source.visible, laws.registry, site_dir),
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
    `documents` is where documents.jsonl goes, and hearings.json and laws.json beside it; None in a preview, whose
    drafts nobody may search or book.
    `booklets`: whether the ready-made ones are brought up to date. `remember`: whether work of
    earlier builds may be used, and this one's is left for the next.
    RecallError when search would not find what a page says; then no page is written either.
    """
    config, library, folders = source.config, source.visible, source.folders
    if documents is not None:
        forget_pages(folders.root, site_dir)
    progress.stage("排定网页")
    registry = load_registry(config_dir(folders.root))
    site_dir.mkdir(parents=True, exist_ok=True)
    forms = tuple(load_form_definitions(config, config_dir(folders.root)).values())
    pack = load_pack(laws_dir(folders.root))
    documents_read = list(library.documents())
    find = partial(uses_of, registry=registry, today=now.date())
    found = map_in_processes(find, documents_read, parallel_from=PARALLEL_FROM, told=progress.done)
    uses = dict(zip((entry.path for entry in documents_read), found, strict=True))
    laws = index_laws(documents_read, registry, now.date(), uses)
    material = Material(library, config, registry, config_dir(folders.root))
    offers, made = write_ready_booklets(material, site_dir) if booklets else ((), [])
    beside = Beside(
        config, forms, pack, source.statistics, source.calendar, source.sizes, source.shelf
    )
    jobs = site_jobs(source.library, library, beside, laws, offers, now)
    fixed = [*mkdocs_outputs, *_write_fixed(source, laws, forms, theme_dirs, site_dir)]
    progress.stage("订阅、日历、表格等文件")
    others = [
        *fixed,
        *write_lists(library, config, source.calendar, laws, site_dir),
        *write_maps(source.library, library, config, jobs, now, site_dir),
        *made,
    ]
    if documents is not None:
        progress.stage("检索索引")
        records = law_records(laws, pack, now.date())
        count = write_documents(library, documents, source.shelf, config.glossary, records)
        index = work_folder(folders.root, "search", site_dir) if remember else None
        write_search_index(documents, site_dir, config_dir(folders.root), count, index)
        write_hearings(library, documents.with_name(HEARINGS_FILE))
        write_law_texts(laws, pack, now.date(), documents)
    progress.stage("写网页")
    settings = RenderSettings(
        tuple(theme_dirs),
        config,
        registry,
        site_dir,
        # What is law today changes with the day, without any file.
        f"{common_digest(folders, theme_dirs)} {registry.last_change(now.date())} {pack.state}",
        today=now.date(),
        pack=pack,
        assets=asset_version(config.site, theme_dirs),
    )
    result = render_pages(jobs, settings, others)
    if remember and documents is not None:
        composed = composed_paths(library, config) if booklets else frozenset()
        remembered = Remembered(
            outlines(source.library), laws.uses, beside, tuple(fixed), makes_booklets=booklets
        )
        with kept_pages(folders.root, site_dir) as kept:
            if kept is not None:
                keep_site(kept, settings, jobs, remembered, composed, now)
    return result
