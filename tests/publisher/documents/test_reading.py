"""Documents and pictures that go online as they are: every word of them, and what they hide."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import docx
import pytest
import typst
import xlsxwriter
from PIL import Image
from pypdf import PdfReader, PdfWriter

from law.texts.files import UnreadableFile, lines_of
from publisher.documents.office import read_office
from publisher.documents.reading import CannotRead, read_words
from publisher.importing.original import CannotImport
from publisher.importing.package import Package

ID = "11010519491231002X"


def words_of(file: Path) -> str:
    return "\n".join(text for _, text in read_words(file).texts)


@pytest.fixture
def word(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("身份证").add_run(ID)
    document.add_table(1, 2).cell(0, 1).text = "13800138000"
    document.sections[0].header.paragraphs[0].text = "页眉13900139000"
    document.core_properties.author = "李建国"
    file = tmp_path / "a.docx"
    document.save(str(file))
    return file


def test_word_is_read_with_its_tables_headers_and_properties(word: Path) -> None:
    found = words_of(word)
    assert f"身份证{ID}" in found
    assert "13800138000" in found
    assert "页眉13900139000" in found
    assert "文档属性“作者”里有姓名“李××”" in read_words(word).hidden


def test_the_office_as_author_is_no_leak(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.author = "示例区司法局"
    file = tmp_path / "b.docx"
    document.save(str(file))
    assert read_words(file).hidden == ()


def part_of(file: Path, name: str, xml: str) -> Path:
    with zipfile.ZipFile(file, "a") as package:
        package.writestr(name, xml)
    return file


@pytest.mark.parametrize(
    ("name", "xml", "told"),
    [
        (
            "word/comments.xml",
            "<w:comments><w:comment w:id='1'><w:t>问李某</w:t></w:comment></w:comments>",
            "有批注",
        ),
        (
            "word/footnotes.xml",
            "<w:p><w:del w:id='1'><w:t>旧</w:t></w:del></w:p>",
            "有没有接受的修订",
        ),
        ("word/footer9.xml", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>", "有隐藏的文字"),
        ("word/embeddings/a.xlsx", "", "有嵌入的文件或宏，检查看不到里面"),
    ],
)
def test_what_word_hides_is_told(word: Path, name: str, xml: str, told: str) -> None:
    assert told in read_words(part_of(word, name, xml)).hidden


def test_hidden_sheets_are_read_and_told(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        book.add_worksheet("公开").write(0, 0, "名单")
        hidden = book.add_worksheet("内部")
        hidden.write(0, 0, f"身份证{ID}")
        hidden.hide()
    words = read_words(file)
    assert ID in words_of(file)
    assert "有隐藏的工作表“内部”" in words.hidden


def test_pdf_is_read_with_its_properties(tmp_path: Path) -> None:
    pages = PdfReader(io.BytesIO(typst.compile(f"ID {ID} tel 13800138000".encode())))
    writer = PdfWriter(clone_from=pages)
    writer.add_metadata({"/Author": "李建国", "/Subject": "13900139000"})
    file = tmp_path / "a.pdf"
    writer.write(str(file))
    found = words_of(file)
    assert ID in found
    assert "13900139000" in found
    assert read_words(file).hidden == ("文档属性“作者”里有姓名“李××”",)


def picture(file: Path, *, gps: bool = False, artist: str = "", serial: str = "") -> Path:
    image = Image.new("RGB", (4, 4))
    exif = image.getexif()
    if gps:
        place = exif.get_ifd(0x8825)
        place[1], place[2], place[3], place[4] = "N", (35.0, 1.0, 0.0), "E", (113.0, 1.0, 0.0)
    if artist:
        exif[0x013B] = artist
    if serial:
        exif.get_ifd(0x8769)[0xA431] = serial
    image.save(file, exif=exif)
    return file


def test_a_photograph_tells_where_it_was_taken(tmp_path: Path) -> None:
    assert read_words(picture(tmp_path / "a.jpg", gps=True)).hidden == ("图片里有拍摄地点（GPS）",)
    assert read_words(picture(tmp_path / "b.jpg")).hidden == ()
    assert read_words(picture(tmp_path / "c.jpg", serial="12345")).hidden == ("图片里有相机序列号",)
    assert "wang@example.com" in words_of(picture(tmp_path / "d.jpg", artist="wang@example.com"))


def test_words_in_a_png_are_read(tmp_path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", f"id {ID}")
    file = tmp_path / "a.png"
    Image.new("RGB", (2, 2)).save(file, pnginfo=info)
    assert ID in words_of(file)


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0", "这种文件"),
        ("a.docx", b"no package", "损坏或有密码"),
        ("a.pdf", b"%PDF-1.7 broken", "损坏"),
        ("a.png", b"no picture", "损坏或格式不认识"),
        ("a.zip", b"PK", "这种文件"),
    ],
)
def test_what_cannot_be_read_says_so(tmp_path: Path, name: str, data: bytes, part: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(CannotRead, match=part):
        read_words(file)


def test_a_scan_and_a_locked_pdf_say_so(tmp_path: Path) -> None:
    blank = PdfWriter()
    blank.add_blank_page(100, 100)
    scan = tmp_path / "scan.pdf"
    blank.write(str(scan))
    with pytest.raises(CannotRead, match="没有文字层"):
        read_words(scan)
    blank.encrypt("secret", algorithm="AES-256")
    locked = tmp_path / "locked.pdf"
    blank.write(str(locked))
    with pytest.raises(CannotRead, match="密码"):
        read_words(locked)


def test_a_package_that_grows_too_large_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "bomb.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * (101 * 1024 * 1024))
    with pytest.raises(CannotRead, match="太大"):
        read_words(file)


def damaged() -> Iterator[bytes]:
    """One small .docx, each of its bytes changed in turn, wholly and by its last bit."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f"<w>{'某公司拖欠货款。' * 9}</w>")
    whole = made.getvalue()
    for place, mask in product(range(len(whole)), (0xFF, 0x01)):
        yield whole[:place] + bytes([whole[place] ^ mask]) + whole[place + 1 :]


def test_a_damaged_file_is_refused_by_every_reader_of_packages_and_ends_no_check(tmp_path) -> None:
    file = tmp_path / "damaged.docx"
    seen: set[type[BaseException] | None] = set()
    for content in damaged():
        file.write_bytes(content)
        for read in (read_office, lines_of, _parts):
            try:
                read(file)
            except (CannotRead, CannotImport, UnreadableFile) as error:
                seen.add(type(error.__cause__))
    assert {zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError} <= seen


def _parts(file: Path) -> None:
    with Package(file) as package:
        for name in package.names:
            package.bytes_of(name)
