"""Marks of people who are not to be called: in columns for them, and as words in any other cell."""

from collections.abc import Sequence
from functools import partial, reduce
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from noojee_dq.arrow.cells import distinct
from noojee_dq.arrow.columns import Mask, column_of, lengths, matches, seldom_matches
from noojee_dq.batch.batch import Batch
from noojee_dq.campaign import Campaign
from noojee_dq.codes import MIN_PHONE_DIGITS
from noojee_dq.fields import CALLBACK, CONTACT_HOURS, DISPOSITION, PRIORITY
from noojee_dq.phones import digits
from noojee_dq.phones.permission_marks import mark_of_permission, marks_permission
from noojee_dq.phones.refusal_marks import Mark, has_day_of_refusal, mark_of, marks_refusals
from noojee_dq.phones.refusal_texts import SUSPECT, mark_of_text

#: A `Mark` for each cell, or each lead.
Marks = npt.NDArray[np.int8]

_OF_FEW_VALUES: Final = (CONTACT_HOURS, CALLBACK, PRIORITY)


def mark_headings(batch: Batch) -> frozenset[str]:
    """Return the columns that say who is not to be called, or who may be; a phone field of the campaign is none.

    Example:
        >>> headings = ["Phone", "Opt Out", "Email Opt Out"]
        >>> sorted(mark_headings(Batch(pd.DataFrame(columns=headings), Campaign(phone_fields=["Phone"]))))
        ['Opt Out']
    """
    found = batch.cached(("mark headings",), lambda: frozenset(filter(marks_refusals, _other_headings(batch))))
    return found | permission_headings(batch)


def permission_headings(batch: Batch) -> frozenset[str]:
    """Return those of them in which a no is the mark; the campaign's consent to a callback is none.

    Example:
        >>> headings = ["Phone", "Opt Out", "OK to call", "Email consent"]
        >>> sorted(permission_headings(Batch(pd.DataFrame(columns=headings), Campaign(phone_fields=["Phone"]))))
        ['OK to call']
    """
    return batch.cached(("permission headings",), lambda: frozenset(filter(marks_permission, _other_headings(batch))))


def _other_headings(batch: Batch) -> list[str]:
    consent = batch.campaign.calling.consent_column
    others = {*batch.phone_headings, batch.column_named(consent) if consent else None}
    return [heading for heading in batch.text.columns if heading not in others]


def cell_marks(batch: Batch, heading: str) -> Marks:
    """Say what each cell of a column says of calls, by itself.

    Args:
        batch: the leads.
        heading: one of their columns; outside those that mark people, only words of a refusal count.

    Returns:
        A `Mark` for each cell.

    Example:
        >>> leads = pd.DataFrame({"Note": ["DNC", "yes", "said do not call"], "Opt Out": ["", "yes", "perhaps"]})
        >>> batch = Batch(leads, Campaign())
        >>> cell_marks(batch, "Note").tolist(), cell_marks(batch, "Opt Out").tolist()
        ([2, 0, 1], [0, 2, 1])
    """
    return batch.cached(("refusal marks", heading), lambda: _cell_marks(batch, heading))


def lead_marks(batch: Batch) -> Marks:
    """Return the strongest mark in any cell of each lead.

    Example:
        >>> leads = pd.DataFrame({"Note": ["DNC", ""], "Opt Out": ["perhaps", "perhaps"]})
        >>> lead_marks(Batch(leads, Campaign())).tolist()
        [2, 1]
    """
    return batch.cached(("lead marks",), lambda: _strongest(batch))


def marked_leads(leads: pd.DataFrame, phones: Sequence[str]) -> int:
    """Count the leads that their own cells mark for certain, before anything else is known of the campaign.

    Args:
        leads: one lead per row.
        phones: the columns that hold phone numbers.

    Example:
        >>> marked_leads(pd.DataFrame({"Phone": ["0491 570 006", "DNC"], "Note": ["said do not call", ""]}), ["Phone"])
        1
    """
    batch = Batch(leads, Campaign(phone_fields=tuple(phones)))
    return int(np.count_nonzero(lead_marks(batch) == Mark.YES))


def is_told_to_pbx(batch: Batch) -> Mask:
    """Find the rows of an update whose disposition itself tells the PBX that a person is not to be called.

    They are to be sent: else the PBX would go on calling.

    Example:
        >>> leads = pd.DataFrame({"njDisposition": ["Do Not Call", "Sale"]})
        >>> is_told_to_pbx(Batch(leads, Campaign(), operation="update")).tolist()
        [True, False]
    """
    heading = batch.heading(DISPOSITION) if batch.operation == "update" else None
    return batch.no_lead if heading is None else cell_marks(batch, heading) == Mark.YES


def _strongest(batch: Batch) -> Marks:
    none = np.zeros(len(batch), dtype=np.int8)
    return reduce(np.maximum, (cell_marks(batch, heading) for heading in batch.text.columns), none)


def _cell_marks(batch: Batch, heading: str) -> Marks:
    if heading in mark_headings(batch):
        return np.where(batch.filled(heading), _marks_under(batch, heading), Mark.NO.value).astype(np.int8)
    # Of columns whose different values other checks need as well, these are looked at.
    known = batch.campaign.field_of(heading) in _OF_FEW_VALUES
    if known and not matches(column_of(batch.distinct(heading).values), SUSPECT).any():
        return batch.no_lead.view(np.int8)
    at = np.flatnonzero(seldom_matches(batch.text[heading], SUSPECT))
    if not len(at):
        return batch.no_lead.view(np.int8)
    marks = np.zeros(len(batch), dtype=np.int8)
    values, codes = distinct(batch.cells(heading, at))
    marks[at] = np.array([mark_of_text(cell, heading) for cell in values], dtype=np.int8)[codes]
    return marks


def _marks_under(batch: Batch, heading: str) -> Marks:
    values, codes = batch.distinct(heading)
    has_day = has_day_of_refusal(heading)
    read = mark_of_permission if heading in permission_headings(batch) else partial(mark_of, has_day=has_day)
    written = digits(values)
    # Phone numbers, and bare days, can be as many as leads; of other cells the distinct ones are few.
    bare = (lengths(column_of(written)) >= MIN_PHONE_DIGITS) & ~matches(column_of(values), r"\pL")
    marks = np.where(matches(column_of(written), "[1-9]"), Mark.UNCLEAR.value, Mark.NO.value).astype(np.int8)
    for at in np.flatnonzero(~bare | has_day):
        marks[at] = read(values.iloc[at]).value
    return marks[codes]
