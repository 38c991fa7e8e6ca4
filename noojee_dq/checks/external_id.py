"""The caller's own reference of a lead, `njExternalLeadId`, on updates."""

from noojee_dq.arrow.cells import fully_matches, is_blank, is_in, is_no_change
from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.checks.base import Check
from noojee_dq.codes import ResultCode
from noojee_dq.fields import EXTERNAL_ID


def _absent(batch: Batch, _: str) -> Mask:
    ids = batch.field(EXTERNAL_ID)
    return is_blank(ids) | is_no_change(ids)


def _needs_known(batch: Batch) -> str | None:
    if batch.known.ids is None:
        return f"it needs known=, a full export of the campaign's leads with the column {EXTERNAL_ID!r}"
    return None


def _unknown(batch: Batch, heading: str) -> Mask:
    return batch.filled(heading) & ~is_in(batch.text[heading], batch.known.ids)


def _damaged(batch: Batch, heading: str) -> Mask:
    return fully_matches(batch.text[heading], r"\s*[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+\s*")


def _updated_twice(batch: Batch, _: str) -> Mask:
    ids = batch.field(EXTERNAL_ID).str.strip()
    named = ~(is_blank(ids) | is_no_change(ids))
    return named & ids.duplicated(keep=False).to_numpy()


CHECKS = (
    Check(
        id="external-id-missing",
        code=ResultCode.COULDNT_FIND_THE_LEAD,
        scope="row",
        fields=EXTERNAL_ID,
        operations=("update",),
        title="an update names its lead by njExternalLeadId",
        message="the update has no njExternalLeadId, so no lead can be found",
        hint="fill in the reference under which the lead was inserted",
        mask=_absent,
    ),
    Check(
        id="external-id-unknown",
        code=ResultCode.COULDNT_FIND_THE_LEAD,
        scope="cell",
        fields=EXTERNAL_ID,
        operations=("update",),
        title="the campaign holds a lead with the njExternalLeadId of an update",
        message="the campaign holds no lead with this njExternalLeadId",
        hint="correct the reference, or insert the lead first",
        needs=_needs_known,
        mask=_unknown,
    ),
    Check(
        id="updated-twice",
        code=ResultCode.LEAD_NOT_UPDATED_DUE_TO_CONFLICT,
        scope="cross",
        fields=EXTERNAL_ID,
        operations=("update",),
        title="a file updates each lead once",
        message="the file updates this lead more than once",
        hint="decide which of the rows counts, and take the others out",
        mask=_updated_twice,
    ),
    Check(
        id="external-id-lossy",
        severity="warning",
        scope="cell",
        fields=EXTERNAL_ID,
        title="no njExternalLeadId was cut off by a spreadsheet (1.23E+11)",
        message="a spreadsheet has cut digits off the reference",
        hint="the digits are gone: ask the supplier for the file with this column as text",
        for_supplier=True,
        supplier_hint="send this column again, as text",
        mask=_damaged,
    ),
)
