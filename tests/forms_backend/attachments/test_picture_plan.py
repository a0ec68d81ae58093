"""How many pixels a picture may have: the last number that is taken, and the first that is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from forms_backend.attachments import messages
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.readers.picture_plan import (
    JpegPlan,
    check_moving,
    check_still,
    most_canvas,
    plan_jpeg,
    too_many_pixels,
)
from forms_backend.attachments.refusal import RefusedFileError

MEGABYTE = 1024 * 1024
ROOM = 140 * MEGABYTE
HALVED = ((2, 2), (1, 1), (1, 1))
IN_FULL = ((1, 1), (1, 1), (1, 1))
GREY = ((1, 1),)
PHOTO_IN_TWO_WIDTHS = ((2, 1), (1, 1), (1, 1))


def said(check: Callable[..., Any], *values: Any, **more: Any) -> str | None:
    """What the refusal says; None where there is none."""
    try:
        check(*values, **more)
    except RefusedFileError as error:
        return str(error)
    return None


def pixels(million: int) -> str:
    return messages.TOO_MANY_PIXELS.format(million=million)


def frames(million: int) -> str:
    return messages.TOO_MANY_FRAMES.format(million=million, frames=500)


@pytest.mark.parametrize(
    ("kind", "each", "count", "size", "refusal"),
    [
        (FileKind.GIF, 1, 500, 0, None),
        (FileKind.GIF, 1, 501, 0, frames(40)),
        (FileKind.WEBP, 1, 501, 0, frames(20)),
        (FileKind.GIF, 100_000, 400, 0, None),
        (FileKind.GIF, 100_001, 400, 0, frames(40)),
        (FileKind.GIF, 40_000_001, 1, 0, frames(40)),
        (FileKind.WEBP, 50_000, 400, 0, None),
        (FileKind.WEBP, 50_001, 400, 0, frames(20)),
        (FileKind.WEBP, 20_000_001, 1, 0, frames(20)),
        (FileKind.GIF, (ROOM - 40_000_000) // 34, 2, MEGABYTE, None),
        (FileKind.GIF, (ROOM - 40_000_000) // 34 + 1, 2, 0, pixels(3)),
        (FileKind.WEBP, (ROOM - 20_000_000) // 60, 2, 0, None),
        (FileKind.WEBP, (ROOM - 20_000_000) // 60 + 1, 2, 0, pixels(2)),
        (FileKind.WEBP, (ROOM - 20_000_000 - 3 * 30 * MEGABYTE) // 60, 2, 30 * MEGABYTE, None),
        (FileKind.WEBP, (ROOM - 20_000_000 - 3 * 30 * MEGABYTE) // 60 + 1, 2, 30 * MEGABYTE,
         pixels(1)),
        (FileKind.WEBP, 1, 2, 60 * MEGABYTE, pixels(1)),
        (FileKind.WEBP, 10, 2, (ROOM - 20_000_000 - 600) // 3, None),
    ],
)  # fmt: skip
def test_all_frames_of_a_moving_picture_together(
    kind: FileKind, each: int, count: int, size: int, refusal: str | None
) -> None:
    assert said(check_moving, kind, each, count, size) == refusal


@pytest.mark.parametrize(
    ("kind", "mode", "size", "turned", "most"),
    [
        (FileKind.PNG, "L", 0, False, 50_000_000),
        (FileKind.PNG, "L", 0, True, 50_000_000),
        (FileKind.PNG, "P", 0, True, 50_000_000),
        (FileKind.PNG, "1", 0, True, 50_000_000),
        (FileKind.PNG, "I;16", 0, False, 50_000_000),
        (FileKind.PNG, "I;16", 0, True, ROOM // 4),
        (FileKind.PNG, "I", 0, False, ROOM // 8),
        (FileKind.PNG, "F", 0, False, ROOM // 8),
        (FileKind.PNG, "RGB", 10 * MEGABYTE, False, ROOM // 4),
        (FileKind.PNG, "RGBA", 0, True, ROOM // 8),
        (FileKind.GIF, "P", 0, False, ROOM // 3),
        (FileKind.GIF, "P", 10 * MEGABYTE, True, ROOM // 3),
        (FileKind.GIF, "RGB", 0, False, ROOM // 6),
        (FileKind.WEBP, "RGB", 0, False, ROOM // 22),
        (FileKind.WEBP, "RGBA", 0, True, ROOM // 43),
        (FileKind.WEBP, "RGB", 10 * MEGABYTE, False, (ROOM - 30 * MEGABYTE) // 22),
        (FileKind.WEBP, "RGB", 50 * MEGABYTE, False, 0),
    ],
)  # fmt: skip
def test_a_still_picture_by_the_bytes_of_its_pixels(
    kind: FileKind, mode: str, size: int, turned: bool, most: int
) -> None:
    mark = {"turned": True} if turned else {}
    assert said(check_still, kind, mode, most, size, **mark) is None
    refusal = pixels(max(1, most // 1_000_000))
    assert said(check_still, kind, mode, most + 1, size, **mark) == refusal


def most_of(sampling: Any, *, progressive: bool, turned: bool) -> tuple[int, str | None]:
    """The largest picture of one line that is taken, and what is said of one pixel more."""
    low, high = 1, 100_000_000
    while high - low > 1:
        middle = (low + high) // 2
        flags = {"progressive": progressive, "turned": turned}
        low, high = (
            (low, middle) if said(plan_jpeg, (middle, 1), sampling, **flags) else (middle, high)
        )
    return low, said(plan_jpeg, (high, 1), sampling, progressive=progressive, turned=turned)


@pytest.mark.parametrize(
    ("sampling", "progressive", "turned", "most"),
    [
        (HALVED, False, True, 50_000_000),
        (HALVED, True, False, int(ROOM / (3 + 1 / 16))),
        (HALVED, True, True, int(ROOM / (3 + 1 / 8))),
        (IN_FULL, True, False, int(ROOM / (6 + 1 / 16))),
        (PHOTO_IN_TWO_WIDTHS, True, False, int(ROOM / (4 + 1 / 16))),
        (tuple((b, a) for a, b in PHOTO_IN_TWO_WIDTHS), True, False, int(ROOM / (4 + 1 / 16))),
        (GREY, True, False, 50_000_000),
    ],
)  # fmt: skip
def test_the_largest_photograph(sampling: Any, progressive: bool, turned: bool, most: int) -> None:
    refusal = pixels(most // 1_000_000)
    assert most_of(sampling, progressive=progressive, turned=turned) == (most, refusal)


@pytest.mark.parametrize(
    ("size", "progressive", "turned", "plan"),
    [
        ((ROOM // 4, 1), False, False, JpegPlan(1, turns=False)),
        ((1, ROOM // 4), False, False, JpegPlan(1, turns=False)),
        ((ROOM // 4 + 1, 1), False, False, JpegPlan(2, turns=False)),
        ((2, ROOM // 8 + 1), False, False, JpegPlan(2, turns=False)),
        ((ROOM // 8, 1), False, True, JpegPlan(1, turns=True)),
        ((ROOM // 8 + 1, 1), False, True, JpegPlan(1, turns=False)),
        ((ROOM // 4 + 1, 1), False, True, JpegPlan(2, turns=True)),
        ((ROOM // 11, 1), True, True, JpegPlan(1, turns=True)),
        ((ROOM // 11 + 1, 1), True, True, JpegPlan(1, turns=False)),
        ((ROOM // 7, 1), True, False, JpegPlan(1, turns=False)),
        ((ROOM // 7 + 1, 1), True, False, JpegPlan(2, turns=False)),
        ((ROOM // 4, 1), True, False, JpegPlan(2, turns=False)),
        ((ROOM // 4 + 1, 1), True, False, JpegPlan(4, turns=False)),
        ((int(ROOM / 3.25), 1), True, False, JpegPlan(4, turns=False)),
        ((int(ROOM / 3.25) + 1, 1), True, False, JpegPlan(8, turns=False)),
        ((ROOM // 5, 1), True, True, JpegPlan(2, turns=True)),
        ((ROOM // 5 + 1, 1), True, True, JpegPlan(4, turns=True)),
        ((int(ROOM / 3.5) + 1, 1), True, True, JpegPlan(8, turns=True)),
    ],
)  # fmt: skip
def test_a_photograph_keeps_as_much_as_the_memory_allows(
    size: tuple[int, int], progressive: bool, turned: bool, plan: JpegPlan
) -> None:
    assert plan_jpeg(size, HALVED, progressive=progressive, turned=turned) == plan


def test_what_no_decoder_is_opened_for() -> None:
    assert most_canvas(FileKind.WEBP) == ROOM // 22
    assert [most_canvas(kind) for kind in (FileKind.GIF, FileKind.PNG)] == [50_000_000] * 2
    assert str(too_many_pixels(1_999_999)) == pixels(1)
