"""What `make bench-patterns` measures: the list of what is bounded agrees with the code, and the tool sees
what is not linear. How long each pattern takes is for the benchmark to say."""

import re
import time

import pytest

from benchmarks.patterns.bounded import differences
from benchmarks.patterns.found import Found, patterns
from benchmarks.patterns.growth import AT_MOST, STOPPED, growth, slowest
from benchmarks.patterns.worst import texts

SIZE = 4_000
SECONDS = 0.06
"""What is quadratic takes longer over four times as much text; on a slow machine all the more."""


def is_linear(pattern: Found) -> bool:
    """By growth: how long anything takes depends on who else is at work."""
    return growth(pattern, SIZE, 4 * SIZE, 0.3).growth <= AT_MOST


def one(pattern: str, *methods: str) -> Found:
    return Found("x.py", 1, pattern, 0, frozenset(methods))


def test_the_list_and_the_code_agree() -> None:
    found, unread = patterns()
    assert differences(found, unread) == []
    assert len(found) > 500, "the patterns are no longer found"


@pytest.mark.parametrize(
    "pattern",
    [r"\s+$", r"(a+)+b", r"[^\]]*\]", r"\[[^\]]*\]x", r"x\s*y?\s*z", r"(?:a|aa)*c", r".*(?:甲|乙)",
     r"[a-z]+@[a-z]+"],
)  # fmt: skip
def test_what_is_not_linear_is_found(pattern: str) -> None:
    assert slowest(one(pattern), 4 * SIZE, SECONDS)[0] >= SECONDS


@pytest.mark.parametrize(
    "pattern",
    [r"(?<!\s)\s+$", r"(?<!\s)\s++(?:x|$)", r"[a-z]{1,64}@", r"第[一二三]{1,9}条", r"\d{4}-\d{2}"],
)
def test_what_is_linear_is_left_alone(pattern: str) -> None:
    assert is_linear(one(pattern))


def test_what_is_tried_at_the_beginning_only_is_measured_there() -> None:
    assert is_linear(one(r"\s+x", "match"))
    assert slowest(one(r"\s+x", "search"), 4 * SIZE, SECONDS)[0] >= SECONDS


def test_an_engine_that_would_never_end_is_stopped() -> None:
    began = time.process_time()
    worst = growth(one(r"(?:a|a)*b"), 30, 60, 0.2)
    assert worst.growth == STOPPED
    assert time.process_time() - began < 5


def test_a_worst_text_begins_repeats_and_ends() -> None:
    found = set(texts(r"<a [^>]*?href", 0))
    assert {part for begin, part, _ in found if begin == "<a "} >= {"a", "h"}
    assert ("", "<a a", "") in found, "from every beginning"
    assert all(part for _, part, _ in found)
    assert re.compile(r"<a [^>]*?href").match("<a href")
