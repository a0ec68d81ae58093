"""The handbook's table of states is the program's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms_backend.matters.states.state_tables import state_tables, with_state_tables
from forms_backend.matters.states.transitions import TRANSITIONS
from forms_backend.submissions.state import State

PAGE = Path(__file__).parents[3] / "content/handbook/casework.md"


def test_the_handbook_is_up_to_date() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert state_tables() in text, "请运行 fabu states"
    assert with_state_tables(text) == text


@pytest.mark.parametrize("state", State)
def test_every_state_is_in_it(state: State) -> None:
    assert f"| {state.label} | " in state_tables()


def test_every_step_is_in_it() -> None:
    assert all(f"| {t.action.label} | " in state_tables() for t in TRANSITIONS)


def test_a_page_without_the_heading_is_left_alone() -> None:
    assert with_state_tables("# 别的\n") == "# 别的\n"
