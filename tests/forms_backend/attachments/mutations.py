"""Files of every kind with something wrong in them, made again by the same seed.

A third is changed where readers look first, in its bytes; the others are opened, changed inside, and
closed again with the right lengths and check sums, so that the change is met deeper down.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from functools import cache

import docx
import openpyxl
import pikepdf
from PIL import Image

from forms_backend.attachments.kinds import ACCEPTED_EXTENSIONS
from tests.forms_backend.attachments.bare_pictures import PNG_HEAD, chunk, exif, jpeg, moving_webp
from tests.forms_backend.attachments.sample_files import (
    ACCEPTED,
    EXECUTABLE,
    compound_file,
    encrypted_zip,
    office,
)

NAMES = ("", ".", "..", "a", "/etc/passwd", "..\\..\\a", "\x00", "a\u202egpj", "字" * 300, "a'b\"",
         "%s{0}")  # fmt: skip
NUMBERS = (
    bytes(4),
    b"\xff" * 4,
    b"\x7f\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\0\0\1\0",
    b"\1\0\0\0",
)


@cache
def samples() -> dict[str, bytes]:
    """The small ones, and what real programs write, with more in it."""
    return ACCEPTED | {
        "written.docx": _written_document(),
        "written.xlsx": _written_workbook(),
        "written.pdf": _written_pdf(),
        "embedding.docx": office("docx", {
            "word/embeddings/a.xlsx": office("xlsx"),
            "word/embeddings/b.bin": compound_file({"Contents": b"x"}),
        }),
        "noise.png": _noise("PNG"),
        "noise.jpg": _noise("JPEG", progressive=True, exif=exif(6)),
        "noise.webp": _noise("WEBP"),
        "noise.gif": _noise("GIF"),
        "bare.jpg": jpeg(640, 480, orientation=8),
        "moving.webp": moving_webp(40, 30, 5),
    }  # fmt: skip


def _written_document() -> bytes:
    document = docx.Document()
    for number in range(20):
        document.add_paragraph(f"第{number}次检查的情况说明。")
    document.add_table(4, 4)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _written_workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in range(30):
        book.active.append([row, f"第{row}行", row * 1.5])
    book.active["A1"].hyperlink = "http://example.com/"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _written_pdf() -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(4):
            page = document.add_blank_page()
            page.Contents = document.make_stream(b"BT (text) Tj ET " * 20)
        document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _noise(kind: str, **options: object) -> bytes:
    pixels = random.Random(kind).randbytes(60 * 40 * 3)
    target = io.BytesIO()
    Image.frombytes("RGB", (60, 40), pixels).save(target, format=kind, **options)
    return target.getvalue()


def mutation(chance: random.Random) -> tuple[str, bytes]:
    """The name and the content of one file."""
    name = chance.choice(tuple(samples()))
    content = samples()[name]
    match chance.randrange(12):
        case 0:
            content = chance.choice(tuple(samples().values()))[:16] + chance.randbytes(
                chance.randint(0, 600)
            )
        case 1:
            content = chance.choice((EXECUTABLE, encrypted_zip(), chance.randbytes(50), b""))
        case 2:
            pass  # a file as it is, so that some are always taken
        case 3 | 4 | 5 | 6:
            content = changed(chance, content)
        case _:
            content = changed_inside(chance, content)
    if chance.random() < 0.2:
        name = chance.choice(NAMES) + chance.choice((*ACCEPTED_EXTENSIONS, "", ".exe", ".zip"))
    return name, content


def changed(chance: random.Random, content: bytes) -> bytes:
    """Cut, flipped, filled, doubled, mixed with another, once or a few times."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 5)):
        place = chance.randrange(len(data)) if data else 0
        match chance.randrange(7):
            case 0:
                del data[place:]
            case 1 if data:
                data[place] ^= 1 << chance.randrange(8)
            case 2:
                data[place:place] = chance.randbytes(chance.randint(1, 40))
            case 3:
                data[place : place + 4] = chance.choice(NUMBERS)
            case 4:
                other = chance.choice(tuple(samples().values()))
                data += other[: chance.randrange(len(other))]
            case 5:
                data[place:place] = data[place : place + chance.randint(1, 200)] * chance.randint(
                    1, 50
                )
            case _:
                del data[place : place + chance.randint(1, 30)]
    return bytes(data)


def changed_inside(chance: random.Random, content: bytes) -> bytes:
    """The same file closed again after something in it was changed."""
    if content.startswith(PNG_HEAD):
        return _changed_png(chance, content)
    if content.startswith(b"PK"):
        return _changed_zip(chance, content)
    if content.startswith(b"%PDF"):
        return _changed_pdf(chance, content)
    return changed(chance, content)


def _changed_png(chance: random.Random, content: bytes) -> bytes:
    parts, place = [], len(PNG_HEAD)
    while place < len(content):
        (length,) = struct.unpack_from(">I", content, place)
        parts.append((content[place + 4 : place + 8], content[place + 8 : place + 8 + length]))
        place += 12 + length
    number = chance.randrange(len(parts))
    name, inner = parts[number]
    parts[number] = (name, changed(chance, inner))
    if chance.random() < 0.3:
        parts.insert(
            number,
            (chance.choice((b"tEXt", b"eXIf", b"acTL", b"iCCP", b"PLTE")), chance.randbytes(30)),
        )
    return PNG_HEAD + b"".join(chunk(*part) for part in parts)


def _changed_zip(chance: random.Random, content: bytes) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as other,
    ):
        names = archive.namelist()
        chosen = chance.choice(names)
        for name in names:
            inner = archive.read(name)
            if name == chosen:
                inner = changed_inside(chance, inner)
            other.writestr(name, inner)
        if chance.random() < 0.2:
            other.writestr(
                f"word/{chance.choice(NAMES)}.xml", changed(chance, archive.read(chosen))
            )
    return target.getvalue()


def _changed_pdf(chance: random.Random, content: bytes) -> bytes:
    """A stream of it is unpacked, changed, packed and put back, with its new length."""
    start = content.find(b"stream\n", chance.randrange(len(content)))
    end = content.find(b"\nendstream", start)
    if start < 0 or end < 0:
        return changed(chance, content)
    try:
        inner = zlib.decompress(content[start + 7 : end])
    except zlib.error:
        return changed(chance, content)
    packed = zlib.compress(changed(chance, inner))
    return content[: start + 7] + packed.ljust(end - start - 7, b"\0") + content[end:]
