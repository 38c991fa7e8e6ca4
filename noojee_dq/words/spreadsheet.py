"""Rows and columns of a file, as a spreadsheet shows them."""

from collections.abc import Sequence
from typing import Final

from xlsxwriter.utility import xl_col_to_name

from noojee_dq.words.rows import listed

#: What a spreadsheet puts behind a whole number that it takes for a decimal one, for `re` and RE2 alike.
DECIMAL_TAIL: Final = r"[.,]0+"
#: Rows of a sheet, its headings among them.
SHEET_ROWS: Final = 1_048_576
_MOST_LISTED: Final = 10


def row_numbers_text(rows: Sequence[int]) -> str:
    """Put row numbers in words; of more than ten, the first ten and how many more.

    Example:
        >>> row_numbers_text([5, 9, 12])
        'rows 5, 9 and 12'
    """
    return listed("row", rows[:_MOST_LISTED], len(rows))


class NotedRows:
    """Row numbers to be put in words: how many, and the first of them.

    Example:
        >>> rows = NotedRows()
        >>> rows.add([5, 9])
        >>> rows.count, str(rows)
        (2, 'rows 5 and 9')
    """

    def __init__(self) -> None:
        self.count = 0
        self._first: list[int] = []

    def add(self, rows: Sequence[int]) -> None:
        """Add the numbers of further rows."""
        self.count += len(rows)
        self._first += rows[: _MOST_LISTED - len(self._first)]

    def __str__(self) -> str:
        return listed("row", self._first, self.count)


def columns_text(positions: Sequence[int]) -> str:
    """Put columns in words, by their letters, for positions counted from 0; of more than ten, the first ten.

    Example:
        >>> columns_text([2, 27])
        'columns C and AB'
    """
    return listed("column", [column_letter(position) for position in positions[:_MOST_LISTED]], len(positions))


def column_letter(position: int) -> str:
    """Return the letter that a spreadsheet shows for a column, counted from 0.

    Example:
        >>> column_letter(27)
        'AB'
    """
    return str(xl_col_to_name(position))
