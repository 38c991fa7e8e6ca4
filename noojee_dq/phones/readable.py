"""Every number that a person could read out of a phone cell, however badly it is written."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc

from noojee_dq.arrow.cells import fully_matches, is_in
from noojee_dq.arrow.columns import Mask, bytes_of, column_of, lengths, rewritten
from noojee_dq.phones.digits import ascii_digits, digits_in_any_script

#: What a spreadsheet guards text with, and marks that people take for blanks.
_GUARD: Final = re.compile(
    r"^\s*(?:=\s*\"(?P<guarded>[^\"]*)\"|['\u2019`\"]+(?P<quoted>.*?)['\u2019`\"]*)\s*$", re.DOTALL
)
_TAIL: Final = re.compile(r"[.,]0+\s*$")
_BLANK_LIKE: Final = re.compile(r"[_*~#:=|\\]+")
_BETWEEN_NUMBERS: Final = re.compile(r"[;,/|&\n\r]|\s(?:or|and)\s", re.IGNORECASE)

#: Digits without a prefix that may be meant as something else, and without marks between them.
_ONE_READING: Final = r"\s*(?:\+[2-9]|0[1-9]|[2-9])[0-9]*\s*"

_CALLING_CODES: Final = "|".join(sorted(map(str, phonenumbers.COUNTRY_CODE_TO_REGION_CODE), key=len, reverse=True))
_WITH_CALLING_CODE: Final = rf"^\+(?:{_CALLING_CODES})"


def read_in_one_way(cells: pd.Series) -> Mask:
    """Say which cells are so plain that nobody could read another number out of them than `parse_phones` does.

    Args:
        cells: phone cells as text.

    Example:
        >>> read_in_one_way(pd.Series(["0491570006", "0061491570006", "0491 570 006"])).tolist()
        [True, False, False]
    """
    return fully_matches(cells, _ONE_READING)


def readable_numbers(cell: str, regions: tuple[str, ...]) -> frozenset[str]:
    """Find every valid number that a person could read out of a cell.

    What libphonenumber finds in running text, in the cell as it is and without what people and spreadsheets put around
    a number: a decimal tail, quotation marks, underscores, a wrong international prefix, a 1 before it.

    Args:
        cell: as it is written.
        regions: ISO codes of the countries of numbers written without one, any of which may be meant.

    Returns:
        The numbers as E.164.

    Example:
        >>> sorted(readable_numbers("0491570006 (home) / 0061491570157", ("AU",)))
        ['+61491570006', '+61491570157']
    """
    return frozenset(number for region in regions for number in _in_region(cell, region))


class NumberIndex(NamedTuple):
    """Numbers to be looked for in cells; made by `number_index`.

    Args:
        numbers: as E.164, and others, which are not looked for.
        national: their national parts as whole numbers, sorted, by the number of digits.
    """

    numbers: pd.Series
    national: dict[int, npt.NDArray[np.int64]]


def number_index(numbers: pd.Series) -> NumberIndex:
    """Prepare numbers to be looked for.

    Args:
        numbers: as E.164; others are left alone.

    Example:
        >>> number_index(pd.Series(["+61491570006"])).national
        {9: array([491570006])}
    """
    column = column_of(numbers)
    column = column.filter(pc.starts_with(column, "+"))
    national = rewritten(column, _WITH_CALLING_CODE, "")
    sizes = lengths(national)
    return NumberIndex(
        numbers,
        {
            int(size): np.sort(national.filter(pa.array(sizes == size)).cast(pa.int64()).to_numpy())
            for size in np.flatnonzero(np.bincount(sizes)[1:]) + 1
        },
    )


def holds_any(cells: pd.Series, regions: "str | pd.Series", other_region: str, index: NumberIndex) -> Mask:
    """Say which cells hold one of some numbers, in any writing that a person could read.

    Args:
        cells: phone cells as text.
        regions: ISO code of the country of numbers written without one, or one for each cell.
        other_region: a further country that may be meant, such as that of the campaign.
        index: the numbers.

    Returns:
        A truth value for each cell.

    Example:
        >>> cells = pd.Series(["0491570006.0", "0491 570 156", "none"])
        >>> holds_any(cells, "AU", "AU", number_index(pd.Series(["+61491570006"]))).tolist()
        [True, False, False]
    """
    column = column_of(cells)
    found = np.zeros(len(column), dtype=bool)
    at = np.flatnonzero(_may_hold(column, index))
    own = (
        np.full(len(at), regions, dtype=object) if isinstance(regions, str) else regions.iloc[at].to_numpy(dtype=object)
    )
    pairs = pd.MultiIndex.from_arrays([own, column.take(pa.array(at)).to_pylist()])
    codes, distinct = pairs.factorize()
    # libphonenumber looks at one cell at a time: each distinct one once, of those that hold the digits of a number.
    readable = [sorted(readable_numbers(cell, (region, other_region))) for region, cell in distinct]
    lines = pd.Series(readable, dtype=object).explode().dropna().astype("str")
    # The few are looked for among the many, so that no table of the many is made.
    among = index.numbers[is_in(index.numbers, lines)]
    held = np.isin(np.arange(len(distinct)), lines.index[is_in(lines, among)])
    found[at] = held[codes]
    return found


def _may_hold(cells: Any, index: NumberIndex) -> Mask:
    """Find the cells among whose digits those of a national number stand together: few, and none is missed."""
    filled = pc.fill_null(cells, "")
    digits = digits_in_any_script(filled, ascii_digits(filled))
    ends, data = bytes_of(digits)
    values = data[ends[0] : ends[-1]].astype(np.int64) - ord("0")
    cell_of = np.repeat(np.arange(len(digits)), np.diff(ends))
    found = np.zeros(len(digits), dtype=bool)
    # One round for each length of national numbers: a handful.
    for size, wanted in index.national.items():
        if size > len(values):
            continue
        windows = _windows(values, size)
        whole = cell_of[: len(windows)] == cell_of[size - 1 :]
        held = whole & (wanted[np.minimum(np.searchsorted(wanted, windows), len(wanted) - 1)] == windows)
        found[cell_of[: len(windows)][held]] = True
    return found


def _windows(digits: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    """Return the numbers that each `size` digits in a row make."""
    windows = np.zeros(len(digits) - size + 1, dtype=np.int64)
    for place in range(size):
        windows *= 10
        windows += digits[place : len(digits) - size + 1 + place]
    return windows


@lru_cache(maxsize=100_000)
def _in_region(cell: str, region: str) -> frozenset[str]:
    return frozenset(number for text in _writings(cell) for number in _found(text, region))


def _writings(cell: str) -> Iterator[str]:
    """Return the ways in which a cell can be meant."""
    guarded = _GUARD.match(cell)
    bare = (guarded["guarded"] or guarded["quoted"] or "") if guarded else cell
    spaced = _BLANK_LIKE.sub(" ", bare)
    for text in dict.fromkeys([cell, bare, spaced, *_BETWEEN_NUMBERS.split(bare)]):
        text = _TAIL.sub("", text)
        yield text
        plain = phonenumbers.normalize_digits_only(text)
        yield plain
        if plain.startswith("00"):
            yield f"+{plain.lstrip('0')}"
        elif plain.startswith("1"):
            yield plain[1:]


def _found(text: str, region: str) -> Iterator[str]:
    known = region if region in phonenumbers.SUPPORTED_REGIONS else None
    for match in phonenumbers.PhoneNumberMatcher(text, known):
        yield phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
    try:
        number = phonenumbers.parse(text, known)
    except phonenumbers.NumberParseException:
        return
    if phonenumbers.is_valid_number(number):
        yield phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
