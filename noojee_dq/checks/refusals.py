"""Leads that their own file marks as not to be called."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from noojee_dq.arrow.columns import Mask, Positions, column_of, lengths
from noojee_dq.batch.batch import ALL_FIELDS, Batch
from noojee_dq.checks.base import Check
from noojee_dq.codes import MIN_PHONE_DIGITS
from noojee_dq.phones import digits
from noojee_dq.phones.refusal_marks import Mark, has_day_of_refusal, mark_of, marks_refusals

_MARKED = "the file says of this lead that it is not to be called"
_UNCLEAR = "the column says who is not to be called, and this cell says neither yes nor no"


def _is_marked(batch: Batch, heading: str) -> Mask:
    if heading not in _mark_headings(batch):
        return batch.no_lead
    return batch.shared_if_empty((_marks(batch, heading) != Mark.NO.value) & batch.filled(heading))


def _marks(batch: Batch, heading: str) -> npt.NDArray[np.int8]:
    return batch.cached(("refusal marks", heading), lambda: _marks_of(batch, heading))


def _marks_of(batch: Batch, heading: str) -> npt.NDArray[np.int8]:
    values, codes = batch.distinct(heading)
    has_day = has_day_of_refusal(heading)
    written = digits(values)
    # Phone numbers, and days of something else, can be as many as leads; of other cells the distinct ones are few.
    long = lengths(column_of(written)) >= MIN_PHONE_DIGITS
    marks = np.full(len(values), Mark.NO.value, dtype=np.int8)
    for at in np.flatnonzero(~long | has_day):
        marks[at] = mark_of(values.iloc[at], has_day=has_day).value
    return marks[codes]


def _no_marks(batch: Batch) -> str | None:
    return None if _mark_headings(batch) else "no column of the file is headed as a mark of people not to be called"


def _mark_headings(batch: Batch) -> frozenset[str]:
    return batch.cached(("mark headings",), lambda: _found_headings(batch))


def _found_headings(batch: Batch) -> frozenset[str]:
    phones = batch.phone_headings
    return frozenset(heading for heading in batch.text.columns if heading not in phones and marks_refusals(heading))


def _detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    unclear = _marks(batch, heading)[at] == Mark.UNCLEAR.value
    return pd.DataFrame({"message": np.where(unclear, _UNCLEAR, _MARKED)})


CHECKS = (
    Check(
        id="marked-do-not-call",
        severity="warning",
        scope="cell",
        fields=ALL_FIELDS,
        title="no column of the file (Do Not Call, Opt Out, DNC) says that a lead is not to be called",
        message=_MARKED,
        hint="take the lead out, or put its numbers into a do-not-call list (dnc=, --dnc)",
        unasked=_no_marks,
        mask=_is_marked,
        detail=_detail,
    ),
)
