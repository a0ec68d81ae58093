"""Pictures: decoded as a proof that they are whole, written anew without anything but the picture."""

from __future__ import annotations

import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from forms_backend.attachments import messages
from forms_backend.attachments.errors import RefusedFileError
from forms_backend.attachments.kinds import FileKind

MAX_PIXELS = 50_000_000
MAX_MOVING_PIXELS = 40_000_000
"""All frames of a moving picture together."""
MAX_FRAMES = 500
JPEG_QUALITY = 95
IN_MEMORY = 256 * 1024
_ORIENTATION = 0x0112
_LONGEST_PROFILE = 1024 * 1024
_FORMATS = {
    FileKind.JPEG: "JPEG",
    FileKind.PNG: "PNG",
    FileKind.GIF: "GIF",
    FileKind.WEBP: "WEBP",
}
_TOO_MANY_PIXELS = messages.TOO_MANY_PIXELS.format(million=MAX_PIXELS // 1_000_000)
_one_at_a_time = threading.Lock()
"""A large picture takes 150 MB while it is decoded; several at once would take the server down."""


def clean_image(kind: FileKind, stream: BinaryIO) -> BinaryIO:
    """The same picture upright, without place, time, device, comments and appended data.

    Colours are kept (ICC profile). Raises RefusedFileError for bombs and broken pictures.
    """
    try:
        with _one_at_a_time, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of oddities in metadata that we drop
            stream.seek(0)
            with Image.open(stream, formats=[_FORMATS[kind]]) as image:
                _check_size(kind, image)
                return _rewrite(kind, image)
    except Image.DecompressionBombError as error:
        raise RefusedFileError(_TOO_MANY_PIXELS) from error
    except (
        UnidentifiedImageError, OSError, SyntaxError, ValueError,
        TypeError, EOFError, IndexError, KeyError, AttributeError, OverflowError, struct.error,
        zlib.error, MemoryError,
    ) as error:  # fmt: skip
        # What Pillow's decoders raise on damaged input is not one class.
        raise RefusedFileError(messages.BROKEN) from error


def _check_size(kind: FileKind, image: Image.Image) -> None:
    width, height = image.size
    frames = 1 if kind is FileKind.JPEG else getattr(image, "n_frames", 1)
    too_many = frames > MAX_FRAMES or width * height * frames > MAX_MOVING_PIXELS
    if width * height > MAX_PIXELS or (frames > 1 and too_many):
        raise RefusedFileError(_TOO_MANY_PIXELS)


def _rewrite(kind: FileKind, image: Image.Image) -> BinaryIO:
    options: dict[str, Any] = {}
    profile = image.info.get("icc_profile")
    if isinstance(profile, bytes) and len(profile) <= _LONGEST_PROFILE:
        options["icc_profile"] = profile
    if kind is FileKind.JPEG:
        picture, quality = _upright_jpeg(image)
        options["quality"] = quality
    elif kind in (FileKind.GIF, FileKind.WEBP) and getattr(image, "n_frames", 1) > 1:
        return _rewrite_moving(kind, image)
    else:
        picture = _bare(ImageOps.exif_transpose(image))
        if kind is FileKind.WEBP:
            options |= {"quality": JPEG_QUALITY}
    return _saved(kind, picture, options)


def _upright_jpeg(image: Image.Image) -> tuple[Image.Image, str | int]:
    """The picture turned as its orientation says; one that stands upright keeps its very tables."""
    # A telephone may append further pictures (depth, preview): such a file is an MPO to Pillow.
    if image.format == "JPEG" and image.getexif().get(_ORIENTATION, 1) == 1:
        image.load()
        image.info = {}
        return image, "keep"
    return _bare(ImageOps.exif_transpose(image)), JPEG_QUALITY


def _bare(image: Image.Image) -> Image.Image:
    """The picture and its transparency, nothing else."""
    copy = image.copy()
    transparency = image.info.get("transparency")
    copy.info = {} if transparency is None else {"transparency": transparency}
    return copy


def _rewrite_moving(kind: FileKind, image: Image.Image) -> BinaryIO:
    durations = []

    def frames() -> Iterator[Image.Image]:
        for frame in ImageSequence.Iterator(image):
            durations.append(int(frame.info.get("duration", 100)))
            yield _bare(frame.convert("RGBA"))

    all_frames = list(frames())
    options: dict[str, Any] = {
        "save_all": True, "append_images": all_frames[1:], "duration": durations,
        "loop": int(image.info.get("loop", 0)),
    }  # fmt: skip
    if kind is FileKind.WEBP:
        options["quality"] = JPEG_QUALITY
    else:
        options["disposal"] = 2
    return _saved(kind, all_frames[0], options)


def _saved(kind: FileKind, picture: Image.Image, options: dict[str, Any]) -> BinaryIO:
    target = cast(BinaryIO, SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - the caller closes it
    try:
        picture.save(target, format=_FORMATS[kind], **options)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target
