"""White space around any value, and `<NO CHANGE>` where a lead is new."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import trimmed
from noojee_dq.batch.batch import Batch
from noojee_dq.repairs.fix import Doubt, Edit, Fix


def _outer_blanks(batch: Batch) -> Iterator[Edit | Doubt]:
    # The PBX's own names are right as they are, even with blanks around them.
    names = [name for name in (*batch.campaign.contact_hours, *batch.campaign.dispositions) if name != name.strip()]
    for heading in batch.text.columns:
        cells = batch.text[heading]
        bare = trimmed(cells)
        at = np.flatnonzero(bare.ne(cells) & ~cells.isin(names))
        yield Edit(heading, at, bare.iloc[at])


def _no_change(batch: Batch) -> Iterator[Edit | Doubt]:
    for heading in batch.text.columns:
        at = np.flatnonzero(batch.no_change(heading))
        yield Edit(heading, at, pd.Series("", index=range(len(at)), dtype="str"))


FIXES = (
    Fix(
        id="outer-blanks",
        title="white space around a value is taken off",
        example="` 0491570006 ` becomes `0491570006`",
        answers=("contact-hours", "callback-date-format", "invisible-characters"),
        scope="cell",
        work=_outer_blanks,
    ),
    Fix(
        id="blank-no-change",
        title="<NO CHANGE> is blanked, for leads that are to be inserted",
        example="`<NO CHANGE>` becomes an empty cell",
        answers=("no-change-on-insert",),
        scope="cell",
        asked_for=True,
        operations=("insert",),
        work=_no_change,
    ),
)
