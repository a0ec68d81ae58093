"""What `make mutate` changes, and the list of what no test notices."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

import pytest

from benchmarks.mutation.__main__ import sample, told
from benchmarks.mutation.areas import AREAS, ROOT, asked_of, files_of, mutants_in
from benchmarks.mutation.choice import LONGEST_CHOICE, Choice, Learned
from benchmarks.mutation.kept import read_list, stale
from benchmarks.mutation.mutants import Mutant, mutants_of
from benchmarks.mutation.trial import Verdict


@pytest.fixture(scope="module")
def all_mutants() -> Mapping[str, Sequence[Mutant]]:
    return {area: mutants_in(area) for area in AREAS}


def changes(source: str) -> list[str]:
    return [mutant.id.partition(": ")[2] for mutant in mutants_of(source, "a.py")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("A = 1\n", ["1 → 2"]),
        ("A: bool = True\n", ["True → False"]),
        ("x = a == b\n", ["a == b → (a != b)"]),
        ("x = a < b <= c\n", ["a < b <= c → (a <= b <= c)", "a < b <= c → (a < b < c)"]),
        ("x = a and b\n", ["a and b → (a or b)"]),
        ("x = not a\n", ["not a → (a)"]),
        ("x = a + b\n", ["a + b → (a - b)"]),
        ('x = a + "text"\n', []),
        ("x = min(a)\n", ["min → max"]),
        ("if a:\n    b = c\n", ["a → not (a)"]),
        ("x = b if a else c\n", ["a → (not (a))"]),
        ("x = [b for b in c if b]\n", ["b → (not (b))"]),
        ("f(a)\n", ["f(a) → pass"]),
        ("a.b = c\n", ["a.b = c → pass"]),
        ("a = b\n", []),
        ("assert a == b\n", []),
        ("def f(a: int | None = None) -> bool:\n    return a\n", ["return a → return None"]),
        ("for a in b:\n    continue\n", ["continue → break"]),
        ("def f():\n    raise A\n", ["raise A → pass"]),
        ("@limit_status\ndef f():\n    pass\n", ["@limit_status → nothing"]),
        ("@wraps(a)\ndef f():\n    pass\n", []),
    ],
)
def test_what_is_changed(source: str, expected: list[str]) -> None:
    assert changes(source) == expected


def test_only_limits_are_dropped_from_the_zones() -> None:
    source = "@allow(a)\n@limit_status\ndef f():\n    return a == b\n"
    found = mutants_of(source, "a.py", decorators_only="limit_")
    assert [m.source for m in found] == ["@allow(a)\n\ndef f():\n    return a == b\n"]


def test_every_mutant_is_code_of_as_many_lines_and_has_a_name_of_its_own(all_mutants) -> None:
    for area, mutants in all_mutants.items():
        assert len({m.id for m in mutants}) == len(mutants) > 40, area
    for mutant in (*all_mutants["limits"], *all_mutants["sealing"]):
        ast.parse(mutant.source)
        original = (ROOT / mutant.path).read_text(encoding="utf-8")
        assert mutant.source.count("\n") == original.count("\n"), mutant.id
        assert mutant.source != original, mutant.id


@pytest.mark.parametrize(
    ("area", "part"),
    [
        ("ledger", "check_chain: entry.previous_hash != previous →"),
        ("accounts", "session.clear() → pass"),
        ("limits", "receipt: @limit_status → nothing"),
        ("attachments", "MAX_MOVING_PIXELS"),
        ("limits", "metrics.py"),
    ],
)
def test_what_went_unnoticed_once_is_among_them(all_mutants, area: str, part: str) -> None:
    named = [f"{m.id} {m.name}" for m in all_mutants[area]]
    assert [one for one in named if part in one]


def test_every_area_has_its_files_and_its_tests() -> None:
    for area in AREAS:
        assert len(files_of(area)) >= 5, area
        assert all((ROOT / test).is_file() for test in asked_of(area)), area


# The list that is kept


def test_what_is_listed_is_a_mutant_and_has_a_reason(all_mutants) -> None:
    listed = read_list()
    assert stale(listed, {m.id for mutants in all_mutants.values() for m in mutants}) == []


def test_a_line_without_a_reason_or_twice_is_refused(tmp_path) -> None:
    target = tmp_path / "list.yml"
    line = "- {mutant: a, why: equivalent, reason: %s}\n"
    for text in (line % "' '", (line % "b") * 2):
        target.write_text(text)
        with pytest.raises(ValueError, match="listed twice"):
            read_list(target)


@pytest.mark.parametrize(
    ("survivors", "of", "listed", "holds"),
    [(0, 20, (), True), (2, 20, ("m0", "m1"), True), (2, 20, ("m0",), False),
     (3, 20, ("m0", "m1", "m2"), False)],
)  # fmt: skip
def test_at_most_a_tenth_survives_and_every_one_is_listed(survivors, of, listed, holds) -> None:
    verdicts = {f"m{n}": Verdict.SURVIVED if n < survivors else Verdict.KILLED for n in range(of)}
    assert told("x", verdicts, of, listed) is holds


def test_what_no_test_runs_is_a_survivor_and_what_never_ends_is_none() -> None:
    assert Verdict.UNTESTED.is_survivor
    assert not Verdict.OUT_OF_TIME.is_survivor


def test_a_sample_is_the_same_for_the_same_seed(all_mutants) -> None:
    mutants = all_mutants["ledger"]
    assert sample(mutants, 10, 1) == sample(mutants, 10, 1) != sample(mutants, 10, 2)
    assert len(sample(mutants, 10, 1)) == 10
    assert sample(mutants, 0, 1) == mutants


# Which tests are asked


def mutant(line: int, where: str = "f", name: str | None = None) -> Mutant:
    return Mutant("a.py", line, line, where, name, "a", "")


@pytest.fixture
def choice(tmp_path) -> Choice:
    (tmp_path / "a.py").write_text("A = 1\n\ndef f():\n    return A\n")
    seconds = {"quick": 0.1, "slow": 3.0, "x[sqlite]": 1.0, "x[postgresql]": 2.0, "other": 0.0}
    seconds["for ever"] = LONGEST_CHOICE
    lines = {"a.py": [4]}
    tests = ("quick", "slow", "x[sqlite]", "x[postgresql]", "for ever")
    return Choice(
        Learned(seconds, dict.fromkeys(tests, lines) | {"other": {"a.py": [3]}}), tmp_path
    )


def test_the_quickest_come_first_and_each_database_once(choice) -> None:
    assert choice.of(mutant(4)) == (["quick", "x[sqlite]", "slow"], pytest.approx(4.1))


def test_a_constant_is_asked_of_those_who_use_it(choice) -> None:
    assert choice.of(mutant(1, name="A"))[0] == ["quick", "x[sqlite]", "slow"]


def test_where_no_test_comes_every_test_of_the_module_is_asked(choice) -> None:
    assert "other" in choice.of(mutant(2))[0]
