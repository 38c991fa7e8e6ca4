"""Numbers as integers: the key of some digits is `int("1" + digits)`, which keeps their zeros and their length."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from noojee_dq.arrow.columns import bytes_of

#: More digits have no key.
MOST_KEY_DIGITS: Final = 16

#: What stands for the key of too many digits.
NO_KEY: Final = 0

#: The powers of ten that an int64 holds.
POWERS: Final = 10 ** np.arange(19, dtype=np.int64)

_WORD: Final = 8
# By how many of its last digits belong to a number: the bits of a word that hold them, its first byte the lowest.
_LAST_DIGITS: Final = np.array(
    [(0x0F0F0F0F0F0F0F0F << (8 * (_WORD - count))) & 0xFFFFFFFFFFFFFFFF for count in range(_WORD + 1)], dtype=np.uint64
)
# Neighbours become one: digits pairs, pairs fours, fours all eight. Each multiplier is 1 and a power of ten apart.
_JOINS: Final = (
    (np.uint64(10 * 2**8 + 1), np.uint64(8), np.uint64(0x00FF00FF00FF00FF)),
    (np.uint64(100 * 2**16 + 1), np.uint64(16), np.uint64(0x0000FFFF0000FFFF)),
    (np.uint64(10_000 * 2**32 + 1), np.uint64(32), np.uint64(0x00000000FFFFFFFF)),
)

Keys = npt.NDArray[np.int64]


def digit_keys(digits: Any) -> Keys:
    """Return the key of each number; `NO_KEY` for one of more than 16 digits.

    Args:
        digits (pyarrow.LargeStringArray): ASCII digits.

    Example:
        >>> digit_keys(pa.array(["0491570006", "", "1" * 17], pa.large_string())).tolist()
        [10491570006, 1, 0]
    """
    ends, data = bytes_of(digits)
    size = np.diff(ends)
    # A word is read back from the end of its digits: the first of them needs bytes before it.
    padded = np.concatenate([np.zeros(2 * _WORD, np.uint8), data[ends[0] : ends[-1]]])
    words = np.ndarray(len(padded) - _WORD + 1, np.dtype("<u8"), padded, strides=(1,))
    stops = ends[1:] - ends[0] + _WORD
    low = _number(words[stops], np.minimum(size, _WORD))
    high = _number(words[stops - _WORD], np.clip(size - _WORD, 0, _WORD))
    keys = POWERS[np.minimum(size, MOST_KEY_DIGITS)] + high * POWERS[_WORD] + low
    return np.where(size <= MOST_KEY_DIGITS, keys, NO_KEY)


def number_sizes(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return how many digits each number has: a key has one more than it stands for.

    Example:
        >>> number_sizes(np.array([1000, 9999, 7, 0])).tolist()
        [4, 4, 1, 0]
    """
    return np.searchsorted(POWERS, numbers, side="right")


def text_of_keys(keys: Keys) -> Any:
    """Return the digits that keys stand for, as Arrow text.

    Example:
        >>> text_of_keys(np.array([10491570006, 1000])).to_pylist()
        ['0491570006', '000']
    """
    return pc.utf8_slice_codeunits(pa.array(keys).cast(pa.large_string()), 1)


def keys_without(keys: Keys, count: npt.NDArray[np.int64]) -> Keys:
    """Return the keys of what is left when digits are taken off the start.

    Args:
        keys: the keys of at least as many digits.
        count: how many digits to take off each.

    Example:
        >>> keys_without(np.array([10061000]), np.array([2])).tolist()
        [161000]
    """
    rest = POWERS[number_sizes(keys) - 1 - count]
    return keys % rest + rest


def e164_of(numbers: npt.NDArray[np.int64]) -> Any:
    """Return E.164 forms as Arrow text; null for 0.

    Example:
        >>> e164_of(np.array([61491570006, 0])).to_pylist()
        ['+61491570006', None]
        >>> e164_of(np.array([], dtype=np.int64)).to_pylist(), e164_of(np.array([0])).to_pylist()
        ([], [None])
    """
    # A minus sign keeps the place of the plus sign: to put one before every text takes as long as to make them.
    negative = pa.array(-numbers, mask=numbers == 0).cast(pa.large_string())
    present, ends, data = negative.buffers()
    signed = np.frombuffer(data, np.uint8).copy()
    signed[signed == ord("-")] = ord("+")
    return pa.Array.from_buffers(pa.large_string(), len(numbers), [present, ends, pa.py_buffer(signed)])


def _number(words: npt.NDArray[np.uint64], count: npt.NDArray[np.int64]) -> Keys:
    """Read the last digits of words as numbers, all eight in three multiplications."""
    found = words & _LAST_DIGITS[count]
    for multiplier, shift, kept in _JOINS:
        found = (found * multiplier >> shift) & kept
    return found.astype(np.int64)
