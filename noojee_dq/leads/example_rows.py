"""The row of an empty workbook for leads that shows an example: no lead, until a person writes over it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import is_blank, starts_with_any
from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.leads.other_rows import whole_rows_of
from noojee_dq.words.spreadsheet import columns_text, row_numbers_text

#: How every cell of such a row begins; it stays known wherever it is sorted to, and whatever program saves it.
EXAMPLE: Final = "Example: "
_START: Final = (EXAMPLE.strip().lower(),)


def example_rows(body: pd.DataFrame, headings: Sequence[str]) -> Positions:
    """Return the rows of a body that hold examples and nothing else.

    Args:
        body: of a `Table`.
        headings: of the file.

    Example:
        >>> example_rows(pd.DataFrame({0: ["Example: Ann", "Ann"], 1: ["", "Example: 10"]}), ["Name", "Priority"])
        array([0])
    """
    return whole_rows_of(body, headings, lambda column: is_blank(column) | _is_example(column))


def without_left_examples(body: pd.DataFrame, headings: Sequence[str], notes: list[str]) -> pd.DataFrame:
    """Return rows of an empty workbook that was filled in, with examples blanked that a lead was written beside.

    Args:
        body: of a `Table`.
        headings: of the file.
        notes: gets what was blanked.

    Example:
        >>> body = pd.DataFrame({0: ["Ann"], 1: ["Example: 10"]}, index=[2])
        >>> without_left_examples(body, ["Name", "Priority"], notes := []).to_numpy().tolist(), notes
        ([['Ann', '']], ['an example was left beside a lead, and read as blank: row 2, column B'])
    """
    written_over = np.ones(len(body), dtype=bool)
    written_over[example_rows(body, headings)] = False
    left = {at: written_over & _is_example(body[at]) for at in range(len(headings))}
    columns = [at for at, found in left.items() if found.any()]
    if not columns:
        return body
    rows = body.index[np.logical_or.reduce([left[at] for at in columns])].tolist()
    notes.append(
        f"an example was left beside a lead, and read as blank: {row_numbers_text(rows)}, {columns_text(columns)}"
    )
    return _blanked(body, {at: left[at] for at in columns})


def _blanked(body: pd.DataFrame, cells: dict[int, Mask]) -> pd.DataFrame:
    body = body.copy()
    for at, found in cells.items():
        body[at] = body[at].mask(found, "")
    return body


def _is_example(column: pd.Series) -> Mask:
    return starts_with_any(column, _START)
