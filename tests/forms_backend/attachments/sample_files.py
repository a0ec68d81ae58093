"""Small files of every accepted kind, and the wicked ones beside them, made in the test."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image

EXECUTABLE = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(200)


def pdf(extra: bytes = b"", *, trailer: bytes = b"", objects: tuple[bytes, ...] = ()) -> bytes:
    """A PDF of one empty page: `extra` stands in its catalogue, further objects from number 4 on."""
    content = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(
        (
            b"<< /Type /Catalog /Pages 2 0 R " + extra + b" >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
            *objects,
        ),
        start=1,
    ):
        places.append(len(content))
        content += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R " % (len(places) + 1)
        + trailer
        + b">>\nstartxref\n%d\n%%%%EOF\n" % len(content)
    )


def locked_pdf(password: str) -> bytes:
    """A PDF that asks for `password`; without one it can be read, and is locked against changes."""
    target = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(target, encryption=pikepdf.Encryption(owner="owner", user=password))
    return target.getvalue()


def pdf_with_hidden(objects: pikepdf.Dictionary) -> bytes:
    """A PDF whose catalogue, with `objects` in it, stands in a compressed object stream."""
    target = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        for key, value in objects.items():
            document.Root[key] = document.make_indirect(value)
        document.save(
            target,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return target.getvalue()


def picture(kind: str, size: tuple[int, int] = (8, 6), **options: object) -> bytes:
    image = Image.new("RGB", size, (200, 30, 30))
    image.putpixel((0, 0), (0, 0, 255))
    target = io.BytesIO()
    image.save(target, format=kind, **options)
    return target.getvalue()


def photo_with_place(orientation: int = 1, size: tuple[int, int] = (40, 20)) -> bytes:
    """A JPEG as a telephone writes it: orientation, device, GPS, comment, something behind."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SECRET-DEVICE"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (39.0, 54.0, 20.0)
    image = Image.new("RGB", size, (255, 255, 255))
    image.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))  # the left half is red
    target = io.BytesIO()
    image.save(target, format="JPEG", quality=95, exif=exif, comment=b"SECRET-COMMENT")
    return target.getvalue() + b"SECRET-APPENDED"


def moving_gif() -> bytes:
    frames = [Image.new("RGB", (8, 8), (n * 80, 0, 0)) for n in range(3)]
    target = io.BytesIO()
    frames[0].save(
        target, format="GIF", save_all=True, append_images=frames[1:], duration=90,
        comment=b"SECRET",
    )  # fmt: skip
    return target.getvalue()


_MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def office(kind: str, parts: dict[str, bytes] | None = None, types: str = "") -> bytes:
    """A docx, xlsx or pptx with further `parts` and text in its list of content types."""
    main, content_type = _MAIN[kind]
    content_types = (
        f'<Types><Override PartName="/{main}" ContentType="application/vnd.openxmlformats-'
        f'officedocument.{content_type}.main+xml"/>{types}</Types>'
    )
    return zipped({"[Content_Types].xml": content_types.encode(), main: b"<x/>"} | (parts or {}))


def ofd() -> bytes:
    xml = '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"/>'
    return zipped({"OFD.xml": xml.encode(), "Doc_0/Document.xml": b"<x/>"})


def zip_bomb() -> bytes:
    """A docx that unpacks to more than we look at: 64 parts of 4 MB of nothing."""
    nothing = bytes(4 * 1024 * 1024)
    return office("docx", {f"word/media/{n}.bin": nothing for n in range(64)})


def overlapping_zip() -> bytes:
    """Two entries of the directory that lead to the same bytes."""
    data = bytearray(office("docx", {"word/a.xml": b"a" * 50, "word/b.xml": b"b" * 50}))
    places = []
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        places.append(place)
        place = data.find(b"PK\x01\x02", place + 1)
    first = data[places[-2] + 42 : places[-2] + 46]
    data[places[-1] + 42 : places[-1] + 46] = first
    return bytes(data)


def with_wrong_checksum() -> bytes:
    """A docx in which the checksum of the last part is not that of its content."""
    data = bytearray(office("docx"))
    data[data.rfind(b"PK\x01\x02") + 16] ^= 1
    return bytes(data)


def encrypted_zip() -> bytes:
    data = bytearray(office("docx"))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def compound_file(streams: dict[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """An OLE file with these streams and storages below its root."""
    names = ["Root Entry", *streams, *storages]
    contents = [content.ljust(4096, b"\0") for content in streams.values()]
    entries_sectors = -(-len(names) // 4)
    fat: list[int] = [0xFFFFFFFD]  # the table itself
    directory_start = len(fat)
    fat += [*range(directory_start + 1, directory_start + entries_sectors), 0xFFFFFFFE]
    starts = []
    for content in contents:
        sectors = -(-len(content) // 512)
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + sectors), 0xFFFFFFFE]
    assert len(fat) <= 128
    table = struct.pack("<128I", *fat, *[0xFFFFFFFF] * (128 - len(fat)))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, directory_start, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
        + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    )  # fmt: skip
    directory = b""
    none = 0xFFFFFFFF
    for place in range(entries_sectors * 4):
        if place >= len(names):
            directory += bytes(64) + bytes(4) + struct.pack("<III", none, none, none) + bytes(48)
            continue
        kind = 5 if place == 0 else 2 if place <= len(streams) else 1
        right = place + 1 if 0 < place < len(names) - 1 else none
        child = 1 if place == 0 and len(names) > 1 else none
        start = starts[place - 1] if kind == 2 else 0
        size = len(contents[place - 1]) if kind == 2 else 0
        raw = names[place].encode("utf-16-le") + b"\0\0"
        directory += (
            raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1)
            + struct.pack("<III", none, right, child) + bytes(36) + struct.pack("<IQ", start, size)
        )  # fmt: skip
    return (
        header
        + table
        + directory
        + b"".join(c.ljust(-(-len(c) // 512) * 512, b"\0") for c in contents)
    )


def workbook(sheet_type: int = 0) -> bytes:
    """The stream of an xls with one sheet; type 1 is an Excel 4.0 macro sheet."""
    name = b"\x06\x00Sheet1"
    sheet = struct.pack("<IBB", 0, 0, sheet_type) + name
    begin = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0)
    return begin + struct.pack("<HH", 0x85, len(sheet)) + sheet + struct.pack("<HH", 0x0A, 0)


def presentation(*, macros: bool) -> bytes:
    info = b"\x1f\x00\xff\x03\x14\x00\x00\x00\x02\x00\x00\x04\x0c\x00\x00\x00"
    return info + struct.pack("<III", 1, int(macros), 2)


def box(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def film(brand: bytes) -> bytes:
    return (
        box(b"ftyp", brand + bytes(4) + brand) + box(b"moov", bytes(20)) + box(b"mdat", bytes(50))
    )


def wav() -> bytes:
    form = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
    data = b"data" + struct.pack("<I", 32) + bytes(32)
    return b"RIFF" + struct.pack("<I", 4 + len(form) + len(data)) + b"WAVE" + form + data


def mp3(tag: bytes = b"") -> bytes:
    frame = (b"\xff\xfb\x90\x00").ljust(417, b"\0")
    return tag + frame * 4


def amr() -> bytes:
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * 12


ACCEPTED: dict[str, bytes] = {
    "a.pdf": pdf(),
    "a.docx": office("docx"),
    "a.xlsx": office("xlsx"),
    "a.pptx": office("pptx"),
    "a.ofd": ofd(),
    "a.doc": compound_file({"WordDocument": b"x", "1Table": b"y"}),
    "a.xls": compound_file({"Workbook": workbook()}),
    "a.ppt": compound_file({"PowerPoint Document": presentation(macros=False)}),
    "a.jpg": picture("JPEG"),
    "a.jpeg": photo_with_place(),
    "a.png": picture("PNG"),
    "a.gif": moving_gif(),
    "a.webp": picture("WEBP"),
    "a.mp3": mp3(),
    "tagged.mp3": mp3(b"ID3\x03\x00\x00\x00\x00\x00\x0a" + bytes(10)),
    "a.wav": wav(),
    "a.m4a": film(b"M4A "),
    "a.amr": amr(),
    "a.mp4": film(b"isom"),
    "a.mov": film(b"qt  "),
}


def png_of(width: int, height: int) -> bytes:
    """A PNG whose head promises so many pixels, in a few bytes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
