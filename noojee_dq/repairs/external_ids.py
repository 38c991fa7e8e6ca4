"""External ids as spreadsheets leave them: what was added is taken off, what was cut off is left alone."""

from collections.abc import Iterator

import numpy as np

from noojee_dq.batch.batch import Batch
from noojee_dq.batch.external_ids import has_additions, has_exponent, plain_ids
from noojee_dq.fields import EXTERNAL_ID
from noojee_dq.repairs.fix import Doubt, Edit, Fix

_CUT_OFF = "its digits are gone: ask the supplier for the file with this column as text"


def _additions(batch: Batch) -> Iterator[Edit | Doubt]:
    heading = batch.heading(EXTERNAL_ID)
    if heading is None:
        return
    cells = batch.text[heading]
    at = np.flatnonzero(has_additions(cells))
    yield Doubt(heading, np.flatnonzero(has_exponent(cells)), _CUT_OFF)
    yield Edit(heading, at, plain_ids(cells.iloc[at]))


FIXES = (
    Fix(
        id="external-id",
        title='what a spreadsheet added to a reference (1001.0, ="88", an apostrophe) is taken off',
        answers=("external-id-repairable", "external-id-unknown"),
        example="`1001.0`, which is `1001` in the export of the campaign",
        scope="cell",
        work=_additions,
    ),
)
