"""docs/STANDARDS.md claims nothing that is not there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "STANDARDS.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:tests|content)/[^`\s]+)`", PAGE)))
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| (?!item|-)", line)]


@cache
def functions_of(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_test_and_page_that_is_named_exists() -> None:
    assert len(NAMED) > 40
    missing = []
    for name in NAMED:
        file, _, function = name.partition("::")
        path = ROOT / file
        if not path.is_file() or (function and function not in functions_of(path)):
            missing.append(name)
    assert missing == []


def test_every_row_is_shown_by_something_or_not_met() -> None:
    assert len(ROWS) > 60
    for row in ROWS:
        assert "`tests/" in row or "`content/" in row or "not met" in row, row


def test_every_chapter_says_what_is_not_met() -> None:
    """What is shown and what is not are the two halves of each chapter."""
    rest = PAGE.partition("Not met, because not shown")[2].partition("## GB/T")[0]
    for chapter in range(1, 15):
        assert re.search(rf"V{chapter} all", rest), chapter
    for item in re.findall(r"^\| (\d+\.\d+\.\d+) \|", PAGE, re.MULTILINE):
        chapter, section, number = map(int, item.split("."))
        ranges = re.findall(
            rf"\b{chapter}\.{section}\.(\d+)(?:–{chapter}\.{section}\.(\d+))?", rest
        )
        assert any(int(a) <= number <= int(b or a) for a, b in ranges), item
