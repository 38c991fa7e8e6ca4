"""The disposition that an update sets."""

import pandas as pd

from noojee_dq.arrow.cells import is_blank, is_in
from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.checks.base import Check
from noojee_dq.codes import ResultCode
from noojee_dq.fields import DISPOSITION, EXTERNAL_ID
from noojee_dq.words.suggest import nearest_hints


def _missing(batch: Batch, _: str) -> Mask:
    return is_blank(batch.field(DISPOSITION))


def _needs_dispositions(batch: Batch) -> str | None:
    return None if batch.campaign.dispositions else "the campaign names no dispositions"


def _unknown(batch: Batch, heading: str) -> Mask:
    return batch.filled(heading) & ~batch.text[heading].isin(batch.campaign.dispositions).to_numpy()


def _unknown_detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    hints = nearest_hints(batch.text[heading].iloc[at], batch.campaign.dispositions)
    return pd.DataFrame({"hint": hints.fillna("use a disposition of the campaign template")})


def _needs_known_dispositions(batch: Batch) -> str | None:
    if batch.known.ids_without_disposition is None:
        return "it needs known=, a full export with the columns 'njExternalLeadId' and 'njDisposition'"
    return None


def _no_change_of_nothing(batch: Batch, heading: str) -> Mask:
    return batch.no_change(heading) & is_in(batch.field(EXTERNAL_ID), batch.known.ids_without_disposition)


CHECKS = (
    Check(
        id="disposition-missing",
        code=ResultCode.INVALID_DISPOSTION,
        scope="row",
        fields=DISPOSITION,
        operations=("update",),
        title="an update names a disposition (required by the API; that it answers 106 is assumed)",
        message="the update has no njDisposition",
        hint="fill in a disposition, or <No Change> to keep the current one",
        mask=_missing,
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
        needs=_needs_dispositions,
        mask=_unknown,
        detail=_unknown_detail,
    ),
    Check(
        id="disposition-not-set",
        code=ResultCode.DISPOSTION_ISNT_SET_AND_NOCHANGE_SPECIFIED,
        scope="cell",
        fields=DISPOSITION,
        operations=("update",),
        title="<No Change> is used only for a lead that has a disposition",
        message="the lead has no disposition yet, so <No Change> is refused",
        hint="name a disposition",
        needs=_needs_known_dispositions,
        mask=_no_change_of_nothing,
    ),
)
