from __future__ import annotations

import pytest

from search.document import Document
from search.fillers import filler_places
from search.query import parse_query
from search.ranking import FREQUENCY_MASK, TITLE_FLAG, WEIGHTS
from search.weighing import weigh


def test_keywords_and_summary_count_besides_the_text() -> None:
    page = Document(
        "a", "标题", "工资", keywords=("工资",), summary="工资", fields={"cause": "劳动"}
    )
    weighed = weigh(page)
    assert weighed.packed["工资"] & FREQUENCY_MASK == 1 + WEIGHTS.keyword + WEIGHTS.summary
    assert weighed.packed["标题"] & TITLE_FLAG
    assert weighed.packed["劳动"] == 1
    assert weighed.length == 2


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("欠薪怎么办", "怎么办"),
        ("请问欠薪了", "请问了"),
        ("我们公司欠薪吗", "我们公司吗"),
        ("拖欠工资", ""),
        ("目的地", ""),
    ],
)
def test_words_of_a_question_are_told_from_what_it_is_about(run: str, expected: str) -> None:
    assert "".join(run[place] for place in sorted(filler_places(run))) == expected


def test_fillers_weigh_little_beside_other_words_and_fully_alone() -> None:
    beside, alone = parse_query("欠薪怎么办").weights, parse_query("怎么办").weights
    assert beside["怎么"] == pytest.approx(WEIGHTS.filler * alone["怎么"])
    assert beside["欠薪"] == alone["怎么"] == WEIGHTS.bigram
