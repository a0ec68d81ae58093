"""One page of the handbook for each role: it is there, and what it quotes is what people see."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from district.registers.reading import read_registers
from forms_backend.registers.messages import MAKE_ENTRY

ROOT = Path(__file__).parent.parent
HANDBOOK = ROOT / "content" / "handbook"
ROLES = (
    "clerk", "handler", "head", "supervisor", "auditor", "leader", "editor", "administrator",
)  # fmt: skip
_QUOTED = re.compile(r"“([^”]{2,24})”")
SAID = frozenset({"谁在什么时候做了什么", "看过", "记住了什么", "100%", "帮忙看一下某件", "应为……"})
"""Words of people, not of a page."""


@cache
def words_of_the_program() -> str:
    """Everything that pages of the zone and of the site can say."""
    found = []
    for folder, endings in (
        ("forms_backend", ("py", "html", "js")), ("publisher", ("py", "html")),
        ("district/national", ("yml",)), ("site_config", ("yml",)),
    ):  # fmt: skip
        for ending in endings:
            found += [path.read_text("utf-8") for path in (ROOT / folder).rglob(f"*.{ending}")]
    return "\n".join(found)


@pytest.mark.parametrize("role", ROLES)
def test_what_the_page_of_a_role_quotes_stands_in_the_program(role: str) -> None:
    text = (HANDBOOK / f"role-{role}.md").read_text("utf-8")
    quoted = set(_QUOTED.findall(text)) - SAID
    assert quoted, "a page that names nothing helps nobody"
    composed = {MAKE_ENTRY.format(register=one.name) for one in read_registers().registers.values()}
    missing = sorted(one for one in quoted - composed if one not in words_of_the_program())
    assert not missing


def test_the_handbook_names_the_page_of_every_role() -> None:
    index = (HANDBOOK / "index.md").read_text("utf-8")
    assert all(f"(role-{role}.md)" in index for role in ROLES)
    assert {path.stem for path in HANDBOOK.glob("role-*.md")} == {f"role-{role}" for role in ROLES}
