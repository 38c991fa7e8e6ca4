"""What a text cell holds: nothing, the sentinel `<NO CHANGE>`, or a value."""

import pandas as pd

from noojee_dq.checks.check import Mask

_SPACE = "[\\s\u00a0]"


def is_blank(cells: pd.Series) -> Mask:
    """Which text cells are empty or white space only.

    Example:
        >>> is_blank(pd.Series(["", " ", "x"])).tolist()
        [True, True, False]
    """
    return cells.str.strip().eq("").to_numpy(dtype=bool)


def is_no_change(cells: pd.Series) -> Mask:
    """Which text cells hold the sentinel `<NO CHANGE>`, in any case, with any inner or outer white space.

    Example:
        >>> is_no_change(pd.Series([" <No Change> ", "no change"])).tolist()
        [True, False]
    """
    matches = cells.str.fullmatch(rf"(?i){_SPACE}*<{_SPACE}*no{_SPACE}+change{_SPACE}*>{_SPACE}*")
    return matches.to_numpy(dtype=bool)
