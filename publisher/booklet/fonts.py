"""Chinese fonts for the PDF: the best of those installed, or a message that says what to install."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import typst

from district import FabuError
from district.booklets import NO_CHINESE_FONT

SERIF = (
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "SimSun",
    "Songti SC",
    "STSong",
    "FangSong",
    "STFangsong",
)
SANS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
    "Heiti SC",
)

MISSING = (
    f"{NO_CHINESE_FONT}，无法排版。请安装思源字体：Debian、Ubuntu 运行 "
    "sudo apt-get install fonts-noto-cjk，Fedora、openEuler 运行 "
    "sudo dnf install google-noto-serif-cjk-fonts google-noto-sans-cjk-fonts；"
    "或者用 --font-dir 指明放字体文件的目录"
)


@dataclass(frozen=True)
class BookletFonts:
    """`serif` for the text, `sans` for headings: names of families in `available`."""

    serif: str
    sans: str
    available: typst.Fonts


def choose(families: Collection[str]) -> tuple[str, str]:
    """(family for the text, family for headings) of those installed.

    Where only one kind of Chinese font is there, it serves for both. Raises FabuError when there
    is none.
    """
    serif = next((name for name in SERIF if name in families), None)
    sans = next((name for name in SANS if name in families), None)
    if serif is None and sans is None:
        raise FabuError(MISSING)
    return serif or sans or "", sans or serif or ""


def find_fonts(folder: Path | None = None, *, system: bool = True) -> BookletFonts:
    """The fonts of the system and of `folder`. Raises FabuError when no Chinese one is there."""
    if folder is not None and not folder.is_dir():
        raise FabuError(f"没有“{folder}”这个字体目录")
    available = typst.Fonts(include_system_fonts=system, font_paths=[str(folder)] if folder else [])
    serif, sans = choose(set(available.families()))
    return BookletFonts(serif, sans, available)
