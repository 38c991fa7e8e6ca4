"""Numbers on the do-not-call list (`dnc=`): compared in normal form, which is stricter than the PBX."""

import numpy as np

from noojee_dq.arrow.cells import is_in
from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import PHONE_FIELDS, Batch
from noojee_dq.checks.base import NO_PHONES, Check
from noojee_dq.codes import ResultCode


def _needs_list(batch: Batch) -> str | None:
    if batch.dnc is None:
        return "no do-not-call list was given (dnc=)"
    return None if batch.phone_headings else NO_PHONES


def _listed(batch: Batch, heading: str) -> Mask:
    listed = batch.dnc.numbers if batch.dnc else None
    return batch.cached(("listed", heading), lambda: is_in(batch.phones(heading).number, listed))


def _unread(batch: Batch) -> str | None:
    if batch.dnc is None or not (batch.dnc.unread or batch.dnc.undated):
        return None
    return (
        f"of the do-not-call list {batch.dnc.unread:,} entries hold no single, whole number, and {batch.dnc.undated:,} "
        "have an Expires that is not written yyyy-MM-dd: those never expire"
    )


def _all_listed(batch: Batch, _: str) -> Mask:
    numbers = [batch.phones(heading).comparable for heading in batch.phone_headings]
    free = [has & ~_listed(batch, heading) for has, heading in zip(numbers, batch.phone_headings, strict=True)]
    return np.logical_or.reduce(numbers) & ~np.logical_or.reduce(free)


def _some_listed(batch: Batch, heading: str) -> Mask:
    return _listed(batch, heading) & ~_all_listed(batch, heading)


CHECKS = (
    Check(
        id="do-not-call",
        code=ResultCode.DNC,
        scope="row",
        title="a lead has a number that is not on the do-not-call list",
        message="every number of the lead is on the do-not-call list",
        hint="do not call; take the lead out",
        needs=_needs_list,
        limits=_unread,
        mask=_all_listed,
    ),
    Check(
        id="do-not-call-partly",
        severity="warning",
        scope="cell",
        fields=PHONE_FIELDS,
        title="no number of a lead is on the do-not-call list",
        message="this number is on the do-not-call list; the lead has another one",
        hint="blank this number, so that nobody calls it by hand",
        needs=_needs_list,
        mask=_some_listed,
    ),
)
