"""Masking of phone numbers in columns of values, each as its heading asks."""

from collections.abc import Callable, Collection

import numpy as np
import pandas as pd

from noojee_dq.fields import CALLBACK, CONTACT_HOURS, DISPOSITION
from noojee_dq.words.masking import mask_phone, mask_readable, mask_text

#: Columns whose values are dates and names: they are what a person must see to put them right.
READABLE_COLUMNS = frozenset({CALLBACK, CONTACT_HOURS, DISPOSITION})


def mask_values(values: pd.Series, columns: pd.Series, phone_columns: Collection[str]) -> pd.Series:
    """Mask the values of findings, each as its column asks.

    Args:
        values: the values; missing ones stay missing.
        columns: the heading that each value stands under, on the same index.
        phone_columns: headings of phone columns.

    Returns:
        Text on the same index. Callback dates, contact hours and dispositions stay readable.

    Example:
        >>> values = pd.Series(["0412345678", "2026/13/01 10:00", "Unit 7"])
        >>> columns = pd.Series(["Phone", "njCallBackDate", "Address"])
        >>> mask_values(values, columns, ["Phone"]).tolist()
        ['04•••••678', '2026/13/01 10:00', 'Unit 7']
    """
    phone = columns.isin(list(phone_columns)).to_numpy()
    readable = columns.isin(READABLE_COLUMNS).to_numpy() & ~phone
    masked = np.empty(len(values), dtype=object)
    for chosen, mask in ((phone, mask_phone), (readable, mask_readable), (~phone & ~readable, mask_text)):
        masked[chosen] = map_distinct(values[chosen], mask)
    return pd.Series(masked, index=values.index, dtype="object")


def map_distinct(values: pd.Series, function: Callable[[str], str]) -> pd.Series:
    """Apply a function to each distinct text once.

    Args:
        values: hashable; what is no text is taken as its text.
        function: from text to text.

    Returns:
        Objects on the same index; missing values become None.

    Example:
        >>> map_distinct(pd.Series(["a", None, "a"]), str.upper).tolist()
        ['A', None, 'A']
    """
    # Plain arrays: pandas' own text type refuses half characters (lone surrogates).
    codes, distinct = pd.factorize(values.to_numpy(dtype=object))
    results = np.empty(len(distinct) + 1, dtype=object)
    results[:-1] = [function(str(value)) for value in distinct]
    return pd.Series(results[codes], index=values.index, dtype="object")
