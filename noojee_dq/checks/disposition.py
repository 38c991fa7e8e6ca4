"""The disposition that an update sets."""

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import is_blank
from noojee_dq.arrow.columns import Mask, Positions, column_of
from noojee_dq.arrow.repeats import repeated
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.external_ids import has_id_among, ids_of
from noojee_dq.batch.reference import KNOWN_OPTION
from noojee_dq.checks.allowed import allowed_dispositions
from noojee_dq.checks.base import Check
from noojee_dq.checks.repeated_updates import repeats
from noojee_dq.codes import ResultCode
from noojee_dq.fields import DISPOSITION, EXTERNAL_ID
from noojee_dq.words.hints import nearest_hints


def _missing(batch: Batch) -> Mask:
    return is_blank(batch.field(DISPOSITION))


def _needs_dispositions(batch: Batch) -> str | None:
    return None if batch.campaign.dispositions else "the campaign names no dispositions"


def _unknown(batch: Batch, heading: str) -> Mask:
    return batch.filled(heading) & ~batch.text[heading].isin(batch.campaign.dispositions).to_numpy()


def _unknown_detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    hints = nearest_hints(batch.cells(heading, at), batch.campaign.dispositions)
    return pd.DataFrame({"hint": hints.fillna("use a disposition of the campaign template")})


def _needs_known_dispositions(batch: Batch) -> str | None:
    if batch.known.ids_without_disposition is None:
        return f"it needs a full export with the columns {EXTERNAL_ID!r} and {DISPOSITION!r} ({KNOWN_OPTION})"
    return None


def _not_set(batch: Batch, _: str) -> Mask:
    """Find updates that keep the disposition of a lead that has none when its turn comes."""
    return batch.cached(("disposition not set",), lambda: _keeps_one(batch) & _has_none(batch))


def _keeps_one(batch: Batch) -> Mask:
    heading = batch.heading(DISPOSITION)
    return _missing(batch) if heading is None else ~batch.filled(heading)


def _has_none(batch: Batch) -> Mask:
    """Say which updates meet a lead without disposition: in the campaign, and after the file's earlier rows."""
    without = has_id_among(batch, batch.known.ids_without_disposition)
    return without & ~batch.cached(("disposition set before",), lambda: _set_before(batch))


def sets_disposition(batch: Batch) -> Mask:
    """Say which updates leave their lead with a disposition that they name, if they are sent.

    Args:
        batch: leads of an update, of which `refused_alone` is known.
    """
    if batch.refused_alone is None:
        raise TypeError("what earlier rows set is known only when the checks of single leads have run: use `evaluate`")
    return ~_keeps_one(batch) & ~batch.refused_alone


def _set_before(batch: Batch) -> Mask:
    """Say which updates an earlier row of the file goes before that sets the disposition of the same lead."""
    sets_one = sets_disposition(batch) & ~repeats(batch).again
    rows = np.flatnonzero(repeated(column_of(ids_of(batch))))
    before = pd.Series(sets_one[rows]).groupby(ids_of(batch).iloc[rows].to_numpy())
    found = np.zeros(len(batch), dtype=bool)
    found[rows] = before.cumsum().to_numpy() > sets_one[rows]
    return found


def _not_set_detail(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    names_none = "the lead has no disposition yet, and the update names none"
    keeps_none = "the lead has no disposition yet, so <No Change> is refused"
    return pd.DataFrame({"message": np.where(_missing(batch)[at], names_none, keeps_none)})


def _left_out(batch: Batch, heading: str) -> Mask:
    refused = _not_set(batch, heading) if _needs_known_dispositions(batch) is None else batch.no_lead
    return _missing(batch) & ~refused


def _left_out_detail(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    if _needs_known_dispositions(batch) is None:
        message = (
            "the update has no njDisposition, which the vendor calls required; the lead should keep the one it has"
        )
    else:
        message = "the update has no njDisposition: it is refused (107) where the lead has none yet"
    return pd.DataFrame({"message": message}, index=range(len(at)))


CHECKS = (
    Check(
        id="disposition-missing",
        severity="warning",
        scope="cross",
        fields=DISPOSITION,
        operations=("update",),
        title="an update names a disposition, or <No Change>",
        message="the update has no njDisposition",
        hint="fill in a disposition, or <No Change>, the safe way to keep the current one",
        mask=_left_out,
        detail=_left_out_detail,
    ),
    Check(
        id="disposition-unknown",
        code=ResultCode.INVALID_DISPOSTION,
        scope="cell",
        fields=DISPOSITION,
        operations=("update",),
        title="the campaign template has the disposition of an update",
        message="the campaign template has no such disposition",
        hint="use a disposition of the campaign template",
        allowed=allowed_dispositions,
        needs=_needs_dispositions,
        mask=_unknown,
        detail=_unknown_detail,
    ),
    Check(
        id="disposition-not-set",
        code=ResultCode.DISPOSTION_ISNT_SET_AND_NOCHANGE_SPECIFIED,
        scope="cross",
        fields=DISPOSITION,
        operations=("update",),
        title="<No Change>, or no disposition, is used only for a lead that has one, by the campaign or an earlier row",
        message="the lead has no disposition yet",
        hint="name a disposition",
        needs=_needs_known_dispositions,
        mask=_not_set,
        detail=_not_set_detail,
    ),
)
