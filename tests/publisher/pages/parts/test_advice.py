"""What to do stands directly under the title, in few words."""

from __future__ import annotations

import re

import pytest

from publisher.model.documents.document import Kind
from publisher.pages.parts.advice import (
    LONGEST_POINT,
    MOST_MATERIALS,
    MOST_POINTS,
    advice_of,
    essentials,
    first_answers,
    with_phones,
)
from tests.publisher.manuscripts import CASE, FAQ, text_of
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


def test_a_guide_says_first_how_with_what_how_long_for_how_much_and_whom_to_ask(library_ok) -> None:
    library, _ = library_of(library_ok)
    guide = next(e.meta for e in library.of(Kind.GUIDE))
    lines = essentials(guide)
    assert len(lines) <= MOST_POINTS
    shown = {line.label: line.texts for line in lines}
    assert shown["怎么办"] == tuple(step.title for step in guide.steps)
    assert shown["要多久"] == (guide.time_limit,)
    assert shown["找谁办"] == (guide.contact,)
    many = guide.model_copy(update={"materials": tuple("甲乙丙丁戊")})
    assert len({x.label: x.texts for x in essentials(many)}["带什么"]) == MOST_MATERIALS
    none = guide.model_copy(update={"materials": ()})
    assert "带什么" not in {line.label for line in essentials(none)}


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("打010-12345678，找“甲”<科>", ["010-12345678"]),
        ("拨12309或者13800138000", ["12309", "13800138000"]),
        ("热线400-123-4567、110", ["400-123-4567", "110"]),
        ("第12345678号、2026-10-12", []),
    ],
)
def test_numbers_to_call_can_be_tapped(text: str, called: list[str]) -> None:
    html = with_phones(text)
    assert re.findall(r'href="tel:([^"]+)"', html) == called
    assert "<科>" not in html


def test_two_questions_of_one_name_lead_to_two_places(library_ok) -> None:
    faq = with_keys(text_of(FAQ), id="twice").partition("\n---\n")[0]
    body = "## 怎么办？\n\n先催。\n\n## 怎么办？\n\n再告。\n"
    write(library_ok, {"content/faqs/twice.md": f"{faq}\n---\n\n{body}"})
    library, _ = library_of(library_ok)
    answers = first_answers(library.by_id["twice"])["answers"]
    assert len({one.anchor for one in answers}) == len(answers) == 2
