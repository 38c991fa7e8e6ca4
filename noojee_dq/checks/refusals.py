"""Leads that their own file marks as not to be called."""

from collections.abc import Collection
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from noojee_dq.arrow.columns import Mask, Positions, column_of, lengths, matches
from noojee_dq.batch.batch import ALL_FIELDS, Batch
from noojee_dq.checks.base import Check, Severity
from noojee_dq.codes import MIN_PHONE_DIGITS, Remedy
from noojee_dq.phones import digits
from noojee_dq.phones.refusal_marks import Mark, has_day_of_refusal, mark_of, marks_refusals

_TITLE = "no column of the file (Do Not Call, Opt Out, DNC) says that a lead is not to be called"
_MARKED = "the file says of this lead that it is not to be called"
_UNCLEAR = "the column says who is not to be called, and this cell says neither yes nor no"


def _is_marked(batch: Batch, heading: str, *, marks: Collection[Mark]) -> Mask:
    if heading not in mark_headings(batch):
        return batch.no_lead
    found = np.isin(_marks(batch, heading), [mark.value for mark in marks])
    return batch.shared_if_empty(found & batch.filled(heading))


def _marks(batch: Batch, heading: str) -> npt.NDArray[np.int8]:
    return batch.cached(("refusal marks", heading), lambda: _marks_of(batch, heading))


def _marks_of(batch: Batch, heading: str) -> npt.NDArray[np.int8]:
    values, codes = batch.distinct(heading)
    has_day = has_day_of_refusal(heading)
    written = digits(values)
    # Phone numbers, and bare days, can be as many as leads; of other cells the distinct ones are few.
    bare = (lengths(column_of(written)) >= MIN_PHONE_DIGITS) & ~matches(column_of(values), r"\pL")
    marks = np.where(matches(column_of(written), "[1-9]"), Mark.UNCLEAR.value, Mark.NO.value).astype(np.int8)
    for at in np.flatnonzero(~bare | has_day):
        marks[at] = mark_of(values.iloc[at], has_day=has_day).value
    return marks[codes]


def _unasked(batch: Batch, *, severity: Severity) -> str | None:
    if not mark_headings(batch):
        return "no column of the file is headed as a mark of people not to be called"
    chosen = batch.campaign.marked_do_not_call
    return None if chosen == severity else f"[lists] marked_do_not_call is {chosen!r}, not {severity!r}"


def not_to_be_called(batch: Batch) -> Mask:
    """Find the leads that their own file marks as not to be called, where the campaign has those not sent.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491 570 156"], "Opt Out": ["yes", ""]})
        >>> not_to_be_called(Batch(leads, Campaign(marked_do_not_call="error"))).tolist()
        [True, False]
    """
    if batch.campaign.marked_do_not_call != "error":
        return batch.no_lead
    marked = [_is_marked(batch, heading, marks=(Mark.YES,)) for heading in mark_headings(batch)]
    return np.logical_or.reduce([batch.no_lead, *marked])


def mark_headings(batch: Batch) -> frozenset[str]:
    """Return the columns that say who is not to be called; a phone field of the campaign is none.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> headings = ["Phone", "Opt Out", "Email Opt Out"]
        >>> sorted(mark_headings(Batch(pd.DataFrame(columns=headings), Campaign(phone_fields=["Phone"]))))
        ['Opt Out']
    """
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
        title=_TITLE,
        message=_MARKED,
        hint="take the lead out, or put its numbers into a do-not-call list (dnc=, --dnc); with marked_do_not_call = "
        '"error" under [lists] of the campaign file such leads are not sent',
        unasked=partial(_unasked, severity="warning"),
        mask=partial(_is_marked, marks=(Mark.YES, Mark.UNCLEAR)),
        detail=_detail,
    ),
    Check(
        id="marked-not-sent",
        remedy=Remedy.DROP,
        scope="cell",
        fields=ALL_FIELDS,
        title='the same, where the campaign says so ([lists] marked_do_not_call = "error")',
        message=_MARKED,
        hint="do not call; take the lead out",
        unasked=partial(_unasked, severity="error"),
        mask=partial(_is_marked, marks=(Mark.YES,)),
    ),
    Check(
        id="mark-unclear",
        remedy=Remedy.REVIEW,
        scope="cell",
        fields=ALL_FIELDS,
        title="a mark that says who is not to be called is yes, no or blank, where the campaign says so (likewise)",
        message=_UNCLEAR,
        hint="find out whether the lead may be called, and write yes or no (yes = not to be called)",
        unasked=partial(_unasked, severity="error"),
        mask=partial(_is_marked, marks=(Mark.UNCLEAR,)),
    ),
)
