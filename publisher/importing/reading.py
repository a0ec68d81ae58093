"""Which reader an original needs, told by its ending; .doc and .wps pass through LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from publisher.importing.original import CannotImport, Original
from publisher.importing.pdf import read_pdf_text
from publisher.importing.plain_text import read_markdown, read_text
from publisher.importing.web_page import read_web_page
from publisher.importing.word import read_word

OLD_FORMATS = (".doc", ".wps", ".rtf", ".odt")
ENDINGS = (".docx", *OLD_FORMATS, ".md", ".markdown", ".html", ".htm", ".txt", ".pdf")
OFFICE = ("soffice", "libreoffice")
_OLE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""How the package of a locked .docx is called in the container that Word writes then."""
LONGEST = 120
"""Seconds that LibreOffice may take for one document."""


_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|meta)\b",
    re.I | re.S,
)
_HEAD = 4096
_SAID = {".docx": "Word", ".html": "网页", ".pdf": "PDF", ".rtf": "RTF", ".doc": "旧式 Word"}


def read_original(file: Path, known: frozenset[str]) -> Original:
    """What `file` holds. `known`: headings that some form knows. It is read as what it is, whatever its
    name ends in. Raises CannotImport with the reason."""
    named = file.suffix.lower()
    if named not in ENDINGS:
        raise CannotImport(f"不认识“{named or file.name}”这种文件；可以导入 {'、'.join(ENDINGS)}")
    ending = _ending_of(file, named)
    original = _read_as(file, ending, known)
    if not original.plain.strip() and not original.pictures:
        raise CannotImport("文件里没有文字")
    if ending != named and {ending, named} not in ({".html", ".htm"}, {".md", ".markdown"}):
        original.told.insert(0, f"文件名以 {named} 结尾，其实是{_SAID[ending]}，已照实读取")
    return original


def _ending_of(file: Path, named: str) -> str:
    """The ending that the first bytes of a file stand for; its own where they say nothing."""
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    if named in (".md", ".markdown"):
        return named
    if head.startswith(b"PK\x03\x04"):
        return named if named == ".odt" else ".docx"
    if head.startswith(b"%PDF-"):
        return ".pdf"
    if head.startswith(b"{\\rtf"):
        return ".rtf"
    if head.startswith(_OLE):
        return named if named in OLD_FORMATS else ".doc"
    if _HTML.match(head):
        return named if named == ".htm" else ".html"
    return named


def _read_as(file: Path, ending: str, known: frozenset[str]) -> Original:
    if ending == ".docx":
        return read_word(file)
    if ending in OLD_FORMATS:
        if _LOCKED in file.read_bytes():
            raise CannotImport("文件有密码；请在 Word、WPS 里去掉密码再导入")
        return _through_office(file, ending)
    if ending in (".md", ".markdown"):
        return read_markdown(file)
    if ending in (".html", ".htm"):
        return read_web_page(file)
    if ending == ".txt":
        return read_text(file)
    return read_pdf_text(file, known)


def _through_office(file: Path, ending: str) -> Original:
    program = next((found for name in OFFICE if (found := shutil.which(name))), None)
    if program is None:
        really = "" if file.suffix.lower() == ending else f"文件其实是{_SAID[ending]}，"
        raise CannotImport(
            f"{really}{ending} 要用 LibreOffice 转换，这台机器上没有装；"
            "请装上它，或者在 Word、WPS 里另存为 .docx 再导入"
        )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, f"original{ending}")
        shutil.copyfile(file, copy)
        command = [
            program, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to", "docx", "--outdir", folder, str(copy),
        ]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=LONGEST, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise CannotImport(f"LibreOffice 没有在 {LONGEST} 秒内转换完") from error
        made = Path(folder, "original.docx")
        if not made.is_file():
            raise CannotImport("LibreOffice 转换不了这个文件；请在 Word、WPS 里另存为 .docx 再导入")
        original = read_word(made)
    original.told.insert(0, f"由 LibreOffice 从 {ending} 转换")
    return original
