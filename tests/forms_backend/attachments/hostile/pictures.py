"""Pictures, sound and films: huge, endless, in small pieces, or something else as well."""

from __future__ import annotations

import struct
import zlib

from forms_backend.attachments import messages
from forms_backend.attachments.readers.answer import Outcome
from tests.forms_backend.attachments.bare_pictures import (
    PNG_HEAD,
    chunk,
    gif,
    jpeg,
    jpeg_of_scans,
    moving_webp,
    png,
    webp,
)
from tests.forms_backend.attachments.hostile.attack import COST, TAKEN, Attack, bomb, many
from tests.forms_backend.attachments.sample_files import (
    EXECUTABLE,
    amr,
    box,
    film,
    moving_gif,
    mp3,
    picture,
    png_of,
    wav,
    zipped,
)

PIXELS = messages.TOO_MANY_PIXELS.format
FRAMES = messages.TOO_MANY_FRAMES.format
IN_FULL = [(1, 1)] * 3
ANY = COST | TAKEN | {Outcome.REFUSED}


def text_bomb(name: bytes) -> bytes:
    return chunk(name, b"a\x00\x00" + bomb())


def more_rows_than_it_says() -> bytes:
    """The pixels go on after the last row."""
    head = struct.pack(">IIBBBBB", 10, 10, 8, 2, 0, 0, 0)
    return PNG_HEAD + chunk(b"IHDR", head) + chunk(b"IDAT", bomb()) + chunk(b"IEND", b"")


def pixels_in_single_bytes() -> bytes:
    """Every byte of the packed pixels is a chunk of its own."""
    body = zlib.compress(bytes(range(256)) * 2_000, 0)
    head = struct.pack(">IIBBBBB", 412, 412, 8, 2, 0, 0, 0)
    pieces = b"".join(chunk(b"IDAT", body[n : n + 1]) for n in range(len(body)))
    return PNG_HEAD + chunk(b"IHDR", head) + pieces + chunk(b"IEND", b"")


def exif_in_a_circle() -> bytes:
    """Its directory names itself as the next one, and as the one with the place."""
    tiff = b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 2)
    tiff += struct.pack("<HHII", 0x0112, 3, 1, 6) + struct.pack("<HHII", 0x8825, 4, 1, 8)
    tiff += struct.pack("<I", 8)
    return _with_exif(tiff)


def exif_of_65535_entries() -> bytes:
    entries = struct.pack("<HHII", 0x9000, 2, 0xFFFFFFFF, 0) * 5_000
    return _with_exif(b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 0xFFFF) + entries)


def _with_exif(tiff: bytes) -> bytes:
    body = b"Exif\x00\x00" + tiff
    segment = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    whole = jpeg(64, 64)
    return whole[:2] + segment + whole[2:]


def segments(count: int) -> bytes:
    whole = jpeg(64, 64)
    return whole[:2] + (b"\xff\xe5\x00\x10" + b"a" * 14) * count + whole[2:]


def several_pictures_in_a_circle() -> bytes:
    """The list of further pictures (MPF) says that there are a million, each the first."""
    entries = struct.pack("<IIIHH", 0x030000, 1000, 0, 0, 0) * 100
    mpf = b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 3)
    mpf += struct.pack("<HHI4s", 0xB000, 7, 4, b"0100")
    mpf += struct.pack("<HHII", 0xB001, 4, 1, 1_000_000)
    mpf += struct.pack("<HHII", 0xB002, 7, len(entries), 50) + bytes(4) + entries
    body = b"MPF\x00" + mpf
    whole = jpeg(64, 64)
    return whole[:2] + b"\xff\xe2" + struct.pack(">H", len(body) + 2) + body + whole[2:]


def gif_of(frames: int) -> bytes:
    """Frames of one pixel, twenty bytes each."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6)
    return (
        head + (b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02D\x01\x00") * frames + b";"
    )


def gif_outside() -> bytes:
    """A frame of 60,000 × 60,000 on a canvas of one pixel."""
    data = bytearray(gif_of(2))
    place = data.rfind(b",")
    struct.pack_into("<HHHH", data, place + 1, 0, 0, 60_000, 60_000)
    return bytes(data)


def gif_of_comments(megabytes: float) -> bytes:
    data = gif_of(1)
    return data[:19] + many(b"!\xfe\x01a\x00", megabytes) + data[19:]


ATTACKS = {
    "png-900-million-pixels": Attack("a.png", lambda: png_of(30_000, 30_000), PIXELS(million=50)),
    "png-2-to-the-62-pixels": Attack("a.png", lambda: png_of(0x7FFFFFFF, 0x7FFFFFFF), PIXELS(million=50)),
    "png-194-kilobytes": Attack("a.png", lambda: png(7_000, 7_000), PIXELS(million=36)),
    "png-turned": Attack("a.png", lambda: png(5_000, 5_000, orientation=6), PIXELS(million=18)),
    "png-a-million-small-chunks": Attack(
        "a.png", lambda: png(8, 8, before=(many(chunk(b"tEXt", b"a\0b"), 18),)), ANY
    ),
    "png-pixels-in-single-bytes": Attack("a.png", pixels_in_single_bytes, ANY),
    "png-text-bomb": Attack("a.png", lambda: png(8, 8, before=(text_bomb(b"zTXt"),)), ANY),
    "png-1000-small-text-bombs": Attack(
        "a.png",
        lambda: png(8, 8, before=(chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(1 << 20), 9)),) * 1_000), ANY
    ),
    "png-profile-bomb": Attack("a.png", lambda: png(8, 8, before=(text_bomb(b"iCCP"),)), ANY),
    "png-more-rows-than-it-says": Attack("a.png", more_rows_than_it_says, ANY),
    "png-billion-frames": Attack(
        "a.png", lambda: png(8, 8, before=(chunk(b"acTL", struct.pack(">II", 0x7FFFFFFF, 0)),)), ANY
    ),
    "png-chunk-length-lies": Attack("a.png", lambda: picture("PNG").replace(b"\0\0\0\rIHDR", b"\x7f\0\0\rIHDR")),
    "webp-132-kilobytes": Attack("a.webp", lambda: webp(7_000, 7_000) + bytes(132_000), PIXELS(million=6)),
    "webp-16383": Attack("a.webp", lambda: webp(16_383, 16_383), PIXELS(million=6)),
    "webp-canvas-lies": Attack("a.webp", lambda: webp(8, 8, says=16_384), PIXELS(million=6)),
    "webp-10000-frames": Attack("a.webp", lambda: moving_webp(16, 16, 10_000), FRAMES(million=20, frames=500)),
    "webp-200-large-frames": Attack("a.webp", lambda: moving_webp(1_000, 1_000, 200), FRAMES(million=20, frames=500)),
    "jpeg-65500": Attack("a.jpg", lambda: jpeg(64, 64).replace(b"\x08\0\x40\0\x40", b"\x08\xff\xdc\xff\xdc"), PIXELS(million=50)),
    "jpeg-progressive-in-full": Attack("a.jpg", lambda: jpeg(6_000, 6_000, sampling=IN_FULL, progressive=True), PIXELS(million=24)),
    "jpeg-500-scans": Attack("a.jpg", lambda: jpeg(4_000, 3_000, progressive=True, repeats=500), ANY),
    "jpeg-20000-scans": Attack("a.jpg", lambda: jpeg_of_scans(4_000, 3_000, 20_000), COST),
    "jpeg-component-by-component": Attack(
        "a.jpg", lambda: jpeg(7_000, 7_000, sampling=IN_FULL, scans=[(1,), (2,), (3,)]), COST | {Outcome.REFUSED}
    ),
    "jpeg-800000-segments": Attack("a.jpg", lambda: segments(800_000), ANY),
    "jpeg-exif-in-a-circle": Attack("a.jpg", exif_in_a_circle, TAKEN),
    "jpeg-exif-of-65535-entries": Attack("a.jpg", exif_of_65535_entries, ANY),
    "jpeg-million-pictures": Attack("a.jpg", several_pictures_in_a_circle, ANY),
    "gif-65535": Attack("a.gif", lambda: moving_gif()[:6] + b"\xff\xff\xff\xff" + moving_gif()[10:], PIXELS(million=50)),
    "gif-million-frames": Attack("a.gif", lambda: gif_of(1_000_000), FRAMES(million=40, frames=500)),
    "gif-frame-outside": Attack("a.gif", gif_outside, PIXELS(million=50)),
    "gif-4-million-comments": Attack("a.gif", lambda: gif_of_comments(18), ANY),
    "gif-large-frames": Attack("a.gif", lambda: gif(1_500, 1_500, 20), FRAMES(million=40, frames=500)),
    "mp4-million-boxes": Attack("a.mp4", lambda: film(b"isom") + many(box(b"free"), 15)),
    "mp4-box-of-exabytes": Attack("a.mp4", lambda: box(b"ftyp", b"isom" * 2) + struct.pack(">I4sQ", 1, b"moov", 1 << 62)),
    "mp4-box-of-nothing": Attack("a.mp4", lambda: box(b"ftyp", b"isom" * 2) + bytes(4) + b"moov" + bytes(4) + b"mdat"),
    "wav-million-chunks": Attack("a.wav", lambda: wav()[:12] + many(b"LIST" + bytes(4), 15)),
    "wav-chunk-of-4-gigabytes": Attack("a.wav", lambda: wav()[:12] + b"LIST\xff\xff\xff\xff"),
    "mp3-only-beginnings": Attack("a.mp3", lambda: many(b"\xff", 15), messages.UNKNOWN),
    "mp3-tag-of-256-megabytes": Attack("a.mp3", lambda: mp3(b"ID3\x03\x00\x00\x7f\x7f\x7f\x7f"), messages.UNKNOWN),
    "amr-frames-of-nothing": Attack("a.amr", lambda: amr()[:6] + many(b"\x7c", 15), TAKEN),
    "gif-and-script": Attack("a.gif", lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)"),
    "png-and-page": Attack("a.png", lambda: picture("PNG") + b"<html><script>alert(1)</script>", TAKEN),
    "jpeg-and-zip": Attack("a.jpg", lambda: picture("JPEG") + zipped({"a.exe": EXECUTABLE}), TAKEN),
    "jpeg-called-pdf": Attack(
        "a.pdf", lambda: picture("JPEG"), messages.MISMATCH.format(extension=".pdf", kind="JPEG 图片", right=".jpg")
    ),
}  # fmt: skip
