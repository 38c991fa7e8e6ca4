"""Numbers that somebody typed to fill a cell: `0400 000 000`, `0412 345 678`, `1234567890`.

What gives them away is how they end: on digits that stay the same, go up or down by one, or come again and again. Of
numbers handed out at random one in 40,000 ends so.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Mask

_TAIL: Final = 6
#: The same digit; digits that go up, at most to the 0 behind the 9; digits that go down.
_RUNS: Final = (*(digit * _TAIL for digit in "0123456789"), "01234567890", "9876543210")
_TAILS: Final = np.array([int(run[at : at + _TAIL]) for run in _RUNS for at in range(len(run) - _TAIL + 1)])
#: How many digits at the end come again: two of them four times, three of them three times.
_REPEATED: Final = ((10**8, 1_01_01_01), (10**9, 1_001_001))


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
    found = np.isin(numbers % 10**_TAIL, _TAILS)
    for whole, unit in _REPEATED:
        found |= numbers % whole % unit == 0
    return found & (numbers >= 10**_TAIL)
