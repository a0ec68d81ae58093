"""Sound and video: the frame around the data must be whole and be what it says."""

from __future__ import annotations

import struct
from typing import BinaryIO

from forms_backend.attachments import messages
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.refusal import RefusedFileError

_BRANDS = {
    b"qt  ": FileKind.MOV,
    b"M4A ": FileKind.M4A,
    b"M4B ": FileKind.M4A,
}
_VIDEO_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ",
                 b"MSNV", b"mmp4", b"dash", b"3gp4", b"3gp5", b"3gp6", b"3gr6")  # fmt: skip
_PHOTO_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_MAX_BOXES = 10_000
_MAX_CHUNKS = 50
_ID3_HEADER = 10
_BITRATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_SEARCH_FIRST_FRAME = 64 * 1024
_AMR_FRAMES = (13, 14, 16, 18, 20, 21, 27, 32, 6)
_AMR_WB_FRAMES = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6)


def check_boxes(stream: BinaryIO, size: int) -> FileKind:
    """mp4, mov or m4a: a chain of boxes that fills the file and holds a table of contents."""
    stream.seek(8)
    brand = stream.read(4)
    if brand in _PHOTO_BRANDS:
        raise RefusedFileError(messages.HEIC)
    kind = _BRANDS.get(brand) or (FileKind.MP4 if brand in _VIDEO_BRANDS else None)
    if kind is None:
        raise RefusedFileError(messages.UNKNOWN)
    if not {b"moov", b"mdat"} <= _box_names(stream, size):
        raise RefusedFileError(messages.BROKEN)
    return kind


def _box_names(stream: BinaryIO, size: int) -> set[bytes]:
    names: set[bytes] = set()
    place = 0
    for _ in range(_MAX_BOXES):
        if place == size:
            return names
        stream.seek(place)
        head = stream.read(16)
        if len(head) < 8:
            break
        length = struct.unpack_from(">I", head)[0]
        if length == 1 and len(head) == 16:
            length = struct.unpack_from(">Q", head, 8)[0]
        if length == 0:  # to the end of the file
            length = size - place
        if length < 8 or place + length > size:
            break
        names.add(head[4:8])
        place += length
    raise RefusedFileError(messages.BROKEN)


def check_wav(stream: BinaryIO, _size: int) -> FileKind:
    """WAV: chunks fmt and data, inside the file."""
    place = 12
    names: set[bytes] = set()
    for _ in range(_MAX_CHUNKS):
        stream.seek(place)
        head = stream.read(8)
        if len(head) < 8:
            break
        name, length = struct.unpack("<4sI", head)
        names.add(name)
        if name == b"data":
            break  # recorders that were stopped hard leave a wrong length here
        place += 8 + length + length % 2
    if not {b"fmt ", b"data"} <= names:
        raise RefusedFileError(messages.BROKEN)
    return FileKind.WAV


def check_mp3(stream: BinaryIO, size: int) -> FileKind:
    """MP3: after the tag, two frames that follow each other."""
    stream.seek(0)
    head = stream.read(_ID3_HEADER)
    start = 0
    if head[:3] == b"ID3" and len(head) == _ID3_HEADER:
        start = _ID3_HEADER + sum((b & 0x7F) << 7 * (3 - i) for i, b in enumerate(head[6:10]))
    stream.seek(min(start, size))
    data = stream.read(_SEARCH_FIRST_FRAME)
    for place in range(len(data) - 4):
        if data[place] != 0xFF:
            continue
        length = _mp3_frame_length(data[place : place + 4])
        following = data[place + length : place + length + 4] if length else b""
        if length and (_mp3_frame_length(following) or start + place + length == size):
            return FileKind.MP3
    raise RefusedFileError(messages.UNKNOWN)


def _mp3_frame_length(head: bytes) -> int:
    """Length of a frame of MPEG layer III, 0 when `head` does not begin one."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    if version not in _RATES or layer != 1 or bitrate in (0, 15) or rate == 3:
        return 0
    first = version == 3
    kilobits = _BITRATES[1 if first else 2][bitrate]
    return (144 if first else 72) * kilobits * 1000 // _RATES[version][rate] + (head[2] >> 1 & 1)


def check_amr(stream: BinaryIO, size: int) -> FileKind:
    """AMR: frames of known lengths from the header on; at least the first ten are checked."""
    stream.seek(0)
    head = stream.read(1024)
    wide = head.startswith(b"#!AMR-WB\n")
    frames, place = (_AMR_WB_FRAMES, 9) if wide else (_AMR_FRAMES, 6)
    count = 0
    while place < len(head) and count < 10:
        index = head[place] >> 3 & 15
        if head[place] & 0x83 or not (index < len(frames) or index == 15):
            break
        place += frames[index] if index < len(frames) else 1
        count += 1
    if count < 10 and place != size:
        raise RefusedFileError(messages.BROKEN)
    return FileKind.AMR
