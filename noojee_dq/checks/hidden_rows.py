"""Leads in rows that the sheet does not show, as `read_leads` found them."""

from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.checks.base import Check
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads import HIDDEN_ROW, says


def _hidden(batch: Batch, _: str) -> Mask:
    if READ_PROBLEM not in batch.all_text.columns:
        return batch.no_lead
    return says(batch.all_text[READ_PROBLEM], HIDDEN_ROW)


CHECKS = (
    Check(
        id="hidden-row",
        severity="warning",
        scope="row",
        title="a lead stands in a row that its sheet shows",
        message="the row is hidden in the sheet, by a filter or by a person: is the lead meant to be called?",
        hint="show all rows, and delete those that are not to be called",
        mask=_hidden,
    ),
)
