"""What all QR codes of one size share: their frame, and where the bits of a text go in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import segno
from segno import consts

BORDER = 4
MASK = 3
_DATA = (consts.TYPE_DATA_DARK, consts.TYPE_DATA_LIGHT)
_RUN = re.compile("1+")
_CHARACTERS = bytes.maketrans(b"\0\1", b"01")


@dataclass(frozen=True)
class Frame:
    """`modules`: of a code whose bits are all 0, row by row; `places`: of the bits, in their order;
    `blocks`: how many code words of data each block has; `correcting`: how many follow for each."""

    width: int
    modules: bytes
    places: tuple[int, ...]
    blocks: tuple[int, ...]
    correcting: int

    @property
    def words(self) -> int:
        return sum(self.blocks)

    @property
    def holds(self) -> int:
        """Characters of one byte."""
        return self.words - 2

    def svg(self, modules: bytearray) -> str:
        """As `segno` draws them: dark modules beside each other are one stroke."""
        width, text = self.width, modules.translate(_CHARACTERS).decode()
        size = width + 2 * BORDER
        strokes: list[str] = []
        x, y = 0, 0
        for row in range(width):
            for run in _RUN.finditer(text, row * width, (row + 1) * width):
                start, end = run.start() - row * width, run.end() - row * width
                strokes.append(f"m{start - x} {row - y}h{end - start}")
                x, y = end, row
        first = f"M{BORDER} {BORDER}.5{strokes[0].partition('0 0')[2]}"
        path = "".join((first, *strokes[1:]))
        return f'<svg viewBox="0 0 {size} {size}" class="qr"><path stroke="#000" d="{path}"/></svg>'


def drawn(code: segno.QRCode) -> str:
    """What `segno` draws of a code."""
    svg = code.svg_inline(omitsize=True, svgclass="qr", lineclass=None, border=BORDER)
    return str(svg)


@cache
def frame_of(version: int) -> Frame:
    """Read off a code that `segno` makes: its data modules are told from its frame."""
    code = segno.make("a", version=version, error="m", micro=False, mask=MASK, boost_error=False)
    kinds: list[list[int]] = [list(row) for row in code.matrix_iter(border=0, verbose=True)]
    width = len(kinds)
    kinds[8][width - 9] = consts.TYPE_DATA_DARK  # beside the format bits, for which segno takes it
    places = tuple(
        row * width + column for row, column in _path(width) if kinds[row][column] in _DATA
    )
    modules = bytearray(b"".join(code.matrix))
    for place in places:
        row, column = divmod(place, width)
        modules[place] = (row + column) % 3 == 0  # the mask alone
    levels: Any = consts.ECC[version]
    parts = levels[consts.ERROR_LEVEL_M]
    blocks = tuple(part.num_data for part in parts for _ in range(part.num_blocks))
    return Frame(width, bytes(modules), places, blocks, parts[0].num_total - parts[0].num_data)


def _path(width: int) -> Iterator[tuple[int, int]]:
    """Every module in the order of the bits (ISO/IEC 18004:2015, 7.7.3): two columns at a time from the
    right, upwards and downwards in turn, past the column of the timing pattern."""
    rights = [*range(width - 1, 6, -2), *range(5, 0, -2)]
    for turn, right in enumerate(rights):
        rows = range(width) if turn % 2 else range(width - 1, -1, -1)
        for row in rows:
            yield row, right
            yield row, right - 1
