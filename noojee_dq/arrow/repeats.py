"""Which texts of a column stand more than once, or in another column, without a table of all of them."""

from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Mask, as_mask, bytes_of

_WORD: Final = 8
#: What keeps the first 0, 1, ... 8 bytes of a word.
_FIRST_BYTES: Final = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], dtype=np.uint64)
#: An odd number without pattern in its bits; multiplying by it spreads each bit over the higher ones.
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
_HALF: Final = np.uint64(32)
_BUCKET_BITS: Final = 22
#: What makes a bucket of the first and of the last bits of a fingerprint.
_FIRST_BITS: Final = np.uint64(64 - _BUCKET_BITS)
_LAST_BITS: Final = np.uint64((1 << _BUCKET_BITS) - 1)
#: Fewer texts fit into a small table, which is looked into at once.
_MANY: Final = 2**13

# Small enough that what is worked on stays near the processor, large enough that Python's own share does not count.
_SLICE: Final = 2**15


def repeated(cells: Any) -> Mask:
    """Say which texts stand more than once; empty ones do not count.

    Args:
        cells (pyarrow.LargeStringArray): text without nulls.

    Example:
        >>> repeated(pa.array(["012", "12", "", "012", ""], pa.large_string())).tolist()
        [True, False, False, True, False]
    """
    # Equal texts have equal fingerprints, and sorting numbers is many times as fast as a table of texts.
    # Whatever else has a fingerprint in common is found out by comparing the texts that are left.
    found = _in_bucket_of_equals(fingerprints(cells)) & (np.diff(bytes_of(cells)[0]) > 0)
    if found.any():
        found[found] = cells.filter(pa.array(found)).to_pandas().astype("str").duplicated(keep=False).to_numpy()
    return found


def value_counts(cells: Any) -> tuple[Any, NDArray[np.int64]]:
    """Count how often each different text stands in a column; empty ones do not count.

    Args:
        cells (pyarrow.LargeStringArray): text without nulls.

    Returns:
        The texts, in any order, and how often each stands there; among them may be "", several times.

    Example:
        >>> texts, counts = value_counts(pa.array(["012", "12", "012"], pa.large_string()))
        >>> sorted(zip(texts.to_pylist(), counts.tolist()))
        [('012', 2), ('12', 1)]
    """
    sample = cells.slice(0, _MANY)
    if 2 * len(sample.unique()) < len(sample):
        texts, counts = cells.value_counts().flatten()
        return texts, counts.to_numpy()
    # A table of texts of which most stand once takes many times as long as to leave those out.
    several = repeated(cells)
    once = cells.filter(pa.array(~several))
    texts, counts = cells.filter(pa.array(several)).value_counts().flatten()
    return pa.concat_arrays([once, texts]), np.concatenate([np.ones(len(once), dtype=np.int64), counts.to_numpy()])


def numbers_repeated(numbers: NDArray[np.int64]) -> Mask:
    """Say which numbers stand more than once; 0 does not count.

    Example:
        >>> numbers_repeated(np.array([12, 0, -12, 12, 0])).tolist()
        [True, False, False, True, False]
    """
    found = _in_bucket_of_equals(numbers.view(np.uint64)) & (numbers != 0)
    found[found] = pd.Series(numbers[found]).duplicated(keep=False).to_numpy()
    return found


def numbers_among(numbers: NDArray[np.int64], others: NDArray[np.int64]) -> Mask:
    """Say which numbers stand in another column too; 0 stands nowhere.

    Example:
        >>> numbers_among(np.array([12, 0, -12]), np.array([12, 0])).tolist()
        [True, False, False]
    """
    # Sorting all of them takes longer than to leave out nearly all that stand in one alone.
    found = _Sieve(others).may_hold(numbers)
    left = _share_buckets(_by_spread_bits(others), _by_spread_bits(numbers[found]))
    found[found] = np.isin(numbers[found], others[left])
    return found


class NumberSet:
    """Numbers among which many columns are looked for, one after the other.

    Args:
        numbers: in any order; 0 is none of them.

    Example:
        >>> NumberSet(np.array([12, 0])).holds(np.array([12, 0, -12])).tolist()
        [True, False, False]
    """

    def __init__(self, numbers: NDArray[np.int64]) -> None:
        self._sieve = _Sieve(numbers)
        self._sorted = np.unique(numbers)

    def holds(self, numbers: NDArray[np.int64]) -> Mask:
        """Say which numbers are among them."""
        found = self._sieve.may_hold(numbers)
        if found.any():
            left = numbers[found]
            at = np.minimum(np.searchsorted(self._sorted, left), len(self._sorted) - 1)
            found[found] = self._sorted[at] == left
        return found


class _Sieve:
    """Leaves out, by two fingerprints each, nearly all numbers that are not among some."""

    def __init__(self, numbers: NDArray[np.int64]) -> None:
        self._filled = [_filled(bucket(numbers)) for bucket in _BUCKETS] if len(numbers) else []

    def may_hold(self, numbers: NDArray[np.int64]) -> Mask:
        """Say which numbers may be among them; 0 never is."""
        found = numbers != 0 if self._filled else np.zeros(len(numbers), dtype=bool)
        for bucket, filled in zip(_BUCKETS, self._filled, strict=False):
            found[found] = filled[bucket(numbers[found])]
        return found


def _by_last_bits(numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
    return numbers.view(np.uint64) & _LAST_BITS


def _by_spread_bits(numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
    return numbers.view(np.uint64) * _SPREAD >> _FIRST_BITS


_BUCKETS: Final = (_by_last_bits, _by_spread_bits)


def among(cells: Any, others: Any) -> Mask:
    """Say which texts stand in another column too.

    Args:
        cells (pyarrow.LargeStringArray): text; a missing one stands nowhere.
        others (pyarrow.LargeStringArray): text without nulls.

    Example:
        >>> among(pa.array(["012", "12"], pa.large_string()), pa.array(["12"], pa.large_string())).tolist()
        [False, True]
    """
    if len(others) < _MANY:
        return as_mask(pc.is_in(cells, value_set=others))
    # A table of many texts is slow to make and to look into: it is made of those alone that fingerprints leave, of
    # both columns, by their first bits in the one direction and by their last in the other.
    prints, wanted = fingerprints(cells), fingerprints(others)
    found = _share_buckets(prints >> _FIRST_BITS, wanted >> _FIRST_BITS)
    found[found] = _share_buckets(prints[found] & _LAST_BITS, wanted & _LAST_BITS)
    left = _share_buckets(wanted & _LAST_BITS, prints[found] & _LAST_BITS)
    found[found] = as_mask(pc.is_in(cells.filter(pa.array(found)), value_set=others.filter(pa.array(left))))
    return found


def _share_buckets(buckets: NDArray[np.uint64], others: NDArray[np.uint64]) -> Mask:
    return _filled(others)[buckets]


def _filled(buckets: NDArray[np.uint64]) -> Mask:
    filled = np.zeros(1 << _BUCKET_BITS, dtype=bool)
    filled[buckets] = True
    return filled


def fingerprints(cells: Any) -> NDArray[np.uint64]:
    """Return a number for each text, the same for the same text, and hardly ever for another.

    Args:
        cells (pyarrow.LargeStringArray): text without nulls.

    Example:
        >>> len(set(fingerprints(pa.array(["12", "012", "+12", "12"], pa.large_string())).tolist()))
        3
    """
    slices = [_fingerprints(cells.slice(start, _SLICE)) for start in range(0, max(len(cells), 1), _SLICE)]
    return np.concatenate(slices)


def _fingerprints(cells: Any) -> NDArray[np.uint64]:
    ends, data = bytes_of(cells)
    # With a word behind the last byte, a word can be read from any byte on.
    padded = np.concatenate([data[ends[0] : ends[-1]], np.zeros(_WORD, dtype=np.uint8)])
    words = np.ndarray(len(padded) - _WORD + 1, dtype="<u8", buffer=padded, strides=(1,))
    starts, left = ends[:-1] - ends[0], np.diff(ends)
    prints = left.astype(np.uint64)
    rows: Any = slice(None)
    # One round for every eight bytes of the longest text, each over the texts that are not yet at their end.
    while len(left):
        word = words[starts] & _FIRST_BYTES[np.minimum(left, _WORD)]
        mixed = (prints[rows] ^ word) * _SPREAD
        prints[rows] = mixed ^ (mixed >> _HALF)
        going_on = left > _WORD
        rows = np.flatnonzero(going_on) if isinstance(rows, slice) else rows[going_on]
        starts, left = starts[going_on] + _WORD, left[going_on] - _WORD
    return prints


def _in_bucket_of_equals(prints: NDArray[np.uint64]) -> Mask:
    """Find numbers that stand more than once, and a few others that share their last bits with one of those."""
    ordered = np.sort(prints)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    return _share_buckets(prints & _LAST_BITS, twice & _LAST_BITS)
