"""Which numbers stand more than once, or in another column: compared with numpy."""

import numpy as np
from hypothesis import given, strategies as st

from noojee_dq.arrow.repeats import numbers_among, numbers_repeated

#: With some that share their last bits.
NUMBERS = st.lists(st.sampled_from([0, 1, -1, 1 << 22, 1 << 40, (1 << 40) + 1, 61491570006, -(1 << 63)]))


@given(NUMBERS, NUMBERS)
def test_numbers_of_another_column_are_found_as_by_numpy(numbers: list[int], others: list[int]) -> None:
    column, many = np.array(numbers, dtype=np.int64), np.array(others, dtype=np.int64)
    assert numbers_among(column, many).tolist() == (np.isin(column, many) & (column != 0)).tolist()


@given(NUMBERS)
def test_the_same_numbers_are_found_as_by_counting(numbers: list[int]) -> None:
    repeated = [number != 0 and numbers.count(number) > 1 for number in numbers]
    assert numbers_repeated(np.array(numbers, dtype=np.int64)).tolist() == repeated
