"""What all repairs that are made unasked win together: a lead may need two of them, and two may unlock one lead."""

from collections.abc import Callable

import pandas as pd

from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.checks.evaluate import ready_leads
from noojee_dq.checks.sent_by_run import sent_already
from noojee_dq.repairs import repair_with_all, unasked_fixes


def gain_together(batch_of: Callable[[pd.DataFrame], Batch], leads: pd.DataFrame, is_ready: Mask) -> int:
    """Count how many more leads are ready once all fixes are made that need not be asked for.

    Args:
        batch_of: makes a batch of leads that are compared with the lists of the check, at its moment.
        leads: as they were checked.
        is_ready: which of them are ready as they are.

    Returns:
        The leads; less than 0 where more turn out to be duplicates than become ready.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> settings = Campaign(phone_fields=["Phone"])
        >>> leads = pd.DataFrame({"Phone": ["491570006.0"], "njContactHours": ["australia/perth"]})
        >>> gain_together(lambda some: Batch(some, settings), leads, ready_leads(Batch(leads, settings)))
        1
    """
    batch = batch_of(leads)
    again = batch_of(repair_with_all(batch, unasked_fixes(batch.operation)).leads)
    # A lead that an earlier run has sent is no other one for being written otherwise.
    now_ready = ready_leads(again) & ~sent_already(batch)
    return int(now_ready.sum()) - int(is_ready.sum())
