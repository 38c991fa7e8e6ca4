"""The caller's own reference of a lead, `njExternalLeadId`: whether it is there, known, and as it was given out."""

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import fully_matches, is_blank, is_in, is_no_change, trimmed
from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.external_ids import alike_ids, has_additions, has_exponent, has_id_among, ids_of
from noojee_dq.batch.reference import KNOWN_OPTION
from noojee_dq.checks.base import Check
from noojee_dq.codes import ResultCode
from noojee_dq.fields import EXTERNAL_ID, READ_PROBLEM
from noojee_dq.leads import LONG_NUMBER

_CORRECT_IT = "correct the reference, or insert the lead first"
_TAKE_IT_OFF = "take it off, as `repair` does; the PBX is assumed to compare text"
#: A spreadsheet keeps 15 digits of a number, and a float of Python no more.
_LONG = r"-?[0-9]{16,}"
_DIGITS_GONE = "the digits are gone: ask the supplier for the file with this column as text"


def _absent(batch: Batch, _: str) -> Mask:
    ids = batch.field(EXTERNAL_ID)
    return is_blank(ids) | is_no_change(ids)


def _needs_known(batch: Batch) -> str | None:
    if batch.known.ids is None:
        return f"it needs a full export of the campaign's leads with the column {EXTERNAL_ID!r} ({KNOWN_OPTION})"
    if batch.known.some_without_ids:
        return f"an export of known leads has no column {EXTERNAL_ID!r}, so that not all ids are known"
    return None


def _unknown(batch: Batch, heading: str) -> Mask:
    """Find ids that the PBX, which is assumed to compare text, does not hold as they are written.

    An id without additions is known all the same where the export has been through a spreadsheet itself.
    """
    as_meant = has_id_among(batch, batch.known.ids) & ~_added_to(batch, heading)
    return batch.filled(heading) & ~is_in(trimmed(batch.text[heading]), batch.known.ids) & ~as_meant


def _unknown_detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    detail = pd.DataFrame({"message": _UNKNOWN, "hint": _CORRECT_IT}, index=range(len(at)))
    resembles = _resembles(ids_of(batch).iloc[at], batch.known.ids)
    detail.loc[resembles, "hint"] = "the campaign holds one that differs in case or leading zeros only: correct it"
    detail.loc[has_exponent(batch.cells(heading, at)), "hint"] = _DIGITS_GONE
    added = has_id_among(batch, batch.known.ids)[at]
    detail.loc[added, "message"] = "the campaign holds this njExternalLeadId without what a spreadsheet has added to it"
    detail.loc[added, "hint"] = _TAKE_IT_OFF
    return detail


def _resembles(ids: pd.Series, held: pd.Series | None) -> Mask:
    """Say which ids are those of a list but for case and leading zeros."""
    if held is None:
        return np.zeros(len(ids), dtype=bool)
    return is_in(alike_ids(ids), alike_ids(held))


def _added_to(batch: Batch, heading: str) -> Mask:
    return batch.filled(heading) & has_additions(batch.text[heading])


def _cut_off(batch: Batch, heading: str) -> Mask:
    return has_exponent(batch.text[heading]) | _too_long(batch, heading)


def _too_long(batch: Batch, heading: str) -> Mask:
    """Find ids of more digits than a number holds, where they were stored as numbers."""
    if READ_PROBLEM in batch.all_text.columns:
        said = batch.all_text[READ_PROBLEM]
        as_number = said.str.contains(f'{LONG_NUMBER} under "{heading}"', regex=False).to_numpy(dtype=bool)
    else:
        as_number = np.full(len(batch), pd.api.types.is_float_dtype(batch.original(heading).dtype))
    return as_number & fully_matches(batch.text[heading], _LONG) if as_number.any() else as_number


_UNKNOWN = "the campaign holds no lead with this njExternalLeadId"

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
        message=_UNKNOWN,
        hint="correct the reference",
        needs=_needs_known,
        mask=_unknown,
        detail=_unknown_detail,
    ),
    Check(
        id="external-id-repairable",
        severity="warning",
        scope="cell",
        fields=EXTERNAL_ID,
        title='a spreadsheet has added nothing to an njExternalLeadId (1001.0, ="88", an apostrophe)',
        message="a spreadsheet has added to the reference, and it is sent as it stands",
        hint=_TAKE_IT_OFF,
        for_supplier=True,
        supplier_hint="send this column again, as text",
        mask=_added_to,
    ),
    Check(
        id="external-id-lossy",
        severity="warning",
        scope="cell",
        fields=EXTERNAL_ID,
        title="no njExternalLeadId was cut off by a spreadsheet (1.23E+11, or over 15 digits stored as a number)",
        message="a spreadsheet has cut digits off the reference",
        hint=_DIGITS_GONE,
        for_supplier=True,
        supplier_hint="send this column again, as text",
        mask=_cut_off,
    ),
)
