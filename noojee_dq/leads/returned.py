"""Workbooks of a report that come back from a person: their lead sheets as one list, in the original order."""

from collections.abc import Sequence

import pandas as pd

from noojee_dq.fields import DQ_ROW, DQ_STATUS
from noojee_dq.words.counts import counted


def is_returned(headings: Sequence[str]) -> bool:
    """Say whether a sheet with these headings holds leads as a report wrote them.

    Example:
        >>> is_returned(["dq_row", "dq_status", "Phone"]), is_returned(["Phone"])
        (True, False)
    """
    return {DQ_ROW, DQ_STATUS} <= {heading.strip() for heading in headings}


def in_original_order(sheets: list[pd.DataFrame], notes: list[str]) -> pd.DataFrame:
    """Join the lead sheets of a report's workbook.

    Args:
        sheets: the leads of each sheet, all text, with the column `dq_row`.
        notes: gets a note of rows that had no `dq_row`.

    Returns:
        The leads under the rows of the original file, and in their order where these are numbers; a row that
        somebody added gets the next free number. `dq_row` is gone.

    Example:
        >>> fix = pd.DataFrame({"dq_row": ["7", ""], "Phone": ["a", "new"]})
        >>> ready = pd.DataFrame({"dq_row": ["2"], "Phone": ["b"]})
        >>> in_original_order([fix, ready], [])["Phone"].to_dict()
        {2: 'b', 7: 'a', 8: 'new'}
    """
    leads = pd.concat(sheets, ignore_index=True).fillna("")
    labels = leads.pop(DQ_ROW).str.strip()
    given = labels.ne("")
    if not labels[given].str.fullmatch("0|[1-9][0-9]{0,14}").all():
        leads.index = pd.Index(labels, name="row")
        return leads
    first_free = max(labels[given].astype("int64"), default=1) + 1
    added = pd.Series(range(first_free, first_free + int((~given).sum())), labels.index[~given])
    if len(added):
        were = counted(len(added), "row without dq_row was", "rows without dq_row were")
        notes.append(f"{were} added: numbered from {first_free}")
    numbers = pd.concat([labels[given].astype("int64"), added]).sort_index()
    leads.index = pd.Index(numbers, name="row", dtype="int64")
    return leads.sort_index(kind="stable")
