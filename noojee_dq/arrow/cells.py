"""pandas columns of text: what their cells hold (nothing, `<NO CHANGE>`, a pattern), and parts of them."""

import re
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from noojee_dq.arrow.columns import (
    Mask,
    as_mask,
    bytes_of,
    column_of,
    holding,
    holds_any,
    matches,
    parts_of,
    replaced,
    rewritten,
    selected,
    taken,
)
from noojee_dq.arrow.repeats import among

_SPACE = "[\\s\u00a0]"
_NO_CHANGE = f"(?i){_SPACE}*<{_SPACE}*no{_SPACE}+change{_SPACE}*>{_SPACE}*"


def is_blank(cells: pd.Series) -> Mask:
    """Say which text cells are empty or white space only.

    Example:
        >>> is_blank(pd.Series(["", " ", "x"])).tolist()
        [True, True, False]
    """
    return np.concatenate([_is_blank(part) for part in parts_of(cells)])


def _is_blank(column: Any) -> Mask:
    ends, data = bytes_of(column)
    blank = np.diff(ends) == 0
    if blank.all():
        return blank
    # Where a cell is empty, this is some byte of another.
    first = data[np.minimum(ends[:-1], ends[-1] - 1)]
    # Only a cell that does not begin with a visible ASCII character can be all white space.
    doubtful = ~blank & ((first <= 0x20) | (first >= 0x7F))
    if doubtful.any():
        stripped = pc.utf8_trim_whitespace(column.filter(pa.array(doubtful)))
        blank[doubtful] = as_mask(pc.equal(stripped, ""))
    return blank


def is_no_change(cells: pd.Series) -> Mask:
    """Say which text cells hold the sentinel `<NO CHANGE>`, in any case, with any inner or outer white space.

    Example:
        >>> is_no_change(pd.Series([" <No Change> ", "no change"])).tolist()
        [True, False]
    """
    return fully_matches(cells, _NO_CHANGE, needs=b"<")


def fully_matches(cells: pd.Series, pattern: str, *, needs: bytes | tuple[bytes, ...] = ()) -> Mask:
    """Say which text cells an RE2 pattern matches from end to end.

    Args:
        cells: text.
        pattern: in RE2's syntax.
        needs: ASCII characters of which every match holds one, or several such sets: the pattern is tried on no other
            cell, and a column without such a character is done at once.

    Example:
        >>> fully_matches(pd.Series(["12", "12a"]), "[0-9]+").tolist()
        [True, False]
        >>> fully_matches(pd.Series(["1E5", "15"]), "[0-9]E[0-9]", needs=b"E").tolist()
        [True, False]
    """
    return contains(cells, f"^(?:{pattern})$", needs=needs)


def contains(cells: pd.Series, pattern: str, *, needs: bytes | tuple[bytes, ...] = ()) -> Mask:
    """Say which text cells an RE2 pattern is found in.

    Args:
        cells: text.
        pattern: in RE2's syntax.
        needs: ASCII characters of which every match holds one, or several such sets: the pattern is tried on no other
            cell, and a column without such a character is done at once.

    Example:
        >>> contains(pd.Series(["a1", "a"]), "[0-9]").tolist()
        [True, False]
    """
    if not needs:
        return matches(column_of(cells), pattern)
    several = (needs,) if isinstance(needs, bytes) else needs
    if not all(holds_any(cells, characters) for characters in several):
        return np.zeros(len(cells), dtype=bool)
    found = np.logical_and.reduce([holding(cells, characters) for characters in several])
    at = np.flatnonzero(found)
    if len(at):
        found[at] = matches(taken(cells, at), pattern)
    return found


def equals(cells: pd.Series, text: str, *, any_case: bool = False) -> Mask:
    """Say which text cells are a text.

    Args:
        cells: text.
        text: which they may be.
        any_case: in lower or upper case, too.

    Example:
        >>> equals(pd.Series(["Phone", "phone"]), "Phone").tolist()
        [True, False]
        >>> equals(pd.Series(["Phone", "phone", "phony"]), "Phone", any_case=True).tolist()
        [True, True, False]
    """
    column = column_of(cells)
    if not any_case:
        return as_mask(pc.equal(column, text))
    # Letters of another case take as many bytes, but for a few that no heading has.
    found = as_mask(pc.equal(pc.binary_length(column), len(text.encode())))
    if found.any():
        lowered = pc.utf8_lower(selected(column, found))
        found[found] = as_mask(pc.equal(lowered, pc.utf8_lower(pa.scalar(text)).as_py()))
    return found


def starts_with_any(cells: pd.Series, starts: tuple[str, ...]) -> Mask:
    """Say which text cells begin with one of some ASCII texts, in any case.

    Args:
        cells: text.
        starts: in lower case, of two characters at least.

    Example:
        >>> starts_with_any(pd.Series(["Subtotal", "Sue", "s"]), ("subtotal", "page")).tolist()
        [True, False, False]
    """
    first_two = np.zeros(1 << 16, dtype=bool)
    for start in starts:
        for one, two in product(*({ord(sign), ord(sign.upper())} for sign in start[:2])):
            first_two[one << 8 | two] = True
    found = np.concatenate([_begins_with_two(part, first_two) for part in parts_of(cells)])
    at = np.flatnonzero(found)
    if len(at):
        found[at] = matches(taken(cells, at), "^(?i:" + "|".join(map(re.escape, starts)) + ")")
    return found


def _begins_with_two(column: Any, wanted: Mask) -> Mask:
    ends, data = bytes_of(column)
    long = np.diff(ends) > 1
    at = ends[:-1][long]
    found = np.zeros(len(long), dtype=bool)
    found[long] = wanted[data[at].astype(np.uint16) << 8 | data[at + 1]]
    return found


def begins_and_ends_with(cells: pd.Series, characters: bytes) -> Mask:
    """Say which text cells begin, and end, with one of some ASCII characters.

    Example:
        >>> begins_and_ends_with(pd.Series(["+--+", "+61", ""]), b"+-").tolist()
        [True, False, False]
    """
    wanted = np.isin(np.arange(256), list(characters))
    return np.concatenate([_at_both_ends(part, wanted) for part in parts_of(cells)])


def _at_both_ends(column: Any, wanted: Mask) -> Mask:
    ends, data = bytes_of(column)
    filled = np.diff(ends) > 0
    found = np.zeros(len(filled), dtype=bool)
    found[filled] = wanted[data[ends[:-1][filled]]] & wanted[data[ends[1:][filled] - 1]]
    return found


def is_plain_ascii(cells: pd.Series) -> bool:
    """Say whether a text column holds visible ASCII characters and spaces alone.

    Example:
        >>> is_plain_ascii(pd.Series(["a b"])), is_plain_ascii(pd.Series(["a\\tb"]))
        (True, False)
    """
    return _has_bytes_from(0x20, 0x7E, cells)


def _has_bytes_from(lowest: int, highest: int, cells: pd.Series) -> bool:
    used = [data[ends[0] : ends[-1]] for ends, data in map(bytes_of, parts_of(cells))]
    return all(not len(part) or bool(part.min() >= lowest and part.max() <= highest) for part in used)


class Distinct(NamedTuple):
    """A column with few values: the different ones, as text, and the place among them of each cell's."""

    values: pd.Series
    codes: NDArray[np.signedinteger]


def distinct(cells: pd.Series) -> Distinct:
    """Return the different values of text cells.

    Example:
        >>> values, codes = distinct(pd.Series(["b", "a", "b"]))
        >>> values.tolist(), codes.tolist()
        (['b', 'a'], [0, 1, 0])
    """
    encoded = column_of(cells).dictionary_encode()
    return Distinct(encoded.dictionary.to_pandas().astype("str"), encoded.indices.to_numpy())


def is_in(cells: Any, values: pd.Series | None) -> Mask:
    """Say which text cells are among the values of a reference list; none without a list.

    Example:
        >>> is_in(pd.Series(["A1", "A2"]), pd.Series(["A1"])).tolist()
        [True, False]
    """
    if values is None or values.empty:
        return np.zeros(len(cells), dtype=bool)
    return among(column_of(cells), column_of(values))


def trimmed(cells: pd.Series) -> pd.Series:
    """Return the cells without outer white space.

    Example:
        >>> trimmed(pd.Series([" a b ", ""])).tolist()
        ['a b', '']
    """
    # Visible ASCII characters alone hold no white space.
    return cells if _has_bytes_from(0x21, 0x7E, cells) else _series(pc.utf8_trim_whitespace(column_of(cells)), cells)


def replace_pattern(cells: pd.Series, pattern: str, replacement: str, *, needs: bytes = b"") -> pd.Series:
    r"""Replace what an RE2 pattern finds in the cells; `\1` is its first group, and `needs` as for `contains`.

    Example:
        >>> replace_pattern(pd.Series(["a.0"]), r"\.0$", "").tolist()
        ['a']
    """
    column = column_of(cells)
    if not needs:
        return _series(rewritten(column, pattern, replacement), cells)
    asked = holding(column, needs)
    if not asked.any():
        return cells
    return _series(replaced(column, asked, rewritten(selected(column, asked), pattern, replacement)), cells)


def _series(column: object, like: pd.Series) -> pd.Series:
    return column.to_pandas().astype("str").set_axis(like.index)  # type: ignore[attr-defined]
