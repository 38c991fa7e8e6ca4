"""What repairs could do for the leads of a report: worked out by making them, and checking again."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.keys import claimed_keys
from noojee_dq.campaign import Campaign
from noojee_dq.checks.evaluate import ready_leads
from noojee_dq.checks.sent_by_run import sent_already
from noojee_dq.repairs import FIXES, Fix, Repaired, repair_with_each

_COLUMNS = {
    "fix": "str",
    "title": "str",
    "asked_for": "bool",
    "checks": "str",
    "cells": "int64",
    "leads_unlocked": "int64",
    "leads_refused": "int64",
}


class RepairGains(NamedTuple):
    """What each fix would change and unlock, a line each, and the leads that one of those worth making unlocks."""

    lines: pd.DataFrame
    unlocked: Mask


def repair_gains(batch_of: Callable[[pd.DataFrame], Batch], leads: pd.DataFrame, is_ready: Mask) -> RepairGains:
    """Count what each fix, made alone, would change and unlock.

    Args:
        batch_of: makes a batch of leads that are compared with the lists of the check, at its moment.
        leads: as they were checked.
        is_ready: which of them are ready as they are.

    Returns:
        `Report.repairs`, and the leads that are ready after a fix which makes more leads ready than before.

    Example:
        >>> from noojee_dq.campaign import Campaign
        >>> settings = Campaign(phone_fields=["Phone"])
        >>> leads = pd.DataFrame({"Phone": ["491570006.0"]})
        >>> gains = repair_gains(lambda some: Batch(some, settings), leads, np.array([False]))
        >>> gains.lines[["fix", "cells", "leads_unlocked"]].values.tolist(), gains.unlocked.tolist()
        ([['decimal-tail', 1, 1]], [True])
    """
    batch = batch_of(leads)
    keys = _keys(batch, np.arange(len(leads)))
    keys = keys.assign(shared=keys["key"].duplicated(keep=False))
    lines, unlocked = [], np.zeros(len(leads), dtype=bool)
    fixes = [fix for fix in FIXES if batch.operation in fix.operations]
    for fix, repaired in repair_with_each(batch, fixes):
        concerned = _concerned(repaired, batch.campaign, keys)
        again = batch_of(repaired.leads.iloc[concerned])
        # A lead that an earlier run has sent is no other one for being written otherwise.
        now_ready = ready_leads(again) & ~sent_already(batch)[concerned]
        lines.append(_line(fix, len(repaired.changes), is_ready[concerned], now_ready))
        if now_ready.sum() > is_ready[concerned].sum():
            unlocked[concerned] |= now_ready & ~is_ready[concerned]
    return RepairGains(pd.DataFrame(lines, columns=list(_COLUMNS)).astype(_COLUMNS), unlocked)


def _line(fix: Fix, cells: int, was_ready: Mask, now_ready: Mask) -> tuple[object, ...]:
    unlocked, refused = (now_ready & ~was_ready).sum(), (was_ready & ~now_ready).sum()
    return fix.id, fix.title, fix.asked_for, "; ".join(fix.answers), cells, unlocked, refused


def _concerned(repaired: Repaired, campaign: Campaign, keys: pd.DataFrame) -> Positions:
    """Find the leads whose verdict can change: the repaired ones, and all that share a number or an id with another.

    Of the others, nobody stands in the way before or after the repair.
    """
    changed = np.unique(repaired.positions)
    new_keys = _keys(Batch(repaired.leads.iloc[changed], campaign), changed)
    shared = keys["lead"][keys["shared"] | keys["key"].isin(new_keys["key"])]
    return np.union1d(changed, shared.to_numpy(dtype=np.int64))


def _keys(batch: Batch, positions: Positions) -> pd.DataFrame:
    """List what leads may share: a line per number and external id (`key`) of a lead (`lead`, its position)."""
    keys = claimed_keys(batch)
    return pd.DataFrame({"lead": positions[keys["position"]], "key": keys["kind"].astype("str") + " " + keys["key"]})
