"""Reads one author file as text; whatever is wrong with the file itself becomes a finding."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from district import characters
from district.os_reasons import reason_of
from publisher.model.finding import Finding

MAX_BYTES = 2 * 1024 * 1024
"""A manuscript is text; 2 MB is some 700,000 Chinese characters."""

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class SourceFile:
    """`path` is relative to the project root, with forward slashes; `digest` is of the bytes."""

    path: str
    text: str
    digest: str


def _refusal(file: Path, root: Path, shown: str) -> Finding | None:
    """Why `file` must not be opened at all, or None."""
    try:
        info = file.stat()
    except OSError as error:
        return Finding(shown, 1, "F106", f"无法读取（{reason_of(error)}）")
    if file.is_symlink() and not file.resolve().is_relative_to(root.resolve()):
        return Finding(shown, 1, "F107", "链接的目标不在稿件目录内")
    if not stat.S_ISREG(info.st_mode):
        return Finding(shown, 1, "F106", "应为文件，实际为目录或特殊文件")
    if info.st_size > MAX_BYTES:
        size = info.st_size / 1024 / 1024
        return Finding(
            shown, 1, "F105", f"应不超过 {MAX_BYTES // 1024 // 1024} MB，实际为 {size:.1f} MB"
        )
    return None


MOST_TOLD = 20
"""A file of another kind, named as text, would give thousands."""


def told_characters(shown: str, text: str, name: str = "") -> list[Finding]:
    """F111 for each character of `text`, and of the file's `name`, that must not stand."""
    found = [
        Finding(shown, 1, "F111", f"文件名里有{one.name}", "把文件改名，不带这个字符")
        for one in characters.unusable(name)
    ]
    for one in islice(characters.unusable(text), MOST_TOLD):
        found.append(Finding(shown, one.line, "F111", f"第 {one.column} 列有{one.name}"))
    return found


def read_source(file: Path, root: Path, shown: str) -> tuple[SourceFile | None, list[Finding]]:
    """Read `file`, which must lie in `root`; `shown` is its path in findings.

    Returns None for the source when it cannot be read as a manuscript. A BOM and CRLF are
    findings, yet the text is read on (normalised), so that all other mistakes show at once.
    """
    refused = _refusal(file, root, shown)
    if refused:
        return None, [refused]
    try:
        data = file.read_bytes()
    except OSError as error:
        return None, [Finding(shown, 1, "F106", f"无法读取（{reason_of(error)}）")]
    return source_of(data, shown)


def source_of(data: bytes, shown: str) -> tuple[SourceFile | None, list[Finding]]:
    """The same for bytes that are no file yet, such as a text that is being written; at most
    `MAX_BYTES`."""
    if not data.strip():
        return None, [Finding(shown, 1, "F104", "文件里没有内容")]
    findings = []
    if data.startswith(_BOM):
        findings.append(Finding(shown, 1, "F102", "前三个字节是 EF BB BF"))
        data = data[len(_BOM) :]
    if b"\r" in data:
        line = data[: data.index(b"\r")].count(b"\n") + 1
        findings.append(Finding(shown, line, "F103", "应为 LF 换行，实际有 CR"))
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        found = Finding(
            shown, line, "F101", f"第 {line} 行的字节 0x{data[error.start]:02X} 不是 UTF-8"
        )
        return None, [*findings, found]
    return SourceFile(shown, text, blake2b(data, digest_size=16).hexdigest()), findings
