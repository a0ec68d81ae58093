"""Where pairs of characters, words and joints stand in a text, coarsely: enough to tell a phrase."""

from __future__ import annotations

from operator import add

from search.analysis import Run, fold, joint, runs
from search.shard_format import PLACES

_BITS = [1 << place for place in range(PLACES)]
_CYCLES = [(_BITS[start:] + _BITS[:start]) for start in range(PLACES)]


def places_of_terms(text: str) -> dict[str, int]:
    """For each bigram, word and joint of `text` the set of its offsets modulo `PLACES`, as bits.

    A joint stands where its first part begins to touch: at the last Han character before a word, or at
    the word before a Han character. Only parts that touch are taken: a gap would make offsets differ.
    """
    found: dict[str, int] = {}
    get = found.get
    before: Run | None = None
    for run in runs(fold(text)):
        if run.is_han:
            pairs = list(map(add, run.text, run.text[1:]))
            bits = _CYCLES[run.start % PLACES] * (len(pairs) // PLACES + 1)
            for pair, bit in zip(pairs, bits, strict=False):
                found[pair] = get(pair, 0) | bit
        else:
            found[run.text] = get(run.text, 0) | _BITS[run.start % PLACES]
        if before and before.end == run.start:
            start = run.start - 1 if before.is_han else before.start
            for term in joint(before, run):
                found[term] = get(term, 0) | _BITS[start % PLACES]
        before = run
    return found
