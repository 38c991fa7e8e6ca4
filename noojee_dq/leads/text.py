"""Any value, and any frame, as text."""

import copy
import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pandas as pd
from pandas.api import types

from noojee_dq.errors import LeadsError
from noojee_dq.words.arguments import refuse_no_frame

_TEXT: Final = pd.StringDtype("pyarrow", na_value=np.nan)
#: A date and time to the minute, as Python and pandas write it, and in the API's layout (yyyy/MM/dd HH:mm).
_MINUTE: Final = r"^(\d{4})-(\d{2})-(\d{2}) (\d{2}:\d{2}):00$"
_AS_SENT: Final = r"\1/\2/\3 \4"
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Copy a frame with every value as text; the frame itself stays as it is.

    Text stays as it is. A missing value is "", a whole number has no decimal point, a truth value is "TRUE"
    or "FALSE", and a date and time reads "2026/03/04 05:06", as the API and workbooks write it; with seconds, which
    that layout would lose, "2026-03-04 05:06:07", and with a time zone "2026-03-04 05:06:00+11:00".

    Args:
        frame: any frame.

    Returns:
        The same index and attrs, every label a str, every column of dtype ``str`` without
        missing values.

    Raises:
        LeadsError: it is no frame, its columns have several levels, or two labels are the same as text.

    Example:
        >>> frame = pd.DataFrame({"Phone": [412345678.0, None], "Called": [True, False]})
        >>> as_text(frame).to_dict("list")
        {'Phone': ['412345678', ''], 'Called': ['TRUE', 'FALSE']}
    """
    refuse_no_frame(frame)
    labels = _labels(frame)
    columns = {label: column_text(frame.iloc[:, at]) for at, label in enumerate(labels)}
    text = pd.DataFrame(columns, index=frame.index, columns=labels, copy=False)
    text.attrs = copy.deepcopy(frame.attrs)
    return text


def cell_text(value: Any) -> str:
    """Return one value as text, by the rules of as_text."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Decimal):
        return _decimal_text(value)
    if types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, bool | np.bool_):
        return str(value).upper()
    if isinstance(value, float | np.floating) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return re.sub(_MINUTE, _AS_SENT, str(value))
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return str(value)


def _decimal_text(value: Decimal) -> str:
    if value.is_nan():
        return ""
    if value.is_finite() and value == value.to_integral_value():
        return f"{value.to_integral_value():f}"
    return str(value)


def _labels(frame: pd.DataFrame) -> pd.Index:
    if isinstance(frame.columns, pd.MultiIndex):
        raise LeadsError("the columns have several levels: give every column one heading")
    labels = pd.Index([_without_surrogates(str(label)) for label in frame.columns], dtype="str")
    if not labels.is_unique:
        listed = ", ".join(f'"{label}"' for label in labels[labels.duplicated()].unique())
        raise LeadsError(f"columns with the same heading: {listed}; rename them so that each heading is unique")
    return labels


def column_text(column: pd.Series) -> pd.api.extensions.ExtensionArray:
    """Copy a column with every value as text, by the rules of as_text.

    Example:
        >>> column_text(pd.Series([412345678.0, None])).tolist()
        ['412345678', '']
    """
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _category_text(column)
    if isinstance(dtype, pd.SparseDtype):
        return _each_text(column)
    if types.is_bool_dtype(dtype):
        return _filled(column.map({True: "TRUE", False: "FALSE"}))
    if types.is_float_dtype(dtype):
        return _float_text(column)
    if types.is_datetime64_any_dtype(dtype) and dtype.type is not datetime.date:
        return _datetime_text(column)
    if types.is_integer_dtype(dtype) or is_arrow_text(column):
        return _filled(column)
    return _each_text(column)


def is_arrow_text(column: pd.Series) -> bool:
    """Say whether a column is text that Arrow stores."""
    # Text that Python itself stores may hold lone surrogates and goes value by value.
    return column.dtype.type is str and getattr(column.dtype, "storage", "pyarrow") == "pyarrow"


def _filled(column: pd.Series) -> pd.api.extensions.ExtensionArray:
    if column.dtype == _TEXT and not column.hasnans:
        return column.array.copy()
    return column.astype("str").fillna("").array


def _category_text(column: pd.Series) -> pd.api.extensions.ExtensionArray:
    categories = column_text(pd.Series(column.cat.categories))
    return categories.take(column.cat.codes.to_numpy(), allow_fill=True, fill_value="")


def _float_text(column: pd.Series) -> pd.api.extensions.ExtensionArray:
    dtype: Any = getattr(column.dtype, "numpy_dtype", column.dtype)
    numbers = column.to_numpy(dtype=dtype, na_value=np.nan)
    whole = (numbers == np.trunc(numbers)) & (np.abs(numbers.astype("float64")) < 2**63)
    text = np.full(len(column), "", dtype=object)
    text[whole] = numbers[whole].astype("int64").astype("str")
    # No numpy or Arrow function writes these as Python does; whole numbers, as phones are, need none.
    text[~whole] = [cell_text(number) for number in numbers[~whole]]
    return pd.array(text, dtype="str")


def _datetime_text(column: pd.Series) -> pd.api.extensions.ExtensionArray:
    fraction = (column.dt.microsecond.gt(0) | column.dt.nanosecond.gt(0)).to_numpy(dtype=bool, na_value=False)
    text = np.full(len(column), "", dtype=object)
    whole = column[~fraction].astype("str").fillna("")
    # pandas leaves out the time if it is midnight in the whole column,
    whole = whole.mask(whole.str.len() == len("2026-03-04"), whole + " 00:00:00")
    text[~fraction] = whole.str.replace(_MINUTE, _AS_SENT, regex=True)
    # and gives all values of a column as many decimals as one of them has.
    text[fraction] = [cell_text(moment) for moment in column[fraction]]
    return pd.array(text, dtype="str")


def _each_text(column: pd.Series) -> pd.api.extensions.ExtensionArray:
    # Value by value, as each may have a type of its own; not the distinct ones, as 1, 1.0 and True are equal.
    return _text_array(cell_text(value) for value in column)


def _text_array(values: Iterable[str]) -> pd.api.extensions.ExtensionArray:
    texts = list(values)
    try:
        return pd.array(texts, dtype="str")
    except UnicodeEncodeError:
        return pd.array([_without_surrogates(text) for text in texts], dtype="str")


def _without_surrogates(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)
