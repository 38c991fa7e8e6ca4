"""Phone cells as they are written: their digits, and which are simple enough for the compiled path."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from noojee_dq.arrow.columns import (
    Mask,
    as_mask,
    bytes_of,
    cells_at,
    column_of,
    lengths,
    matches,
    replaced,
    rewritten,
    selected,
)
from noojee_dq.phones.metadata import LONGEST_CELL

# Marks that phonenumbers drops wherever they stand: space, no-break space, full stop, brackets, hyphens and dashes.
_MARKS: Final = r" \x{A0}.()\[\]\-\x{2010}-\x{2015}"
_SIMPLE: Final = rf"^[{_MARKS}]*\+?[0-9{_MARKS}]*$"
_BLANK: Final = r"^[ \x{A0}\t\r\n]*$"
_WORDS: Final = r"^[\t\r\n -/:-~]*[!-/:-~][\t\r\n -/:-~]*$"
_EXCEL_DECIMAL: Final = r"^[ \x{A0}]*\+?[0-9]+\.0+[ \x{A0}]*$"

#: With fewer digits, marks between them decide whether phonenumbers sees a number at all.
FEWEST_DIGITS: Final = 3
# Where there are more marks than one to so many cells, each cell is taken to hold one: to find out takes as long.
_CELLS_FOR_A_MARK: Final = 8

_DIGIT_BYTES: Final = np.isin(np.arange(256), list(b"0123456789"))
# Bytes by what they may mean: nothing, a point, or something that a pattern must look at.
_USUAL, _POINT, _OTHER = 0, 1, 2
_KINDS: Final = np.where(np.isin(np.arange(256), list(b"0123456789 ()[]-")), _USUAL, _OTHER).astype(np.uint8)
_KINDS[ord(".")] = _POINT
_SPACE_BYTES: Final = np.isin(np.arange(256), list(b"\t\n\v\f\r\x1c\x1d\x1e\x1f "))
# What Python calls white space beyond ASCII: next line, and every kind of space and separator.
_OTHER_SPACE: Final = r"[\x{85}\p{Z}]+"


@dataclass(frozen=True, eq=False)
class Writing:
    """How the cells of a column are written.

    Args:
        digits (pyarrow.LargeStringArray): the ASCII digits of each cell.
        simple: which cells hold nothing but digits, marks between them, and perhaps a plus sign.
        plus: which of those have a plus sign.
        excel_decimal: which of those have the decimal tail of a spreadsheet.
    """

    digits: Any
    simple: Mask
    plus: Mask
    excel_decimal: Mask


def simply_written(cells: Any) -> Writing:
    """Find the simply written cells of a column, and take the digits out.

    Args:
        cells (pyarrow.LargeStringArray): phone cells without nulls.

    Example:
        >>> writing = simply_written(pa.array(["+61 (491) 570-006", "1300 GOFLOW"], pa.large_string()))
        >>> writing.simple.tolist(), writing.plus.tolist(), writing.digits.to_pylist()
        ([True, False], [True, False], ['61491570006', '1300'])
    """
    digits = ascii_digits(cells)
    simple = (lengths(digits) >= FEWEST_DIGITS) & (lengths(cells) <= LONGEST_CELL)
    plus = np.zeros(len(cells), dtype=bool)
    if digits is cells:
        return Writing(digits, simple, plus, excel_decimal=plus)
    # Patterns are dear: most cells hold nothing but digits, and marks that may stand anywhere.
    other, point = _holding(cells, _OTHER, _POINT)
    asked = simple & other
    if asked.any():
        some = selected(cells, asked)
        simple[asked] = matches(some, _SIMPLE)
        plus[asked] = as_mask(pc.match_substring(some, "+"))
    excel_decimal = simple & point
    if excel_decimal.any():
        excel_decimal[excel_decimal] = matches(selected(cells, excel_decimal), _EXCEL_DECIMAL)
    return Writing(digits, simple, plus & simple, excel_decimal)


def may_hold_marks(cells: Any) -> Mask:
    """Say which cells may hold anything but ASCII digits: those that do, or all of them where many do.

    Args:
        cells (pyarrow.LargeStringArray): phone cells without nulls.

    Example:
        >>> may_hold_marks(pa.array(["0491570006"] * 8 + ["0491 570006"], pa.large_string())).tolist()[-2:]
        [False, True]
    """
    ends, data = bytes_of(cells)
    # Below "0" a byte of eight bits turns into one of the largest.
    marks = data[ends[0] : ends[-1]] - np.uint8(ord("0")) > 9
    if np.count_nonzero(marks) * _CELLS_FOR_A_MARK > len(cells):
        return np.ones(len(cells), dtype=bool)
    return cells_at(np.flatnonzero(marks), ends)


def blank(cells: Any) -> Mask:
    """Say which cells hold nothing, or common white space alone.

    Example:
        >>> blank(pa.array(["", " ", "none"], pa.large_string())).tolist()
        [True, True, False]
    """
    return matches(cells, _BLANK)


def without_digit(cells: Any) -> Mask:
    """Say which cells hold ASCII text without a digit, which phonenumbers never takes for a number.

    Example:
        >>> without_digit(pa.array(["", "none", "unit 4"], pa.large_string())).tolist()
        [False, True, False]
    """
    return (lengths(cells) <= LONGEST_CELL) & matches(cells, _WORDS)


def digits(numbers: pd.Series) -> pd.Series:
    """Return the digits of each cell, in any script, without what stands between them.

    Example:
        >>> digits(pd.Series(["(03) 5550 1234", "none"])).tolist()
        ['0355501234', '']
    """
    cells = column_of(numbers)
    filled = pc.fill_null(cells, "")
    kept = digits_in_any_script(filled)
    kept = pc.if_else(pc.is_valid(cells), kept, pa.scalar(None, pa.large_string())) if cells.null_count else kept
    return kept.to_pandas().astype("str").set_axis(numbers.index)


def digits_in_any_script(cells: Any) -> Any:
    """Return the digits of each cell, as ASCII digits where they are their compatibility forms.

    Args:
        cells (pyarrow.LargeStringArray): text without nulls.

    Example:
        >>> cells = pa.array(["\uff10\uff14 91", "0491"], pa.large_string())
        >>> digits_in_any_script(cells).to_pylist()
        ['0491', '0491']
    """
    other = ~as_mask(pc.string_is_ascii(cells))
    digits = ascii_digits(cells)
    if not other.any():
        return digits
    folded = pc.utf8_normalize(selected(cells, other), form="NFKC")
    return replaced(digits, other, pc.replace_substring_regex(folded, pattern=r"\P{Nd}+", replacement=""))


def ascii_digits(cells: Any) -> Any:
    """Return the ASCII digits of each cell.

    Args:
        cells (pyarrow.LargeStringArray): text without nulls.

    Example:
        >>> ascii_digits(pa.array(["(03) 5550 1234"], pa.large_string())).to_pylist()
        ['0355501234']
    """
    return _kept(cells, _DIGIT_BYTES)


def without_space(cells: Any) -> Any:
    r"""Return the cells without white space, as `"".join(cell.split())` does: no-break and other spaces included.

    Args:
        cells (pyarrow.LargeStringArray): text without nulls.

    Example:
        >>> without_space(pa.array(["0491 570\u00a0006"], pa.large_string())).to_pylist()
        ['0491570006']
    """
    bare = _kept(cells, ~_SPACE_BYTES)
    other = ~as_mask(pc.string_is_ascii(bare))
    return replaced(bare, other, rewritten(selected(bare, other), _OTHER_SPACE, "")) if other.any() else bare


def _kept(cells: Any, keep: Mask) -> Any:
    """Keep some bytes of each cell, several times as fast as a pattern; no ASCII byte is part of another character."""
    ends, data = bytes_of(cells)
    written = data[ends[0] : ends[-1]]
    kept = np.take(keep, written)
    if kept.all():
        return cells
    before = np.zeros(len(written) + 1, dtype=np.int64)
    np.cumsum(kept, out=before[1:])
    starts = pa.py_buffer(before[ends - ends[0]])
    left = pa.py_buffer(np.compress(kept, written))
    return pa.Array.from_buffers(pa.large_string(), len(cells), [None, starts, left])


def _holding(cells: Any, *kinds: int) -> list[Mask]:
    """Say of each of some kinds of bytes which cells hold one."""
    ends, data = bytes_of(cells)
    found = np.take(_KINDS, data[ends[0] : ends[-1]])
    return [cells_at(np.flatnonzero(found == kind), ends) for kind in kinds]
