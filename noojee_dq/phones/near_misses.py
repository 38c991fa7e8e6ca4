"""Why a cell is no valid number, where more can be said than that its digits do not fit."""

from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from noojee_dq.arrow.cells import contains, fully_matches
from noojee_dq.arrow.columns import Positions, column_of, holding, joined
from noojee_dq.phones.digit_keys import POWERS, digit_keys, number_sizes, text_of_keys
from noojee_dq.phones.digits import ascii_digits
from noojee_dq.phones.exit_codes import behind_exit_code
from noojee_dq.phones.parse import phone_verdicts
from noojee_dq.phones.problems import PROBLEMS
from noojee_dq.phones.verdicts import NONE
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
#: What can be said; the lengths come first.
_WORDS: Final = (*_LENGTHS.values(), _BEHIND_EXIT_CODE, PROBLEMS["letters"])
_NOT_NEAR: Final = -1
_NOTHING_BETWEEN: Final = pa.scalar("", pa.large_string())


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
    plain = fully_matches(cells, PLAINLY_WRITTEN)
    why = np.full(len(cells), _NOT_NEAR)
    why[~plain] = np.where(contains(cells[~plain], r"\pL"), _WORDS.index(PROBLEMS["letters"]), _NOT_NEAR)
    written, own = cells[plain], regions if isinstance(regions, str) else regions[plain]
    abroad = behind_exit_code(written, own).notna().to_numpy()
    why[plain] = np.where(abroad, _WORDS.index(_BEHIND_EXIT_CODE), _by_length(column_of(written), own))
    return pd.Series(pd.array(_WORDS, dtype="str").take(why, allow_fill=True), index=cells.index)


def _by_length(written: Any, regions: "str | pd.Series") -> Positions:
    """Say of which plainly written numbers some digits more, or less, are valid: the place in `_WORDS`."""
    kind, kinds = _kinds(written, regions)
    tried = pa.concat_arrays([_with_digits(kinds.like, more) for more in _LENGTHS])
    own = kinds.regions if isinstance(kinds.regions, str) else pd.concat([kinds.regions] * len(_LENGTHS))
    verdicts = phone_verdicts(tried.to_pandas().astype("str"), own)
    # Without its leading zero, a number of another country is soon mistaken for one with a digit too many.
    fits = ((verdicts.type != NONE) & (verdicts.problem == NONE)).reshape(len(_LENGTHS), -1)
    return np.where(fits.any(axis=0), fits.argmax(axis=0), _NOT_NEAR)[kind]


class _Kinds(NamedTuple):
    """Numbers that stand for all with the same beginning and length, as Arrow text, and the regions to read them in."""

    like: Any
    regions: "str | pd.Series"


def _kinds(written: Any, regions: "str | pd.Series") -> tuple[Positions, _Kinds]:
    """Return the kinds of numbers, which are few, and the place of each number's among them."""
    keys = digit_keys(ascii_digits(written))
    tails = POWERS[np.maximum(number_sizes(keys) - 1 - _PREFIX, 0)]
    kind, like = pd.factorize(2 * (keys // tails * tails) + holding(written, b"+"))
    if not isinstance(regions, str):
        codes, names = pd.factorize(regions)
        kind, pairs = pd.factorize(kind * max(len(names), 1) + codes)
        of_pair, of_name = np.divmod(pairs, max(len(names), 1))
        like, regions = like[of_pair], pd.Series(names.take(of_name))
    texts = text_of_keys(like // 2)
    return kind, _Kinds(pc.if_else(pa.array(like % 2 == 1), joined("+", texts), texts), regions)


def _with_digits(numbers: Any, more: int) -> Any:
    """Return numbers with so many zeros behind them, or, where it is negative, without so many of their digits."""
    if more < 0:
        return pc.utf8_slice_codeunits(numbers, 0, more)
    return pc.binary_join_element_wise(numbers, pa.scalar("0" * more, pa.large_string()), _NOTHING_BETWEEN)
