"""Every number that a person could read out of a phone cell, however badly it is written."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from string import ascii_letters
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc

from noojee_dq.arrow.cells import fully_matches, is_in
from noojee_dq.arrow.columns import Mask, Positions, as_mask, bytes_of, column_of, lengths, replaced, selected
from noojee_dq.phones.calling_code import calling_codes
from noojee_dq.phones.digit_keys import POWERS, Keys
from noojee_dq.phones.digits import ascii_digits, digits_in_any_script
from noojee_dq.phones.exit_codes import EXIT_CODES
from noojee_dq.phones.misread import LOOKS_LIKE, lookalikes_as_digits, written_out
from noojee_dq.phones.several_numbers import numbers_apart
from noojee_dq.words.spreadsheet import DECIMAL_TAIL

#: What a spreadsheet guards text with, and marks that people take for blanks.
_GUARD: Final = re.compile(
    r"^\s*(?:=\s*\"(?P<guarded>[^\"]*)\"|['\u2019`\"]+(?P<quoted>.*?)['\u2019`\"]*)\s*$", re.DOTALL
)
_TAIL: Final = re.compile(rf"(?<=\d){DECIMAL_TAIL}\s*$")
_BLANK_LIKE: Final = re.compile(r"[_*~#:=|\\]+")
#: A dash between numbers stands before a plus sign or a trunk prefix.
_BETWEEN_NUMBERS: Final = re.compile(
    r"[;,/|&\n\r]|:::|\b(?:or|and|ext|x)\b|(?<=[\d\s])(?:ext|x)(?=\d)|[-\u2010-\u2015](?=\s*(?:\+|0\d))", re.IGNORECASE
)
#: A part of a cell that is meant for a number, whether it is one or not.
_MEANT_FOR_A_NUMBER: Final = re.compile(r"(?:\d\D{0,3}){6}|\dE\+\d", re.IGNORECASE)

#: Digits without a prefix that may be meant as something else, and without marks between them.
_ONE_READING: Final = r"\s*(?:\+[2-9]|0[2-9]|01[02-9]|[2-9])[0-9]*\s*"

#: For each byte the digit on whose key it stands, where it is a letter (ITU E.161).
_KEYPAD: Final = np.arange(256, dtype=np.uint8)
_KEYPAD[list(ascii_letters.encode())] = list(phonenumbers.convert_alpha_characters_in_number(ascii_letters).encode())
_LOOKALIKES: Final = np.arange(256, dtype=np.uint8)
_LOOKALIKES[list("".join(LOOKS_LIKE).encode())] = list("".join(LOOKS_LIKE.values()).encode())
#: Before any number: shows or hides that of the caller (ACMA numbering plan), or a trunk prefix of North America.
_BEFORE: Final = ("1831", "1832", "1")


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
    return frozenset(number for region in dict.fromkeys(regions) for number in _in_region(cell, region))


def found_in_text(cell: str, region: str) -> frozenset[str]:
    """Find the valid numbers that stand in a cell as in running text, each part of it taken as one.

    Args:
        cell: as it is written.
        region: ISO code of the country of numbers written without one.

    Example:
        >>> sorted(found_in_text("0491570006 / 0491570157", "AU"))
        ['+61491570006', '+61491570157']
    """
    return frozenset(number for part in (cell, *_BETWEEN_NUMBERS.split(cell)) for number in _found(part, region))


def reads_in_full(cell: str, regions: tuple[str, ...]) -> bool:
    """Say whether each part of a cell that is meant for a number is one; False where there is none.

    Args:
        cell: as it is written.
        regions: as for `readable_numbers`.

    Example:
        >>> reads_in_full("0491570006 / 0491570157", ("AU",)), reads_in_full("0491570006 / 4.9E+08", ("AU",))
        (True, False)
    """
    parts = [part for part in _BETWEEN_NUMBERS.split(cell) if _MEANT_FOR_A_NUMBER.search(part)]
    return all(readable_numbers(part, regions) for part in parts) and bool(readable_numbers(cell, regions))


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
    national = _without_calling_code(column)
    sizes = lengths(national)
    return NumberIndex(
        numbers,
        {
            int(size): np.sort(national.filter(pa.array(sizes == size)).cast(pa.int64()).to_numpy())
            for size in np.flatnonzero(np.bincount(sizes)[1:]) + 1
        },
    )


def _without_calling_code(numbers: Any) -> Any:
    digits = pc.utf8_slice_codeunits(numbers, 1)
    codes = calling_codes(digits)
    # One round for each calling code that the numbers have.
    for code in np.unique(codes):
        with_code = codes == code
        national = pc.utf8_slice_codeunits(selected(digits, with_code), len(str(code)))
        digits = replaced(digits, with_code, national)
    return digits


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
    at = np.flatnonzero(_may_hold(column, index) | _in_another_order(regions, other_region))
    codes, lines = _readable_lines(column, regions, other_region, at)
    # The few are looked for among the many, so that no table of the many is made.
    among = index.numbers[is_in(index.numbers, lines)]
    found[at] = np.isin(codes, lines.index[is_in(lines, among)])
    return found


class Sought(NamedTuple):
    """By what numbers are found that a person could read out of some cells; made by `sought_in`.

    Args:
        national: keys as `national_keys` has them; few of them are those of numbers.
        numbers: as E.164, of cells whose digits do not tell.
    """

    national: Keys
    numbers: pd.Series


def sought_in(cells: pd.Series, regions: "str | pd.Series", other_region: str, sizes: Iterable[int]) -> Sought:
    """Return by what those numbers of a list are found that `holds_any` could find in some cells.

    Args:
        cells: as for `holds_any`.
        regions: likewise.
        other_region: likewise.
        sizes: how many digits the national parts of the numbers have.

    Example:
        >>> sought_in(pd.Series(["0491570006.0"]), "AU", "AU", [9]).national.tolist()
        [1049157000, 1491570006, 1915700060]
    """
    column = column_of(cells)
    foreign, writings = _in_digits(column)
    windows = [POWERS[size] + found for digits in writings for size, found, _ in _windows_by_size(digits, tuple(sizes))]
    at = np.flatnonzero(foreign | _in_another_order(regions, other_region))
    _, lines = _readable_lines(column, regions, other_region, at)
    return Sought(np.unique(np.concatenate([np.array([], dtype=np.int64), *windows])), lines)


def national_keys(numbers: pd.Series) -> Keys:
    """Return for each number its national part as an integer that keeps zeros: a 1 before its digits.

    Args:
        numbers: as E.164; others give 0.

    Example:
        >>> national_keys(pd.Series(["+61491570006", "92341234"])).tolist()
        [1491570006, 0]
    """
    column = column_of(numbers)
    keys = np.zeros(len(column), dtype=np.int64)
    is_e164 = as_mask(pc.starts_with(column, "+"))
    national = _without_calling_code(selected(column, is_e164))
    keys[is_e164] = POWERS[lengths(national)] + national.cast(pa.int64()).to_numpy()
    return keys


def _in_another_order(regions: "str | pd.Series", other_region: str) -> Any:
    """Say of which cells, or of all, the digits can stand in another order than those of a number read out of them."""
    reordered = regions in _reordered() if isinstance(regions, str) else regions.isin(_reordered()).to_numpy()
    return reordered | (other_region in _reordered())


def _readable_lines(
    column: Any, regions: "str | pd.Series", other_region: str, at: Positions
) -> tuple[Positions, pd.Series]:
    """Return a number for each different one of some cells, and below these numbers whatever is read out of it."""
    own = (
        np.full(len(at), regions, dtype=object) if isinstance(regions, str) else regions.iloc[at].to_numpy(dtype=object)
    )
    pairs = pd.MultiIndex.from_arrays([own, column.take(pa.array(at)).to_pylist()])
    codes, distinct = pairs.factorize()
    # libphonenumber looks at one cell at a time: each distinct one once, of those that hold the digits of a number.
    readable = [sorted(readable_numbers(cell, (region, other_region))) for region, cell in distinct]
    return codes, pd.Series(readable, dtype=object).explode().dropna().astype("str")


@cache
def _reordered() -> frozenset[str]:
    """Countries in which a number is not dialled as its E.164 has it, so that its digits stand in another order."""
    metadata = map(phonenumbers.PhoneMetadata.metadata_for_region, phonenumbers.SUPPORTED_REGIONS)
    return frozenset(one.id for one in metadata if one and one.national_prefix_transform_rule)


def _may_hold(cells: Any, index: NumberIndex) -> Mask:
    """Find the cells among whose digits those of a national number stand together: few, and none is missed."""
    found, writings = _in_digits(cells)
    for digits in writings:
        found |= _hold_windows(digits, index)
    return found


def _in_digits(cells: Any) -> tuple[Mask, list[Any]]:
    """Say which cells hold digits of another script, and return the digits that the others may stand for.

    Letters count as themselves and as the digits on whose keys they stand; digits of other scripts are all taken.
    """
    filled = pc.fill_null(cells, "")
    digits = digits_in_any_script(filled)
    foreign = ~as_mask(pc.string_is_ascii(digits))
    nothing = pa.array([""] * int(foreign.sum()), pa.large_string())
    by_letters = [ascii_digits(_translated(filled, table)) for table in (_KEYPAD, _LOOKALIKES)]
    return foreign, [replaced(digits, foreign, nothing), *by_letters]


def _translated(cells: Any, table: npt.NDArray[np.uint8]) -> Any:
    ends, data = bytes_of(cells)
    written = table[data[ends[0] : ends[-1]]]
    buffers = [None, pa.py_buffer(ends - ends[0]), pa.py_buffer(written)]
    return pa.Array.from_buffers(pa.large_string(), len(cells), buffers)


def _hold_windows(digits: Any, index: NumberIndex) -> Mask:
    found = np.zeros(len(digits), dtype=bool)
    for size, windows, cells in _windows_by_size(digits, tuple(index.national)):
        wanted = index.national[size]
        found[cells[wanted[np.minimum(np.searchsorted(wanted, windows), len(wanted) - 1)] == windows]] = True
    return found


def _windows_by_size(digits: Any, sizes: tuple[int, ...]) -> Iterator[tuple[int, npt.NDArray[np.int64], Positions]]:
    """Give for each size the numbers that so many digits in a row make, and in which cell each stands."""
    ends, data = bytes_of(digits)
    values = data[ends[0] : ends[-1]].astype(np.int64) - ord("0")
    cell_of = np.repeat(np.arange(len(digits)), np.diff(ends))
    # One round for each length of national numbers: a handful.
    for size in sizes:
        if size <= len(values):
            starts = cell_of[: len(values) - size + 1]
            whole = starts == cell_of[size - 1 :]
            yield size, _windows(values, size)[whole], starts[whole]


def _windows(digits: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    """Return the numbers that each `size` digits in a row make."""
    windows = np.zeros(len(digits) - size + 1, dtype=np.int64)
    for place in range(size):
        windows *= 10
        windows += digits[place : len(digits) - size + 1 + place]
    return windows


@lru_cache(maxsize=100_000)
def _in_region(cell: str, region: str) -> frozenset[str]:
    texts = dict.fromkeys(text for part in (cell, *numbers_apart(cell, region)) for text in _writings(part))
    return frozenset(number for text in texts for number in _found(text, region))


def _writings(cell: str) -> Iterator[str]:
    """Return the ways in which a cell can be meant, each once."""
    guarded = _GUARD.match(cell)
    bare = (guarded["guarded"] or guarded["quoted"] or "") if guarded else cell
    texts = [cell, bare, _BLANK_LIKE.sub(" ", bare), *_BETWEEN_NUMBERS.split(bare)]
    texts += [_TAIL.sub("", text) for text in texts]
    yield from dict.fromkeys(writing for text in texts for writing in (text, *_plain(text)))


def _plain(text: str) -> Iterator[str]:
    """Return a text as its digits alone, and without a prefix that may be meant as something else."""
    # With fewer decimals digits are gone.
    if digits := written_out(text, dropped=1):
        yield digits
    plain = phonenumbers.normalize_digits_only(text)
    lookalike = phonenumbers.normalize_digits_only(lookalikes_as_digits(text))
    for digits in dict.fromkeys((plain, lookalike)):
        yield digits
        yield f"0{digits.lstrip('0')}"
        yield from (f"+{digits.removeprefix(before)}" for before in EXIT_CODES if digits.startswith(before))
        yield from (digits.removeprefix(before) for before in _BEFORE if digits.startswith(before))


def _found(text: str, region: str) -> Iterator[str]:
    known = region if region in phonenumbers.SUPPORTED_REGIONS else None
    # Of digits alone the matcher finds no more than the parser.
    for match in () if text.isdigit() else phonenumbers.PhoneNumberMatcher(text, known):
        yield phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
    try:
        number = phonenumbers.parse(text, known)
    except phonenumbers.NumberParseException:
        return
    if phonenumbers.is_valid_number(number):
        yield phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
