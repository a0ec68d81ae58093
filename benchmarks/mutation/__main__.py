"""`make mutate`: how many changes of the code that keeps records, accounts and limits go unnoticed.

Exit 1 when in one area more than a tenth of the mutants tried survive, when a survivor is not in the
list that is kept, or when something listed was noticed after all or is no mutant any more.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.mutation.areas import AREAS, asked_of, mutants_in
from benchmarks.mutation.choice import KEPT, Choice, learn
from benchmarks.mutation.kept import LIST, read_list, stale
from benchmarks.mutation.mutants import Mutant
from benchmarks.mutation.trial import Bench, Verdict, bench

AT_MOST = 0.10


def sample(mutants: Sequence[Mutant], size: int, seed: int) -> list[Mutant]:
    """So many of them, the same for the same seed, in their own order; all where `size` is 0."""
    if not size or size >= len(mutants):
        return list(mutants)
    drawn = set(random.Random(seed).sample(range(len(mutants)), size))
    return [m for n, m in enumerate(mutants) if n in drawn]


def try_area(
    made: Bench, choice: Choice, area: str, mutants: Sequence[Mutant]
) -> dict[str, Verdict]:
    """What became of each; written to a log line by line, and survivors are printed at once."""
    found: dict[str, Verdict] = {}
    is_checked = False
    for mutant in mutants:
        tests, seconds = choice.of(mutant)
        if tests and not is_checked:
            made.check(tests)
            is_checked = True
        started = time.monotonic()
        verdict, ended = made.try_out(mutant, tests, seconds)
        twins, more = choice.twins(tests)
        if verdict is Verdict.SURVIVED and twins:
            verdict, ended = made.try_out(mutant, twins, more)
        found[mutant.id] = verdict
        line = {
            "area": area, "mutant": mutant.id, "line": mutant.line, "verdict": verdict.value,
            "tests": len(tests), "cpu": round(ended.cpu, 1), "witness": ended.witness,
            "seconds": round(time.monotonic() - started, 1),
        }  # fmt: skip
        with _log_of(area).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        if verdict.is_survivor:
            print(f"{verdict.value}: {mutant.path}:{mutant.line} {mutant.id}", flush=True)
    return found


def told(area: str, verdicts: dict[str, Verdict], of: int, listed: Sequence[str]) -> bool:
    """One line about an area; whether it holds."""
    survivors = [m for m, verdict in verdicts.items() if verdict.is_survivor]
    timed_out = sum(v is Verdict.OUT_OF_TIME for v in verdicts.values())
    share = len(survivors) / len(verdicts) if verdicts else 0.0
    unlisted = [m for m in survivors if m not in listed]
    print(
        f"{area}: {len(verdicts)} of {of} mutants tried, {len(survivors)} survive ({share:.1%}), "
        f"{len(unlisted)} of them not listed; {timed_out} ran out of time (counted as noticed)"
    )
    return share <= AT_MOST and not unlisted


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.mutation", description=__doc__)
    parser.add_argument("areas", nargs="*", help=f"of {', '.join(AREAS)}; all when none is named")
    parser.add_argument("--sample", type=int, default=0, help="mutants of each area; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", action="store_true", help="only those that survived last time")
    parser.add_argument("--only", default="", help="only mutants whose line in the list has this")
    given = parser.parse_args()
    if unknown := set(given.areas) - set(AREAS):
        parser.error(f"no area {', '.join(sorted(unknown))}")
    KEPT.mkdir(parents=True, exist_ok=True)
    listed = read_list()
    everything = {area: mutants_in(area) for area in AREAS}
    gone = stale(listed, {m.id for found in everything.values() for m in found})
    former = _last_survivors() if given.again else None
    verdicts: dict[str, dict[str, Verdict]] = {}
    areas = given.areas or list(AREAS)
    tests = sorted({test for area in areas for test in asked_of(area)})
    with bench(tests) as made:
        for area in areas:
            choice = Choice(learn(made, asked_of(area)))
            chosen = sample(everything[area], given.sample, given.seed)
            if former is not None:
                chosen = [m for m in everything[area] if m.id in former]
            chosen = [m for m in chosen if given.only in m.id]
            _log_of(area).write_text("")
            verdicts[area] = try_area(made, choice, area, chosen)
    good = [told(a, found, len(everything[a]), list(listed)) for a, found in verdicts.items()]
    tried = {m: v for found in verdicts.values() for m, v in found.items()}
    noticed = [m for m in listed if m in tried and not tried[m].is_survivor]
    for title, wrong in (("is no mutant any more", gone), ("is noticed by a test", noticed)):
        for mutant in wrong:
            print(f"{LIST.name}: {mutant}: {title}")
    return 0 if all(good) and not gone and not noticed else 1


def _log_of(area: str) -> Path:
    return KEPT / f"last-{area}.jsonl"


def _last_survivors() -> set[str]:
    rows = [
        json.loads(line)
        for area in AREAS
        if _log_of(area).exists()
        for line in _log_of(area).read_text(encoding="utf-8").splitlines()
    ]
    return {row["mutant"] for row in rows if Verdict(row["verdict"]).is_survivor}


if __name__ == "__main__":
    sys.exit(main())
