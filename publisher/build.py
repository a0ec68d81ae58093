"""Read all → check all → write all: the whole build apart from MkDocs' own plain pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from publisher.checks import check_all
from publisher.environment import THEME_DIR
from publisher.markdown import MarkdownSettings
from publisher.model.finding import Finding, Level, has_errors
from publisher.model.library import Library
from publisher.model.loader import Folders, load_library
from publisher.outputs.case_filter import write_case_filter
from publisher.outputs.documents import FILE_NAME, write_documents
from publisher.outputs.feeds import write_feeds
from publisher.outputs.site_css import write_site_css
from publisher.outputs.sitemap import Page, write_robots, write_sitemap
from publisher.pages.plan import plan
from publisher.render import RenderResult, RenderSettings, render_pages
from site_config import CONFIG_DIR, FabuError
from site_config.models import SiteConfig


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


def read_source(folders: Folders, config: SiteConfig, now: datetime, *, drafts: bool) -> Source:
    """Read and check every author file; `drafts` lets readers see what is not published yet.

    Raises BuildStopped when an error stands.
    """
    library, findings = load_library(folders, config)
    findings = sorted(findings + check_all(library, config, folders, now.date()))
    if has_errors(findings):
        raise BuildStopped(findings)
    visible = library if drafts else library.published()
    return Source(folders, config, library, visible, tuple(findings))


def common_digest() -> str:
    """Digest of what all pages share: templates, configuration and the publisher's own code."""
    digest = blake2b(digest_size=16)
    package = Path(__file__).resolve().parent
    files = [*THEME_DIR.rglob("*"), *CONFIG_DIR.glob("*.yml"), *package.rglob("*.py")]
    for file in sorted(files):
        if file.is_file():
            digest.update(file.as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def write_documents_and_pages(
    source: Source, site_dir: Path, theme_dirs: Sequence[str], markdown: MarkdownSettings,
    plain_pages: Sequence[Page], now: datetime,
) -> RenderResult:
    """Write every page made from documents, the feeds, the data files and the site maps.

    `plain_pages` are the addresses of MkDocs' own pages, for sitemap.xml.
    """
    config = source.config
    site_dir.mkdir(parents=True, exist_ok=True)
    jobs = list(plan(source.visible, config, now))
    settings = RenderSettings(tuple(theme_dirs), config, markdown, site_dir, common_digest())
    result = render_pages(jobs, settings)
    write_documents(source.visible, site_dir / FILE_NAME)
    write_case_filter(source.visible, config.vocabulary, site_dir)
    write_feeds(source.visible, config.site, site_dir)
    pages: list[Page] = [
        (job.view.url, job.view.updated or job.view.published)
        for job in jobs
        if job.view.listed and job.view.url is not None
    ]
    write_sitemap(config.site, sorted([*plain_pages, *pages], key=lambda page: page[0]), site_dir)
    write_robots(config.site, site_dir)
    write_site_css(config.site, site_dir)
    return result
