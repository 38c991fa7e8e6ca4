"""Which known name each wrong value of a column was probably meant to be, as hints."""

import difflib
from collections.abc import Collection

import pandas as pd

from noojee_dq.words.suggest import one_of


def nearest_hints(values: pd.Series, known: Collection[str]) -> pd.Series:
    """Write a hint "did you mean ...?" for each value; null where no known name is near.

    Args:
        values: wrong names, as text.
        known: the names that would be right.

    Returns:
        Hints with the index of `values`.

    Example:
        >>> nearest_hints(pd.Series(["no  sale", "xyz"]), ["Sale", "No Sale"]).tolist()
        ["did you mean 'No Sale'?", nan]
    """
    # difflib compares one pair at a time, so only distinct values are looked up.
    found = {value: _nearest(value, known) for value in values.unique()}
    hints = {value: one_of([name]) for value, name in found.items() if name}
    return values.map(hints).astype("str")


def _nearest(value: str, known: Collection[str]) -> str | None:
    plain = {" ".join(name.split()).casefold(): name for name in known}
    wanted = " ".join(value.split()).casefold()
    if wanted in plain:
        return plain[wanted]
    close = difflib.get_close_matches(wanted, plain, n=1)
    return plain[close[0]] if close else None
