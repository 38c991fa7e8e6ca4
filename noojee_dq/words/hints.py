"""Which known name each wrong value of a column was probably meant to be, as hints."""

from collections.abc import Collection

import pandas as pd

from noojee_dq.words.suggest import nearest_name, one_of


def nearest_hints(values: pd.Series, known: Collection[str]) -> pd.Series:
    """Write a hint "did you mean ...?" for each value; null where no known name is near.

    Args:
        values: wrong names, as text.
        known: the names that would be right.

    Returns:
        Hints with the index of `values`.

    Example:
        >>> nearest_hints(pd.Series(["no  sale\u200b", "xyz"]), ["Sale", "No Sale"]).tolist()
        ["did you mean 'No Sale'?", nan]
    """
    # difflib compares one pair at a time, so only distinct values are looked up.
    found = {value: nearest_name(value, known) for value in values.unique()}
    hints = {value: one_of([name]) for value, name in found.items() if name}
    return values.map(hints).astype("str")
