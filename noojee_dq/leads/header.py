"""Which row holds the headings."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from noojee_dq.errors import LeadsError
from noojee_dq.leads.heading_groups import is_group_line

HEAD: Final = 50


def find_header(records: Iterable[Sequence[str]]) -> int | None:
    """Return the position of the headings, or None if every record is blank.

    Only what is clearly no heading is passed over: blank rows, and above them all a few rows with so few
    cells that they must be a title; and a line that only groups the headings below it.
    """
    numbered = enumerate(records)
    start, first = next(((position, cells) for position, cells in numbered if _filled(cells)), (0, []))
    if not first:
        return None
    head = [first, *(cells for _, cells in islice(numbered, HEAD - 1))]
    filled = list(map(_filled, head))
    widest = max(filled)
    narrow = max(1, widest // 3) if widest > 1 else 0
    header = next(position for position, count in enumerate(filled) if count > narrow)
    titles = sum(count > 0 for count in filled[:header])
    # A list of one column with a stray comma far below must not lose its heading and the leads above it.
    if titles > sum(count > narrow for count in filled):
        header = 0
    # Such a line can be so narrow that it was passed over, or else is taken for the headings.
    return start + header + is_group_line(head[header], head[header + 1 :])


def chosen_header(records: Iterable[Sequence[str]], header_row: int | None, *, above: int = 0) -> int:
    """Return the position of the headings: that of `header_row` if given, else the one found below `above` records."""
    if header_row is None:
        found = find_header(islice(records, above, None))
        if found is None:
            raise LeadsError("the file is empty: ask for it again, or check that the right file was saved")
        return above + found
    if header_row < 1:
        raise LeadsError(f"header_row={header_row} is no row of a spreadsheet: rows count from 1")
    if not _filled(next(islice(records, header_row - 1, None), [])):
        raise LeadsError(f"row {header_row} is blank, so it holds no headings: choose another header_row=")
    return header_row - 1


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())
