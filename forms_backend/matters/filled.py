"""Whether an answer was written, and not only its skeleton sent on. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_HEADING = re.compile(r"[一二三四五六七八九十]+、.*|.*[：:]")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _pairs(lines: list[str]) -> Iterable[tuple[str, str]]:
    """Each line with the one after it, the last one with nothing."""
    return zip(lines, [*lines[1:], ""], strict=False)


def _headings(skeleton: str) -> tuple[set[str], set[str]]:
    """All headings of the skeleton, and those under which it has nothing itself."""
    lines = _lines(skeleton)
    headings = {line for line in lines if _HEADING.fullmatch(line)}
    return headings, {
        line for line, after in _pairs(lines) if line in headings and _is_end(after, headings)
    }


def _is_end(line: str, headings: set[str]) -> bool:
    return not line or line in headings


def unfilled_parts(text: str, skeletons: Iterable[str]) -> tuple[str, ...]:
    """Headings of any of the skeletons that stand in `text` with nothing under or behind them, in
    their order; a heading that was taken out is not missed."""
    found = [_headings(skeleton) for skeleton in skeletons]
    headings = {line for all_of_one, _ in found for line in all_of_one}
    to_fill = {line for _, of_one in found for line in of_one}
    lines = _lines(text)
    return tuple(
        line.rstrip("：:")
        for line, after in _pairs(lines)
        if line in to_fill and _is_end(after, headings)
    )
