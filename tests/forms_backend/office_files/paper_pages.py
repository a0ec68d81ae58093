"""How many pages a paper takes at most, by the measures of its blocks: no office program needed."""

from __future__ import annotations

import math
from collections.abc import Iterable

from forms_backend.office_files.official_document import Block, Grid, Note, Paper


def pages_at_most(paper: Paper) -> int:
    """An upper bound of its pages: every line counted, each appendix on a page of its own."""
    page = 225 / 25.4 * 72
    body = (6 + len(paper.appendices)) * 29 + height(paper.blocks)
    parts = [body, *(29 * 3 + height(one.blocks) for one in paper.appendices)]
    return sum(math.ceil(points / page) for points in parts)


def height(blocks: Iterable[Block]) -> float:
    """In points: 28 characters a line of 29 pt, 42 of 15 pt in notes; tables by their rows."""
    total = 0.0
    for block in blocks:
        if isinstance(block, Grid):
            width = [w * 0.42 - 2 for w in block.widths]
            rows = [
                max(math.ceil(wide(t) / w) for t, w in zip(line, width, strict=True))
                for line in (block.head, *block.lines)
            ]
            total += 22 + 8 + 15.5 * sum(rows)
        elif isinstance(block, Note):
            total += 15 * math.ceil(wide(block.text) / 42)
        else:
            total += 29 * math.ceil((wide(block.text) + 2) / 28)
    return total


def wide(text: str) -> float:
    """In Chinese characters; letters and digits take half."""
    return sum(0.5 if ord(c) < 0x2E80 else 1 for c in text) or 1
