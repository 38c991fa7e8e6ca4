"""Why a cell is no valid number, where more can be said than that its digits do not fit."""

from typing import Final

import pandas as pd

from noojee_dq.arrow.cells import contains, fully_matches
from noojee_dq.phones.digits import digits
from noojee_dq.phones.exit_codes import behind_exit_code
from noojee_dq.phones.parse import phone_verdicts
from noojee_dq.phones.problems import PROBLEMS
from noojee_dq.phones.verdicts import NONE
from noojee_dq.phones.written_marks import PLAINLY_WRITTEN

#: Problems of which a near miss may be the cause.
MAY_BE_NEAR: Final = ("unassigned", "too_short", "too_long")

_BEHIND_EXIT_CODE: Final = "00 or 011 in front of a country code: + belongs there"
#: How many digits must be added, or taken off, in the order in which they are tried.
_LENGTHS: Final = {
    1: "a digit seems to be missing",
    -1: "a digit too many, as it seems",
    2: "two digits seem to be missing",
    -2: "two digits too many, as it seems",
}


def near_misses(cells: pd.Series, regions: "str | pd.Series", *, of_many: bool = False) -> pd.Series:
    """Say why cells are nearly valid numbers.

    Args:
        cells: phone cells as text, none of them a valid number.
        regions: ISO code of the country of numbers written without one, or one for each cell.
        of_many: as for `phone_verdicts`.

    Returns:
        Plain words; null where nothing of the kind is the matter.

    Example:
        >>> near_misses(pd.Series(["0491 570 00", "0491 570 0066", "0591 570 006"]), "AU").tolist()
        ['a digit seems to be missing', 'a digit too many, as it seems', nan]
    """
    found = pd.Series(None, index=cells.index, dtype="str")
    found[contains(cells, r"\pL")] = PROBLEMS["letters"]
    found[behind_exit_code(cells, regions).notna()] = _BEHIND_EXIT_CODE
    plain = fully_matches(cells, PLAINLY_WRITTEN)
    written = digits(cells)
    written = written.where(~contains(cells, r"\+"), "+" + written)
    for difference, words in _LENGTHS.items():
        rest = plain & found.isna().to_numpy()
        own = regions if isinstance(regions, str) else regions[rest]
        # What follows the prefix is free in nearly every plan: any digit will do.
        tried = written[rest] + "0" * difference if difference > 0 else written[rest].str.slice(0, difference)
        verdicts = phone_verdicts(tried, own, of_many=of_many)
        # Without its leading zero, a number of another country is soon mistaken for one with a digit too many.
        fits = (verdicts.type != NONE) & (verdicts.problem == NONE)
        found[rest] = pd.Series(words, index=tried.index).where(fits)
    return found
