"""The lines of a file that somebody downloaded: .docx of the national database, .md, .txt.

A .docx is a zip of XML from elsewhere: only its main part is read, never more than so many bytes
of it, and a document type declaration, by which entities grow without end, is refused.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat
from zipfile import ZipFile

from district import FabuError
from district.zip_failures import ZIP_FAILURES

ENDINGS = (".docx", ".md", ".txt")
LARGEST = 16 * 1024 * 1024
"""Bytes of a file, and of the main part of a .docx when unpacked; the longest law has 0.4 MB."""
MOST_FILES = 20_000
_PART = "word/document.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_ABOUT = ("readme", "license")
_LEGACY = "是旧版 Word（.doc）文件，请在 Word 或 WPS 里另存为 .docx"


class UnreadableFile(FabuError):
    """A file that gives no text; the message is one sentence without its name."""


def files_below(path: Path) -> list[Path]:
    """`path` itself, or the readable files below it in order; links and hidden folders left out."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise FabuError(f"没有“{path}”这个文件或目录")
    found = []
    for file in sorted(path.rglob("*")):
        if _is_text_of_a_law(file, path):
            found.append(file)
        if len(found) > MOST_FILES:
            raise FabuError(f"“{path}”里的文件超过 {MOST_FILES} 个，请指明更小的目录")
    return found


def _is_text_of_a_law(file: Path, folder: Path) -> bool:
    if any(part.startswith(".") for part in file.relative_to(folder).parts):
        return False
    if file.suffix.lower() not in (*ENDINGS, ".doc") or file.stem.lower() in _ABOUT:
        return False
    return file.is_file() and not file.is_symlink()


def lines_of(path: Path) -> list[str]:
    """Raises UnreadableFile."""
    info = path.stat()
    if not stat.S_ISREG(info.st_mode):
        raise UnreadableFile("不是普通文件")
    if info.st_size > LARGEST:
        raise UnreadableFile(f"超过 {LARGEST // 1024 // 1024} MB，不像一部法律的条文")
    ending = path.suffix.lower()
    if ending == ".docx":
        return list(_paragraphs(_main_part(path)))
    if ending == ".doc":
        raise UnreadableFile(_LEGACY)
    if ending not in ENDINGS:
        raise UnreadableFile(f"只读 {'、'.join(ENDINGS)} 文件")
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        pass
    try:
        return path.read_text(encoding="gb18030").splitlines()
    except UnicodeDecodeError as error:
        raise UnreadableFile("既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8") from error


def _main_part(path: Path) -> bytes:
    try:
        with ZipFile(path) as packed, packed.open(_PART) as part:
            data = part.read(LARGEST + 1)
    except ZIP_FAILURES as error:
        raise UnreadableFile("不是完好的 .docx 文件") from error
    if len(data) > LARGEST:
        raise UnreadableFile("解压后太大，不像一部法律的条文")
    return data


def _paragraphs(data: bytes) -> Iterator[str]:
    """The text of each paragraph; line breaks within one begin a new line."""
    words: list[str] = []
    done: list[str] = []
    inside = runs = 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal inside, runs
        if name == f"{_W}t":
            inside += 1
        elif name == f"{_W}r":
            runs += 1
        elif name == f"{_W}tab" and runs:  # outside a run it is a tab stop
            words.append("\u3000")
        elif name in (f"{_W}br", f"{_W}cr"):
            words.append("\n")

    def end(name: str) -> None:
        nonlocal inside, runs
        if name == f"{_W}t":
            inside -= 1
        elif name == f"{_W}r":
            runs -= 1
        elif name == f"{_W}p":
            done.extend("".join(words).split("\n"))
            words.clear()

    def text(data: str) -> None:
        if inside:
            words.append(data)

    def refuse(*_: object) -> None:
        raise UnreadableFile("含有文档类型声明，不是 Word 写的文件")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadableFile("不是完好的 .docx 文件") from error
    return iter(done)
