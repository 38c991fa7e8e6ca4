"""Masking of phone numbers in columns of values, each as its heading asks."""

import re
from collections.abc import Callable, Collection
from typing import Final

import numpy as np
import pandas as pd

from noojee_dq.fields import CALLBACK, CONTACT_HOURS, DISPOSITION
from noojee_dq.words.headings import POSTCODE_HEADING, heading_words
from noojee_dq.words.masking import mask_phone, mask_readable, mask_text

#: Columns whose values are dates and names: they are what a person must see to put them right.
READABLE_COLUMNS = frozenset({CALLBACK, CONTACT_HOURS, DISPOSITION})

#: Words of headings of dates, coordinates and postcodes.
_DATES: Final = frozenset({"birthday", "birthdate", "date", "dob"})
_COORDINATES: Final = frozenset({"lat", "latitude", "lng", "lon", "long", "longitude"})
_AXES: Final = (["x"], ["y"])
_POSTCODES: Final = frozenset({"pincode", "plz", "postcode", "zip"})
#: A number of degrees; no zero stands in front, as one does in 03.92341234.
_COORDINATE: Final = re.compile(r"-?(?:0|[1-9]\d?|1[0-7]\d|180)\.\d{1,16}")
#: Of India and China, of the USA, Brazil, Portugal, Poland and Japan; also one that a spreadsheet made a number of.
_POSTCODE: Final = re.compile(r"\d{1,6}(?:\.0)?|\d{5}-\d{3,4}|\d{4}-\d{3}|\d{2}-\d{3}|\d{3}-\d{4}")


def mask_values(values: pd.Series, columns: pd.Series, phone_columns: Collection[str]) -> pd.Series:
    """Mask the values of findings, each as its column asks.

    Args:
        values: the values; missing ones stay missing.
        columns: the heading that each value stands under, on the same index.
        phone_columns: headings of phone columns.

    Returns:
        Text on the same index. Callback dates, contact hours and dispositions stay readable, and so do dates, postcodes
        and coordinates: see `masking_of`.

    Example:
        >>> values = pd.Series(["0412345678", "2026/13/01 10:00", "Unit 7"])
        >>> columns = pd.Series(["Phone", "njCallBackDate", "Address"])
        >>> mask_values(values, columns, ["Phone"]).tolist()
        ['04•••••678', '2026/13/01 10:00', 'Unit 7']
    """
    masked = np.empty(len(values), dtype=object)
    codes, headings = pd.factorize(columns.to_numpy(dtype=object))
    # One round for each heading, and one (-1) for values under none.
    for code, heading in enumerate([*headings, ""]):
        chosen = codes == (code if code < len(headings) else -1)
        masked[chosen] = map_distinct(values[chosen], masking_of(str(heading), phone_columns))
    return pd.Series(masked, index=values.index, dtype="object")


def masking_of(heading: str, phone_columns: Collection[str]) -> Callable[[str], str]:
    """Return what hides the phone numbers among the values under a heading.

    Postcodes, coordinates and dates are as long as some phone numbers: they stay readable where both the heading and
    the way in which a value is written say what it is.

    Args:
        heading: of the column; "" = the values stand under none.
        phone_columns: headings of phone columns: whatever else they say, nothing of these stays readable.

    Example:
        >>> masking_of("Postcode", [])("110001"), masking_of("Note", [])("110001")
        ('110001', '••••01')
        >>> masking_of("Latitude", [])("-33.865143"), masking_of("Latitude", [])("0491570006")
        ('-33.865143', '04•••••006')
    """
    if heading in phone_columns:
        return mask_phone
    words = heading_words(heading)
    if heading in READABLE_COLUMNS or _DATES.intersection(words):
        return mask_readable
    shape = _COORDINATE if _COORDINATES.intersection(words) or words in _AXES else None
    if POSTCODE_HEADING.fullmatch(heading) or _POSTCODES.intersection(words):
        shape = _POSTCODE
    return mask_text if shape is None else lambda text: text if shape.fullmatch(text.strip()) else mask_text(text)


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
