"""White space around any value, and `<NO CHANGE>` where a lead is new."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from noojee_dq.cells import is_no_change
from noojee_dq.repairs.fix import Doubt, Edit, Fix
from noojee_dq.repairs.table import Table
from noojee_dq.repairs.text import trimmed


def _outer_blanks(table: Table) -> Iterator[Edit | Doubt]:
    # The PBX's own names are right as they are, even with blanks around them.
    names = [name for name in (*table.campaign.contact_hours, *table.campaign.dispositions) if name != name.strip()]
    for heading in table.text.columns:
        cells = table.text[heading]
        bare = trimmed(cells)
        at = np.flatnonzero(bare.ne(cells) & ~cells.isin(names))
        yield Edit(heading, at, bare.iloc[at])


def _no_change(table: Table) -> Iterator[Edit | Doubt]:
    for heading in table.text.columns:
        at = np.flatnonzero(is_no_change(table.text[heading]))
        yield Edit(heading, at, pd.Series("", index=range(len(at)), dtype="str"))


FIXES = (
    Fix(
        id="outer-blanks",
        title="white space around a value is taken off",
        answers=("contact-hours", "callback-date-format", "invisible-characters"),
        work=_outer_blanks,
    ),
    Fix(
        id="blank-no-change",
        title="<NO CHANGE> is blanked, for leads that are to be inserted",
        answers=("no-change-on-insert",),
        asked_for=True,
        operations=("insert",),
        work=_no_change,
    ),
)
