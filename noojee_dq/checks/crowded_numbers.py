"""Numbers that many leads have, where the campaign allows duplicates: a switchboard, or a slip of the supplier."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.arrow.repeats import numbers_repeated
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.phone_column import comparable_keys
from noojee_dq.checks.base import NO_PHONES, Check


class Crowds(NamedTuple):
    """For each lead: how many leads have its most crowded number, 0 = no more than may be, and in which phone column.

    The column is its place among the phone columns; of several the first is named.
    """

    leads: NDArray[np.int64]
    column: NDArray[np.int64]


def crowds(batch: Batch) -> Crowds:
    """Find the leads with a number that more leads have than the campaign allows, in any of their phone columns.

    Args:
        batch: the leads.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "0491570006", "0491 570 156"]})
        >>> crowds(Batch(leads, Campaign(phone_fields=["Phone"], max_leads_per_number=1))).leads.tolist()
        [2, 2, 0]
    """
    return batch.cached(("crowds",), lambda: _crowds(batch))


def _crowds(batch: Batch) -> Crowds:
    keys, _ = comparable_keys([batch.phones(heading) for heading in batch.phone_headings], None)
    at = np.flatnonzero(numbers_repeated(keys))
    column, lead = np.divmod(at, max(len(batch), 1))
    lines = pd.DataFrame({"lead": lead, "column": column, "key": keys[at]})
    # A lead that has a number twice counts once.
    counts = lines.drop_duplicates(["lead", "key"])["key"].value_counts()
    lines["leads"] = lines["key"].map(counts)
    return crowds_of(batch, lines[lines["leads"] > batch.campaign.max_leads_per_number])


def crowds_of(batch: Batch, lines: pd.DataFrame) -> Crowds:
    """Return the most crowded number of each lead.

    Args:
        batch: the leads.
        lines: crowded numbers: `lead` (its position in the batch), `column`, and `leads` (how many have the number).
    """
    most = lines.sort_values(["leads", "column"], ascending=[False, True]).drop_duplicates("lead")
    found = Crowds(*np.zeros((2, len(batch)), dtype=np.int64))
    found.leads[most["lead"]], found.column[most["lead"]] = most["leads"], most["column"]
    return found


def _unasked(batch: Batch) -> str | None:
    return None if batch.campaign.allow_duplicates else "the campaign does not allow duplicate phone numbers"


def _needs_phones(batch: Batch) -> str | None:
    return None if batch.phone_headings else NO_PHONES


def _crowded(batch: Batch, _: str) -> Mask:
    return crowds(batch).leads > 0


def _detail(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    found = crowds(batch)
    counts = pd.Series(found.leads[at]).map("{:,}".format)
    columns = np.array(batch.phone_headings, dtype=object)[found.column[at]]
    return pd.DataFrame({"column": columns, "message": counts + " leads have this number"})


CHECKS = (
    Check(
        id="crowded-number",
        severity="warning",
        scope="cross",
        operations=("insert",),
        title="where duplicates are allowed, no number stands on more leads than [phone] max_leads_per_number",
        message="many leads have this number",
        hint="make sure that it is a switchboard, and that it may be called for each of them",
        unasked=_unasked,
        needs=_needs_phones,
        mask=_crowded,
        detail=_detail,
    ),
)
