"""Which files go online beside the pages: those that a page refers to, and nothing that lies about.

The files of `site_config/root_files/` go to the root of the site: proofs of ownership that WeChat and
search engines ask for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from district.privacy_rules import FILE as PRIVACY
from publisher.model.documents.document import Document
from publisher.model.library import Entry
from publisher.model.links import CONTENT, resolve
from publisher.prose.targets import within_site

ROOT_FILES = "root_files"
"""Below site_config/."""

ROOT_FILE_ENDINGS = (".txt", ".html", ".htm", ".xml", ".json")
LARGEST_ROOT_FILE = 64 * 1024
"""Bytes; a proof of ownership is a line or two."""

OWN_ROOT_NAMES = frozenset(
    {
        "index.html",
        "404.html",
        "robots.txt",
        "sitemap.xml",
        "feed.xml",
        "search-suggestions.json",
        "statistics.json",
    }
)
"""What the site or its server has at its root itself."""

_ROOT_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_IN_SETTINGS = re.compile(r"(?<![\w.-])/?(assets/[^\s\"'“”）)，。；,;<>]+)")


def referred_files(entry: Entry, host: str) -> Iterator[str]:
    """Paths below content/ of the files that the page of `entry` links, shows or plays."""
    for link in (*entry.links, *entry.images):
        address = within_site(link.target, host) or link.target
        if address.startswith("/"):
            yield unquote(address[1:].partition("#")[0].partition("?")[0])
            continue
        path = resolve(entry, address)
        if path is not None and path.startswith(f"{CONTENT}/"):
            yield path.removeprefix(f"{CONTENT}/")
    if isinstance(entry.meta, Document):
        yield from entry.meta.own_files()


def shown_files(entry: Entry, host: str, content: Path) -> list[str]:
    """Paths below `content` of the files that go online with the page of `entry`."""
    return sorted(
        path
        for path in set(referred_files(entry, host))
        if path and _goes_online(content, path) and not path.lower().endswith(".md")
    )


def _goes_online(content: Path, path: str) -> bool:
    """Whether a file lies there, and no link leads to it from elsewhere."""
    file = content / path
    return file.is_file() and file.resolve() == content.resolve() / path


def files_in_settings(config_folder: Path) -> frozenset[str]:
    """Files of content/assets/ that forms, notices and other settings lead readers to."""
    files = (*config_folder.glob("*.yml"), *config_folder.glob("*/*.yml"))
    return frozenset(
        unquote(found)
        for file in files
        if file.is_file() and file.name != PRIVACY
        for found in _IN_SETTINGS.findall(file.read_text(encoding="utf-8", errors="replace"))
    )


def published_files(
    entries: Iterable[Entry], host: str, content: Path, config_folder: Path
) -> frozenset[str]:
    """Paths below `content` of all files that go online when `entries` do."""
    named = {path for entry in entries for path in referred_files(entry, host)}
    return frozenset(
        path
        for path in named | files_in_settings(config_folder)
        if path and _goes_online(content, path)
    )


def root_files(config_folder: Path) -> list[tuple[Path, str]]:
    """Every file that lies in the folder for the root of the site, with why it cannot go there;
    empty where it can."""
    folder = config_folder / ROOT_FILES
    if not folder.is_dir():
        return []
    found = sorted(path for path in folder.iterdir() if not path.name.startswith(".git"))
    return [(path, _why_it_cannot_go_there(path)) for path in found]


def _why_it_cannot_go_there(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return "应为文件，实际为目录、链接或特殊文件"
    if not _ROOT_NAME.fullmatch(path.name) or path.suffix not in ROOT_FILE_ENDINGS:
        endings = "、".join(ROOT_FILE_ENDINGS)
        return f"文件名只用字母、数字、点和连字符，以 {endings} 结尾"
    if path.name in OWN_ROOT_NAMES or path.name.startswith("sitemap-"):
        return "网站自己有同名的文件"
    size = path.stat().st_size
    if size > LARGEST_ROOT_FILE:
        return f"应不超过 {LARGEST_ROOT_FILE // 1024} KB，实际为 {size / 1024:.0f} KB"
    return ""


def write_root_files(config_folder: Path, site_dir: Path) -> list[str]:
    """Copy them to the root of the site; returns what was written."""
    names = []
    for path, why_not in root_files(config_folder):
        if not why_not:
            (site_dir / path.name).write_bytes(path.read_bytes())
            names.append(path.name)
    return names
