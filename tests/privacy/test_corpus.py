"""Five hundred leaks are found, five hundred look-alikes are left alone."""

from __future__ import annotations

from collections import Counter

import pytest

from privacy.detector import find_all
from privacy.folding import fold_markdown
from privacy.kinds import Certainty, Find, PersonalData
from tests.privacy.leaks import CERTAIN_FORMS, Leak, leaks
from tests.privacy.look_alikes import look_alikes

EVERYTHING = frozenset(PersonalData)
SEED = 20261120
LEAKS = leaks(SEED)
LOOK_ALIKES = look_alikes(SEED)


def found_in(text: str) -> tuple[Find, ...]:
    return find_all(text, kinds=EVERYTHING, folding=fold_markdown)


def is_found(leak: Leak) -> bool:
    start = leak.text.index(leak.value)
    end = start + len(leak.value)
    return any(
        find.kind in leak.kinds and find.start < end and start < find.end
        for find in found_in(leak.text)
    )


def table(missed: list[Leak]) -> str:
    of = Counter(leak.form for leak in LEAKS)
    lines = [
        f"{form}: {count} of {of[form]} missed"
        for form, count in Counter(leak.form for leak in missed).most_common()
    ]
    return "\n".join(
        [f"seed {SEED}", *lines, *(f"  {leak.form}: {leak.text!r}" for leak in missed)]
    )


def test_the_corpus_is_as_large_and_as_wide_as_promised() -> None:
    assert len(LEAKS) >= 500
    assert len({leak.form for leak in LEAKS}) >= 25
    assert len(LOOK_ALIKES) >= 500
    assert {kind for leak in LEAKS for kind in leak.kinds} == EVERYTHING


def test_every_certain_identifier_is_found() -> None:
    missed = [leak for leak in LEAKS if leak.form in CERTAIN_FORMS and not is_found(leak)]
    assert not missed, table(missed)


def test_names_in_risky_positions_are_found() -> None:
    names = [leak for leak in LEAKS if leak.form == "姓名"]
    missed = [leak for leak in names if not is_found(leak)]
    assert len(missed) <= 0.05 * len(names), table(missed)


def test_what_words_tell_is_found() -> None:
    others = [leak for leak in LEAKS if leak.form not in CERTAIN_FORMS | {"姓名"}]
    missed = [leak for leak in others if not is_found(leak)]
    assert len(missed) <= 0.03 * len(others), table(missed)


def test_fewer_than_one_look_alike_in_two_hundred_is_told() -> None:
    told = [(text, found) for text in LOOK_ALIKES if (found := found_in(text))]
    rows = "\n".join(
        f"{text!r}: {[(f.kind.label, f.matched) for f in found]}" for text, found in told
    )
    assert len(told) < 0.005 * len(LOOK_ALIKES), f"seed {SEED}\n{rows}"


def test_no_look_alike_is_told_as_certain() -> None:
    told = [
        (text, find.matched)
        for text in LOOK_ALIKES
        for find in found_in(text)
        if find.certainty is Certainty.CERTAIN
    ]
    assert told == []


@pytest.mark.parametrize("leak", LEAKS[::7], ids=lambda leak: f"{leak.form}-{leak.value!r}"[:40])
def test_a_find_stands_where_it_says(leak: Leak) -> None:
    for find in found_in(leak.text):
        assert leak.text[find.start : find.end] == find.matched
