"""How a picture is decoded, decided from its head: never beyond the memory of a worker.

Bytes a pixel are what Pillow 13 and its codecs were measured to take at their peak, all copies
together; tests/forms_backend/attachments/test_picture_memory.py measures them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms_backend.attachments import messages
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.refusal import RefusedFileError

ROOM = 140 * 1024 * 1024
"""Bytes for one picture; the worker itself takes about 35 MB, and all together stays under 200."""
MAX_PIXELS = 50_000_000
MAX_FRAMES = 500
MAX_MOVING_PIXELS = {FileKind.GIF: 40_000_000, FileKind.WEBP: 20_000_000}
"""All frames of a moving picture together: more takes a worker longer than it may."""
_MILLION = 1_000_000
_MODE_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I": 8, "F": 8}
_COLOURS = 4
"""Pillow pads RGB to four bytes; two-byte modes are kept in four as well."""
_REDUCTIONS = (2, 4, 8)
_COEFFICIENT = 2
"""A progressive JPEG is held as a whole before the first line is drawn, whatever its scale."""
_WEBP_STILL = 22
"""Its decoder holds two canvases beside what it gives out."""
_WEBP_TRANSPARENT = 43
"""Encoding transparency takes more than decoding all."""
_WEBP_FILE = 3
_GIF_STILL = 2
_GIF_CANVAS = 34
_WEBP_CANVAS = 60


@dataclass(frozen=True)
class JpegPlan:
    """By how much a photograph is reduced, and whether its pixels are turned upright.

    One that is turned otherwise keeps the mark of its orientation, and nothing else beside it.
    """

    reduction: int
    turns: bool


def plan_jpeg(
    size: tuple[int, int], sampling: Sequence[tuple[int, int]], *, progressive: bool, turned: bool
) -> JpegPlan:
    """The plan that keeps most of the picture. `sampling` has a pair of factors for each component.

    Raises RefusedFileError.
    """
    pixels = size[0] * size[1]
    held = _COEFFICIENT * _samples_a_pixel(sampling) if progressive else 0.0
    copies = 2 if turned else 1
    most = min(MAX_PIXELS, int(ROOM / (held + copies * _COLOURS / _REDUCTIONS[-1] ** 2)))
    if pixels > most:
        raise too_many_pixels(most)
    if turned and pixels * (held + 2 * _COLOURS) <= ROOM:
        return JpegPlan(1, turns=True)
    if pixels * (held + _COLOURS) <= ROOM:
        return JpegPlan(1, turns=False)
    fitting = (r for r in _REDUCTIONS if pixels * (held + copies * _COLOURS / r**2) <= ROOM)
    return JpegPlan(next(fitting), turns=turned)


def _samples_a_pixel(sampling: Sequence[tuple[int, int]]) -> float:
    """3 for colours in full, 1.5 where colours have a quarter of the pixels."""
    widest = max(1, *(across for across, _ in sampling)) * max(1, *(down for _, down in sampling))
    return sum(across * down for across, down in sampling) / widest


def check_still(
    kind: FileKind, mode: str, pixels: int, file_bytes: int, *, turned: bool = False
) -> None:
    """A picture of one frame, not a JPEG. Raises RefusedFileError."""
    each = _MODE_BYTES.get(mode, _COLOURS)
    room = ROOM
    if kind is FileKind.WEBP:
        each = _WEBP_TRANSPARENT if mode == "RGBA" else _WEBP_STILL
        room -= _WEBP_FILE * file_bytes
    elif kind is FileKind.GIF:
        each += _GIF_STILL
    elif turned:
        each *= 2
    most = min(MAX_PIXELS, max(0, room) // each)
    if pixels > most:
        raise too_many_pixels(most)


def check_moving(kind: FileKind, pixels: int, frames: int, file_bytes: int) -> None:
    """A picture of several frames, of `pixels` each. Raises RefusedFileError."""
    most = MAX_MOVING_PIXELS[kind]
    if frames > MAX_FRAMES or pixels * frames > most:
        raise RefusedFileError(
            messages.TOO_MANY_FRAMES.format(million=most // _MILLION, frames=MAX_FRAMES)
        )
    canvas = _GIF_CANVAS if kind is FileKind.GIF else _WEBP_CANVAS
    room = ROOM - most - (_WEBP_FILE * file_bytes if kind is FileKind.WEBP else 0)
    if pixels * canvas > room:
        raise too_many_pixels(max(0, room) // canvas)


def most_canvas(kind: FileKind) -> int:
    """Pixels beyond which a decoder is not even opened: some make room for them all at once."""
    return min(MAX_PIXELS, ROOM // _WEBP_STILL) if kind is FileKind.WEBP else MAX_PIXELS


def too_many_pixels(most: int) -> RefusedFileError:
    """The refusal of a picture with more than `most` pixels."""
    return RefusedFileError(messages.TOO_MANY_PIXELS.format(million=max(1, most // _MILLION)))
