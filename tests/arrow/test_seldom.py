"""A pattern that hardly any cell matches: what many cells at once say is what each says by itself."""

import numpy as np
import pyarrow as pa
import pytest

from noojee_dq.arrow.columns import matches, seldom_matches, text

PATTERN = "(?i)stop[ -]?call"
CELLS = 3 * 2**13 + 5


@pytest.mark.parametrize(
    "cells", [["", "ab", "1"], ["a long cell that stands there", "another such a long one"], ["1-2"]]
)
@pytest.mark.parametrize("at", [[], [0], [2**13 - 1, 2**13], [CELLS - 1], range(0, CELLS, 5)])
def test_each_cell_is_found(cells: list[str], at: list[int]) -> None:
    column = np.resize(np.array(cells, dtype=object), CELLS)
    column[list(at)] = "please STOP calling"
    cells_of = text(column.tolist())
    assert np.flatnonzero(seldom_matches(cells_of, PATTERN)).tolist() == list(at)
    assert np.flatnonzero(seldom_matches(cells_of[7:], PATTERN)).tolist() == [one - 7 for one in at if one >= 7]


def test_cells_side_by_side_are_no_match() -> None:
    assert not seldom_matches(text(["stop", "call", "ab"]), PATTERN).any()
    assert not seldom_matches(pa.array([], pa.large_string()), PATTERN).any()


def test_columns_of_different_values() -> None:
    cells = text(
        [f"this is the number {number} of them" + " stop-call" * (number % 999 == 0) for number in range(CELLS)]
    )
    assert seldom_matches(cells, PATTERN).tolist() == matches(cells, PATTERN).tolist()
