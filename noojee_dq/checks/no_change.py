"""The sentinel `<NO CHANGE>`, which only an update may hold."""

from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import ALL_FIELDS, Batch
from noojee_dq.checks.base import Check
from noojee_dq.codes import ResultCode


def _no_change(batch: Batch, heading: str) -> Mask:
    return batch.no_change(heading)


CHECKS = (
    Check(
        id="no-change-on-insert",
        code=ResultCode.IMPORT_BUT_NOCHANGE_SPECIFIED,
        scope="cell",
        fields=ALL_FIELDS,
        operations=("insert",),
        title="no field of an insert holds <NO CHANGE>",
        message="<NO CHANGE> stands in a lead that is to be inserted",
        hint="blank the cell, or send the file as an update",
        supplier_hint="blank the cell",
        mask=_no_change,
    ),
)
