"""Videos (普法微视频): film, poster and captions lie on this site and can be played by anybody."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from publisher.checks.context import CheckContext
from publisher.model.documents.video import (
    CAPTION_ENDINGS,
    FILM_TYPES,
    LARGEST,
    POSTER_ENDINGS,
    Video,
)
from publisher.model.finding import Finding
from publisher.model.front_matter import UNFILLED
from publisher.model.library import Entry
from publisher.model.web_vtt import read_captions

_ENDINGS = {"file": tuple(FILM_TYPES), "poster": POSTER_ENDINGS, "captions": CAPTION_ENDINGS}
_MEGABYTE = 1024 * 1024


def check_video_can_be_played(entry: Entry, context: CheckContext) -> list[Finding]:
    """M461–M464. A key that is still to be filled in is no mistake yet."""
    video = entry.meta
    if not isinstance(video, Video):
        return []
    findings: list[Finding] = []
    for key, endings in _ENDINGS.items():
        written = getattr(video, key)
        if UNFILLED in written:
            continue
        found = _named(entry, key, written, endings) or _missing(entry, key, written, context)
        findings += found
        if not found:
            findings += _content(entry, key, video, context.folders.content / written)
    return findings


def _named(entry: Entry, key: str, written: str, endings: tuple[str, ...]) -> list[Finding]:
    """M464."""
    path = PurePosixPath(written)
    line = entry.line_of(key)
    if "://" in written or written.startswith("//"):
        return [Finding(entry.path, line, "M464", f"「{key}」“{written}”在站外")]
    if path.is_absolute() or ".." in path.parts:
        return [Finding(entry.path, line, "M464", f"「{key}」“{written}”不是 content/ 下的路径")]
    if path.suffix.lower() not in endings:
        expected = "、".join(endings)
        return [Finding(entry.path, line, "M464", f"「{key}」应为 {expected}，实际为“{written}”")]
    return []


def _missing(entry: Entry, key: str, written: str, context: CheckContext) -> list[Finding]:
    """M461."""
    if (context.folders.content / written).is_file():
        return []
    return [Finding(entry.path, entry.line_of(key), "M461", f"content/ 下没有“{written}”")]


def _content(entry: Entry, key: str, video: Video, file: Path) -> list[Finding]:
    line = entry.line_of(key)
    if key == "file" and file.stat().st_size > LARGEST:
        size = file.stat().st_size / _MEGABYTE
        message = f"“{video.file}”有 {size:.0f} MB，应不超过 {LARGEST // _MEGABYTE} MB"
        return [Finding(entry.path, line, "M463", message)]
    if key == "captions":
        return [
            Finding(entry.path, line, "M462", f"“{video.captions}”{message}")
            for message in _caption_mistakes(video, file)
        ]
    return []


def _caption_mistakes(video: Video, file: Path) -> list[str]:
    """What is wrong with the captions, each with the line of their file."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ["不是 UTF-8 编码"]
    cues, mistakes = read_captions(text)
    messages = [f"第 {mistake.line} 行：{mistake.message}" for mistake in mistakes]
    if cues and cues[-1].ends > video.duration * 1000:
        messages.append(f"第 {cues[-1].line} 行：结束时间超过了时长（{video.duration} 秒）")
    return messages
