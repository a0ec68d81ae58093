"""What is left of a picture when it is written anew, without a worker."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageCms

from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.readers import images
from forms_backend.attachments.readers.images import clean_image
from forms_backend.attachments.refusal import RefusedFileError

ORIENTATION = 0x0112
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
STILL = (FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.GIF)


def picture(mode: str = "RGB") -> Image.Image:
    """Three to two, red at the left, blue at the right."""
    made = Image.new("RGB", (48, 32), "red")
    made.paste("blue", (24, 0, 48, 32))
    return made.convert(mode)


def written(image: Image.Image, kind: FileKind, **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, format=kind.name, **options)
    return target.getvalue()


def cleaned(data: bytes, kind: FileKind) -> bytes:
    target = io.BytesIO()
    clean_image(kind, io.BytesIO(data), len(data), target)
    return target.getvalue()


def rewritten(data: bytes, kind: FileKind) -> Any:
    return Image.open(io.BytesIO(cleaned(data, kind)))


@pytest.mark.parametrize("kind", STILL, ids=lambda kind: kind.name)
def test_the_picture_is_the_same_and_what_was_appended_is_gone(kind: FileKind) -> None:
    data = written(picture(), kind, comment=b"secret") + b"appended"
    found = rewritten(data, kind)
    assert (found.format, found.size) == (kind.name, (48, 32))
    seen = found.convert("RGB")
    assert seen.getpixel((2, 16))[0] > 200 > 60 > seen.getpixel((2, 16))[2]
    assert seen.getpixel((45, 16))[2] > 200 > 60 > seen.getpixel((45, 16))[0]
    for word in (b"secret", b"appended"):
        assert word not in cleaned(data, kind)


@pytest.mark.parametrize("kind", [FileKind.JPEG, FileKind.PNG, FileKind.WEBP], ids=lambda k: k.name)
def test_a_turned_picture_stands_upright_and_says_nothing_else(kind: FileKind) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "Camera"
    found = rewritten(written(picture(), kind, exif=exif), kind)
    assert found.size == (32, 48)
    assert found.getexif().get(ORIENTATION, 1) == 1
    assert 0x010F not in found.getexif()
    seen = found.convert("RGB")
    assert seen.getpixel((16, 3))[0] > 200
    assert seen.getpixel((16, 44))[2] > 200


@pytest.mark.parametrize("kind", [FileKind.JPEG, FileKind.PNG, FileKind.WEBP], ids=lambda k: k.name)
def test_its_colours_are_kept_unless_they_are_a_megabyte(kind: FileKind, monkeypatch) -> None:
    data = written(picture(), kind, icc_profile=PROFILE)
    assert rewritten(data, kind).info["icc_profile"] == PROFILE
    monkeypatch.setattr(images, "_LONGEST_PROFILE", len(PROFILE))
    assert rewritten(data, kind).info["icc_profile"] == PROFILE
    monkeypatch.setattr(images, "_LONGEST_PROFILE", len(PROFILE) - 1)
    assert "icc_profile" not in rewritten(data, kind).info


def test_an_upright_jpeg_keeps_its_very_tables() -> None:
    source = written(picture(), FileKind.JPEG, quality=31)
    found = rewritten(source, FileKind.JPEG)
    assert found.quantization == Image.open(io.BytesIO(source)).quantization


def test_what_was_transparent_stays_so() -> None:
    source = picture("P")
    found = rewritten(written(source, FileKind.PNG, transparency=0), FileKind.PNG)
    assert found.info["transparency"] == 0
    assert "transparency" not in rewritten(written(source, FileKind.PNG), FileKind.PNG).info


def test_a_large_png_is_written_quickly(monkeypatch) -> None:
    levels: list[Any] = []
    save = Image.Image.save

    def noted(image: Image.Image, target: Any, **options: Any) -> None:
        levels.append(options.get("compress_level"))
        save(image, target, **options)

    data = written(picture(), FileKind.PNG)
    monkeypatch.setattr(Image.Image, "save", noted)
    for most, level in ((48 * 32, None), (48 * 32 - 1, 3)):
        monkeypatch.setattr(images, "_LARGE_PNG", most)
        rewritten(data, FileKind.PNG)
        assert levels.pop() == level


@pytest.mark.parametrize("kind", [FileKind.GIF, FileKind.WEBP], ids=lambda kind: kind.name)
def test_a_moving_picture_keeps_frames_times_and_turns(kind: FileKind) -> None:
    others = [Image.new("RGB", (48, 32), colour) for colour in ("lime", "white")]
    data = written(
        picture(), kind, save_all=True, append_images=others, duration=[70, 200, 300], loop=3
    )
    found = rewritten(data, kind)
    assert (found.n_frames, found.info["loop"]) == (3, 3)
    times, colours = [], []
    for number in range(3):
        found.seek(number)
        found.load()
        times.append(found.info["duration"])
        colours.append(found.convert("RGB").getpixel((2, 2)))
    assert times == [70, 200, 300]
    assert colours[1][1] > 200 > 60 > colours[1][0]
    assert min(colours[2]) > 200


def test_a_frame_without_a_time_is_shown_as_long_as_usual() -> None:
    assert images._duration(picture()) == 100


@pytest.mark.parametrize("kind", STILL, ids=lambda kind: kind.name)
def test_a_picture_cut_off_is_refused_and_the_limit_of_others_stays(kind: FileKind) -> None:
    before = Image.MAX_IMAGE_PIXELS
    noise = Image.effect_noise((64, 64), 90).convert("RGB")
    data = written(noise, kind)
    with pytest.raises(RefusedFileError):
        rewritten(data[: len(data) // 3], kind)
    assert before == Image.MAX_IMAGE_PIXELS


def test_another_kind_than_was_said_is_refused() -> None:
    with pytest.raises(RefusedFileError):
        rewritten(written(picture(), FileKind.PNG), FileKind.JPEG)
