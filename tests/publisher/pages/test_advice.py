"""What to do stands directly under the title, in few words."""

from __future__ import annotations

import pytest

from publisher.pages.advice import LONGEST_POINT, MOST_POINTS, advice_of
from tests.publisher.manuscripts import CASE, text_of
from tests.publisher.site_project import library_of, with_keys, write


def advice(folders, body: str):
    head = with_keys(text_of(CASE), id="advised").partition("\n---\n")[0]
    write(
        folders,
        {"cases_library/2026/advised.md": f"{head}\n---\n\n## 基本案情\n\n案情。\n\n{body}"},
    )
    library, _ = library_of(folders)
    return advice_of(library.by_id["advised"])


def test_the_items_of_the_section_are_the_points(library_ok) -> None:
    found = advice(
        library_ok, "## 给企业的提示\n\n导语。\n\n1. **先**签[合同](x.md)。\n2. 再干活。\n"
    )
    assert (found.title, found.points, found.is_cut) == (
        "给企业的提示",
        ("先签合同。", "再干活。"),
        False,
    )
    assert found.anchor


def test_paragraphs_are_the_points_where_there_is_no_list(library_ok) -> None:
    assert advice(library_ok, "## 办理要点\n\n**先问清。** 再申请。\n\n留凭证。\n").points == (
        "先问清。 再申请。",
        "留凭证。",
    )


def test_more_points_than_fit_are_left_to_the_section(library_ok) -> None:
    found = advice(
        library_ok,
        "## 给企业的提示\n\n" + "".join(f"- 第{n}条。\n" for n in range(MOST_POINTS + 1)),
    )
    assert len(found.points) == MOST_POINTS
    assert found.is_cut


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        ("甲" * 50 + "。" + "乙" * 50 + "。", "甲" * 50 + "。"),
        (
            "甲" * 30 + "；" + "乙" * 30 + "。" + "丙" * 60 + "。",
            "甲" * 30 + "；" + "乙" * 30 + "。",
        ),
        ("甲" * (LONGEST_POINT + 9) + "。" + "乙。", "甲" * (LONGEST_POINT + 9) + "。"),
        ("没有句号", "没有句号"),
        ("写明“不退。”再签。", "写明“不退。”再签。"),
    ],
)
def test_a_point_is_whole_sentences(library_ok, item: str, shown: str) -> None:
    found = advice(library_ok, f"## 给企业的提示\n\n- {item}\n")
    assert found.points == (shown,)
    assert found.is_cut is (shown != item)


@pytest.mark.parametrize("body", ["", "## 给企业的提示\n", "## 典型意义\n\n- 一条。\n"])
def test_without_advice_there_is_no_box(library_ok, body: str) -> None:
    assert advice(library_ok, body) is None
