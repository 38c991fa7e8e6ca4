"""A numbering plan as a table of intervals: between two boundaries, every number is judged alike.

What is said of an interval is what the compiled path says of its first number, of its last, and of one between. The
key of a number differs from its E.164 form, read as a number, by the same amount all over an interval.
"""

import functools
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from noojee_dq.arrow.columns import Mask, joined, lengths
from noojee_dq.phones.boundaries import international_boundaries, national_boundaries
from noojee_dq.phones.calling_code import after_international_prefix
from noojee_dq.phones.compiled import compiled_verdicts
from noojee_dq.phones.digit_keys import MOST_KEY_DIGITS, POWERS, Keys, number_sizes, text_of_keys
from noojee_dq.phones.exact_patterns import NotCompiledError
from noojee_dq.phones.metadata import plan_of_region
from noojee_dq.phones.verdicts import NONE, REGION_CODES, REGIONS, undecided_verdicts

# With fewer digits, no cell is read by its digits alone.
_FEWEST_DIGITS: Final = 3

# The sample of an interval between the keys of two lengths.
_NO_NUMBER: Final = 0

# What is said where the samples of an interval differ.
_NOTHING: Final[tuple[Any, ...]] = (
    np.bool_(True),
    np.int8(NONE),
    np.int16(NONE),
    np.int8(NONE),
    np.int64(0),
    np.int64(0),
)


@dataclass(frozen=True, eq=False)
class IntervalTable:
    """What is said of the numbers of each interval of keys.

    Args:
        starts: the first key of each interval, in ascending order; the first of them is 0.
        undecided: nothing is said of them.
        type: the code of their type.
        region: the code of their region.
        problem: the code of their problem.
        delta: their E.164 form without plus sign, less their key; 0 where they are not valid.
        abroad: how many digits of an international prefix they begin with; what follows it decides.
    """

    starts: Keys
    undecided: Mask
    type: npt.NDArray[np.int8]
    region: npt.NDArray[np.int16]
    problem: npt.NDArray[np.int8]
    delta: npt.NDArray[np.int64]
    abroad: npt.NDArray[np.int64]

    def places(self, keys: Keys) -> npt.NDArray[np.intp]:
        """Return the interval of each key.

        Example:
            >>> table = national_table("AU")
            >>> place = table.places(np.array([10491570006]))
            >>> REGIONS[table.region[place][0]], int(table.delta[place][0]) + 10491570006
            ('AU', 61491570006)
        """
        return np.searchsorted(self.starts, keys, side="right") - 1


@functools.cache
def national_table(region: str) -> IntervalTable | None:
    """Make the table of a region, for numbers written without plus sign.

    Args:
        region: ISO 3166 code of a region that libphonenumber knows.

    Returns:
        The table; None where it would be too large, or the plan cannot be compiled exactly.
    """
    try:
        starts, samples = _sampled(national_boundaries(region))
    except NotCompiledError:
        return None
    digits = text_of_keys(samples.ravel())
    return _table(starts, samples, digits, region, _international_prefixes(region, digits))


@functools.cache
def international_table(calling_code: int) -> IntervalTable | None:
    """Make the table of a calling code, for numbers that begin with it after a plus sign or international prefix.

    Args:
        calling_code: a country calling code that libphonenumber knows.

    Returns:
        The table; None where it would be too large, or the plans cannot be compiled exactly.
    """
    try:
        starts, samples = _sampled(international_boundaries(calling_code))
    except NotCompiledError:
        return None
    cells = joined("+", text_of_keys(samples.ravel()))
    # Whatever the region: a plus sign leaves nothing to it.
    return _table(starts, samples, cells, REGIONS[0], np.zeros(len(cells), dtype=np.int64))


def _sampled(boundaries: Keys) -> tuple[Keys, Keys]:
    """Return the start of every interval, and three keys in it, or `_NO_NUMBER`."""
    powers = POWERS[_FEWEST_DIGITS : MOST_KEY_DIGITS + 1]
    starts = np.unique(np.concatenate([[0], boundaries, powers, 2 * powers]))
    starts = starts[(starts == 0) | (starts >= powers[0])]
    stops = np.append(starts[1:], starts[-1])
    samples = np.stack([starts, starts + (stops - starts) // 2, stops - 1], axis=1)
    samples[starts >= 2 * POWERS[np.maximum(number_sizes(starts) - 1, 0)]] = _NO_NUMBER
    samples[0] = _NO_NUMBER
    return starts, samples


def _international_prefixes(region: str, digits: Any) -> npt.NDArray[np.int64]:
    """Return how many digits of an international prefix each number begins with."""
    plan = plan_of_region(region)
    taken = np.zeros(len(digits), dtype=np.int64)
    if plan is not None:
        begins, rest = after_international_prefix(plan, digits)
        taken[begins] = lengths(digits)[begins] - lengths(rest)
    return taken


def _table(starts: Keys, samples: Keys, cells: Any, region: str, prefixes: npt.NDArray[np.int64]) -> IntervalTable:
    """Make a table of what the compiled path says of the samples of each interval."""
    said = compiled_verdicts(cells, np.full(len(cells), REGION_CODES[region], dtype=np.int16))
    left = (prefixes > 0) | (samples.ravel() == _NO_NUMBER)
    said.put(np.flatnonzero(left), undecided_verdicts(cells.filter(pa.array(left))))
    delta = np.where(said.number > 0, said.number - samples.ravel(), 0)
    columns: list[npt.NDArray[Any]] = [said.undecided, said.type, said.region, said.problem, delta, prefixes]
    by_interval = [column.reshape(samples.shape) for column in columns]
    same = np.all([(column == column[:, :1]).all(axis=1) for column in by_interval], axis=0)
    values = [np.where(same, column[:, 0], none) for column, none in zip(by_interval, _NOTHING, strict=True)]
    changes = np.any([np.diff(column) != 0 for column in values], axis=0)
    kept = np.append(True, changes)
    return IntervalTable(starts[kept], *(column[kept] for column in values))
