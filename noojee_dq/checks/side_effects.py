"""What an update does to the leads of the campaign beside what it says: numbers taken over, callbacks wiped out."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from noojee_dq.arrow.cells import is_blank, is_in
from noojee_dq.arrow.columns import Mask, as_mask, column_of
from noojee_dq.batch.batch import PHONE_FIELDS, Batch
from noojee_dq.batch.external_ids import has_id_among, ids_of, plain_ids
from noojee_dq.batch.reference import KNOWN_OPTION
from noojee_dq.checks.base import NO_PHONES, Check
from noojee_dq.fields import CALLBACK, EXTERNAL_ID


def _needs_holders(batch: Batch) -> str | None:
    if batch.known.holders is None:
        return f"it needs a full export with the column {EXTERNAL_ID!r} and the phone fields ({KNOWN_OPTION})"
    return None if batch.phone_headings else NO_PHONES


def _of_another(batch: Batch, heading: str) -> Mask:
    """Find numbers that only other leads of the campaign have."""
    if batch.known.holders is None:
        return batch.no_lead
    held = batch.cached(("holders",), batch.known.holders)
    numbers = batch.phones(heading).number
    found = is_in(numbers, held["number"])
    at = np.flatnonzero(found)
    if len(at):
        own = _pairs(ids_of(batch).iloc[at], numbers.take(pa.array(at)))
        found[at] = ~as_mask(pc.is_in(own, value_set=_held_pairs(batch, held)))
    return found


def _held_pairs(batch: Batch, held: pd.DataFrame) -> Any:
    return batch.cached(("held pairs",), lambda: _pairs(plain_ids(held["id"]), column_of(held["number"])))


def _pairs(ids: pd.Series, numbers: Any) -> Any:
    """Return id and number as one text: no normal form of a number holds a line break."""
    return pc.binary_join_element_wise(numbers, column_of(ids), pa.scalar("\n", pa.large_string()))


def _needs_callbacks(batch: Batch) -> str | None:
    if batch.known.ids_with_callback is None:
        return f"it needs a full export with the columns {EXTERNAL_ID!r} and {CALLBACK!r} ({KNOWN_OPTION})"
    return None


def _callback_lost(batch: Batch, _: str) -> Mask:
    return is_blank(batch.field(CALLBACK)) & has_id_among(batch, batch.known.ids_with_callback)


CHECKS = (
    Check(
        id="number-of-another-lead",
        severity="warning",
        scope="cell",
        fields=PHONE_FIELDS,
        operations=("update",),
        title="an update does not move a lead onto the number of another lead of the campaign (known=)",
        message="another lead of the campaign has this number, and the API looks for no duplicates in an update",
        hint="make sure that this is meant, or <No Change> to keep the stored number",
        needs=_needs_holders,
        mask=_of_another,
    ),
    Check(
        id="callback-left-out",
        severity="warning",
        scope="row",
        fields=CALLBACK,
        operations=("update",),
        title="an update of a lead that is to be called at a certain time (known=) names a callback",
        message="the lead has a callback, and the update names none: the PBX may take the lead for a new one",
        hint="fill in the callback, if it still stands",
        needs=_needs_callbacks,
        mask=_callback_lost,
    ),
)
