"""Writes the ready-made booklets to downloads/booklets/, each only when what is in it has changed."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import version
from os import cpu_count
from pathlib import Path
from typing import Any

from district import FabuError
from district.layers import NATIONAL
from district.models import SiteConfig
from law.registry import Registry
from publisher.booklet.epub import make_epub
from publisher.booklet.fonts import BookletFonts, find_fonts
from publisher.booklet.model import DEFAULT_TITLE, Booklet, compose
from publisher.booklet.pdf import make_pdf
from publisher.booklet.ready import (
    FOLDER,
    BookletFile,
    BookletOffer,
    ReadyBooklet,
    ready_booklets,
)
from publisher.model.library import Entry, Library
from publisher.model.links import link_table, source_path
from publisher.pages.view import listed

MADE = str(FOLDER / ".made.json")
"""What each file was made from and how many pages it has; hidden, so the server gives it to nobody."""
NO_FONTS = "典型案例汇编没有生成 PDF：%s"
SUFFIXES = ("pdf", "epub")
_RELEASES = ("typst", "markdown", "segno")
_CODE = Path(__file__).resolve().parents[2]
SOURCES = (
    "law/*.py",
    "publisher/booklet/*",
    "publisher/outputs/ready_booklets.py",
    "publisher/paper/qr.py",
    "publisher/prose/*.py",
)
"""Our own code that makes booklets, below the folder that holds our packages."""

NOT_SHARED = frozenset({"vocabulary.yml", "synonyms.yml"})
"""Settings of which a booklet shows no more than its cases name, and the order of its indexes."""

_log = logging.getLogger("mkdocs.plugins.fabu.booklets")


@dataclass(frozen=True)
class Material:
    """What all booklets of a build are made of."""

    library: Library
    config: SiteConfig
    registry: Registry
    config_folder: Path
    """The district's YAML, whose every change but of a few files makes booklets anew."""
    whole: Callable[[Entry], Entry] = lambda entry: entry
    """Gives an entry with its words, where `library` is without them."""


@dataclass(frozen=True)
class _Made:
    """A file that a build wrote; `pages` is 0 where there are none to count."""

    digest: str
    pages: int


def write_ready_booklets(
    material: Material, site_dir: Path
) -> tuple[tuple[BookletOffer, ...], list[str]]:
    """Bring every booklet up to date. Returns what there is to offer, and the paths written.

    Without a Chinese font there are no PDFs: the site is built all the same, and a warning says
    why.
    """
    booklets = ready_booklets(material.library, material.config)
    wanted = _digests(booklets, material)
    before = _read_made(site_dir)
    made = {
        path: before[path]
        for path, digest in wanted.items()
        if path in before and before[path].digest == digest and (site_dir / path).is_file()
    }
    missing = wanted.keys() - made.keys()
    if missing:
        made |= _make(booklets, missing, wanted, material, site_dir)
        _write_made(site_dir, made)
    offers = (_offer(booklet, made, site_dir) for booklet in booklets)
    return tuple(offer for offer in offers if offer.files), [*made, MADE] if made else []


def _make(
    booklets: Sequence[ReadyBooklet],
    missing: Iterable[str],
    wanted: dict[str, str],
    material: Material,
    site_dir: Path,
) -> dict[str, _Made]:
    paths = set(missing)
    fonts = _fonts_or_warning() if any(path.endswith(".pdf") for path in paths) else None
    work = []
    for booklet in booklets:
        mine = [s for s in SUFFIXES if booklet.path(s) in paths and (s == "epub" or fonts)]
        if mine:
            composed = _compose(booklet, material)
            work += [(booklet.path(suffix), composed) for suffix in mine]
    (site_dir / FOLDER).mkdir(parents=True, exist_ok=True)

    def write(job: tuple[str, Booklet]) -> tuple[str, _Made]:
        path, composed = job
        return path, _Made(wanted[path], _write(site_dir / path, composed, fonts))

    # Typesetting lets go of Python's lock; processes forked after it would wait for its threads.
    with ThreadPoolExecutor(cpu_count() or 1) as pool:
        return dict(pool.map(write, work))


def _write(target: Path, booklet: Booklet, fonts: BookletFonts | None) -> int:
    """Write one file whole; returns its pages."""
    pages = 0
    if target.suffix == ".pdf" and fonts is not None:
        pdf = make_pdf(booklet, fonts)
        content, pages = pdf.content, pdf.pages
    else:
        content = make_epub(booklet)
    partial = target.with_name(f".{target.name}.part")
    partial.write_bytes(content)
    partial.replace(target)
    return pages


def _fonts_or_warning() -> BookletFonts | None:
    try:
        return find_fonts()
    except FabuError as error:
        _log.warning(NO_FONTS, error)
        return None


def _compose(booklet: ReadyBooklet, material: Material) -> Booklet:
    return compose(
        DEFAULT_TITLE,
        booklet.subtitle,
        tuple((material.whole(entry), case) for entry, case in booklet.chosen),
        material.library,
        material.config,
        material.registry,
        by_area=False,
    )


def _offer(booklet: ReadyBooklet, made: dict[str, _Made], site_dir: Path) -> BookletOffer:
    files = tuple(
        BookletFile(
            suffix.upper(), path, (site_dir / path).stat().st_size, made[path].pages or None
        )
        for suffix in SUFFIXES
        if (path := booklet.path(suffix)) in made
    )
    return BookletOffer(booklet.area, booklet.year, len(booklet.chosen), booklet.total, files)


def _digests(booklets: Sequence[ReadyBooklet], material: Material) -> dict[str, str]:
    """Path of each file → digest of all that it is made of."""
    if not booklets:
        return {}
    common = _common_digest(material)
    urls = {source_path(entry): entry.url for entry in material.library.entries}
    parts: dict[str, str] = {}
    found: dict[str, str] = {}
    for booklet in booklets:
        digest = blake2b(f"{common} {booklet.subtitle}".encode(), digest_size=12)
        for entry, _case in booklet.chosen:
            if entry.path not in parts:
                named = tuple(listed(entry.meta))
                parts[entry.path] = f"{entry!r} {named} {sorted(link_table(entry, urls).items())}"
            digest.update(parts[entry.path].encode())
        found |= {booklet.path(suffix): digest.hexdigest() for suffix in SUFFIXES}
    return found


def _common_digest(material: Material) -> str:
    """Digest of what all booklets share: layout, code, configuration, releases."""
    releases = " ".join(f"{name}={version(name)}" for name in _RELEASES)
    vocabulary = material.config.vocabulary
    order = f"{vocabulary.cause_labels} {vocabulary.terms('industries').labels}"
    digest = blake2b(f"{releases} {order}".encode(), digest_size=12)
    files = [file for pattern in SOURCES for file in _CODE.glob(pattern)]
    files += [*material.config_folder.glob("*.yml"), *NATIONAL.glob("*.yml")]
    for file in sorted(files):
        if file.is_file() and file.name not in NOT_SHARED:
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _read_made(site_dir: Path) -> dict[str, _Made]:
    try:
        data: Any = json.loads((site_dir / MADE).read_text(encoding="utf-8"))
        return {path: _Made(digest, pages) for path, (digest, pages) in data.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write_made(site_dir: Path, made: dict[str, _Made]) -> None:
    text = json.dumps({path: [m.digest, m.pages] for path, m in sorted(made.items())})
    (site_dir / MADE).write_text(text, encoding="utf-8")
