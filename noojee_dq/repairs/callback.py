"""Callback dates that can only be read in one way, in the API's layout `yyyy/MM/dd HH:mm`."""

from collections.abc import Iterator

import numpy as np

from noojee_dq.batch.batch import Batch
from noojee_dq.batch.callback_dates import callback_times, read_callbacks
from noojee_dq.fields import CALLBACK
from noojee_dq.repairs.fix import Doubt, Edit, Fix


def _callback_layout(batch: Batch) -> Iterator[Edit | Doubt]:
    heading = batch.heading(CALLBACK)
    if heading is None:
        return
    at = np.flatnonzero(batch.filled(heading) & callback_times(batch.text[heading]).isna().to_numpy())
    if not len(at):
        return
    values, codes = batch.distinct_at(heading, at)
    read = read_callbacks(values).take(codes).reset_index(drop=True)
    certain = read["reason"].eq("").to_numpy()
    yield Edit(heading, at[certain], read["rewritten"][certain])
    yield Doubt(heading, at[~certain], read["reason"][~certain])


FIXES = (
    Fix(
        id="callback-layout",
        title="a callback date that can be read in one way only is written yyyy/MM/dd HH:mm",
        example="`2026-12-24T10:30`, `24 Dec 2026 10:30`, `Fri 25/12/2026 at 2pm`; not `03/04/2026 10:30`",
        answers=("callback-date-format",),
        scope="cell",
        work=_callback_layout,
    ),
)
