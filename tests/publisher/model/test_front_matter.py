import pytest

from publisher.model.front_matter import parse


def ok(text: str):
    parsed, findings = parse("a.md", text)
    assert findings == []
    assert parsed is not None
    return parsed


def codes(text: str) -> list[tuple[str, int]]:
    return [(finding.code, finding.line) for finding in parse("a.md", text)[1]]


def test_every_key_knows_its_line():
    parsed = ok("---\na: 1\nb:\n  - c: 2\n    d: 3\n  - e\n---\n\n正文\n")
    assert parsed.lines[("a",)] == 2
    assert parsed.lines[("b", 0, "d")] == 5
    assert parsed.lines[("b", 1)] == 6
    assert parsed.body == "\n正文\n"
    assert parsed.body_line == 8


def test_unknown_key_has_the_line_of_its_parent():
    assert ok("---\na:\n  b: 1\n---\n").line_of(("a", "missing")) == 2
    assert ok("---\na: 1\n---\n").line_of(("z",)) == 1


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-02-30", "2026-02-30"),
        ("9:30", "9:30"),
        ("2026-11-20 09:30", "2026-11-20 09:30"),
        ("2026", 2026),
        ("007", "007"),
        ("true", True),
        ("yes", "yes"),
        ("0.5", 0.5),
        ("", None),
        ("~", None),
        ("'1'", "1"),
        ("1" * 30, "1" * 30),
    ],
)
def test_scalars_are_not_guessed_into_dates(written, value):
    assert ok(f"---\na: {written}\n---\n").data == {"a": value}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("正文\n", [("F110", 1)]),
        ("---\na: 1\n", [("F110", 1)]),
        ("---\na:\tb\n---\n", [("F108", 2)]),
        ("---\na: 1\nb:\u3000c\n---\n", [("F109", 3)]),
        ("---\na: b: c\n---\n", [("Y151", 2)]),
        ("---\na: 1\nb: [1, 2\n---\n", [("Y151", 4)]),
        ("---\na: 1\nb: 'x\nc: 2\n---\n", [("Y151", 3)]),
        ("---\na: 1\n一句话\nc: 2\n---\n", [("Y151", 3)]),
        ("---\na: 1\na: 2\n---\n", [("Y152", 3)]),
        ("---\na: {b: 1, b: 2}\n---\n", [("Y152", 2)]),
        ("---\n- a\n---\n", [("Y153", 2)]),
        ("---\n一句话\n---\n", [("Y153", 2)]),
        ("---\n---\n", [("Y153", 2)]),
        ("---\na: \x00\n---\n", [("Y151", 2)]),
    ],
)
def test_broken_front_matter_is_found_at_its_line(text, expected):
    assert codes(text) == expected


def test_broken_yaml_names_the_column_and_the_reason_in_chinese():
    (finding,) = parse("a.md", "---\ntitle: 某公司: 某案\n---\n")[1]
    assert finding.message == "第 2 行第 11 列读不懂：值里有冒号，却没有加引号"


def test_mistakes_beside_wrong_spaces_are_found_too():
    assert codes("---\na:\tb\nc: 1\nc: 2\n---\n") == [("F108", 2), ("Y152", 4)]


def test_aliases_cannot_expand_beyond_memory():
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    found = codes(f"---\na0: &a0 x\n{levels}---\n")
    assert {code for code, _ in found} == {"Y151"}


@pytest.mark.parametrize(
    "value",
    [
        "[" * 100_000,
        "{a: " * 50_000,
        "- " * 50_000,
        "".join(f"\n{' ' * depth}a:" for depth in range(1, 1500)),
    ],
    ids=["brackets", "braces", "dashes", "indents"],
)
def test_deep_nesting_is_a_finding_and_no_crash(value):
    """libyaml's composer, left alone with these, overflows the C stack."""
    assert codes(f"---\na: {value}\n---\n")[0][0] == "Y151"


def test_many_flat_values_are_not_deep():
    assert ok("---\na:\n" + "  - [1, {b: 2}]\n" * 500 + "---\n")


def test_lines_left_to_fill_in_are_known():
    assert ok("---\na: 【待填】\nb: 1\nc: [【待填】]\n---\n").unfilled == (2, 4)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("某公司认为如此，\n  法院认为如此。", "某公司认为如此，法院认为如此。"),
        ("ABC\n  DEF", "ABC DEF"),
        ("'某公司\n  认为'", "某公司认为"),
        (">\n  某公司认为，\n  法院认为。", "某公司认为，法院认为。\n"),
        ("甲 乙\n  丙", "甲 乙丙"),
    ],
)
def test_lines_of_one_value_are_joined_as_chinese_and_latin_want_it(written, value):
    parsed, findings = parse("a.md", f"---\nsummary: {written}\n---\n")
    assert findings == []
    assert parsed.data["summary"].rstrip("\n") == value.rstrip("\n")
