"""What is written in many ways is one term."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import fold, terms
from search.references import numeral_value, references


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第577条", {"§条577"}),
        ("第５７７条", {"§条577"}),
        ("第五百七十七条", {"§条577"}),
        ("第 577 条", {"§条577"}),
        ("第五七七条", {"§条577"}),
        ("第二百八十七条之一", {"§条287", "§条287.1"}),
        ("第287条之一", {"§条287", "§条287.1"}),
        ("第二百八十七条之规定", {"§条287"}),
        ("第十五条第二款第（三）项", {"§条15", "§款2", "§项3"}),
        ("第15条第2款第(3)项", {"§条15", "§款2", "§项3"}),
        ("第一千二百六十条", {"§条1260"}),
        ("第一百零八条", {"§条108"}),
        ("第条", set()),
        ("577条", set()),
        ("376,000元", {"§元376000"}),
        ("376，000元", {"§元376000"}),
        ("３７６０００ 元", {"§元376000"}),
        ("37.6万元", {"§元376000"}),
        ("37.6 万", {"§元376000"}),
        ("37万6000元", {"§元376000"}),
        ("1,234.50元", {"§元1234.5"}),
        ("1.2亿元", {"§元120000000"}),
        ("5千元", {"§元5000"}),
        ("1,234", {"§元1234"}),
        ("1234", set()),
        ("3千", set()),
        ("2026年3万6千", set()),
        ("法释〔2022〕19号", {"§号法释2022.19"}),
        ("法释[2022]第19号", {"§号法释2022.19"}),
        ("法释（2022）19 号", {"§号法释2022.19"}),
        ("法释202219号", {"§号法释2022.19"}),
        ("根据法释2022年第019号", {"§号法释2022.19"}),
        ("（2023）京01民终123号", set()),
        ("2022年19号", set()),
    ],
)
def test_however_it_is_written_it_is_one_term(text: str, expected: set[str]) -> None:
    assert {term for term in terms(text) if term.startswith("§")} == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("25条", ["§条25"]), ("第25条", ["§条25"]), ("12.25条", []), ("25条之一", ["§条25.1"])],
)
def test_a_reader_may_leave_out_the_mark_of_an_article(typed: str, expected: list[str]) -> None:
    assert [found.terms[-1] for found in references(typed, typed=True)] == expected


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("577", 577), ("十", 10), ("十五", 15), ("二十", 20), ("一百一十", 110), ("两千零三", 2003)],
)
def test_numerals_have_their_value(numeral: str, value: int) -> None:
    assert numeral_value(numeral) == value


@given(st.text(alphabet="第条0123456789.,，万亿千元号法释〔〕 年一百", max_size=40))
def test_a_reference_stands_where_it_says(text: str) -> None:
    folded = fold(text)
    for found in references(folded, typed=True):
        assert 0 <= found.start < found.end <= len(folded)
        assert all(term.startswith("§") for term in found.terms)
