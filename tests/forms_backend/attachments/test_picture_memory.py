"""A picture takes a worker less than 200 MB, whatever its head promises: measured, not computed."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest
from PIL import Image

from forms_backend.attachments import messages
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.readers.answer import Outcome
from forms_backend.attachments.readers.picture_plan import (
    MAX_FRAMES,
    MAX_MOVING_PIXELS,
    MAX_PIXELS,
    JpegPlan,
    check_moving,
    plan_jpeg,
)
from forms_backend.attachments.refusal import RefusedFileError
from tests.forms_backend.attachments.bare_pictures import gif, jpeg, moving_webp, png, webp
from tests.forms_backend.attachments.workbench import look

MOST_MEGABYTES = 200
QUARTER = ((2, 2), (1, 1), (1, 1))
"""Colours with a quarter of the pixels, as cameras write them."""
FULL = ((1, 1), (1, 1), (1, 1))
ORIENTATION = 0x0112


@dataclass(frozen=True)
class Left:
    """What is left of a picture: size, and the mark of its orientation where it has one."""

    width: int
    height: int
    orientation: int | None = None


def noisy_webp(width: int, height: int, *, transparent: bool) -> bytes:
    """What takes an encoder most memory: noise, and noise in its transparency."""
    picture = Image.effect_noise((width, height), 90).convert("RGB")
    if transparent:
        picture.putalpha(Image.effect_noise((width, height), 90))
    target = io.BytesIO()
    picture.save(target, "WEBP", quality=60, method=0)
    return target.getvalue()


TAKEN = {
    "png-colour": ("a.png", lambda: png(6_000, 6_000), Left(6_000, 6_000)),
    "png-grey": ("a.png", lambda: png(7_000, 7_000, colour=0), Left(7_000, 7_000)),
    "png-palette": ("a.png", lambda: png(7_000, 7_000, colour=3), Left(7_000, 7_000)),
    "png-16-bit": ("a.png", lambda: png(6_000, 6_000, depth=16), Left(6_000, 6_000)),
    "png-turned": ("a.png", lambda: png(4_300, 4_200, orientation=6), Left(4_200, 4_300)),
    "jpeg-36-million": ("a.jpg", lambda: jpeg(6_000, 6_000), Left(6_000, 6_000)),
    "jpeg-50-million": ("a.jpg", lambda: jpeg(8_192, 6_100), Left(4_096, 3_050)),
    "jpeg-turned-12-million": ("a.jpg", lambda: jpeg(4_000, 3_000, orientation=6), Left(3_000, 4_000)),
    "jpeg-turned-18-million": ("a.jpg", lambda: jpeg(4_300, 4_200, orientation=8), Left(4_200, 4_300)),
    "jpeg-turned-24-million": ("a.jpg", lambda: jpeg(5_712, 4_284, orientation=6), Left(5_712, 4_284, 6)),
    "jpeg-turned-50-million": ("a.jpg", lambda: jpeg(8_192, 6_100, orientation=6), Left(3_050, 4_096)),
    "jpeg-progressive-12-million": ("a.jpg", lambda: jpeg(4_000, 3_000, progressive=True), Left(4_000, 3_000)),
    "jpeg-progressive-48-million": ("a.jpg", lambda: jpeg(8_000, 5_400, progressive=True), Left(2_000, 1_350)),
    "jpeg-progressive-in-full": (
        "a.jpg", lambda: jpeg(5_000, 4_000, progressive=True, sampling=FULL), Left(2_500, 2_000)
    ),
    "jpeg-four-inks": (
        "a.jpg", lambda: jpeg(4_000, 3_000, progressive=True, sampling=[(1, 1)] * 4), Left(4_000, 3_000)
    ),
    "webp-even": ("a.webp", lambda: webp(1_800, 1_800), Left(1_800, 1_800)),
    "webp-turned": ("a.webp", lambda: webp(1_900, 1_700, orientation=6), Left(1_700, 1_900)),
    "webp-noise": ("a.webp", lambda: noisy_webp(2_500, 2_400, transparent=False), Left(2_500, 2_400)),
    "webp-transparent-noise": (
        "a.webp", lambda: noisy_webp(1_600, 1_600, transparent=True), Left(1_600, 1_600)
    ),
    "gif": ("a.gif", lambda: gif(6_700, 6_700), Left(6_700, 6_700)),
    "gif-moving": ("a.gif", lambda: gif(2_000, 1_000, 20), Left(2_000, 1_000)),
    "gif-moving-large": ("a.gif", lambda: gif(1_740, 1_740, 13), Left(1_740, 1_740)),
    "webp-moving": ("a.webp", lambda: moving_webp(1_300, 1_300, 11), Left(1_300, 1_300)),
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_a_picture_stays_within_its_memory(name: str) -> None:
    sent_name, make, left = TAKEN[name]
    seen = look(sent_name, make(), max_mb=50)
    assert seen.outcome is Outcome.TAKEN, seen
    assert seen.peak_mb <= MOST_MEGABYTES
    with Image.open(io.BytesIO(seen.written)) as image:
        assert Left(*image.size, image.getexif().get(ORIENTATION)) == left
        assert set(image.getexif()) <= {ORIENTATION}
    assert b"SECRET" not in seen.written


NAMED = {
    "webp-that-took-1184": ("a.webp", lambda: webp(7_000, 7_000) + bytes(132_000)),
    "jpeg-turned-that-took-912": ("a.jpg", lambda: jpeg(8_192, 6_100, orientation=6)),
    "png-that-took-671": ("a.png", lambda: png(7_000, 7_000)),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_took_a_gigabyte_is_refused_or_reduced(name: str) -> None:
    sent_name, make = NAMED[name]
    seen = look(sent_name, make())
    assert seen.outcome in (Outcome.TAKEN, Outcome.REFUSED)
    assert seen.peak_mb <= MOST_MEGABYTES


MILLION = 1_000_000


@pytest.mark.parametrize(
    ("pixels", "sampling", "progressive", "turned", "plan"),
    [
        (12, QUARTER, False, False, JpegPlan(1, turns=False)),
        (12, QUARTER, False, True, JpegPlan(1, turns=True)),
        (24, QUARTER, False, True, JpegPlan(1, turns=False)),
        (36, QUARTER, False, False, JpegPlan(1, turns=False)),
        (40, QUARTER, False, False, JpegPlan(2, turns=False)),
        (40, QUARTER, False, True, JpegPlan(2, turns=True)),
        (50, FULL, False, True, JpegPlan(2, turns=True)),
        (12, QUARTER, True, True, JpegPlan(1, turns=True)),
        (24, QUARTER, True, False, JpegPlan(2, turns=False)),
        (23, FULL, True, True, JpegPlan(8, turns=True)),
        (51, QUARTER, False, False, None),
        (49, QUARTER, True, False, None),
        (25, FULL, True, False, None),
        (19, ((1, 1),) * 4, True, False, None),
    ],
)
def test_of_a_photograph_as_much_is_kept_as_fits(
    pixels: int, sampling: tuple[tuple[int, int], ...], progressive: bool, turned: bool,
    plan: JpegPlan | None,
) -> None:  # fmt: skip
    size = (pixels * 1_000, 1_000)
    if plan is None:
        with pytest.raises(RefusedFileError, match="百万像素"):
            plan_jpeg(size, sampling, progressive=progressive, turned=turned)
    else:
        assert plan_jpeg(size, sampling, progressive=progressive, turned=turned) == plan


@pytest.mark.parametrize("kind", MAX_MOVING_PIXELS)
def test_all_frames_together_have_a_limit(kind: FileKind) -> None:
    most = MAX_MOVING_PIXELS[kind]
    refused = messages.TOO_MANY_FRAMES.format(million=most // MILLION, frames=MAX_FRAMES)
    check_moving(kind, most // 100, 100, 0)
    check_moving(kind, 100, MAX_FRAMES, 0)
    for pixels, frames in ((most // 100, 101), (most // 100 + 1, 100), (1, MAX_FRAMES + 1)):
        with pytest.raises(RefusedFileError) as caught:
            check_moving(kind, pixels, frames, 0)
        assert str(caught.value) == refused


@pytest.mark.parametrize(
    ("name", "content", "most"),
    [
        ("a.gif", gif(1_000, 1_000, 41), MAX_MOVING_PIXELS[FileKind.GIF]),
        ("a.webp", moving_webp(1_000, 1_000, 21), MAX_MOVING_PIXELS[FileKind.WEBP]),
    ],
    ids=["gif", "webp"],
)
def test_a_moving_picture_is_refused_by_all_its_frames(
    name: str, content: bytes, most: int
) -> None:
    seen = look(name, content)
    said = messages.TOO_MANY_FRAMES.format(million=most // MILLION, frames=MAX_FRAMES)
    assert (seen.outcome, seen.reason) == (Outcome.REFUSED, said)


def test_no_picture_has_more_pixels_than_all_may_have() -> None:
    for content, name in ((png(7_100, 7_100, colour=0), "a.png"), (jpeg(7_100, 7_100), "a.jpg")):
        said = messages.TOO_MANY_PIXELS.format(million=MAX_PIXELS // MILLION)
        assert look(name, content).reason == said
