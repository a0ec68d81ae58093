"""Codes drawn from a frame are those that segno makes, byte for byte."""

import random

import pytest
import segno

from publisher.paper.qr import LARGEST, qr_svg
from publisher.paper.qr_frame import drawn, frame_of

SMALL = "abcdefghijklmnopqrstuvwxyz0123456789/-.:"


def by_segno(text):
    return drawn(segno.make(text, error="m", micro=False, mask=3, boost_error=False))


@pytest.mark.parametrize("version", range(1, LARGEST + 1))
def test_codes_of_every_size_are_those_of_segno(version):
    source = random.Random(version)
    most = frame_of(version).holds
    least = frame_of(version - 1).holds + 1 if version > 1 else 1
    for length in (least, (least + most) // 2, most - 1, most):
        text = "x" + "".join(source.choices(SMALL, k=length - 1))
        assert segno.make(text, error="m", micro=False, boost_error=False).version == version
        assert qr_svg(text) == by_segno(text)


OTHERS = {
    "digits": "20261130",
    "capitals": "HTTPS://EXAMPLE.CN/",
    "chinese": "https://示例.cn/案例/",
    "long": "https://example.cn/" + "a" * 400,
    "control": "a\nb",
    "latin": "café",
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_texts_are_left_to_segno(name):
    assert qr_svg(OTHERS[name]) == by_segno(OTHERS[name])
