"""Numbers of leads that are marked as not to be called, which other leads have as well."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.repeats import numbers_among
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.phone_column import comparable_keys
from noojee_dq.batch.refusals import Marks, lead_marks


class Refused(NamedTuple):
    """For each lead: the strongest mark of another lead that has one of its numbers, which lead, and in which column.

    Where that mark is no stronger than its own, there is none. The other lead is a position among all that are checked
    together, the column its place among the phone columns; of several the first is named.
    """

    mark: Marks
    holder: NDArray[np.int64]
    column: NDArray[np.int64]


def refused_numbers(batch: Batch) -> Refused:
    """Find the leads with a number that a marked lead has, in any of their phone columns.

    Args:
        batch: the leads.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491570006", "0491 570 156"], "DNC": ["yes", "", ""]})
        >>> found = refused_numbers(Batch(leads, Campaign(phone_fields=["Phone"])))
        >>> found.mark.tolist(), found.holder.tolist()
        ([0, 2, 0], [-1, 0, -1])
    """
    return batch.cached(("refused numbers",), lambda: _found(batch))


def _found(batch: Batch) -> Refused:
    marks = lead_marks(batch)
    if not marks.any() or not batch.phone_headings:
        return refused_of(batch, pd.DataFrame({"lead": [], "column": [], "mark": [], "holder": []}, dtype=np.int64))
    keys, _ = comparable_keys([batch.phones(heading) for heading in batch.phone_headings], None)
    of_marked = np.tile(marks > 0, len(batch.phone_headings))
    at = np.flatnonzero(of_marked | numbers_among(keys, np.unique(keys[of_marked])))
    column, lead = np.divmod(at, len(batch))
    lines = pd.DataFrame({"lead": lead, "column": column, "key": keys[at], "own": marks[lead]})
    lines = lines[lines["key"].ne(0)]
    marked = lines[lines["own"].gt(0)].groupby(["key", "own"])["lead"].min().rename("holder").reset_index()
    shared = lines.merge(marked.rename(columns={"own": "mark"}), on="key")
    return refused_of(batch, shared[shared["mark"].gt(shared["own"])])


def refused_of(batch: Batch, lines: pd.DataFrame) -> Refused:
    """Return the strongest mark that another lead brings to each lead.

    Args:
        batch: the leads.
        lines: `lead` (its position in the batch), `column`, `mark` and `holder`, of marks that are stronger than those
            of the lead itself.
    """
    first = lines.sort_values(["mark", "column", "holder"], ascending=[False, True, True]).drop_duplicates("lead")
    found = Refused(np.zeros(len(batch), np.int8), np.full(len(batch), -1), np.zeros(len(batch), np.int64))
    found.mark[first["lead"]] = first["mark"]
    found.holder[first["lead"]] = first["holder"]
    found.column[first["lead"]] = first["column"]
    return found
