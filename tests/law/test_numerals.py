import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.numerals import chinese, number_of


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("一百", 100),
        ("一百零一", 101),
        ("一百一十", 110),
        ("二百零五", 205),
        ("一千", 1000),
        ("一千零一", 1001),
        ("一千二百六十", 1260),
        ("二〇二六", 2026),
        ("两百", 200),
        ("○", 0),
        ("152", 152),
        ("１５２", 152),
        ("", None),
        ("1百", None),
        ("一2", None),
        ("百", 100),
    ],
)
def test_value_of_a_numeral(numeral, number):
    assert number_of(numeral) == number


@given(st.integers(1, 9999))
def test_chinese_numerals_read_back(number):
    assert number_of(chinese(number)) == number


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (10, "十"),
        (12, "十二"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (1050, "一千零五十"),
        (2000, "二千"),
    ],
)
def test_numbers_are_written_as_in_laws(number, numeral):
    assert chinese(number) == numeral


def test_no_article_is_numbered_nought():
    with pytest.raises(ValueError, match="0"):
        chinese(0)
