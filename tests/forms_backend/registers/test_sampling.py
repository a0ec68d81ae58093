"""Drawing cases to review: the same for everybody who has the list and the seed, and only once."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from fabu import cli
from forms_backend.fields.field_rules import InvalidValueError
from forms_backend.identity.errors import InvalidInputError, MatterNotFoundError, NotAllowedError
from forms_backend.registers.drawing import SampleService
from forms_backend.registers.sampling import draw, list_digest, read_items, sample_size
from forms_backend.registers.views import Which
from tests.forms_backend.office import HANDLER, SUPERVISOR
from tests.forms_backend.registers.conftest import Desk

CASES = [f"（2026）示0101民初{n}号" for n in range(1, 41)]
SEED = "双色球 2026134：03 09 11 17 22 30 + 08"


def test_anybody_can_draw_again_with_nothing_but_a_hash() -> None:
    by_hand = sorted(CASES, key=lambda case: hashlib.sha256(f"{SEED}\n{case}".encode()).hexdigest())
    assert [one.item for one in draw(CASES, SEED, 500)] == by_hand[:2]
    assert draw(CASES[::-1], SEED, 500) == draw(CASES, SEED, 500)
    assert draw(CASES, SEED + "!", 1000) != draw(CASES, SEED, 1000)
    assert list_digest(CASES[::-1]) == list_digest(CASES)


@pytest.mark.parametrize(
    ("listed", "hundredths", "drawn"),
    [(1, 500, 1), (20, 500, 1), (21, 500, 2), (100, 1000, 10), (101, 1000, 11), (3, 10_000, 3)],
)
def test_the_share_is_at_least_what_is_promised(listed: int, hundredths: int, drawn: int) -> None:
    assert sample_size(listed, hundredths) == drawn


@given(st.integers(1, 20_000), st.integers(1, 10_000))
def test_a_sample_is_part_of_its_list(listed: int, hundredths: int) -> None:
    assert 1 <= sample_size(listed, hundredths) <= listed


def test_a_list_is_read_line_by_line() -> None:
    assert read_items("甲\n\n 乙 \r\n丙") == ("甲", "乙", "丙")
    for typed, said in (
        ("", "请贴上名单"),
        ("甲\n甲", "第 2 行"),
        ("甲\n" + "字" * 201, "第 2 行"),
    ):
        with pytest.raises(InvalidValueError, match=said):
            read_items(typed)


def test_what_is_drawn_becomes_entries_and_no_list_is_drawn_twice(
    desk: Desk, database: Any, clock: Any, ledger: Any
) -> None:
    samples = SampleService(database, clock, desk.service)
    typed = {"unit": "police", "seed": SEED, "items": "\n".join(CASES)}
    assert samples.draw(SUPERVISOR, "reviews", typed) == 4
    rows = desk.reader.rows(SUPERVISOR, "reviews", Which.OPEN, 1).rows
    assert {row.values["case_number"] for row in rows} == {d.item for d in draw(CASES, SEED, 1000)}
    assert {row.unit for row in rows} == {"police"}
    with pytest.raises(InvalidInputError, match="抽取过"):
        samples.draw(
            SUPERVISOR, "reviews", typed | {"seed": "再来", "items": "\n".join(CASES[::-1])}
        )
    with pytest.raises(InvalidInputError) as found:
        samples.draw(SUPERVISOR, "reviews", {"unit": "tax"})
    assert list(found.value.problems) == ["unit", "items", "seed"]
    with pytest.raises(NotAllowedError):
        samples.draw(HANDLER, "reviews", typed)
    with pytest.raises(MatterNotFoundError):
        samples.draw(SUPERVISOR, "tasks", typed)
    (kept,) = desk.reader.samples("reviews")
    assert (kept.listed, kept.drawn, kept.hundredths) == (40, 4, 1000)
    assert ledger.verify().is_intact


def test_the_command_draws_the_same(tmp_path: Path) -> None:
    file = tmp_path / "名单.txt"
    file.write_text("\n".join(CASES), encoding="utf-8-sig")
    arguments = ["register", "draw", "--seed", SEED, "--percent", "10", str(file)]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert list_digest(CASES) in lines[0]
    assert lines[1:] == [f"{one.hash}  {one.item}" for one in draw(CASES, SEED, 1000)]
