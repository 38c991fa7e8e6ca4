"""Arrow columns of text: RE2 patterns (the only regular expressions that Arrow runs), lengths, bytes, parts."""

from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

#: A truth value for each row of a column.
Mask: TypeAlias = npt.NDArray[np.bool_]
#: Places of rows, counted from 0.
Positions: TypeAlias = npt.NDArray[np.intp]

#: So that what is noted of each byte stays near the processor.
_BLOCK_BYTES: Final = 2**20
#: Cells that are looked through as one text.
_BLOCK_CELLS: Final = 2**13
#: Bytes of a cell: shorter ones are sooner read than told apart.
_SHORT: Final = 10
#: All ASCII letters come behind it, and all digits before.
_BEFORE_LETTERS: Final = ord("@")


def matches(column: Any, pattern: str) -> Mask:
    """Say which cells a pattern is found in.

    Example:
        >>> matches(text(["0412", "412"]), "^0").tolist()
        [True, False]
    """
    return as_mask(pc.match_substring_regex(column, pattern))


def rewritten(column: Any, pattern: str, replacement: str) -> Any:
    r"""Replace the pattern in every cell; `\1` in the replacement is the pattern's first group.

    Example:
        >>> rewritten(text(["0412"]), "^0(.*)$", r"+61\1").to_pylist()
        ['+61412']
    """
    return pc.replace_substring_regex(column, pattern, replacement)


def extract_groups(column: Any, pattern: str) -> dict[str, Any]:
    """Return the named groups of a pattern, one column each; null where a cell does not match.

    Example:
        >>> groups = extract_groups(text(["1-2", "x"]), "^(?P<a>[0-9])-(?P<b>[0-9])$")
        >>> {name: group.to_pylist() for name, group in groups.items()}
        {'a': ['1', None], 'b': ['2', None]}
    """
    found = pc.extract_regex(column, pattern)
    return dict(zip((field.name for field in found.type), found.flatten(), strict=True))


def lengths(column: Any) -> npt.NDArray[np.int64]:
    """Return the length of every cell in bytes.

    Example:
        >>> lengths(text(["0412", ""])).tolist()
        [4, 0]
    """
    return np.diff(bytes_of(column)[0])


def bytes_of(column: Any) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Return where each cell begins and ends, and the bytes of all of them.

    Args:
        column (pyarrow.LargeStringArray): text cells.

    Example:
        >>> ends, data = bytes_of(text(["a", "bc"]))
        >>> ends.tolist(), data[:3].tobytes()
        ([0, 1, 3], b'abc')
    """
    _, offsets, data = column.buffers()
    ends = np.frombuffer(offsets, np.int64)[column.offset : column.offset + len(column) + 1]
    return ends, np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)


def holds_any(column: Any, characters: bytes) -> bool:
    """Say whether any cell holds one of some ASCII characters: what most columns do not hold is soon out of question.

    Args:
        column (pandas.Series or pyarrow.LargeStringArray): text without nulls.
        characters: those looked for, or first bytes of others.

    Example:
        >>> holds_any(text(["a", "b.0"]), b"."), holds_any(text(["a", "b"]), b".,")
        (True, False)
    """
    blocks = [block for part in parts_of(column) for block in _blocks(part)]
    return any((block == character).any() for character in characters for block in blocks)


def _blocks(column: Any) -> list[npt.NDArray[np.uint8]]:
    ends, data = bytes_of(column)
    return [data[start : min(start + _BLOCK_BYTES, ends[-1])] for start in range(ends[0], ends[-1], _BLOCK_BYTES)]


def seldom_matches(column: Any, pattern: str) -> Mask:
    """Say which cells a pattern of words is found in, where hardly any are: many cells are tried as one text at once.

    Args:
        column (pandas.Series or pyarrow.LargeStringArray): text without nulls.
        pattern: without anchors and word boundaries, which are elsewhere in such a text; it needs two ASCII letters
            that stand together, or with one character between them.

    Example:
        >>> seldom_matches(text(["ab", "", "b"]), "ab").tolist()
        [True, False, False]
    """
    return np.concatenate([_seldom_matches(part, pattern) for part in parts_of(column)])


def _seldom_matches(column: Any, pattern: str) -> Mask:
    found = np.zeros(len(column), dtype=bool)
    if not any(map(_has_words, _blocks(column))) or not _may_match(column, pattern):
        return found
    ends, data = bytes_of(column)
    bounds = np.append(ends[:-1:_BLOCK_CELLS], ends[-1])
    texts = pa.LargeStringArray.from_buffers(len(bounds) - 1, pa.py_buffer(bounds), pa.py_buffer(data))
    for block in np.flatnonzero(matches(texts, pattern)):
        cells = slice(block * _BLOCK_CELLS, (block + 1) * _BLOCK_CELLS)
        found[cells] = matches(column[cells], pattern)
    return found


def _has_words(block: npt.NDArray[np.uint8]) -> bool:
    """Say whether letters stand together, or with a dot or the like between them: D.N.C."""
    letters = block > _BEFORE_LETTERS
    return bool(letters.any() and ((letters[1:] & letters[:-1]).any() or (letters[2:] & letters[:-2]).any()))


def _may_match(column: Any, pattern: str) -> bool:
    """Say whether a pattern can be found, where few values stand again and again: to find these takes less time."""
    sample = column.slice(0, _BLOCK_CELLS)
    several = _SHORT * len(column) < bytes_of(column)[0][-1] and 2 * len(sample.unique()) < len(sample)
    return not several or bool(matches(column.unique(), pattern).any())


def holding(column: Any, characters: bytes) -> Mask:
    """Say which cells hold one of some ASCII characters, which is quicker than any pattern where few do.

    Args:
        column (pandas.Series or pyarrow.LargeStringArray): text without nulls.
        characters: those looked for, or first bytes of others.

    Example:
        >>> holding(text(["a", "b.0", ""]), b".,").tolist()
        [False, True, False]
    """
    return np.concatenate([_holding(part, characters) for part in parts_of(column)])


def _holding(column: Any, characters: bytes) -> Mask:
    ends, data = bytes_of(column)
    used = data[ends[0] : ends[-1]]
    return cells_at(np.flatnonzero(reduce(or_, [used == character for character in characters])), ends)


def cells_at(places: Positions, ends: npt.NDArray[np.int64]) -> Mask:
    """Say which cells hold the bytes at some places.

    Args:
        places: of bytes, counted from the first of the first cell.
        ends: where each cell begins and ends, from `bytes_of`.

    Example:
        >>> cells_at(np.array([1]), np.array([5, 6, 8])).tolist()
        [False, True]
    """
    found = np.zeros(len(ends) - 1, dtype=bool)
    found[np.searchsorted(ends, places + ends[0], side="right") - 1] = True
    return found


def parts_of(cells: Any) -> list[Any]:
    """Return a column of text as the pieces that Arrow has it in, without putting them together; at least one.

    Args:
        cells (pandas.Series or pyarrow.LargeStringArray): text.

    Example:
        >>> [part.to_pylist() for part in parts_of(text(["0412"]))]
        [['0412']]
    """
    column = _as_it_is(cells)
    if not isinstance(column, pa.ChunkedArray):
        return [column]
    return column.chunks or [text([])]


def taken(cells: Any, at: Positions) -> Any:
    """Take the cells at some positions; Arrow would first copy all pieces of the column into one.

    Args:
        cells (pandas.Series or pyarrow.LargeStringArray): text.
        at: the positions, in any order.

    Example:
        >>> import pandas as pd
        >>> taken(pd.concat([pd.Series(["a", "b"]), pd.Series(["c"])]), np.array([2, 0])).to_pylist()
        ['c', 'a']
    """
    parts = parts_of(cells)
    if len(parts) == 1:
        return parts[0].take(pa.array(at))
    if (np.diff(at) < 0).any():
        order = np.argsort(at)
        return taken(cells, at[order]).take(pa.array(np.argsort(order)))
    starts = np.cumsum([0, *map(len, parts)])
    pieces = [
        part.take(pa.array(at[first:last] - start))
        for part, start, (first, last) in zip(parts, starts, pairwise(np.searchsorted(at, starts)), strict=False)
    ]
    return pa.concat_arrays(pieces)


def as_mask(column: Any) -> Mask:
    """Return an Arrow column of truth values without nulls as a numpy one."""
    return column.to_numpy(zero_copy_only=False)


def selected(column: Any, mask: Mask) -> Any:
    """Return the cells of the rows that a mask names; the column itself where it names them all."""
    return column if mask.all() else column.filter(pa.array(mask))


def replaced(column: Any, mask: Mask, replacements: Any) -> Any:
    """Put other cells, in order, in the place of the rows that a mask names.

    Example:
        >>> replaced(text(["a", "b"]), np.array([False, True]), text(["c"])).to_pylist()
        ['a', 'c']
    """
    return replacements if mask.all() else pc.replace_with_mask(column, pa.array(mask), replacements)


def joined(start: str, column: Any) -> Any:
    """Put the same text before every cell.

    Example:
        >>> joined("+61", text(["491570006"])).to_pylist()
        ['+61491570006']
    """
    return pc.binary_join_element_wise(pa.scalar(start, pa.large_string()), column, pa.scalar("", pa.large_string()))


def column_of(cells: Any) -> Any:
    """Return a column of text as Arrow has it, in one piece; missing values stay missing.

    Args:
        cells (pandas.Series or pyarrow.LargeStringArray): text.

    Example:
        >>> import pandas as pd
        >>> column_of(pd.Series(["0412", None])).to_pylist()
        ['0412', None]
    """
    column = _as_it_is(cells)
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _as_it_is(cells: Any) -> Any:
    """Return a column of text as Arrow has it, in one piece or several."""
    if isinstance(cells, pa.LargeStringArray):
        return cells
    # pyarrow comes to the array of a Series too, but in as much time as it takes a thousand cells.
    values = cells.array if hasattr(cells.array, "__arrow_array__") else cells
    return pa.array(values, type=pa.large_string())


def text(cells: list[str]) -> Any:
    """Return texts as an Arrow column of the only type used here."""
    return pa.array(cells, pa.large_string())
