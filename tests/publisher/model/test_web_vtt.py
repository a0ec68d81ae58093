"""Captions: what a WebVTT file says, and what is wrong with it."""

import pytest

from publisher.model.web_vtt import Cue, read_captions

GOOD = """WEBVTT - 普法

NOTE 编辑的话

00:00.000 --> 00:02.500 line:90%
先看清楚。

第二条
01:00:01.000 --> 01:00:02.000
再说出来，
逐条写。
"""


def test_cues_with_names_settings_hours_and_notes_are_read():
    cues, mistakes = read_captions(GOOD)
    assert mistakes == ()
    assert cues == (
        Cue(0, 2500, "先看清楚。", 5),
        Cue(3601000, 3602000, "再说出来，\n逐条写。", 9),
    )


def test_windows_line_ends_and_a_byte_order_mark_are_fine():
    cues, mistakes = read_captions("\ufeff" + GOOD.replace("\n", "\r\n"))
    assert (len(cues), mistakes) == (2, ())


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\n字幕\n", 1, "WEBVTT"),
        ("WEBVTTX\n", 1, "WEBVTT"),
        ("WEBVTT\n", 1, "一条字幕也没有"),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\n字幕\n", 3, "下面没有"),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\n字幕\n", 3, "下面没有"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\n字幕\n", 3, "不晚于"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n", 3, "没有文字"),
        (
            "WEBVTT\n\n00:05.000 --> 00:06.000\n甲\n\n00:01.000 --> 00:02.000\n乙\n",
            6,
            "早于第 3 行",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(text, line, message):
    mistakes = read_captions(text)[1]
    assert [(m.line, message in m.message) for m in mistakes] == [(line, True)]
