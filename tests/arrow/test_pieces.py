"""Columns in several pieces, as Arrow reads them, give what those in one piece give."""

import numpy as np
import pandas as pd
import pytest

from noojee_dq.arrow.cells import contains, starts_with_any
from noojee_dq.arrow.columns import holding, holds_any, parts_of, taken

CELLS = ["0412", "", "Sub total", "é#", "#N/A", "<NO CHANGE>", "Err:502", " page 1", "09:30 E"]


def in_pieces(cells: list[str]) -> pd.Series:
    """The cells in pieces of different lengths, one of them empty and one a slice of another."""
    cut = pd.Series(["left out", *cells[2:5], "left out"], dtype="str").iloc[1:-1]
    column = pd.concat([pd.Series(cells[:2], dtype="str"), pd.Series([], dtype="str"), cut, pd.Series(cells[5:])])
    assert len(parts_of(column)) > 2
    return column


@pytest.mark.parametrize("at", [[], [0], [8], [4, 0, 4, 8, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8], [5, 5]])
def test_cells_are_taken_from_pieces(at: list[int]) -> None:
    positions = np.array(at, dtype=np.intp)
    assert taken(in_pieces(CELLS), positions).to_pylist() == [CELLS[place] for place in at]


@pytest.mark.parametrize(
    ("pattern", "needs", "found"),
    [
        ("#", b"#", ["é#", "#N/A"]),
        ("^#", b"#", ["#N/A"]),
        ("Err:", (b":", b"E"), ["Err:502"]),
        ("[:E]", b":E", ["<NO CHANGE>", "Err:502", "09:30 E"]),
        ("x", b"xz", []),
        ("9.*E", (b"9", b"z"), []),
    ],
)
def test_what_a_match_needs_is_looked_for_first(
    pattern: str, needs: bytes | tuple[bytes, ...], found: list[str]
) -> None:
    for cells in (in_pieces(CELLS), pd.Series(CELLS)):
        assert cells[contains(cells, pattern, needs=needs)].tolist() == found


@pytest.mark.parametrize("characters", [b"#", b"E:", b"z", b"\xc3", b"z4", b""])
def test_a_column_holds_what_one_of_its_cells_holds(characters: bytes) -> None:
    wanted = any(character in cell.encode() for cell in CELLS for character in characters)
    assert holds_any(in_pieces(CELLS), characters) is wanted
    assert not characters or holding(in_pieces(CELLS), characters).any() == wanted


def test_beginnings_are_found_in_pieces() -> None:
    found = starts_with_any(in_pieces(CELLS), ("sub total", "page"))
    assert in_pieces(CELLS)[found].tolist() == ["Sub total"]
