"""`make bench-patterns`: every pattern over its worst texts, of 8,000 and of 64,000 characters.

Exit 1 when twice as much text takes a pattern more than 2.6 times as long, unless it is listed in
`bounded.yml`; when a listed one takes too long over the longest text that it is given; and when list
and code do not agree.
"""

from __future__ import annotations

import sys
import time

from benchmarks.patterns.bounded import bound_of, differences, read_list
from benchmarks.patterns.found import patterns
from benchmarks.patterns.growth import AT_MOST, STOPPED, growth, slowest

SMALL, LARGE = 8_000, 64_000
MOST_SECONDS = 1.0
SECONDS_AT_LONGEST = 0.25


def main() -> int:
    started = time.process_time()
    found, unread = patterns()
    bounded, _ = read_list()
    wrong = differences(found, unread)
    one_of_each = {(f.pattern, f.flags, f.is_anchored): f for f in reversed(found)}
    steepest: list[tuple[float, str]] = []
    for one in sorted(one_of_each.values(), key=lambda f: (f.path, f.line)):
        place = f"{one.path}:{one.line} {one.pattern[:70]!r}"
        listed = bound_of(one, bounded)
        if listed is not None:
            took, parts = slowest(one, listed.longest, MOST_SECONDS)
            print(f"listed, {took * 1000:.1f} ms over {listed.longest} characters: {place}")
            if took > SECONDS_AT_LONGEST:
                wrong.append(f"{took:.2f} s over its longest text, of {parts}: {place}")
            continue
        worst = growth(one, SMALL, LARGE, MOST_SECONDS)
        steepest.append((worst.growth, place))
        if worst.growth > AT_MOST:
            grows = "without end" if worst.growth == STOPPED else f"{worst.growth:.1f} times"
            wrong.append(f"grows {grows} at {worst.size} characters of {worst.text}: {place}")
            print(wrong[-1], flush=True)
    for factor, place in sorted(steepest, reverse=True)[:5]:
        print(f"among the steepest: {factor:.2f} {place}")
    print(
        f"{len(found)} patterns, {len(one_of_each)} different, {len(unread)} made while running, "
        f"{len(bounded)} listed; {time.process_time() - started:.0f} s of processor time"
    )
    for sentence in wrong:
        print(f"wrong: {sentence}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
