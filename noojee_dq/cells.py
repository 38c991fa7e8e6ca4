"""What text cells hold: nothing, the sentinel `<NO CHANGE>`, a pattern, a value of a list; all at Arrow's speed."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from noojee_dq.phones.re2 import Mask, column_of

_SPACE = "[\\s\u00a0]"
_NO_CHANGE = f"(?i){_SPACE}*<{_SPACE}*no{_SPACE}+change{_SPACE}*>{_SPACE}*"


def is_blank(cells: pd.Series) -> Mask:
    """Which text cells are empty or white space only.

    Example:
        >>> is_blank(pd.Series(["", " ", "x"])).tolist()
        [True, True, False]
    """
    column = column_of(cells)
    ends, data = bytes_of(column)
    blank = np.diff(ends) == 0
    first = np.zeros(len(column), dtype=np.uint8)
    first[~blank] = data[ends[:-1][~blank]]
    # Only a cell that does not begin with a visible ASCII character can be all white space.
    doubtful = ~blank & ((first <= 0x20) | (first >= 0x7F))
    if doubtful.any():
        stripped = pc.utf8_trim_whitespace(column.filter(pa.array(doubtful)))
        blank[doubtful] = _mask(pc.equal(stripped, ""))
    return blank


def is_no_change(cells: pd.Series) -> Mask:
    """Which text cells hold the sentinel `<NO CHANGE>`, in any case, with any inner or outer white space.

    Example:
        >>> is_no_change(pd.Series([" <No Change> ", "no change"])).tolist()
        [True, False]
    """
    # Few columns and cells hold a bracket, and looking for one is much quicker than the pattern.
    column = column_of(cells)
    ends, data = bytes_of(column)
    if not (data[ends[0] : ends[-1]] == ord("<")).any():
        return np.zeros(len(column), dtype=bool)
    found = _mask(pc.match_substring(column, "<"))
    if found.any():
        found[found] = fully_matches(cells[found], _NO_CHANGE)
    return found


def fully_matches(cells: pd.Series, pattern: str) -> Mask:
    """Which text cells an RE2 pattern matches from end to end.

    Example:
        >>> fully_matches(pd.Series(["12", "12a"]), "[0-9]+").tolist()
        [True, False]
    """
    return _mask(pc.match_substring_regex(column_of(cells), f"^(?:{pattern})$"))


def contains(cells: pd.Series, pattern: str) -> Mask:
    """Which text cells an RE2 pattern is found in.

    Example:
        >>> contains(pd.Series(["a1", "a"]), "[0-9]").tolist()
        [True, False]
    """
    return _mask(pc.match_substring_regex(column_of(cells), pattern))


def is_plain_ascii(cells: pd.Series) -> bool:
    """Whether a text column holds visible ASCII characters and spaces alone.

    Example:
        >>> is_plain_ascii(pd.Series(["a b"])), is_plain_ascii(pd.Series(["a\\tb"]))
        (True, False)
    """
    ends, data = bytes_of(column_of(cells))
    used = data[ends[0] : ends[-1]]
    return len(used) == 0 or bool(used.min() >= 0x20 and used.max() < 0x7F)


class Distinct(NamedTuple):
    """A column with few values: the different ones, as text, and the place among them of each cell's."""

    values: pd.Series
    codes: NDArray[np.int32]


def distinct(cells: pd.Series) -> Distinct:
    """The different values of text cells.

    Example:
        >>> values, codes = distinct(pd.Series(["b", "a", "b"]))
        >>> values.tolist(), codes.tolist()
        (['b', 'a'], [0, 1, 0])
    """
    encoded = column_of(cells).dictionary_encode()
    return Distinct(encoded.dictionary.to_pandas().astype("str"), encoded.indices.to_numpy())


def is_in(cells: Any, values: pd.Series | None) -> Mask:
    """Which text cells, outer white space aside, are among the values of a reference list; none without a list.

    Example:
        >>> is_in(pd.Series(["A1 ", "A2"]), pd.Series(["A1"])).tolist()
        [True, False]
    """
    if values is None or values.empty:
        return np.zeros(len(cells), dtype=bool)
    return _mask(pc.is_in(pc.utf8_trim_whitespace(column_of(cells)), value_set=column_of(values)))


def bytes_of(column: Any) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Where each cell begins and ends, and the bytes of all of them.

    Args:
        column (pyarrow.LargeStringArray): text cells.

    Example:
        >>> ends, data = bytes_of(pa.array(["a", "bc"], pa.large_string()))
        >>> ends.tolist(), data[:3].tobytes()
        ([0, 1, 3], b'abc')
    """
    _, offsets, data = column.buffers()
    ends = np.frombuffer(offsets, np.int64)[column.offset : column.offset + len(column) + 1]
    return ends, np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)


def _mask(column: Any) -> Mask:
    return column.to_numpy(zero_copy_only=False)
