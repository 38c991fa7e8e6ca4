"""Numbers on the do-not-call list: a lead with another good one is kept without them."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from noojee_dq.batch.batch import Batch
from noojee_dq.checks.dnc import held, listed, no_list
from noojee_dq.repairs.fix import Doubt, Edit, Fix

_NO_OTHER = "it is on the do-not-call list, and the lead has no other number that may be called"


def _blank_listed(batch: Batch) -> Iterator[Edit | Doubt]:
    if not batch.phone_headings:
        return
    # All of it is worked out before the first edit, as each one changes what a lead has.
    without_other = held(batch, "")
    found = {heading: listed(batch, heading) for heading in batch.phone_headings}
    for heading, on_list in found.items():
        yield Doubt(heading, np.flatnonzero(on_list & without_other), _NO_OTHER)
        at = np.flatnonzero(on_list & ~without_other)
        yield Edit(heading, at, pd.Series("", index=range(len(at)), dtype="str"))


FIXES = (
    Fix(
        id="blank-listed",
        title="a number on the do-not-call list is blanked, where the lead has another good one",
        example="`0491 570 006`, beside a number that may be called",
        answers=("do-not-call-partly",),
        asked_for=True,
        scope="row",
        needs=no_list,
        uses_lists=True,
        work=_blank_listed,
    ),
)
