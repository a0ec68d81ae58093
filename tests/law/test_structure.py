import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.structure import Parts, decode, encode

COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=6)


@given(st.lists(COUNTS, max_size=40))
def test_what_is_encoded_is_read_back(articles):
    numbered = [((n, 0), ",".join(map(str, items))) for n, items in enumerate(articles, start=1)]
    expected = {(n, 0): Parts(tuple(items)) for n, items in enumerate(articles, start=1)}
    assert decode(encode(numbered)) == expected


def test_inserted_articles_gaps_and_uncounted_ones():
    articles = [((1, 0), "0"), ((2, 0), "0"), ((2, 1), "0,3"), ((3, 0), "?"), ((7, 0), "0")]
    code = encode(articles)
    assert code == "0*2 2.1=0,3 ? 7=0"
    assert decode(code)[(2, 1)] == Parts((0, 3))
    assert decode(code)[(3, 0)] == Parts(None)
    assert set(decode(code)) == {(1, 0), (2, 0), (2, 1), (3, 0), (7, 0)}


@pytest.mark.parametrize(
    ("paragraph", "item", "exists"),
    [(None, 3, True), (None, 4, False), (1, 1, False), (2, 3, True), (2, 4, False), (3, 1, False)],
)
def test_items_are_counted_in_their_paragraph(paragraph, item, exists):
    assert Parts((0, 3)).has_item(item, paragraph) is exists


def test_what_nobody_counted_is_not_denied():
    assert Parts(None).has_paragraph(9)
    assert Parts(None).has_item(9, 9)
