"""Frames of sound and video: each rule with the last file that keeps it and the first that does not."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import BinaryIO

import pytest

from forms_backend.attachments import messages
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.readers.media_files import (
    check_amr,
    check_boxes,
    check_mp3,
    check_wav,
)
from forms_backend.attachments.refusal import RefusedFileError
from tests.forms_backend.attachments.sample_files import box

KIBIBYTE = 1024


def outcome(check: Callable[[BinaryIO, int], FileKind], data: bytes) -> FileKind | str:
    """The kind that was found, or what is said."""
    stream = io.BytesIO(data)
    stream.seek(len(data))  # where whoever looked before has left it
    try:
        return check(stream, len(data))
    except RefusedFileError as error:
        return str(error)


def long_box(name: bytes, length: int, content: bytes = b"") -> bytes:
    """A box whose length stands in eight bytes."""
    return struct.pack(">I4sQ", 1, name, length) + content


BRAND, MOOV, MDAT = box(b"ftyp", b"isom"), box(b"moov"), box(b"mdat")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (BRAND + MOOV + MDAT, FileKind.MP4),
        (box(b"ftyp", b"qt  ") + MOOV + MDAT, FileKind.MOV),
        (box(b"ftyp", b"M4A ") + MOOV + MDAT, FileKind.M4A),
        (box(b"ftyp", b"heic") + MOOV + MDAT, messages.HEIC),
        (box(b"ftyp", b"none") + MOOV + MDAT, messages.UNKNOWN),
        (BRAND + MOOV, messages.BROKEN),
        (BRAND + MDAT, messages.BROKEN),
        (BRAND + MOOV + long_box(b"mdat", 16), FileKind.MP4),
        (BRAND + long_box(b"mdat", 21, b"12345") + MOOV, FileKind.MP4),
        (BRAND + MOOV + struct.pack(">I4sI", 1, b"mdat", 0), messages.BROKEN),
        (BRAND + MOOV + struct.pack(">I4s", 0, b"mdat") + b"to the end", FileKind.MP4),
        (BRAND + MOOV + MDAT + struct.pack(">I4s", 7, b"free"), messages.BROKEN),
        (BRAND + MOOV + MDAT + struct.pack(">I4s", 9, b"free"), messages.BROKEN),
        (BRAND + MOOV + MDAT + struct.pack(">I4s", 9, b"free") + b"1", FileKind.MP4),
        (BRAND + MOOV + MDAT + struct.pack(">II4s", 4, 8, b"free"), messages.BROKEN),
        (BRAND + MOOV + long_box(b"mdat", 2**64 - 1), messages.BROKEN),
        (BRAND + MOOV + MDAT + b"1234567", messages.BROKEN),
        (BRAND + MOOV + MDAT + box(b"free") * 9_996, FileKind.MP4),
        (BRAND + MOOV + MDAT + box(b"free") * 9_997, messages.BROKEN),
    ],
)  # fmt: skip
def test_boxes_fill_the_file(data: bytes, found: FileKind | str) -> None:
    assert outcome(check_boxes, data) == found


def wav(*chunks: tuple[bytes, int, bytes]) -> bytes:
    """Chunks with the length that each says it has."""
    return b"RIFF\0\0\0\0WAVE" + b"".join(
        struct.pack("<4sI", name, length) + content for name, length, content in chunks
    )


FORM, DATA = (b"fmt ", 2, b"12"), (b"data", 0, b"")


@pytest.mark.parametrize(
    ("chunks", "found"),
    [
        ((FORM, DATA), FileKind.WAV),
        ((FORM,), messages.BROKEN),
        ((DATA,), messages.BROKEN),
        (((b"fmt ", 3, b"123\0"), DATA), FileKind.WAV),
        (((b"fmt ", 3, b"123"), DATA), messages.BROKEN),
        ((FORM, (b"data", 99_999, b"cut short")), FileKind.WAV),
        ((DATA, FORM), messages.BROKEN),
        ((FORM, *[(b"LIST", 0, b"")] * 48, DATA), FileKind.WAV),
        ((FORM, *[(b"LIST", 0, b"")] * 49, DATA), messages.BROKEN),
    ],
)
def test_chunks_follow_each_other_up_to_the_sound(
    chunks: tuple[tuple[bytes, int, bytes], ...], found: FileKind | str
) -> None:
    assert outcome(check_wav, wav(*chunks)) == found


BITRATES = {
    1: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def frame(version: int, bitrate: int, rate: int, padded: int) -> bytes:
    """A frame of MPEG layer III as long as ISO 11172-3 and 13818-3 have it."""
    kilobits = BITRATES[1 if version == 3 else 2][bitrate - 1]
    length = (144 if version == 3 else 72) * kilobits * 1000 // RATES[version][rate] + padded
    head = bytes([0xFF, 0xE0 | version << 3 | 1 << 1, bitrate << 4 | rate << 2 | padded << 1, 0])
    return head + bytes(length - 4)


def test_every_length_of_a_frame_of_mp3() -> None:
    """The frame ends where the file does, or another follows at once; one byte off is neither."""
    following = frame(3, 9, 0, 0)[:4]
    assert outcome(check_mp3, altered(1, 0xFB)) == FileKind.MP3, "without a checksum"
    for version, rates in RATES.items():
        for bitrate in range(1, 15):
            for rate in range(len(rates)):
                for padded in (0, 1):
                    one, which = frame(version, bitrate, rate, padded), (version, bitrate, rate)
                    assert outcome(check_mp3, one) == FileKind.MP3, which
                    assert outcome(check_mp3, one[:-1]) == messages.UNKNOWN, which
                    assert outcome(check_mp3, one + b"\0") == messages.UNKNOWN, which
                    assert outcome(check_mp3, one + following) == FileKind.MP3, which


USUAL = frame(3, 9, 0, 0)


def altered(place: int, value: int) -> bytes:
    return USUAL[:place] + bytes([value]) + USUAL[place + 1 :]


@pytest.mark.parametrize(
    "data",
    [
        b"", USUAL[:3], altered(0, 0xFE), altered(1, 0xDB), altered(1, 0xEB), altered(1, 0xF9),
        altered(1, 0xFD), altered(2, 0x00), altered(2, 0xF0), altered(2, 0x9C),
        USUAL + USUAL[:3], USUAL + altered(2, 0xF0)[:4],
    ],
)  # fmt: skip
def test_what_is_no_frame_of_mp3(data: bytes) -> None:
    assert outcome(check_mp3, data) == messages.UNKNOWN


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        (b"ID3\x03\0\0\0\0\0\x05" + USUAL[:4] + b"\0", FileKind.MP3),
        (b"ID3\x03\0\0\0\0\x01\x01" + bytes(129), FileKind.MP3),
        (b"ID3\x03\0\0\0\x01\0\0" + bytes(128**2), FileKind.MP3),
        (b"ID3\x03\0\0\x01\0\0\0" + bytes(128**3), FileKind.MP3),
        (b"ID3\x03\0\0\x80\x80\x80\x85" + bytes(5), FileKind.MP3),
        (b"ID3\x03\0\0\0\x05\0\0", messages.UNKNOWN),
        (bytes(64 * KIBIBYTE - 5), FileKind.MP3),
        (bytes(64 * KIBIBYTE - 4), messages.UNKNOWN),
        (b"\xff" * 7, FileKind.MP3),
    ],
)  # fmt: skip
def test_a_frame_of_mp3_is_looked_for_after_the_tag(tag: bytes, found: FileKind | str) -> None:
    assert outcome(check_mp3, tag + USUAL) == found


AMR, WIDE = b"#!AMR\n", b"#!AMR-WB\n"
LENGTHS = {
    AMR: (13, 14, 16, 18, 20, 21, 27, 32, 6),
    WIDE: (18, 24, 33, 37, 41, 47, 51, 59, 61, 6),
}


def speech(index: int, length: int, *, bits: int = 0x04) -> bytes:
    return bytes([index << 3 | bits]) + bytes(length - 1)


@pytest.mark.parametrize("head", LENGTHS)
def test_every_frame_of_amr_has_its_length(head: bytes) -> None:
    nothing = speech(15, 1)
    for index, length in enumerate(LENGTHS[head]):
        assert outcome(check_amr, head + nothing + speech(index, length)) == FileKind.AMR
        assert outcome(check_amr, head + speech(index, length - 1)) == messages.BROKEN, index
        assert outcome(check_amr, head + speech(index, length) + b"\xff") == messages.BROKEN, index
    for index in range(len(LENGTHS[head]), 15):
        assert outcome(check_amr, head + speech(index, 1)) == messages.BROKEN, index


@pytest.mark.parametrize(
    ("frames", "found"),
    [
        (b"", FileKind.AMR),
        (speech(7, 32) * 10 + b"\xff", FileKind.AMR),
        (speech(7, 32) * 9 + b"\xff", messages.BROKEN),
        (speech(7, 32) * 9, FileKind.AMR),
        (speech(7, 32) * 9 + speech(7, 31), FileKind.AMR),
        (speech(7, 32, bits=0x84), messages.BROKEN),
        (speech(7, 32, bits=0x05), messages.BROKEN),
        (speech(7, 32, bits=0x06), messages.BROKEN),
        (speech(7, 32, bits=0x00), FileKind.AMR),
    ],
)
def test_the_first_ten_frames_of_amr_are_looked_at(frames: bytes, found: FileKind | str) -> None:
    assert outcome(check_amr, AMR + frames) == found
