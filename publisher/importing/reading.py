"""Which reader an original needs, told by its ending; .doc and .wps pass through LibreOffice."""

from __future__ import annotations

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
LONGEST = 120
"""Seconds that LibreOffice may take for one document."""


def read_original(file: Path, known: frozenset[str]) -> Original:
    """What `file` holds. `known`: headings that some form knows. Raises CannotImport with the reason."""
    ending = file.suffix.lower()
    if ending == ".docx":
        return read_word(file)
    if ending in OLD_FORMATS:
        return _through_office(file)
    if ending in (".md", ".markdown"):
        return read_markdown(file)
    if ending in (".html", ".htm"):
        return read_web_page(file)
    if ending == ".txt":
        return read_text(file)
    if ending == ".pdf":
        return read_pdf_text(file, known)
    raise CannotImport(f"不认识“{ending or file.name}”这种文件；可以导入 {'、'.join(ENDINGS)}")


def _through_office(file: Path) -> Original:
    program = next((found for name in OFFICE if (found := shutil.which(name))), None)
    if program is None:
        raise CannotImport(
            f"{file.suffix} 要用 LibreOffice 转换，这台机器上没有装；"
            "请装上它，或者在 Word、WPS 里另存为 .docx 再导入"
        )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, f"original{file.suffix.lower()}")
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
    original.told.insert(0, f"由 LibreOffice 从 {file.suffix} 转换")
    return original
