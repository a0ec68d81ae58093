"""Captions (字幕) in WebVTT (https://www.w3.org/TR/webvtt1/): as much of it as captions need."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_NO_CUE = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True)
class Cue:
    """One caption; `starts` and `ends` in milliseconds, `line` of its timing."""

    starts: int
    ends: int
    text: str
    line: int


@dataclass(frozen=True)
class CaptionMistake:
    line: int
    message: str


def read_captions(text: str) -> tuple[tuple[Cue, ...], tuple[CaptionMistake, ...]]:
    """The cues of a WebVTT file, and what is wrong with it: no header, a cue that cannot be read,
    is empty, ends before it starts, or starts before the one above it."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first = text.split("\n", 1)[0]
    if first != "WEBVTT" and not first.startswith(("WEBVTT ", "WEBVTT\t")):
        return (), (CaptionMistake(1, "第一行应为 WEBVTT"),)
    cues: list[Cue] = []
    mistakes: list[CaptionMistake] = []
    for line, block in _blocks(text):
        if block[0].startswith(("WEBVTT", *_NO_CUE)):
            continue
        cue = _cue(line, block)
        if cue is None:
            mistakes.append(CaptionMistake(line, f"“{block[0]}”下面没有“00:00.000 --> 00:00.000”"))
            continue
        mistakes += _mistakes(cue, cues[-1] if cues else None)
        cues.append(cue)
    if not cues and not mistakes:
        mistakes.append(CaptionMistake(1, "一条字幕也没有"))
    return tuple(cues), tuple(mistakes)


def _blocks(text: str) -> list[tuple[int, list[str]]]:
    """Runs of lines between blank ones, each with the number of its first line."""
    found: list[tuple[int, list[str]]] = []
    at = 0
    for gap in [*_BLANK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        block = text[at:end].strip("\n")
        if block.strip():
            skipped = len(text[at:end]) - len(text[at:end].lstrip("\n"))
            found.append((text.count("\n", 0, at + skipped) + 1, block.split("\n")))
        at = gap.end() if gap else end
    return found


def _cue(line: int, block: list[str]) -> Cue | None:
    """A cue may have a name on a line of its own before its timing."""
    for offset, written in enumerate(block[:2]):
        timing = _TIMING.fullmatch(written.strip())
        if timing:
            text = "\n".join(block[offset + 1 :]).strip()
            return Cue(_moment(timing, 1), _moment(timing, 5), text, line + offset)
    return None


def _moment(timing: re.Match[str], group: int) -> int:
    hours, minutes, seconds, milliseconds = (int(timing[group + n] or 0) for n in range(4))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds


def _mistakes(cue: Cue, above: Cue | None) -> list[CaptionMistake]:
    found = []
    if not cue.text:
        found.append(CaptionMistake(cue.line, "这一条没有文字"))
    if cue.ends <= cue.starts:
        found.append(CaptionMistake(cue.line, "结束时间不晚于开始时间"))
    if above is not None and cue.starts < above.starts:
        found.append(CaptionMistake(cue.line, f"早于第 {above.line} 行的那一条，应按先后排列"))
    return found
