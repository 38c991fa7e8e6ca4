"""Leads that their own file marks as not to be called, and others with one of their numbers."""

from collections.abc import Collection
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import ALL_FIELDS, Batch
from noojee_dq.batch.refusals import cell_marks, is_told_to_pbx, lead_marks, mark_headings, permission_headings
from noojee_dq.batch.refused_numbers import refused_numbers
from noojee_dq.checks.base import NO_PHONES, Check, Severity
from noojee_dq.codes import Remedy
from noojee_dq.phones.refusal_marks import Mark

_TITLE: Final = (
    "no cell says that its lead is not to be called (yes under Do Not Call, Opt Out or Deceased; no under OK to call "
    "or Consent; DNC in any column)"
)
_MARKED: Final = "the file says of this lead that it is not to be called"
_UNCLEAR: Final = "the column says who is not to be called, and this cell says neither yes nor no"
_UNCLEAR_PERMISSION: Final = "the column says who may be called, and this cell says neither yes nor no"
_IN_TEXT: Final = "some words of this cell seem to say that the lead is not to be called"
_TO_FIND_OUT: Final = "find out whether the lead may be called"
_WRITE_YES_OR_NO: Final = f"{_TO_FIND_OUT}, and write yes or no (yes = not to be called)"
_WRITE_PERMISSION: Final = f"{_TO_FIND_OUT}, and write yes or no (no = not to be called)"
_TAKE_OUT: Final = f"{_TO_FIND_OUT}; if so, take these words out, else the lead"
_TO_THE_LIST: Final = (
    "take the lead out, or put its numbers into a do-not-call list (dnc=, --dnc); with marked_do_not_call = "
    '"error" under [lists] of the campaign file such leads are not sent'
)
_AND_LIST_IT: Final = (
    "do not call; take the lead out, and put its numbers into a do-not-call list (dnc=, --dnc), so that no other row "
    "has them called"
)

_THE_SAME: Final = "the same number as "
_IS_MARKED: Final = ", which is marked do not call"
_IS_UNCLEAR: Final = ", which may be marked do not call"
_NUMBER_MARKED: Final = f"{_THE_SAME}another row{_IS_MARKED}"
_NUMBER_UNCLEAR: Final = f"{_THE_SAME}another row{_IS_UNCLEAR}"
_LIKEWISE: Final = ", where the campaign says so (likewise)"


def _is_marked(batch: Batch, heading: str, *, marks: Collection[Mark]) -> Mask:
    found = cell_marks(batch, heading)
    # Most columns have none.
    return np.isin(found, list(marks)) & ~is_told_to_pbx(batch) if found.any() else batch.no_lead


def _has_marked_number(batch: Batch, _: str, *, marks: Collection[Mark]) -> Mask:
    found = refused_numbers(batch).mark
    return np.isin(found, list(marks)) if found.any() else batch.no_lead


def _unasked(batch: Batch, *, severity: Severity) -> str | None:
    chosen = batch.campaign.marked_do_not_call
    return None if chosen == severity else f"[lists] marked_do_not_call is {chosen!r}, not {severity!r}"


def _needs_phones(batch: Batch) -> str | None:
    return None if batch.phone_headings else NO_PHONES


def not_to_be_called(batch: Batch) -> Mask:
    """Find the leads that must not be called by a mark of their file, where the campaign has those not sent.

    They are those that it marks for certain, and all others with one of their numbers.

    Args:
        batch: all leads of the file, as far as they are there.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> phones = ["0491 570 006", "0491 570 156", "0491570006"]
        >>> leads = pd.DataFrame({"Phone": phones, "Opt Out": ["yes", "", ""]})
        >>> not_to_be_called(Batch(leads, Campaign(phone_fields=["Phone"], marked_do_not_call="error"))).tolist()
        [True, False, True]
    """
    if batch.campaign.marked_do_not_call != "error":
        return batch.no_lead
    return bears_mark(batch) | (refused_numbers(batch).mark == Mark.YES)


def bears_mark(batch: Batch) -> Mask:
    """Find the leads that their own cells mark for certain, where the campaign has those not sent.

    Whoever leaves leads out keeps these: without them nobody knows of others that have their numbers.

    Args:
        batch: the leads.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491570006"], "Opt Out": ["yes", ""]})
        >>> bears_mark(Batch(leads, Campaign(phone_fields=["Phone"], marked_do_not_call="error"))).tolist()
        [True, False]
    """
    if batch.campaign.marked_do_not_call != "error":
        return batch.no_lead
    return (lead_marks(batch) == Mark.YES) & ~is_told_to_pbx(batch)


def tells_of_numbers(batch: Batch) -> Mask:
    """Find the leads of whose numbers other leads are judged: with a mark of any kind, where the campaign has it count.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491570156"], "Opt Out": ["perhaps", ""]})
        >>> tells_of_numbers(Batch(leads, Campaign(phone_fields=["Phone"], marked_do_not_call="error"))).tolist()
        [True, False]
    """
    return batch.no_lead if batch.campaign.marked_do_not_call != "error" else lead_marks(batch) > Mark.NO


def _detail(batch: Batch, heading: str, at: Positions, *, hint: str) -> pd.DataFrame:
    unclear = cell_marks(batch, heading)[at] == Mark.UNCLEAR
    message, own_hint = _IN_TEXT, _TAKE_OUT
    if heading in permission_headings(batch):
        message, own_hint = _UNCLEAR_PERMISSION, _WRITE_PERMISSION
    elif heading in mark_headings(batch):
        message, own_hint = _UNCLEAR, _WRITE_YES_OR_NO
    return pd.DataFrame({"message": np.where(unclear, message, _MARKED), "hint": hint or own_hint})


def _number_detail(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    found = refused_numbers(batch)
    columns = np.array(batch.phone_headings, dtype=object)[found.column[at]]
    ends = pd.Series(np.where(found.mark[at] == Mark.YES, _IS_MARKED, _IS_UNCLEAR), dtype="str")
    return pd.DataFrame({"column": columns, "message": _THE_SAME + "row " + batch.row_texts(found.holder[at]) + ends})


CHECKS = (
    Check(
        id="marked-do-not-call",
        severity="warning",
        scope="cell",
        fields=ALL_FIELDS,
        title=_TITLE,
        message=_MARKED,
        hint=_TO_THE_LIST,
        unasked=partial(_unasked, severity="warning"),
        mask=partial(_is_marked, marks=(Mark.YES, Mark.UNCLEAR)),
        detail=partial(_detail, hint=_TO_THE_LIST),
    ),
    Check(
        id="marked-not-sent",
        remedy=Remedy.DROP,
        scope="cell",
        fields=ALL_FIELDS,
        title='the same, where the campaign says so ([lists] marked_do_not_call = "error")',
        message=_MARKED,
        hint=_AND_LIST_IT,
        unasked=partial(_unasked, severity="error"),
        mask=partial(_is_marked, marks=(Mark.YES,)),
    ),
    Check(
        id="mark-unclear",
        remedy=Remedy.REVIEW,
        scope="cell",
        fields=ALL_FIELDS,
        title="a mark that says who is not to be called is yes, no or blank, and no text seems to say so" + _LIKEWISE,
        message=_UNCLEAR,
        hint=_WRITE_YES_OR_NO,
        unasked=partial(_unasked, severity="error"),
        mask=partial(_is_marked, marks=(Mark.UNCLEAR,)),
        detail=partial(_detail, hint=""),
    ),
    Check(
        id="number-marked-do-not-call",
        severity="warning",
        scope="cross",
        title="no lead has a number of another one that the file marks as not to be called",
        message=_NUMBER_MARKED,
        hint=_TO_THE_LIST,
        unasked=partial(_unasked, severity="warning"),
        needs=_needs_phones,
        mask=partial(_has_marked_number, marks=(Mark.YES, Mark.UNCLEAR)),
        detail=_number_detail,
    ),
    Check(
        id="number-marked-not-sent",
        remedy=Remedy.DROP,
        scope="cross",
        title="the same" + _LIKEWISE,
        message=_NUMBER_MARKED,
        hint=_AND_LIST_IT,
        unasked=partial(_unasked, severity="error"),
        needs=_needs_phones,
        mask=partial(_has_marked_number, marks=(Mark.YES,)),
        detail=_number_detail,
    ),
    Check(
        id="number-mark-unclear",
        remedy=Remedy.REVIEW,
        scope="cross",
        title="no lead has a number of another one whose mark is unclear" + _LIKEWISE,
        message=_NUMBER_UNCLEAR,
        hint="find out whether this number may be called",
        unasked=partial(_unasked, severity="error"),
        needs=_needs_phones,
        mask=partial(_has_marked_number, marks=(Mark.UNCLEAR,)),
        detail=_number_detail,
    ),
)
