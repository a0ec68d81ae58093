"""Zip files (docx, xlsx, pptx, OFD): bombs, circles, lies, and XML that costs."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

from forms_backend.attachments import messages
from tests.forms_backend.attachments.hostile.attack import COST, TAKEN, Attack, many
from tests.forms_backend.attachments.hostile.quine import quine
from tests.forms_backend.attachments.sample_files import (
    EXECUTABLE,
    encrypted_zip,
    ofd,
    office,
    overlapping_zip,
    zip_bomb,
    zipped,
)

ARCHIVE = messages.NOT_ACCEPTED.format(what=messages.ARCHIVE)
DIRECTORY, END = b"PK\x01\x02", b"PK\x05\x06"
RELS = "word/_rels/document.xml.rels"


def with_part(content: bytes, name: str = "word/styles.xml") -> bytes:
    return office("docx", {name: content})


def padded(content: bytes, name: str = "word/styles.xml") -> bytes:
    """The part beside one that cannot be packed, so that the whole does not shrink like a bomb."""
    filler = random.Random(len(content)).randbytes(len(content) // 190)
    return office("docx", {name: content, "word/media/a.bin": filler})


def directory_lies(offset: int, value: int, form: str = "<I") -> bytes:
    """The directory's entry of the last part says something else at `offset`."""
    data = bytearray(with_part(b"<x/>" * 1000))
    struct.pack_into(form, data, data.rfind(DIRECTORY) + offset, value)
    return bytes(data)


def end_lies(offset: int, value: int, form: str = "<I") -> bytes:
    """The end of the file says something else at `offset`."""
    data = bytearray(office("docx"))
    struct.pack_into(form, data, data.rfind(END) + offset, value)
    return bytes(data)


def larger_than_it_says() -> bytes:
    """100 MB of zeros that both places call four bytes."""
    data = bytearray(with_part(bytes(100 * 1024 * 1024)))
    entry = data.rfind(DIRECTORY)
    struct.pack_into("<I", data, entry + 24, 4)
    struct.pack_into("<I", data, struct.unpack_from("<I", data, entry + 42)[0] + 22, 4)
    return bytes(data)


def one_piece_many_times(entries: int) -> bytes:
    """Each entry of the directory leads to the same megabyte."""
    data = zipped({"a.xml": bytes(1024 * 1024)})
    start = data.find(DIRECTORY)
    entry = data[start : data.find(END)]
    listed = b"".join(
        entry[:28] + struct.pack("<H", 6) + entry[30:46] + b"%06d" % n for n in range(entries)
    )
    end = struct.pack("<HHHHIIH", 0, 0, entries, entries, len(listed), start, 0)
    return data[:start] + listed + END + end


def many_entries(entries: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(entries):
            archive.writestr(f"word/{number}.xml", b"")
    return target.getvalue()


def large_end(length: int) -> bytes:
    """A directory for large files that says how long it is."""
    data = office("docx")
    place = data.rfind(END)
    record = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 2, 2, length, 0)
    return data[:place] + record + b"PK\x06\x07" + struct.pack("<IQI", 0, place, 1) + data[place:]


def packed_otherwise(method: int) -> bytes:
    """Whole, and packed by a method that documents do not use."""
    target = io.BytesIO(office("docx"))
    with zipfile.ZipFile(target, "a", method) as archive:
        archive.writestr("word/styles.xml", b"<x/>")
    return target.getvalue()


def nested(levels: int) -> bytes:
    content = office("docx")
    for _ in range(levels):
        content = office("docx", {"word/embeddings/a.docx": content})
    return content


def bombs_within(count: int) -> bytes:
    """Documents that are small one by one: each unpacks to 7 MB, all together to too much."""
    one = office("docx", {"word/media/a.bin": bytes(7 * 1024 * 1024)})
    return office("docx", {f"word/embeddings/{n}.docx": one for n in range(count)})


def relations(inner: bytes) -> bytes:
    return office("docx", {RELS: b"<Relationships>" + inner + b"</Relationships>"})


def laughs(levels: int = 12, each: int = 10) -> bytes:
    """Entities of entities of entities."""
    lines = [b'<!ENTITY a0 "ha">']
    for level in range(1, levels):
        inner = b"&a%d;" % (level - 1) * each
        lines.append(b'<!ENTITY a%d "%s">' % (level, inner))
    return b"<!DOCTYPE x [" + b"".join(lines) + b"]><x>&a%d;</x>" % (levels - 1)


def large_entity() -> bytes:
    """One long entity, often."""
    return b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100_000 + b'">]><x>' + b"&a;" * 100_000 + b"</x>"


OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
QUOTES = many(b' "http:', 3)
"""What held a server for two minutes: one pattern began at each of these."""

ATTACKS = {
    "zip-bomb": Attack("a.docx", zip_bomb, messages.BOMB),
    "zip-overlapping-parts": Attack("a.docx", overlapping_zip, messages.BOMB),
    "zip-one-piece-2000-times": Attack("a.docx", lambda: one_piece_many_times(2_000), messages.BOMB),
    "zip-quine": Attack("a.docx", quine, messages.TOO_NESTED),
    "zip-50-levels": Attack("a.docx", lambda: nested(50), messages.TOO_NESTED),
    "zip-bombs-within": Attack("a.docx", lambda: bombs_within(100), messages.BOMB),
    "zip-100000-parts": Attack("a.docx", lambda: many_entries(100_000), messages.BOMB),
    "zip-4000-parts": Attack("a.docx", lambda: many_entries(4_000), messages.BOMB),
    "zip-larger-than-it-says": Attack("a.docx", larger_than_it_says),
    "zip-4-gigabytes-it-says": Attack("a.docx", lambda: directory_lies(24, 0xFFFFFFFE), messages.BOMB),
    "zip-packed-4-gigabytes-it-says": Attack("a.docx", lambda: directory_lies(20, 0xFFFFFFFE)),
    "zip-part-outside": Attack("a.docx", lambda: directory_lies(42, 0xFFFFFFF0)),
    "zip-name-of-65535": Attack("a.docx", lambda: directory_lies(28, 0xFFFF, "<H")),
    "zip-directory-of-4-gigabytes": Attack("a.docx", lambda: end_lies(12, 0xFFFFFFF0)),
    "zip-directory-outside": Attack("a.docx", lambda: end_lies(16, 0x7FFFFFFF), messages.BOMB),
    "zip-directory-within-itself": Attack("a.docx", lambda: end_lies(12, 60)),
    "zip64-directory-of-exabytes": Attack("a.docx", lambda: large_end(1 << 62)),
    "zip64-directory-of-2-megabytes": Attack(
        "a.docx", lambda: large_end(2 << 20) + bytes(3 << 20) + office("docx")[-22:]
    ),
    "zip-lzma": Attack("a.docx", lambda: packed_otherwise(zipfile.ZIP_LZMA)),
    "zip-bzip2": Attack("a.docx", lambda: packed_otherwise(zipfile.ZIP_BZIP2)),
    "zip-encrypted": Attack("a.docx", encrypted_zip, messages.ENCRYPTED),
    "zip-not-deflate": Attack("a.docx", lambda: with_part(b"<x/>").replace(zlib.compress(b"<x/>")[2:-4], b"\xff" * 6)),
    "zip-after-a-program": Attack(
        "a.docx", lambda: EXECUTABLE + office("docx"), messages.NOT_ACCEPTED.format(what=messages.EXECUTABLE)
    ),
    "zip-with-a-program-in-front": Attack("a.docx", lambda: b"PK\x03\x04" + EXECUTABLE + office("docx")),
    "zip-name-leads-up": Attack("a.docx", lambda: with_part(b"x", "..\\..\\a")),
    "zip-not-a-document": Attack("a.docx", lambda: zipped({"a": b"x"}), ARCHIVE),
    "xml-million-levels": Attack(
        "a.docx", lambda: with_part(b"<a>" * 1_000_000 + b"</a>" * 1_000_000), messages.TOO_NESTED
    ),
    "xml-relations-10000-levels": Attack("a.docx", lambda: relations(b"<a>" * 10_000), messages.TOO_NESTED),
    "xml-million-relations": Attack(
        "a.docx", lambda: padded(b'<Relationship Id="a" Target="b"/>' * 1_000_000, RELS),
        messages.TOO_MANY_RELATIONS,
    ),
    "xml-relations-of-quotes": Attack("a.docx", lambda: relations(QUOTES), messages.TOO_MANY_RELATIONS),
    "xml-short-relations-of-quotes": Attack("a.docx", lambda: relations(QUOTES[:60_000]), TAKEN),
    "xml-relations-say-they-are-short": Attack(
        "a.docx", lambda: larger_than_it_says().replace(b"word/styles.xml", b"word/stylx.rels")
    ),
    "xml-entities-of-entities": Attack("a.docx", lambda: with_part(laughs())),
    "xml-relations-of-entities": Attack("a.docx", lambda: office("docx", {RELS: laughs()})),
    "xml-long-entity": Attack("a.docx", lambda: with_part(large_entity())),
    "xml-entity-outside": Attack("a.docx", lambda: with_part(OUTSIDE)),
    "xml-attribute-of-12-megabytes": Attack(
        "a.docx", lambda: padded(b'<x a="' + many(b"abcdefgh", 12) + b'"/>'), COST | TAKEN
    ),
    "xml-million-attributes": Attack(
        "a.docx",
        lambda: with_part(b"<x " + b" ".join(b'a%d="1"' % n for n in range(1_000_000)) + b"/>"),
        COST | TAKEN,
    ),
    "xml-name-without-end": Attack("a.docx", lambda: padded(b"<" + many(b"a", 10))),
    "xml-comment-of-60-megabytes": Attack(
        "a.docx", lambda: padded(b"<x><!--" + many(b"a", 60) + b"--></x>"), COST | TAKEN
    ),
    "xml-ten-million-elements": Attack(
        "a.docx", lambda: padded(b"<x>" + b"<a/>" * 10_000_000 + b"</x>"), COST | TAKEN
    ),
    "xml-million-namespaces": Attack(
        "a.docx", lambda: office("docx", {RELS: b"".join(b'<a xmlns:p%d="u">' % n for n in range(3000))}),
        messages.TOO_NESTED,
    ),
    "xml-types-of-900-kilobytes": Attack(
        "a.docx",
        lambda: office("docx", types="".join(f'<Override PartName="/{n}" ContentType="a"/>' for n in range(20_000))),
        TAKEN,
    ),
    "xml-types-of-40-megabytes": Attack(
        "a.docx", lambda: office("docx", types='<Default Extension="a" ContentType="b"/>' * 1_000_000), messages.BOMB
    ),
    "xml-utf-7": Attack("a.docx", lambda: with_part(b'<?xml version="1.0" encoding="UTF-7"?><x/>'), TAKEN),
    "xml-relations-in-an-unknown-encoding": Attack(
        "a.docx", lambda: office("docx", {RELS: b'<?xml version="1.0" encoding="IBM037"?><x/>'})
    ),
    "xml-nothing-but-zeros": Attack("a.docx", lambda: with_part(bytes(1_000_000))),
    "ofd-of-another-house": Attack("a.ofd", lambda: zipped({"OFD.xml": b"<a:OFD xmlns:a='http://x/'/>"})),
    "ofd-of-entities": Attack("a.ofd", lambda: zipped({"OFD.xml": laughs()})),
    "ofd-called-docx": Attack(
        "a.docx", ofd, messages.MISMATCH.format(extension=".docx", kind="OFD 版式文件", right=".ofd")
    ),
}  # fmt: skip
