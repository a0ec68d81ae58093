from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.bitset import bits_of, members_among

NUMBERS = st.sets(st.integers(0, 99))


@given(NUMBERS, NUMBERS)
def test_bits_intersect_and_count_as_sets_do(left: set[int], right: set[int]) -> None:
    bits = bits_of(left, 100) & bits_of(right, 100)
    assert bits.bit_count() == len(left & right)
    assert members_among(left, bits, 100) == left & right
