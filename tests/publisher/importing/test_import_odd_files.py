"""Files that are empty, locked, or something else than their name says: a sentence each, or what they hold."""

from __future__ import annotations

import pytest
import typst

from district.import_formats import load_import_formats
from publisher.booklet.fonts import find_fonts
from publisher.importing.original import CannotImport
from publisher.importing.reading import read_original
from tests.publisher.importing.office_files import _NS, paragraph, run, write_docx

KNOWN = load_import_formats().known_headings
WORDS = "青禾公司与云岭商行签订买卖合同，约定货到付款。"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def word(path, words: str) -> bytes:
    body = paragraph(run(words)) if words else ""
    return write_docx(
        path / "w.docx", f"<w:document {_NS}><w:body>{body}</w:body></w:document>"
    ).read_bytes()


def pdf() -> bytes:
    return typst.compile(f'#set text(font: "{find_fonts().serif}")\n{WORDS}\n'.encode())


REFUSED = {
    "an empty text": ("a.txt", lambda _: b"", "没有文字"),
    "blank lines": ("a.txt", lambda _: b"  \r\n \r\n", "没有文字"),
    "an empty document": ("a.docx", lambda path: word(path, ""), "没有文字"),
    "a locked document": ("a.docx", lambda _: OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "an old document with a new name": ("a.docx", lambda _: OLE, "其实是旧式 Word.*LibreOffice"),
    "a picture with a name of Word": ("a.docx", lambda _: b"\xff\xd8\xff\xe0" + bytes(50), "损坏"),
    "a page of frames": ("a.html", lambda _: b"<html><frameset></frameset></html>", "找不到正文"),
    "no text at all": ("a.txt", lambda _: bytes(range(256)) * 9, "编码"),
    "an unknown ending": ("a.xyz", lambda _: b"x", "不认识"),
}


@pytest.mark.parametrize(("name", "make", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(name, make, why, tmp_path, monkeypatch):
    monkeypatch.setattr("publisher.importing.reading.shutil.which", lambda _: None)
    file = tmp_path / name
    file.write_bytes(make(tmp_path))
    with pytest.raises(CannotImport, match=why):
        read_original(file, KNOWN)


PAGE = (
    f"<!-- saved --><html><head><title>x</title></head><body><p>{WORDS}</p></body></html>".encode()
)
READ = {
    "a page named as Word's": ("a.doc", lambda _: PAGE, "其实是网页"),
    "a page named as text": ("a.txt", lambda _: PAGE, "其实是网页"),
    "a new document with an old name": ("a.doc", lambda path: word(path, WORDS), "其实是Word"),
    "a PDF named as Word's": ("a.docx", lambda _: pdf(), "其实是PDF"),
}


@pytest.mark.parametrize(("name", "make", "why"), READ.values(), ids=READ)
def test_a_file_is_read_as_what_it_is_and_that_is_told(name, make, why, tmp_path):
    file = tmp_path / name
    file.write_bytes(make(tmp_path))
    original = read_original(file, KNOWN)
    assert original.plain == WORDS
    assert why in original.told[0]
