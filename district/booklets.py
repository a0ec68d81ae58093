"""What the builder, the pages and the server agree on about booklets (典型案例汇编)."""

from __future__ import annotations

MOST_CASES = 100
"""A basket holds so many cases at most."""
TITLE_LENGTH = 40
"""Letters of a title that a reader chooses: two lines on the cover."""
NO_CHINESE_FONT = "没有找到中文字体"
"""How the message of `fabu booklet` begins where nothing can be typeset."""
