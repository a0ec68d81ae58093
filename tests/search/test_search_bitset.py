from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.bitset import bits_of, members_among

NUMBERS = st.sets(st.integers(0, 99))


@given(NUMBERS, NUMBERS)
def test_bits_intersect_and_count_as_sets_do(left: set[int], right: set[int]) -> None:
    bits = bits_of(sorted(left), 100) & bits_of(sorted(right), 100)
    assert bits.bit_count() == len(left & right)
    documents = np.array(sorted(left), dtype=np.uint32)
    assert members_among(documents, bits, 100).tolist() == sorted(left & right)
