"""Why a cell is no valid number, where more can be said than that its digits do not fit."""

from typing import Final

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import contains, fully_matches
from noojee_dq.arrow.columns import column_of
from noojee_dq.phones.digit_keys import POWERS, digit_keys, number_sizes, text_of_keys
from noojee_dq.phones.digits import digits
from noojee_dq.phones.exit_codes import behind_exit_code
from noojee_dq.phones.parse import parse_phones
from noojee_dq.phones.problems import PROBLEMS
from noojee_dq.phones.written_marks import PLAINLY_WRITTEN

#: Problems of which a near miss may be the cause.
MAY_BE_NEAR: Final = ("unassigned", "too_short", "too_long")

_BEHIND_EXIT_CODE: Final = "00 or 011 in front of a country code: + belongs there"
#: What follows so many characters is free in nearly every plan: any digits will do.
_PREFIX: Final = 7
#: How many digits must be added, or taken off, in the order in which they are tried.
_LENGTHS: Final = {
    1: "a digit seems to be missing",
    -1: "a digit too many, as it seems",
    2: "two digits seem to be missing",
    -2: "two digits too many, as it seems",
}


def near_misses(cells: pd.Series, regions: "str | pd.Series") -> pd.Series:
    """Say why cells are nearly valid numbers.

    Args:
        cells: phone cells as text, none of them a valid number.
        regions: ISO code of the country of numbers written without one, or one for each cell.

    Returns:
        Plain words; null where nothing of the kind is the matter.

    Example:
        >>> near_misses(pd.Series(["0491 570 00", "0491 570 0066", "0591 570 006"]), "AU").tolist()
        ['a digit seems to be missing', 'a digit too many, as it seems', nan]
    """
    found = pd.Series(None, index=cells.index, dtype="str")
    found[contains(cells, r"\pL")] = PROBLEMS["letters"]
    found[behind_exit_code(cells, regions).notna()] = _BEHIND_EXIT_CODE
    rest = fully_matches(cells, PLAINLY_WRITTEN) & found.isna().to_numpy()
    found[rest] = _by_length(cells[rest], regions if isinstance(regions, str) else regions[rest])
    return found


def _by_length(cells: pd.Series, regions: "str | pd.Series") -> pd.Series:
    """Say of which cells some digits more, or less, are valid numbers."""
    keys = digit_keys(column_of(digits(cells)))
    # Many cells have few beginnings and lengths.
    tails = POWERS[np.maximum(number_sizes(keys) - 1 - _PREFIX, 0)]
    kinds = pd.DataFrame({"like": keys // tails * tails, "plus": contains(cells, r"\+"), "region": regions})
    kind = kinds.groupby([*kinds], sort=False).ngroup().to_numpy()
    kinds = kinds.drop_duplicates(ignore_index=True)
    texts = pd.Series(text_of_keys(kinds["like"].to_numpy()), dtype="str")
    texts = texts.mask(kinds["plus"], "+" + texts)
    tried = [texts + "0" * more if more > 0 else texts.str.slice(0, more) for more in _LENGTHS]
    parsed = parse_phones(pd.concat(tried, ignore_index=True), pd.concat([kinds["region"]] * len(tried)))
    # Without its leading zero, a number of another country is soon mistaken for one with a digit too many.
    fits = (parsed["valid"] & parsed["problem"].isna()).to_numpy().reshape(len(tried), -1)
    said = pd.Series([*_LENGTHS.values(), None], dtype="str")
    return said.iloc[np.where(fits.any(axis=0), fits.argmax(axis=0), len(tried))[kind]].set_axis(cells.index)
