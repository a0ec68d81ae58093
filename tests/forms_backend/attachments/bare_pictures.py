"""Pictures of any size written bit by bit: many pixels in few bytes, and no memory in the test."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Sequence

from PIL import Image

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_UPRIGHT = 1


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def exif(orientation: int) -> bytes:
    """A directory of EXIF with an orientation, the maker of the camera, and nothing else."""
    marks = Image.Exif()
    marks[0x0112] = orientation
    marks[0x010F] = "SECRET"
    return marks.tobytes()


def png(
    width: int,
    height: int,
    *,
    colour: int = 6,
    depth: int = 8,
    before: Iterable[bytes] = (),
    orientation: int = _UPRIGHT,
) -> bytes:
    """A whole PNG of one colour. `before` are chunks that stand before its pixels."""
    row = bytes(1 + (width * _CHANNELS[colour] * depth + 7) // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    marks = () if orientation == _UPRIGHT else (chunk(b"eXIf", exif(orientation)[6:]),)
    palette = (chunk(b"PLTE", bytes(3)),) if colour == 3 else ()
    return (
        PNG_HEAD
        + chunk(b"IHDR", head)
        + b"".join((*palette, *marks, *before))
        + chunk(b"IDAT", body)
        + chunk(b"IEND", b"")
    )


def _riff(chunks: Sequence[tuple[bytes, bytes]]) -> bytes:
    body = b"".join(
        name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)
        for name, content in chunks
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def _lossless(width: int, height: int) -> bytes:
    """A VP8L stream whose five codes have one symbol each: no bit a pixel is needed."""
    bits = [(0x2F, 8), (width - 1, 14), (height - 1, 14), (1, 1), (0, 3), (0, 1), (0, 1), (0, 1)]
    bits += [(0b0001, 4)] * 5  # simple, one symbol, of one bit: 0
    number = place = 0
    for value, length in bits:
        number |= value << place
        place += length
    return number.to_bytes((place + 7) // 8 + 1, "little")


def webp(width: int, height: int, *, orientation: int = _UPRIGHT, says: int = 0) -> bytes:
    """A WebP of one colour; `says` is how wide and high its canvas claims to be."""
    picture = (b"VP8L", _lossless(width, height))
    if orientation == _UPRIGHT and not says:
        return _riff([picture])
    across, down = (says or width) - 1, (says or height) - 1
    head = bytes([0x08, 0, 0, 0]) + across.to_bytes(3, "little") + down.to_bytes(3, "little")
    return _riff([(b"VP8X", head), picture, (b"EXIF", exif(orientation)[6:])])


def _segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg(
    width: int,
    height: int,
    *,
    sampling: Sequence[tuple[int, int]] = ((2, 2), (1, 1), (1, 1)),
    progressive: bool = False,
    scans: Sequence[Sequence[int]] | None = None,
    repeats: int = 1,
    orientation: int = _UPRIGHT,
) -> bytes:
    """A grey JPEG in which every block takes two bits, one in a progressive one.

    `scans` lists the components of each scan (default: all in one); `repeats` has them again.
    """
    numbers = range(1, len(sampling) + 1)
    head = struct.pack(">BHHB", 8, height, width, len(sampling)) + b"".join(
        bytes([number, across << 4 | down, 0])
        for number, (across, down) in zip(numbers, sampling, strict=True)
    )
    one_code = bytes([1] + [0] * 15 + [0])  # a single code, "0", for: no change, end of block
    marks = b"" if orientation == _UPRIGHT else _segment(0xE1, exif(orientation))
    parts = [
        b"\xff\xd8", marks, _segment(0xDB, b"\x00" + bytes([1] * 64)),
        _segment(0xC4, b"\x00" + one_code), _segment(0xC4, b"\x10" + one_code),
        _segment(0xC2 if progressive else 0xC0, head),
    ]  # fmt: skip
    for members in (scans or [tuple(numbers)]) * repeats:
        blocks = _blocks(width, height, [sampling[n - 1] for n in members], sampling)
        choice = b"".join(bytes([number, 0]) for number in members)
        spectrum = b"\x00\x00\x00" if progressive else b"\x00\x3f\x00"
        parts.append(_segment(0xDA, bytes([len(members)]) + choice + spectrum))
        parts.append(bytes((blocks * (1 if progressive else 2) + 7) // 8))
    return b"".join(parts) + b"\xff\xd9"


def jpeg_of_scans(width: int, height: int, scans: int) -> bytes:
    """A grey progressive JPEG with `scans` that say in a few bytes that no block changes."""
    blocks = -(-width // 8) * -(-height // 8)
    first = _segment(0xDA, bytes([1, 1, 0, 0, 0, 0])) + bytes(-(-blocks // 8))
    runs = -(-blocks // 16_384)  # a run: one bit for its code and fourteen for how far it goes
    again = _segment(0xDA, bytes([1, 1, 0, 1, 63, 0])) + bytes(-(-runs * 15 // 8))
    return b"".join([
        b"\xff\xd8", _segment(0xDB, b"\x00" + bytes([1] * 64)),
        _segment(0xC4, b"\x00" + bytes([1] + [0] * 15 + [0])),
        _segment(0xC4, b"\x10" + bytes([1] + [0] * 15 + [0xE0])),
        _segment(0xC2, struct.pack(">BHHB", 8, height, width, 1) + bytes([1, 0x11, 0])),
        first, again * scans, b"\xff\xd9",
    ])  # fmt: skip


def _blocks(
    width: int,
    height: int,
    members: Sequence[tuple[int, int]],
    everything: Sequence[tuple[int, int]],
) -> int:
    """How many blocks of 8 × 8 a scan of these components has."""
    across = max(a for a, _ in everything)
    down = max(d for _, d in everything)
    if len(members) == 1:
        own_across, own_down = members[0]
        return -(-width * own_across // (across * 8)) * -(-height * own_down // (down * 8))
    units = -(-width // (across * 8)) * -(-height // (down * 8))
    return units * sum(a * d for a, d in members)


def gif(width: int, height: int, frames: int = 1) -> bytes:
    """A whole GIF; of several frames each is as large as the picture."""
    target = io.BytesIO()
    pictures = [Image.new("P", (width, height), n % 2) for n in range(min(frames, 2))]
    for picture in pictures:
        picture.putpalette([0, 0, 0, 255, 255, 255])
    more = [pictures[n % 2] for n in range(1, frames)]
    pictures[0].save(target, "GIF", save_all=frames > 1, append_images=more, duration=50)
    return target.getvalue()


def moving_webp(width: int, height: int, frames: int) -> bytes:
    """A WebP whose frames are all of one colour."""
    head = bytes([0x02, 0, 0, 0]) + (width - 1).to_bytes(3, "little")
    head += (height - 1).to_bytes(3, "little")
    picture = _lossless(width, height)
    inner = b"VP8L" + struct.pack("<I", len(picture)) + picture + bytes(len(picture) % 2)
    frame = bytes(6) + head[4:] + (50).to_bytes(3, "little") + b"\x00" + inner
    return _riff([(b"VP8X", head), (b"ANIM", bytes(6)), *[(b"ANMF", frame)] * frames])
