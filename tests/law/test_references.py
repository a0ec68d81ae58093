"""第…条 chains as they are written, and what is none."""

import time

import pytest

from law.references import chains


def places(text: str) -> list[str]:
    return [str(place) for chain in chains(text) for place in chain.places]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第五百零九条、第五百七十七条", ["第五百零九条", "第五百七十七条"]),
        ("第9998、9999条", ["第九千九百九十八条", "第九千九百九十九条"]),
        ("第577-9999条", ["第五百七十七条", "第九千九百九十九条"]),
        ("第 577 条", ["第五百七十七条"]),
        ("第５７７条", ["第五百七十七条"]),
        ("第\n一千三百条", ["第一千三百条"]),
        ("第十四条第二款第（三）项", ["第十四条第二款第三项"]),
        ("第三十九条第二项", ["第三十九条第二项"]),
        ("第三十九条第二项、第三项", ["第三十九条第二项", "第三十九条第三项"]),
        ("第三十八条第（一）、（二）项", ["第三十八条第一项", "第三十八条第二项"]),
        ("第三十八条第（一）（二）项", ["第三十八条第一项", "第三十八条第二项"]),
        ("第三十八条（一）项", ["第三十八条第一项"]),
        ("第二十三条第一款和第三款", ["第二十三条第一款", "第二十三条第三款"]),
        ("第十条二款", ["第十条第二款"]),
        (
            "第十条第二款第三项、第四项和第三款",
            ["第十条第二款第三项", "第十条第二款第四项", "第十条第三款"],
        ),
        ("第四条第一款第（二）项第3目", ["第四条第一款第二项第三目"]),
        ("第二百八十七条之一第一款", ["第二百八十七条之一第一款"]),
        ("第一百二十条之一、之二", ["第一百二十条之一", "第一百二十条之二"]),
        ("第十条之规定", ["第十条"]),
        (
            "第五百七十七条（违约责任）、第五百八十四条",
            ["第五百七十七条", "第五百八十四条"],
        ),
        ("第十条、十一条", ["第十条", "第十一条"]),
        ("第十条，第十一条以及第十二条", ["第十条", "第十一条", "第十二条"]),
        ("第一，条件成就", []),
        ("第二条件", []),
        ("三条意见", []),
        ("第十款", []),
    ],
)
def test_places_of_a_chain(text, expected):
    assert places(text) == expected


def test_a_range_holds_the_articles_between_its_ends():
    (chain,) = chains("第七十二条至第七十四条")
    assert [place.through for place in chain.places] == [False, True]
    assert [article.number for article in chain.articles] == [72, 73, 74]


def test_each_place_knows_where_it_stands():
    text = "依照第五百零九条、第五百七十七条第一款。"
    (chain,) = chains(text)
    assert [text[p.start : p.end] for p in chain.places] == ["第五百零九条", "第五百七十七条第一款"]


def test_numerals_that_are_none_are_told():
    (chain,) = chains("第1百条")
    assert chain.unread == ("1百", "第1百条")
    assert chain.places == ()


@pytest.mark.parametrize(
    "text",
    ["第一、" * 60_000, "第" * 180_000, "第（一" * 60_000, "（" * 180_000, "第十条、" * 45_000,
     "第一百二十条之一第一款第（二）项、" * 10_000],
    ids=["lists", "ordinals", "brackets", "brackets-alone", "one-chain", "deep-chain"],
)  # fmt: skip
def test_reading_is_linear(text):
    """180 kB of the worst takes less than a second's work; quadratic reading took minutes."""
    began = time.process_time()
    list(chains(text))
    assert time.process_time() - began < 5
