"""Two texts beside each other: what is shown, and that no text costs more than its steps."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any

import pytest

from forms_backend.manuscripts import comparing
from forms_backend.manuscripts.comparing import Row, compared


def told(rows: list[Row]) -> list[str]:
    """Rows as text, what differs in brackets."""
    return [
        "…" if row.is_gap else " | ".join(
            "".join(f"[{p.text}]" if p.is_changed else p.text for p in side)
            for side in (row.left, row.right)
        )
        for row in rows
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "rows"),
    [
        ("甲", "甲", []),
        ("甲\n乙", "甲\n丙", ["甲 | 甲", "[乙] | [丙]"]),
        ("工资三千元", "工资五千元整", ["工资[三]千元 | 工资[五]千元[整]"]),
        ("甲", "甲\n乙", ["甲 | 甲", " | [乙]"]),
        ("甲\n乙", "", ["[甲] | ", "[乙] | "]),
        ("a\nb\nc\nd\ne\nf\nX", "a\nb\nc\nd\ne\nf\nY", ["d | d", "e | e", "f | f", "[X] | [Y]"]),
        (
            "X\na\nb\nc\nd\ne\nf\ng\nX", "Y\na\nb\nc\nd\ne\nf\ng\nY",
            ["[X] | [Y]", "a | a", "b | b", "c | c", "…", "e | e", "f | f", "g | g", "[X] | [Y]"],
        ),
        ("一\n\n二\n\n三", "一\n\n贰\n\n三", ["一 | 一", " | ", "[二] | [贰]", " | ", "三 | 三"]),
    ],
)  # fmt: skip
def test_what_differs_is_shown_with_what_stands_around(
    left: str, right: str, rows: list[str]
) -> None:
    assert told(compared(left, right)) == rows


def test_numbers_are_those_of_the_lines() -> None:
    rows = compared("a\nb\nc", "a\nx\nb\nc")
    assert [(row.left_number, row.right_number) for row in rows] == [(1, 1), (0, 2), (2, 3), (3, 4)]


HANZI = "".join(chr(0x4E00 + n) for n in range(990))
HOSTILE: dict[str, Callable[[], tuple[str, str]]] = {
    "two lines again and again": lambda: ("a\nb\n" * 2_000, "b\na\n" * 2_000 + "c"),
    "one long line": lambda: ("ab" * 50_000, "ba" * 50_000 + "c"),
    "long lines": lambda: ("\n".join(["ab" * 495] * 50), "\n".join(["ba" * 495] * 50)),
    "lines turned halfway": lambda: (
        "\n".join([HANZI] * 90), "\n".join(["".join(HANZI[n ^ 1] for n in range(990))] * 90),
    ),
    "reversed text": lambda: (
        "\n".join(map(str, range(9_000))), "\n".join(map(str, reversed(range(9_000)))),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_contrived_text_costs_no_more_than_its_steps(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once a minute and more; what is too much never reaches difflib."""
    steps: list[int] = []

    class Counted(SequenceMatcher[str]):
        def find_longest_match(
            self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
        ) -> Any:
            ahi = len(self.a) if ahi is None else ahi
            steps.append(sum(len(self.b2j.get(self.a[at], ())) for at in range(alo, ahi)))
            return super().find_longest_match(alo, ahi, blo, bhi)

    monkeypatch.setattr(comparing, "SequenceMatcher", Counted)
    left, right = HOSTILE[name]()
    rows = compared(left, right)
    assert sum(steps) <= comparing.MOST_STEPS
    assert any(row.is_changed for row in rows)
    assert [p.text for row in rows for p in row.left if row.left_number == 1][:1] != []


def test_a_manuscript_of_many_paragraphs_is_compared_in_detail() -> None:
    before = "\n\n".join(f"第{n}段，企业应当按时足额支付工资{n}元。" for n in range(400))
    rows = compared(before, before.replace("工资7元", "工资八元"))
    assert [line for line in told(rows) if "[" in line] == [
        "第7段，企业应当按时足额支付工资[7]元。 | 第7段，企业应当按时足额支付工资[八]元。"
    ]
