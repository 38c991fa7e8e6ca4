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


def is_in(cells: pd.Series, values: pd.Series | None) -> Mask:
    """Which text cells, outer white space aside, are among the values of a reference list; none without a list.

    Example:
        >>> is_in(pd.Series(["A1 ", "A2"]), pd.Series(["A1"])).tolist()
        [True, False]
    """
    return cells.str.strip().isin([] if values is None else values).to_numpy()


def is_no_change(cells: pd.Series) -> Mask:
    """Which text cells hold the sentinel `<NO CHANGE>`, in any case, with any inner or outer white space.

    Example:
        >>> is_no_change(pd.Series([" <No Change> ", "no change"])).tolist()
        [True, False]
    """
    matches = cells.str.fullmatch(rf"(?i){_SPACE}*<{_SPACE}*no{_SPACE}+change{_SPACE}*>{_SPACE}*")
    return matches.to_numpy(dtype=bool)
