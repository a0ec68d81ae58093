"""Pictures: decoded as a proof that they are whole, written anew without anything but the picture."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from forms_backend.attachments import messages
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.readers.picture_plan import (
    check_moving,
    check_still,
    most_canvas,
    plan_jpeg,
    too_many_pixels,
)
from forms_backend.attachments.refusal import RefusedFileError

JPEG_QUALITY = 95
_ORIENTATION = 0x0112
_UPRIGHT = 1
_LONGEST_PROFILE = 1024 * 1024
_FORMATS = {
    FileKind.JPEG: "JPEG",
    FileKind.PNG: "PNG",
    FileKind.GIF: "GIF",
    FileKind.WEBP: "WEBP",
}
_USUAL_DURATION = 100
_LARGE_PNG = 4_000_000
_QUICK_COMPRESSION = 3
"""A third of the time for a tenth more bytes: above so many pixels, time is what is short."""
_WEBP_EFFORT = 2
"""Half the time and half the memory of the usual 4, for two hundredths more bytes."""


def clean_image(kind: FileKind, stream: BinaryIO, size: int, target: BinaryIO) -> None:
    """Write to `target` the same picture upright, without place, time, device, comments and
    appended data.

    Colours are kept (ICC profile). Raises RefusedFileError for bombs and broken pictures.
    """
    try:
        with _bounded(kind), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of oddities in metadata that we drop
            stream.seek(0)
            _rewrite(kind, stream, size, target)
    except Image.DecompressionBombError as error:
        raise too_many_pixels(most_canvas(kind)) from error
    except (
        UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, EOFError, IndexError,
        KeyError, AttributeError, OverflowError, struct.error, zlib.error,
    ) as error:  # fmt: skip
        # What Pillow's decoders raise on damaged input is not one class.
        raise RefusedFileError(messages.BROKEN) from error


@contextmanager
def _bounded(kind: FileKind) -> Iterator[None]:
    """Pillow refuses above twice its limit, wherever it learns of a size, and before it decodes."""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = most_canvas(kind) // 2
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _rewrite(kind: FileKind, stream: BinaryIO, size: int, target: BinaryIO) -> None:
    image = Image.open(stream, formats=[_FORMATS[kind]])
    if kind in (FileKind.GIF, FileKind.WEBP) and getattr(image, "is_animated", False):
        _rewrite_moving(kind, image, size, target)
        return
    picture, options = _decode(kind, image, size)
    del image  # a decoder that is not needed any more holds more memory than the picture
    picture.save(target, format=_FORMATS[kind], **options)


def _decode(kind: FileKind, image: Image.Image, size: int) -> tuple[Image.Image, dict[str, Any]]:
    """The bare picture, and how it is written."""
    options: dict[str, Any] = {}
    profile = image.info.get("icc_profile")
    if isinstance(profile, bytes) and len(profile) <= _LONGEST_PROFILE:
        options["icc_profile"] = profile
    if kind is FileKind.JPEG:
        return image, options | _decode_jpeg(image)
    _decode_still(kind, image, size)
    if kind is FileKind.WEBP:
        return image.copy(), options | {"quality": JPEG_QUALITY, "method": _WEBP_EFFORT}
    if kind is FileKind.PNG and image.width * image.height > _LARGE_PNG:
        options["compress_level"] = _QUICK_COMPRESSION
    return image, options


def _decode_jpeg(image: Any) -> dict[str, Any]:
    """Decode as large as the memory allows; returns how it is written.

    One that stands upright keeps its very tables.
    """
    orientation = image.getexif().get(_ORIENTATION, _UPRIGHT)
    turned = orientation != _UPRIGHT
    plan = plan_jpeg(
        image.size,
        [(across, down) for _, across, down, _ in image.layer],
        progressive="progressive" in image.info,
        turned=turned,
    )
    if plan.reduction > 1:
        image.draft(None, tuple(side // plan.reduction for side in image.size))
    image.load()
    # A telephone may append further pictures (depth, preview): such a file is an MPO to Pillow.
    keeps = image.format == "JPEG" and plan.reduction == 1 and not plan.turns
    options: dict[str, Any] = {"quality": "keep" if keeps else JPEG_QUALITY}
    if plan.turns:
        ImageOps.exif_transpose(image, in_place=True)
    elif turned:
        options["exif"] = mark = Image.Exif()
        mark[_ORIENTATION] = orientation
    image.info = {}
    return options


def _decode_still(kind: FileKind, image: Image.Image, size: int) -> None:
    """Decode in place, upright, and leave nothing but the pixels and their transparency."""
    pixels = image.width * image.height
    check_still(kind, image.mode, pixels, size)
    turned = image.getexif().get(_ORIENTATION, _UPRIGHT) != _UPRIGHT  # a PNG is decoded for this
    check_still(kind, image.mode, pixels, size, turned=turned)
    image.load()
    if turned:
        ImageOps.exif_transpose(image, in_place=True)
    _strip(image)


def _strip(image: Image.Image) -> None:
    """Of what is known about the pixels leave their transparency."""
    transparency = image.info.get("transparency")
    image.info = {} if transparency is None else {"transparency": transparency}


def _rewrite_moving(kind: FileKind, image: Any, size: int, target: BinaryIO) -> None:
    loop = int(image.info.get("loop", 0))
    if kind is FileKind.GIF:
        frames = _gif_frames(image, size)
        next(frames).save(
            target, format="GIF", save_all=True, append_images=frames, disposal=2, loop=loop
        )
        return
    check_moving(kind, image.width * image.height, image.n_frames, size)
    durations = []
    for frame in ImageSequence.Iterator(image):
        frame.load()
        durations.append(_duration(frame))
    image.save(
        target, format="WEBP", save_all=True, duration=durations, loop=loop, quality=JPEG_QUALITY
    )


def _gif_frames(image: Image.Image, size: int) -> Iterator[Image.Image]:
    """Frame after frame as it is seen; a file that holds too many is refused on the way."""
    for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
        check_moving(FileKind.GIF, frame.width * frame.height, number, size)
        seen = frame.convert("RGBA")
        _strip(seen)
        seen.info["duration"] = _duration(frame)
        yield seen


def _duration(frame: Image.Image) -> int:
    """Milliseconds for which a frame is shown."""
    return int(frame.info.get("duration", _USUAL_DURATION))
