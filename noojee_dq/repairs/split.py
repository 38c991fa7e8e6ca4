"""Two numbers in one cell: the second goes to another phone field of the lead."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import is_blank
from noojee_dq.arrow.columns import Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.phones.several_numbers import numbers_apart
from noojee_dq.phones.written_marks import bare_number
from noojee_dq.repairs.fix import BAD_NUMBER, Doubt, Edit, Fix
from noojee_dq.repairs.readings import read_cells, readings

_NOT_TWO = "it does not hold two complete numbers and nothing else"
_NO_FIELD = "the lead has no empty phone field for the second number"


def _split_numbers(batch: Batch) -> Iterator[Edit | Doubt]:
    for heading in batch.phone_headings:
        now = readings(batch, heading)
        at = np.flatnonzero(now["problem"].eq("several_numbers"))
        if not len(at):
            continue
        parts = _two_numbers(batch, heading, at)
        first, second = (read_cells(batch, parts[name].fillna(""), at)["reached"] for name in ("first", "second"))
        reached = now["reached"].iloc[at].reset_index(drop=True)
        kept = reached.eq("") | reached.eq(first) | reached.eq(second)
        two = (first.ne("") & second.ne("") & kept).to_numpy()
        yield Doubt(heading, at[~two], _NOT_TWO)
        at, parts = at[two], parts[two].reset_index(drop=True)
        waiting = np.ones(len(at), dtype=bool)
        for other in batch.phone_headings:
            placed = waiting & is_blank(batch.cells(other, at))
            yield Edit(heading, at[placed], parts["first"][placed])
            yield Edit(other, at[placed], parts["second"][placed])
            waiting &= ~placed
        yield Doubt(heading, at[waiting], _NO_FIELD)


def _two_numbers(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    """Return the columns `first` and `second`, null where a cell holds more, or anything else beside them."""
    regions = batch.regions(at)
    own = np.full(len(at), regions, dtype=object) if isinstance(regions, str) else regions.to_numpy(dtype=object)
    which, distinct = pd.MultiIndex.from_arrays([batch.cells(heading, at), own]).factorize()
    # The distinct cells with several numbers are few.
    found = [[bare_number(part) for part in numbers_apart(cell, region)] for cell, region in distinct]
    pairs = [two if len(two) == 2 and all(two) else [None, None] for two in found]
    return pd.DataFrame(pairs, columns=["first", "second"], dtype="str").take(which).reset_index(drop=True)


FIXES = (
    Fix(
        id="split-numbers",
        title="of two numbers in a cell the second goes to an empty phone field of the lead",
        example="`02 5550 1234 / 0491 570 006`",
        answers=("odd-writing", *BAD_NUMBER, "do-not-call-beside-another"),
        scope="row",
        asked_for=True,
        work=_split_numbers,
    ),
)
