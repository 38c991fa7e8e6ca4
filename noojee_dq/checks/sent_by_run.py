"""Leads that an earlier run has brought in just as they are (`known=` with its journal)."""

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import is_in
from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.external_ids import has_id_among
from noojee_dq.checks.base import Check
from noojee_dq.checks.in_doubt import needs_journal
from noojee_dq.codes import Remedy


def sent_already(batch: Batch) -> Mask:
    """Say which leads an earlier run has brought in just as they are.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> sent_already(Batch(pd.DataFrame({"Phone": ["0491 570 006"]}), Campaign())).tolist()
        [False]
    """
    return np.logical_or.reduce([batch.no_lead, *(one.accepted for one in batch.known.sent)])


def sent_by(batch: Batch, at: Positions) -> pd.Series:
    """Say of some leads which run has brought them in; "" = none.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> sent_by(Batch(pd.DataFrame({"Phone": ["0491 570 006"]}), Campaign()), np.array([0])).tolist()
        ['']
    """
    said = pd.Series("", index=range(len(at)), dtype="str")
    for one in reversed(batch.known.sent):
        said = said.mask(one.accepted[at], f"an earlier run ({one.journal.name}) has sent this very lead")
    return said


def _not_refused_for_it(batch: Batch, _: str) -> Mask:
    """Find those that the PBX would take once more; of the others a code says that it refuses them."""
    sent = sent_already(batch)
    if not sent.any():
        return batch.no_lead
    compared = [] if batch.campaign.allow_duplicates else batch.phone_headings
    numbers = [is_in(batch.phones(one).number, batch.known.numbers) for one in compared]
    return sent & ~np.logical_or.reduce([has_id_among(batch, batch.known.ids), *numbers])


def _detail(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    return pd.DataFrame({"message": sent_by(batch, at)})


CHECKS = (
    Check(
        id="sent-by-earlier-run",
        remedy=Remedy.DROP,
        scope="row",
        # The same update can be meant twice: a lead is set to "call back" again.
        operations=("insert",),
        title="no earlier run (known= with its journal) has sent a lead just as it is",
        message="an earlier run has sent this very lead",
        hint="take the lead out: it would be called twice",
        needs=needs_journal,
        mask=_not_refused_for_it,
        detail=_detail,
    ),
)
