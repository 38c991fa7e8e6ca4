"""Leads of which an earlier run could not learn whether the PBX has taken them (`known=` with its journal)."""

import numpy as np

from noojee_dq.arrow.cells import is_in
from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.external_ids import has_id_among
from noojee_dq.batch.reference import KNOWN_OPTION
from noojee_dq.checks.base import Check
from noojee_dq.codes import Remedy


def needs_journal(batch: Batch) -> str | None:
    """Say that no journal of an earlier run was given; None = one was.

    Example:
        >>> import pandas as pd
        >>> from noojee_dq.campaign import Campaign
        >>> needs_journal(Batch(pd.DataFrame({"Phone": []}), Campaign()))
        'no journal of an earlier run was given (known=)'
    """
    return None if batch.known.runs else f"no journal of an earlier run was given ({KNOWN_OPTION})"


def _in_doubt(batch: Batch, _: str) -> Mask:
    numbers = [is_in(batch.phones(one).number, batch.known.numbers_in_doubt) for one in batch.phone_headings]
    return np.logical_or.reduce([has_id_among(batch, batch.known.ids_in_doubt), *numbers])


CHECKS = (
    Check(
        id="in-doubt-since-run",
        remedy=Remedy.REVIEW,
        scope="row",
        title="no earlier run (known= with its journal) has left a lead in doubt",
        message="an earlier run could not learn whether the PBX has taken a lead with this number or id",
        hint="finish that run with `noojee-dq resume`, or look for the lead in the dialler",
        needs=needs_journal,
        mask=_in_doubt,
    ),
)
