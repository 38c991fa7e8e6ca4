"""Words for rows, columns and counts, as a list manager sees them in a spreadsheet."""

from collections.abc import Sequence
from typing import Final

from xlsxwriter.utility import xl_col_to_name

_LISTED: Final = 10


def rows_text(rows: Sequence[int]) -> str:
    """Return e.g. "row 5" or "rows 5, 9 and 12"; of more than ten, the first ten and how many more.

    Example:
        >>> rows_text([5, 9, 12])
        'rows 5, 9 and 12'
    """
    return _listing("row", [str(row) for row in rows])


def columns_text(positions: Sequence[int]) -> str:
    """Return e.g. "column C" or "columns C and F" for positions counted from 0.

    Example:
        >>> columns_text([2, 27])
        'columns C and AB'
    """
    return _listing("column", [column_letter(position) for position in positions])


def column_letter(position: int) -> str:
    """Return the letter that a spreadsheet shows for a column, counted from 0."""
    return str(xl_col_to_name(position))


def count_text(count: int, one: str, many: str) -> str:
    """Return e.g. "1 row has" or "1,200 rows have"."""
    return f"{count:,} {one if count == 1 else many}"


def _listing(noun: str, items: list[str]) -> str:
    if len(items) == 1:
        return f"{noun} {items[0]}"
    if len(items) > _LISTED:
        items = [*items[:_LISTED], f"{len(items) - _LISTED:,} more"]
    return f"{noun}s {', '.join(items[:-1])} and {items[-1]}"
