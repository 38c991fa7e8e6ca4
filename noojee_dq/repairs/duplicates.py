"""Numbers that an earlier lead has: a lead with another good one need not be dropped for them."""

from collections.abc import Iterator

import numpy as np

from noojee_dq.batch.batch import Batch
from noojee_dq.batch.refusals import lead_marks
from noojee_dq.batch.refused_numbers import refused_numbers
from noojee_dq.checks.duplicates import surplus_numbers
from noojee_dq.checks.evaluate import find_refused_alone
from noojee_dq.repairs.fix import Doubt, Edit, Fix, blanking

_NO_OTHER = "somebody has this number already, and without it the lead would not be accepted either"
_MARKED = "the lead, or another with one of its numbers, is marked do not call: without the number nobody would know"


def _blank_duplicates(batch: Batch) -> Iterator[Edit | Doubt]:
    find_refused_alone(batch)
    # All of it is worked out before the first edit, as each one changes what the leads share.
    spare, needed = surplus_numbers(batch)
    marked = np.maximum(lead_marks(batch), refused_numbers(batch).mark) > 0
    for place, heading in enumerate(batch.phone_headings):
        yield Doubt(heading, np.flatnonzero(needed[:, place]), _NO_OTHER)
        yield Doubt(heading, np.flatnonzero(spare[:, place] & marked), _MARKED)
        yield blanking(heading, np.flatnonzero(spare[:, place] & ~marked))


FIXES = (
    Fix(
        id="blank-duplicate-numbers",
        title="a number that an earlier lead has is blanked, where the lead has another good one",
        answers=("duplicate-number",),
        example="`0491 570 006`, beside a number that nobody else has",
        asked_for=True,
        operations=("insert",),
        uses_lists=True,
        work=_blank_duplicates,
    ),
)
