"""The handbook comes with the program: every project shows it, with the district's own lists."""

from __future__ import annotations

from itertools import chain

import pytest

from district.models import Column, SiteConfig
from publisher.checks import read_and_check
from publisher.model.loader import Folders
from publisher.program_pages import is_program_page, program_pages
from publisher.shipped import HANDBOOK
from publisher.site_defaults import HANDBOOKS, with_handbooks
from tests.publisher.mini_project import TODAY


@pytest.fixture
def district(config: SiteConfig) -> SiteConfig:
    """A district with a column for the handbook."""
    column = Column(key="handbook", title="编辑手册", type="办事服务", description="手册")
    site = config.site.model_copy(update={"columns": (column,)})
    return config.model_copy(update={"site": site})


def test_a_project_shows_the_handbook_of_its_program(
    library_ok: Folders, district: SiteConfig
) -> None:
    pages = {page.url: page for page in program_pages(library_ok, district)}
    assert {f"handbook/{name}/" for name in chain(*HANDBOOKS.values()) if name != "index"} <= set(
        pages
    )
    assert "handbook/" in pages
    text = "".join(page.source for page in pages.values())
    assert "示例区" not in text
    assert "明湖区人民法院" in pages["handbook/vocabulary/"].source
    assert "童装服饰" not in pages["handbook/vocabulary/"].source


def test_a_page_of_the_projects_own_stands_before_it(
    library_ok: Folders, district: SiteConfig
) -> None:
    own = library_ok.content / "handbook" / "case.md"
    own.parent.mkdir()
    own.write_text((HANDBOOK / "case.md").read_text("utf-8"), encoding="utf-8")
    assert "handbook/case.md" not in {p.location for p in program_pages(library_ok, district)}


def test_a_site_without_the_column_has_no_handbook(library_ok: Folders, config: SiteConfig) -> None:
    assert program_pages(library_ok, config) == []


def test_nobody_in_a_district_is_told_of_mistakes_in_it(
    library_ok: Folders, district: SiteConfig
) -> None:
    library, found = read_and_check(library_ok, district, TODAY)
    assert any(is_program_page(entry.path) for entry in library.entries)
    assert [finding for finding in found if is_program_page(finding.path)] == []


def test_the_menu_leads_to_it_unless_the_project_says_otherwise() -> None:
    pages = {"handbook/index.md", "handbook/case.md", "handbook/operator.md"}
    assert with_handbooks([{"关于": ["about/index.md"]}], pages) == [
        {"关于": ["about/index.md"]},
        {"编辑手册": ["handbook/index.md", "handbook/case.md"]},
        {"运维手册": ["handbook/operator.md"]},
    ]
    own = [{"手册": ["handbook/case.md"]}]
    assert with_handbooks(own, pages) == own
    assert with_handbooks(None, ()) == []


def test_every_page_of_the_handbook_is_in_the_menu() -> None:
    assert {path.stem for path in HANDBOOK.glob("*.md")} == {*chain(*HANDBOOKS.values())}
