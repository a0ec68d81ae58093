"""What is refused is refused early: before much was read, unpacked or decoded."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import pytest

from forms_backend.attachments import messages
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.readers.media_files import check_boxes, check_wav
from forms_backend.attachments.readers.picture_plan import check_moving, check_still
from forms_backend.attachments.readers.zip_directory import LONGEST_DIRECTORY, check_directory
from forms_backend.attachments.refusal import RefusedFileError
from tests.forms_backend.attachments.hostile.packages import large_end, many_entries
from tests.forms_backend.attachments.sample_files import box, film, office, wav

MEGABYTE = 1024 * 1024


class CountingFile(io.BytesIO):
    """Counts how often it is read."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        return super().read(size)


@pytest.mark.parametrize(
    ("check", "make", "most"),
    [
        (check_wav, lambda: wav()[:12] + b"LIST\0\0\0\0" * 100_000, 60),
        (check_boxes, lambda: film(b"isom") + box(b"free") * 100_000, 10_010),
    ],
    ids=["wav", "mp4"],
)
def test_small_pieces_are_not_counted_for_ever(check, make: Callable[[], bytes], most: int) -> None:
    content = make()
    file = CountingFile(content)
    with pytest.raises(RefusedFileError, match="损坏"):
        check(file, len(content))
    assert file.reads <= most


def listed(length: int) -> bytes:
    """A file whose end says that its directory is so long."""
    return bytes(length) + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, length, 0, 0)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: office("docx"), None),
        (lambda: many_entries(3_000), None),
        (lambda: listed(LONGEST_DIRECTORY), None),
        (lambda: listed(LONGEST_DIRECTORY + 1), messages.BOMB),
        (lambda: many_entries(30_000), messages.BOMB),
        (lambda: large_end(LONGEST_DIRECTORY + 1) + bytes(0), messages.BROKEN),
        (lambda: bytes(2 * LONGEST_DIRECTORY) + large_end(LONGEST_DIRECTORY + 1), messages.BOMB),
        (lambda: bytes(100) + large_end(100), None),
        (lambda: b"PK\x03\x04" + bytes(100), messages.BROKEN),
        (lambda: listed(10)[:-5], messages.BROKEN),
        (lambda: b"PK\x06\x07".ljust(20, b"\0") + listed(0), messages.BROKEN),
        (lambda: b"", messages.BROKEN),
    ],
)
def test_a_directory_is_bounded_before_it_is_read(
    make: Callable[[], bytes], said: str | None
) -> None:
    content = make()
    file = CountingFile(content)
    if said is None:
        check_directory(file, len(content))
        assert file.tell() == 0
    else:
        with pytest.raises(RefusedFileError) as caught:
            check_directory(file, len(content))
        assert str(caught.value) == said
    assert file.reads == 1


@pytest.mark.parametrize(
    ("kind", "mode", "million", "file_megabytes", "turned", "most"),
    [
        (FileKind.PNG, "RGB", 36, 20, False, None),
        (FileKind.PNG, "RGBA", 37, 0, False, 36),
        (FileKind.PNG, "L", 50, 20, False, None),
        (FileKind.PNG, "L", 51, 0, False, 50),
        (FileKind.PNG, "I", 19, 0, False, 18),
        (FileKind.PNG, "RGB", 18, 20, True, None),
        (FileKind.PNG, "RGB", 19, 0, True, 18),
        (FileKind.GIF, "P", 48, 20, False, None),
        (FileKind.GIF, "P", 49, 0, False, 48),
        (FileKind.WEBP, "RGB", 6, 1, False, None),
        (FileKind.WEBP, "RGB", 6, 10, False, 5),
        (FileKind.WEBP, "RGBA", 3, 1, False, None),
        (FileKind.WEBP, "RGBA", 4, 0, False, 3),
        (FileKind.WEBP, "RGBA", 1, 50, False, 1),
    ],
)
def test_a_still_picture_is_refused_by_its_head(
    kind: FileKind, mode: str, million: int, file_megabytes: int, turned: bool, most: int | None
) -> None:
    pixels, size = million * 1_000_000, file_megabytes * MEGABYTE
    if most is None:
        check_still(kind, mode, pixels, size, turned=turned)
    else:
        with pytest.raises(RefusedFileError) as caught:
            check_still(kind, mode, pixels, size, turned=turned)
        assert str(caught.value) == messages.TOO_MANY_PIXELS.format(million=most)


@pytest.mark.parametrize(
    ("kind", "million", "file_megabytes", "most"),
    [
        (FileKind.GIF, 3.1, 20, None),
        (FileKind.GIF, 3.2, 0, 3),
        (FileKind.WEBP, 2.0, 1, None),
        (FileKind.WEBP, 2.2, 0, 2),
        (FileKind.WEBP, 2.0, 10, 1),
    ],
)
def test_one_frame_of_a_moving_picture_has_a_limit(
    kind: FileKind, million: float, file_megabytes: int, most: int | None
) -> None:
    pixels, size = int(million * 1_000_000), file_megabytes * MEGABYTE
    if most is None:
        check_moving(kind, pixels, 2, size)
    else:
        with pytest.raises(RefusedFileError) as caught:
            check_moving(kind, pixels, 2, size)
        assert str(caught.value) == messages.TOO_MANY_PIXELS.format(million=most)
