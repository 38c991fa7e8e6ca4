"""Numbers that somebody typed to fill a cell that had to hold something."""

import numpy as np

from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import PHONE_FIELDS, Batch
from noojee_dq.checks.base import Check
from noojee_dq.phones.placeholders import looks_made_up

#: Types of numbers that companies choose for being easy to remember (1300 222 222).
_CHOSEN = ("toll_free", "shared_cost", "uan")


def _placeholder(batch: Batch, heading: str) -> Mask:
    phones = batch.phones(heading)
    # The key of numbers that are too long for one stays negative.
    made_up = looks_made_up(np.abs(phones.key))
    at = np.flatnonzero(made_up)
    chosen = np.logical_or.reduce([phones.of_type(name)[at] for name in _CHOSEN])
    made_up[at[chosen]] = False
    return made_up


CHECKS = (
    Check(
        id="placeholder-number",
        severity="warning",
        scope="cell",
        fields=PHONE_FIELDS,
        title="no number seems to have been typed to fill the cell (0400 000 000, 0412 345 678)",
        message="the number looks made up: its digits repeat, or follow each other",
        hint="make sure that it is the lead's; if it is not, blank it",
        for_supplier=True,
        supplier_hint="send the real number",
        mask=_placeholder,
    ),
)
