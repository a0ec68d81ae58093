"""What `make bench-patterns` measures: the list of what is bounded agrees with the code, and the tool sees
what is not linear. How long each pattern takes is for the benchmark to say."""

import re
import time

import pytest

from benchmarks.patterns.bounded import differences
from benchmarks.patterns.found import Found, patterns
from benchmarks.patterns.growth import STOPPED, growth, slowest
from benchmarks.patterns.worst import texts

SIZE = 8_000
SECONDS = 0.06
"""Whatever is linear takes a tenth of it over so little text; what is quadratic twice as much."""

FOUND, UNREAD = patterns()


def one(pattern: str, *methods: str) -> Found:
    return Found("x.py", 1, pattern, 0, frozenset(methods))


def test_the_list_and_the_code_agree() -> None:
    assert differences(FOUND, UNREAD) == []
    assert len(FOUND) > 500, "the patterns are no longer found"


@pytest.mark.parametrize(
    "pattern",
    [r"\s+$", r"(a+)+b", r"[^\]]*\]", r"\[[^\]]*\]x", r"x\s*y?\s*z", r"(?:a|aa)*c", r".*(?:甲|乙)",
     r"[a-z]+@[a-z]+"],
)  # fmt: skip
def test_what_is_not_linear_is_found(pattern: str) -> None:
    assert slowest(one(pattern), 2 * SIZE, SECONDS)[0] >= SECONDS


@pytest.mark.parametrize(
    "pattern",
    [r"(?<!\s)\s+$", r"\s++(?:x|$)", r"[a-z]{1,64}@", r"第[一二三]{1,9}条", r"\d{4}-\d{2}"],
)
def test_what_is_linear_is_left_alone(pattern: str) -> None:
    took, _ = slowest(one(pattern), SIZE, 0.5)
    assert took < SECONDS


def test_what_is_tried_at_the_beginning_only_is_measured_there() -> None:
    assert slowest(one(r"\s+x", "match"), SIZE, SECONDS)[0] < SECONDS
    assert slowest(one(r"\s+x", "search"), 2 * SIZE, SECONDS)[0] >= SECONDS


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
