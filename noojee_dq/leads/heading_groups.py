"""Headings in two lines: the upper one groups the columns, the lower one names each of them."""

import re
from collections.abc import Sequence
from typing import Final

#: In such words, and no others, a line of headings says which number is which; "no phone" stands in a lead.
_OF_NUMBERS: Final = re.compile(
    r"((phone|telephone|mobile|cell|tel|mob|ph|landline|home|work|business|office|direct|main|primary|secondary"
    r"|alternate|alternative|daytime|day|evening|contact|after hours|telefon|handy|mobil|telefono|portable)\W*"
    r"|(number|no|nr)\b\W*(?!.*\w)|\d\W*)+",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\D{0,9}(\d\D{0,3}){6,15}\D{0,9}")
_LONGEST: Final = 40
_MOST_DIGITS: Final = 2


def is_group_line(upper: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Say whether a line groups columns, and the line directly below it names each of them.

    The lower line must fill more cells than the upper one, and every column in which a row below it holds anything, no
    two alike, none with a number; and above one column of numbers at least it must name a kind of number, as no lead
    does in the place of its own.

    Args:
        upper: the cells of the line.
        below: the rows below it.

    Example:
        >>> rows = [["First", "Last", "Home", "Mobile"], ["Ann", "Lee", "0255501234", "0491570006"]]
        >>> is_group_line(["Customer", "", "Contact numbers", ""], rows)
        True
        >>> is_group_line(["Name", "Phone", ""], [["Ann", "none", "Kew"], ["Bob", "0491570006", "Kew"]])
        False
    """
    if len(below) < 2:
        return False
    lower = [cell.strip() for cell in below[0]]
    named = [cell for cell in lower if cell]
    if len(named) <= sum(bool(cell.strip()) for cell in upper) or not _can_be_headings(named):
        return False
    filled = {at for cells in below[1:] for at, cell in enumerate(cells) if cell.strip()}
    numbers = {at for cells in below[1:] for at, cell in enumerate(cells) if _NUMBER.fullmatch(cell)}
    if not filled <= {at for at, cell in enumerate(lower) if cell} or not numbers:
        return False
    return any(names_numbers(lower[at]) for at in numbers)


def names_numbers(heading: str) -> bool:
    """Say whether a heading is, in such words as are known here, that of phone numbers.

    Example:
        >>> names_numbers("Home phone"), names_numbers("Desk")
        (True, False)
    """
    return _OF_NUMBERS.fullmatch(heading) is not None


def _can_be_headings(cells: Sequence[str]) -> bool:
    distinct = len({cell.casefold() for cell in cells}) == len(cells)
    return distinct and all(
        len(cell) <= _LONGEST and any(map(str.isalpha, cell)) and sum(map(str.isdigit, cell)) <= _MOST_DIGITS
        for cell in cells
    )
