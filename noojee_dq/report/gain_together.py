"""What all repairs that are made unasked win together: a lead may need two of them, and two may unlock one lead."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.checks.evaluate import evaluate, ready_leads
from noojee_dq.checks.sent_by_run import sent_already
from noojee_dq.repairs import FIXES, repair_with_all, unasked_fixes


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


def relieved_together(
    batch_of: Callable[[pd.DataFrame], Batch], leads: pd.DataFrame, is_ready: Mask, warned: pd.DataFrame
) -> int:
    """Count the ready leads of which the fixes that need not be asked for would take a warning away.

    Args:
        batch_of: as for `gain_together`.
        leads: likewise.
        is_ready: likewise.
        warned: the warnings: `check` and `column`, and `position`, that of the lead.

    Returns:
        The leads; 0 where fewer would be ready than before, as some turn out to be duplicates.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> settings = Campaign(phone_fields=["Phone"])
        >>> leads = pd.DataFrame({"Phone": ["491570006", "0491 570 156"]})
        >>> warned = pd.DataFrame({"check": ["excel-repairable"], "column": "Phone", "position": 0})
        >>> relieved_together(lambda some: Batch(some, settings), leads, np.array([True, True]), warned)
        1
    """
    warned = warned[is_ready[warned["position"]] & warned["check"].isin(_answered())]
    # Most files have no such warning, and to make the repairs takes longest.
    if warned.empty:
        return 0
    batch = batch_of(leads)
    again = batch_of(repair_with_all(batch, unasked_fixes(batch.operation)).leads)
    if ready_leads(again).sum() < is_ready.sum():
        return 0
    return int(warned["position"][~_still_holds(again, warned)].nunique())


def _answered() -> set[str]:
    """Return the checks whose findings a fix may clear that need not be asked for."""
    return {check for fix in FIXES if not fix.asked_for for check in fix.answers}


def _still_holds(batch: Batch, warned: pd.DataFrame) -> Mask:
    """Say which of some warnings stay; one of a lead as a whole may name a column."""
    failing = {(one.check.id, one.heading): one.mask for one in evaluate(batch, ["cell", "row"], ["warning"])}
    stays = np.zeros(len(warned), dtype=bool)
    for check, column in warned[["check", "column"]].drop_duplicates().to_numpy().tolist():
        at = np.flatnonzero(warned["check"].eq(check) & warned["column"].eq(column))
        mask = failing.get((check, column), failing.get((check, "")))
        if mask is not None:
            stays[at] = mask[warned["position"].to_numpy()[at]]
    return stays
