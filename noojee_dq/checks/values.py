"""Values that cannot travel: what JSON cannot carry, and characters that nobody can see."""

import math
from collections.abc import Iterable
from datetime import date, time, timedelta
from decimal import Decimal
from numbers import Integral, Real
from uuid import UUID

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import contains, is_plain_ascii
from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import ALL_FIELDS, Batch
from noojee_dq.checks.base import Check
from noojee_dq.codes import ResultCode
from noojee_dq.leads.text import is_arrow_text

_SENT_AS_TEXT = (Integral, np.bool_, date, time, timedelta, np.datetime64, np.timedelta64, UUID)
#: Assumption: NUL is lawful in JSON, but the database types behind a Java server refuse it.
NUL = "\x00"
#: Controls but tab and line breaks, zero-width and bidirectional marks.
INVISIBLE = "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"


def _unsendable(batch: Batch, heading: str) -> Mask:
    column = batch.original(heading)
    types = pd.api.types
    if isinstance(column.dtype, pd.CategoricalDtype):
        bad = _each_unsendable(column.cat.categories)
        # The code of a missing value is -1: it takes the last, which is good.
        return np.append(bad, False)[column.cat.codes]
    if types.is_float_dtype(column.dtype):
        return np.isinf(column.to_numpy(dtype=float, na_value=np.nan))
    if is_arrow_text(column):
        return _found(batch, heading, NUL)
    if (
        types.is_integer_dtype(column.dtype)
        or types.is_bool_dtype(column.dtype)
        or types.is_datetime64_any_dtype(column.dtype)
    ):
        return np.zeros(len(column), dtype=bool)
    return _each_unsendable(column)


def _each_unsendable(values: Iterable[object]) -> Mask:
    # Columns of other types can hold anything, so each value is looked at by itself.
    return np.array([not _can_be_sent(value) for value in values], dtype=bool)


def _can_be_sent(value: object) -> bool:
    if isinstance(value, str):
        return NUL not in value and not any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, Decimal):
        return not value.is_infinite()
    if isinstance(value, Real) and not isinstance(value, Integral):
        return not math.isinf(value)
    return isinstance(value, _SENT_AS_TEXT) or value is None or value is pd.NA or value is pd.NaT


def _invisible(batch: Batch, heading: str) -> Mask:
    return _found(batch, heading, INVISIBLE)


def _found(batch: Batch, heading: str, pattern: str) -> Mask:
    cells = batch.text[heading]
    if batch.cached(("plain", heading), lambda: is_plain_ascii(cells)):
        return np.zeros(len(batch), dtype=bool)
    return contains(cells, pattern)


CHECKS = (
    Check(
        id="unsendable-value",
        code=ResultCode.EXCEPTION,
        scope="cell",
        fields=ALL_FIELDS,
        title="every value can be sent as JSON text (no infinity, list, bytes, broken Unicode or NUL character)",
        message="the server would fail on this value: JSON cannot carry it as text",
        hint="replace it with plain text or a plain number",
        mask=_unsendable,
    ),
    Check(
        id="invisible-characters",
        severity="warning",
        scope="cell",
        fields=ALL_FIELDS,
        title="no value holds control characters or invisible marks",
        message="the value holds control characters or invisible marks",
        hint="type it anew, or paste it as plain text",
        mask=_invisible,
    ),
)
