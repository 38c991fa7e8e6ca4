"""Numbers that somebody typed to fill a cell: `0400 000 000`, `0412 345 678`, `1234567890`.

What gives them away is how they end: on digits that stay the same, go up or down by one, or come again and again. Of
numbers handed out at random a few in a million end so.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Mask

#: Digits that a number may end on: the same; those that go up, at most to the 0 behind the 9; those that go down.
_RUNS: Final = (*(digit * 7 for digit in "0123456789"), "01234567890", "9876543210")
#: With fewer digits in a row than these seven, it is the number of some hospital or school.
_TAIL: Final = 7
_TAILS: Final = np.array([int(run[at : at + _TAIL]) for run in _RUNS for at in range(len(run) - _TAIL + 1)])
#: Six digits are enough where they are those that everybody types.
_TYPED: Final = np.array([123456, 654321])
#: How many digits at the end come again: two of them four times, three of them three times.
_REPEATED: Final = ((10**8, 1_01_01_01), (10**9, 1_001_001))

_ENDS: Final = 10**4
#: Which last four digits such a number can have: few do, so that few numbers are looked at closely.
_MAY_END_SO: Final = np.array(
    [
        one[0] == one[3] or one[:2] == one[2:] or any(one in run for run in ("01234567890", "9876543210"))
        for one in (f"{end:04}" for end in range(_ENDS))
    ]
)


def looks_made_up(numbers: NDArray[np.int64]) -> Mask:
    """Say which numbers end as those do that nobody has.

    The numbers that regulators keep for fiction do not: samples and trainings need them.

    Args:
        numbers: the digits, with whatever stands before them; 0 = none.

    Example:
        >>> numbers = [61400000000, 61412345678, 61411111111, 61412121212, 1123123123, 61491570006, 61255501234, 0]
        >>> looks_made_up(np.array(numbers)).tolist()
        [True, True, True, True, True, False, False, False]
    """
    # Fewer than seven digits are no number, and what stands before them is none of them.
    found = _MAY_END_SO[numbers % _ENDS] & (numbers >= 10**_TAIL)
    found[found] = _ends_so(numbers[found])
    return found


def _ends_so(numbers: NDArray[np.int64]) -> Mask:
    found = np.isin(numbers % 10**_TAIL, _TAILS) | np.isin(numbers % 10**6, _TYPED)
    for whole, unit in _REPEATED:
        found |= numbers % whole % unit == 0
    return found
