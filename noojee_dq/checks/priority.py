"""The priority of a lead."""

from noojee_dq.arrow.cells import fully_matches
from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.checks.base import Check
from noojee_dq.fields import PRIORITY


def _priority(batch: Batch, heading: str) -> Mask:
    priorities, codes = batch.distinct(heading)
    return batch.filled(heading) & ~fully_matches(priorities, r"\s*0*(?:[0-9]{1,2}|100)\s*")[codes]


CHECKS = (
    Check(
        id="priority-range",
        severity="warning",
        scope="cell",
        fields=PRIORITY,
        title="njPriority is a whole number from 0 to 100",
        message="the priority is no whole number from 0 to 100",
        hint="use 0 (called first) to 100, or blank it for the default, 10",
        mask=_priority,
    ),
)
