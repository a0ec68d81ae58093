"""The MkDocs adapter: hooks that hand over to `publisher.build`, and nothing else.

MkDocs renders the plain pages (about, handbook). Documents are known to it only so that
links to them resolve; their pages are rendered by `publisher.rendering.render`, which never puts them
into the navigation.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section, get_navigation
from mkdocs.structure.pages import Page

from district import FabuError, load_site_config
from publisher.build import Source, documents_file, read_source, write_documents_and_pages
from publisher.memory import open_memory
from publisher.model.going_live import hidden_words, withdrawn_entries
from publisher.model.library import Entry
from publisher.model.links import hidden_links, link_table, source_path
from publisher.model.loader import Folders
from publisher.moment import build_moment
from publisher.pages.plain import SidebarItem, plain_content, plain_entries, plain_view
from publisher.program_pages import is_program_page
from publisher.project import config_dir
from publisher.rendering.environment import make_environment, root_of
from publisher.rendering.scripts import is_module
from publisher.site_defaults import complete, with_handbooks

log = get_plugin_logger("fabu")

_UNUSED_THEME_FILES = ("assets/javascripts/", "assets/images/", "assets/stylesheets/")
"""Material's own application, its search workers and its sheets: our pages load none of them."""


class FabuConfig(Config):
    cases_dir = config_options.Type(str, default="cases_library")
    booklets = config_options.Type(bool, default=True)
    verify = config_options.Type(bool, default=False)
    """Whether to read every file again, whatever earlier builds remember of it."""


class LibraryFile(File):
    """A document: MkDocs resolves links to it, and neither renders nor copies it."""

    def __init__(self, path: str, url: str) -> None:
        super().__init__(
            path,
            src_dir=None,
            dest_dir="",
            use_directory_urls=True,
            dest_uri=f"{url}index.html",
            inclusion=InclusionLevel.NOT_IN_NAV,
        )

    def is_documentation_page(self) -> bool:
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Written by publisher.rendering.render."""


class PlainFile(File):
    """A plain page: always rendered, since what it shows (menus, latest cases) changes elsewhere."""

    def is_modified(self) -> bool:
        return True


class AssetFile(File):
    """A Markdown file below assets/, such as a blank form to download: copied as it is."""

    def is_documentation_page(self) -> bool:
        return False


class FabuPlugin(BasePlugin[FabuConfig]):
    """See the module's docstring; one instance serves one build or one preview session."""

    source: Source
    now: datetime
    drafts = False
    outputs: tuple[str, ...] = ()
    urls: dict[str, str]
    hidden: dict[str, str]

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.drafts = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        self.now = build_moment()
        try:
            folders = _folders(root, root / self.config.cases_dir, Path(config.docs_dir))
            site_config = load_site_config(config_dir(folders.root))
            memory = None
            if not self.config.verify:
                memory = open_memory(folders.root, folders.cases, folders.content)
            self.source = read_source(
                folders, site_config, self.now, drafts=self.drafts, memory=memory
            )
        except FabuError as error:
            raise PluginError(str(error)) from error
        complete(config)
        plain = plain_entries(self.source.visible)
        config.nav = with_handbooks(config.nav, {entry.location for entry in plain})
        config.site_name = site_config.site.name
        if not self.drafts:
            config.site_url = site_config.site.base_url
        config.theme.static_templates.clear()
        if str(folders.cases) not in config.watch:
            config.watch = [*config.watch, str(folders.cases), str(config_dir(folders.root))]
        return config

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        kept: list[File] = []
        wanted = self.source.files | {*config.extra_css, *map(str, config.extra_javascript)}
        pages = {e.location for e in plain_entries(self.source.visible)}
        for entry in plain_entries(self.source.visible):
            if is_program_page(entry.path):
                files.append(File.generated(config, entry.location, content=entry.source))
        for file in files:
            is_own = file.src_dir == config.docs_dir
            if file.src_uri.startswith(_UNUSED_THEME_FILES) and not is_own:
                continue
            if is_module(file.src_uri) and not is_own:
                continue
            if file.src_uri in pages:
                file.__class__ = PlainFile
                kept.append(file)
            elif is_own and file.src_uri not in wanted:
                continue  # nobody refers to it: it only lies there
            elif not file.is_documentation_page():
                kept.append(file)
            elif file.src_uri.startswith("assets/"):
                kept.append(AssetFile(file.src_uri, config.docs_dir, config.site_dir, False))
        for entry in self.source.visible.documents():
            path = source_path(entry)
            inside = path.removeprefix("content/") if path.startswith("content/") else f"../{path}"
            kept.append(LibraryFile(inside, entry.url))
        self.urls = {source_path(entry): entry.url for entry in self.source.visible.entries}
        self.urls |= {
            source_path(entry): entry.url for entry in withdrawn_entries(self.source.library)
        }
        self.hidden = hidden_words(self.source.library, self.now)
        self.outputs = tuple(f.dest_uri for f in kept if not isinstance(f, LibraryFile))
        return Files(kept)

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        return make_environment(config.theme.dirs, self.source.config)

    def on_page_markdown(
        self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        entry = self._entry(page)
        page.meta = {"template": "plain.html"}
        page.title = entry.meta.title
        return ""  # MkDocs' own rendering would be thrown away

    def on_page_content(
        self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """The same reading as for documents."""
        entry = self._entry(page)
        root = root_of(page.url, self.source.config.site)
        links, hidden = link_table(entry, self.urls), hidden_links(entry, self.hidden)
        return plain_content(entry, root, links, hidden)

    def on_page_context(
        self, context: Any, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        source = self.source
        entry = self._entry(page)
        context |= {
            "view": plain_view(source.config.site, entry, page.url),
            "content": page.content,
            "sidebar": _sidebar(page),
        }
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        try:
            result = write_documents_and_pages(
                self.source,
                Path(config.site_dir),
                config.theme.dirs,
                self.outputs,
                self.now,
                documents=None if self.drafts else documents_file(Path(config.site_dir)),
                booklets=self.config.booklets and not self.drafts,
                remember=not self.config.verify,
            )
        except FabuError as error:
            raise PluginError(str(error)) from error
        log.info(
            "页面：新写 %d，未变 %d，移除 %d", result.rendered, result.unchanged, result.removed
        )

    def _entry(self, page: Page) -> Entry:
        return next(
            e for e in plain_entries(self.source.visible) if e.location == page.file.src_uri
        )


def menus(config: MkDocsConfig, entries: Iterable[Entry]) -> dict[str, tuple[SidebarItem, ...]]:
    """Location of each of the plain pages `entries` → what a build shows beside it."""
    plain = {entry.location: entry for entry in entries}
    nav, config.nav = config.nav, with_handbooks(config.nav, plain.keys())
    files = Files([File(place, config.docs_dir, config.site_dir, True) for place in plain])
    with _silent("mkdocs.structure.nav"):
        get_navigation(files, config)
    config.nav = nav
    pages = {file.src_uri: file.page for file in files if file.page is not None}
    for location, page in pages.items():
        page.title = plain[location].meta.title
    return {location: _sidebar(page) for location, page in pages.items()}


@contextmanager
def _silent(name: str) -> Iterator[None]:
    """What MkDocs says of the menu, it says when the site is built."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _folders(root: Path, cases: Path, content: Path) -> Folders:
    if not cases.is_dir():
        raise FabuError(
            f"没有“{cases}”这个目录；请建好它，或在 mkdocs.yml 里改 fabu 插件的 cases_dir"
        )
    return Folders(root, cases.resolve(), content.resolve())


def _sidebar(page: Page) -> tuple[SidebarItem, ...]:
    """The pages of the section that `page` belongs to, in the order of mkdocs.yml."""
    section = page.parent
    if not isinstance(section, Section):
        return ()
    return tuple(
        SidebarItem(str(item.title), item.url, item is page)
        for item in section.children
        if isinstance(item, Page)
    )
