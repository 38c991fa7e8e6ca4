"""Numbers on the do-not-call list: a lead with another good one is kept without them."""

from collections.abc import Iterator

import numpy as np

from noojee_dq.batch.batch import Batch
from noojee_dq.checks.dnc import held, in_text, listed, needs_list
from noojee_dq.repairs.fix import Doubt, Edit, Fix, blanking

_NO_OTHER = "it is on the do-not-call list, and the lead has no other number that may be called"
_BESIDE_ANOTHER = "the cell holds another number too: take the listed one out by hand"


def _blank_listed(batch: Batch) -> Iterator[Edit | Doubt]:
    # All of it is worked out before the first edit, as each one changes what a lead has.
    without_other = held(batch, "")
    found = {heading: np.flatnonzero(listed(batch, heading)) for heading in batch.phone_headings}
    for heading, on_list in found.items():
        alone = ~in_text(batch, heading, on_list).other
        yield Doubt(heading, on_list[without_other[on_list] & alone], _NO_OTHER)
        yield Doubt(heading, on_list[~alone], _BESIDE_ANOTHER)
        yield blanking(heading, on_list[~without_other[on_list] & alone])


FIXES = (
    Fix(
        id="blank-listed",
        title="a number on the do-not-call list is blanked, where the lead has another good one",
        example="`0491 570 006`, beside a number that may be called",
        answers=("do-not-call-partly",),
        asked_for=True,
        scope="row",
        needs=needs_list,
        uses_lists=True,
        work=_blank_listed,
    ),
)
